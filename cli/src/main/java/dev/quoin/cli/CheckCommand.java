package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problem;
import dev.quoin.ratebook.Check;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.guard.Broken;
import dev.quoin.ratebook.guard.GuardCheck;
import dev.quoin.ratebook.json.JsonTree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says everything that can be said of a ratebook, and tries its guards.
@Command(
    name = "check",
    description =
        "Checks types, references, tables, levers and cases of a ratebook, and tries its guards.",
    footer = {
      "",
      "Guards are tried on requests that are made up: those of the generator, the boundaries of all"
          + " tables and times, and each pair of these.",
      "Warnings are shown and do not count: the command ends with 0."
    })
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RATEBOOK", description = "The ratebook's folder.")
  private String ratebook = "";

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of the requests on which guards are tried; 1 by default.")
  private long seed = 1;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many of them the generator makes, of each service; 1,000 by default.")
  private int count = 1_000;

  @Mixin private AtOption at = new AtOption();

  @Mixin private JsonOption json = new JsonOption();

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    RatebookFolder folder = new RatebookFolder(ratebook, "", terminal);
    Check check = Check.of(folder.path());
    if (count < 0) {
      terminal.err().println("quoin: `--count` is 0 at least");
      return ExitCode.COULD_NOT_RUN;
    }
    Optional<GuardCheck.Report> guards =
        check.ratebook().filter(_ -> check.errors().isEmpty()).map(this::tried);
    List<Broken> broken = guards.map(GuardCheck.Report::broken).orElse(List.of());
    List<Problem> errors =
        folder.asTyped(
            Stream.concat(check.errors().stream(), broken.stream().map(Broken::problem)).toList());
    List<Problem> warnings =
        folder.asTyped(
            Stream.concat(
                    check.warnings().stream(),
                    guards.map(GuardCheck.Report::untried).stream().flatMap(List::stream))
                .toList());
    if (json.asked()) {
      Map<String, Object> tree =
          JsonTree.object(
              "errors",
              errors.stream().map(JsonTree::of).toList(),
              "warnings",
              warnings.stream().map(JsonTree::of).toList());
      guards
          .filter(report -> report.guards() > 0)
          .ifPresent(report -> tree.put("guards", GuardReport.json(report, folder)));
      terminal.out().println(JsonTree.write(tree));
    }
    Report.write(errors, warnings, terminal);
    if (!json.asked()) {
      broken.forEach(one ->
          GuardReport.lines(one, folder)
              .forEach(line -> terminal.out().println(Report.escaped(line))));
      terminal
          .out()
          .println(
              "%s: %s, %s%s"
                  .formatted(
                      ratebook,
                      count(errors, "problem"),
                      count(warnings, "warning"),
                      GuardReport.summary(guards)));
    }
    return errors.isEmpty() ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private GuardCheck.Report tried(Ratebook loaded) {
    return new GuardCheck(
            loaded, Compiler::compile, new GuardCheck.Options(seed, count, at.instant(terminal)))
        .run();
  }

  private static String count(List<Problem> problems, String word) {
    int size = problems.size();
    return (size == 0 ? "no" : String.valueOf(size)) + " " + word + (size == 1 ? "" : "s");
  }
}
