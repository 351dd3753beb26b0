package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compiler.Compiler;
import dev.quoin.conformance.KitRun;
import dev.quoin.conformance.TestFile;
import dev.quoin.conformance.TestFileReader;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.layout.Grid.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs test cases in the format of the DMN Technology Compatibility Kit.
@Command(
    name = "tck",
    description = "Runs the test cases of folders, in the format of the DMN compatibility kit.",
    footer = {
      "",
      "A case passes when all its result nodes do. Numbers may differ by 1e-8; where an error is",
      "expected, null is. A case whose model cannot be loaded fails with the model's problem."
    })
final class DmnTckCommand implements Callable<Integer> {
  /// A table holds no essays.
  private static final int MOST_SHOWN = 100;

  private final Terminal terminal;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "Folders with test cases (*.xml) beside their models.")
  private List<String> folders = List.of();

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description = "Only the files of cases of that name, such as `0068*`.")
  private String only = "*";

  @Mixin private JsonOption json = new JsonOption();

  DmnTckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    List<TestFile> files = new ArrayList<>();
    for (String folder : folders) {
      files.addAll(files(folder, problems));
    }
    if (!problems.isEmpty()) {
      Report.write(problems.sorted(), terminal);
      return ExitCode.FINDINGS;
    }
    if (files.isEmpty()) {
      terminal.err().println("quoin: no test cases in " + String.join(", ", folders));
      return ExitCode.COULD_NOT_RUN;
    }
    List<KitRun.Outcome> outcomes = run(files);
    int passed = outcomes.stream().mapToInt(KitRun.Outcome::passed).sum();
    int failed = outcomes.stream().mapToInt(KitRun.Outcome::failed).sum();
    List<KitRun.Failure> failures =
        outcomes.stream().flatMap(outcome -> outcome.failures().stream()).toList();
    if (json.asked()) {
      terminal.out().println(JsonTree.write(tree(passed, failed, failures)));
    } else {
      table(failures).forEach(terminal.out()::println);
      // None is skipped: what cannot be run fails.
      terminal.out().println(passed + " passed, " + failed + " failed, 0 skipped");
    }
    return failed == 0 ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private List<TestFile> files(String folder, Problems problems) throws IOException {
    Path root = terminal.path(folder);
    if (!Files.exists(root)) {
      throw new NoSuchFileException(folder);
    }
    return TestFileReader.readAll(root, only, problems);
  }

  private List<KitRun.Outcome> run(List<TestFile> files) throws IOException {
    KitRun run = new KitRun(Compiler::compile, new Moment(terminal.clock().get(), ZoneOffset.UTC));
    List<KitRun.Outcome> outcomes = new ArrayList<>();
    for (TestFile file : files) {
      terminal.progress(outcomes.size() + " of " + files.size() + " files: " + name(file));
      outcomes.add(run.run(file));
    }
    terminal.progress("");
    return outcomes;
  }

  private static String name(TestFile file) {
    return String.valueOf(file.path().getFileName());
  }

  private static List<String> table(List<KitRun.Failure> failures) {
    if (failures.isEmpty()) {
      return List.of();
    }
    Grid grid = Grid.of(Side.LEFT, Side.LEFT, Side.LEFT, Side.LEFT, Side.LEFT);
    grid.row("file", "case", "node", "expected", "got");
    for (KitRun.Failure failure : failures) {
      grid.row(
          name(failure.file()),
          failure.testCase(),
          failure.node(),
          shown(failure.expected()),
          shown(failure.got()));
    }
    List<String> lines = new ArrayList<>(grid.lines());
    lines.add("");
    return lines;
  }

  private static String shown(String text) {
    String escaped = Report.escaped(text);
    return escaped.length() <= MOST_SHOWN ? escaped : escaped.substring(0, MOST_SHOWN - 1) + "…";
  }

  private static Map<String, Object> tree(int passed, int failed, List<KitRun.Failure> failures) {
    List<Object> all = new ArrayList<>();
    for (KitRun.Failure failure : failures) {
      all.add(
          JsonTree.object(
              "file",
              failure.file().path().toString(),
              "case",
              failure.testCase(),
              "node",
              failure.node(),
              "expected",
              failure.expected(),
              "got",
              failure.got()));
    }
    return JsonTree.object("passed", passed, "failed", failed, "skipped", 0, "failures", all);
  }
}
