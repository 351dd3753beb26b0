package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Place;
import dev.quoin.ratebook.CaseRunner;
import dev.quoin.ratebook.Check;
import dev.quoin.ratebook.GoldenCases;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Tested;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.layout.Grid.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Runs the golden cases of a ratebook.
@Command(
    name = "test",
    description = "Prices the golden cases of a ratebook and shows what differs.")
final class TestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RATEBOOK", description = "The ratebook's folder.")
  private String ratebook = "";

  @Mixin private JsonOption json = new JsonOption();

  TestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    RatebookFolder folder = new RatebookFolder(ratebook, "", terminal);
    // Golden cases need not come across two rules that overlap, so that is asked first.
    Check check = Check.of(folder.path());
    Optional<Ratebook> loaded = check.ratebook();
    if (loaded.isEmpty() || !check.errors().isEmpty()) {
      return new Answers(folder, json.asked(), terminal).problems(check.errors());
    }
    List<Tested> results = run(loaded.get());
    List<Tested> failed = results.stream().filter(result -> !result.passed()).toList();
    if (json.asked()) {
      terminal.out().println(JsonTree.write(tree(results.size() - failed.size(), failed)));
    } else {
      table(failed).forEach(terminal.out()::println);
      terminal
          .out()
          .println((results.size() - failed.size()) + " passed, " + failed.size() + " failed");
    }
    return failed.isEmpty() ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private List<Tested> run(Ratebook book) {
    GoldenCases cases = GoldenCases.of(book);
    List<Tested> results = new ArrayList<>(cases.size());
    cases.run(
        new Pricer(book, Compiler::compile),
        result -> {
          results.add(result);
          terminal.progress(results.size() + " of " + cases.size() + " cases");
        });
    terminal.progress("");
    return results;
  }

  private List<String> table(List<Tested> failed) {
    if (failed.isEmpty()) {
      return List.of();
    }
    Grid grid = Grid.of(Side.LEFT, Side.LEFT, Side.LEFT, Side.LEFT, Side.LEFT);
    grid.row("case", "what", "expected", "got", "where");
    for (Tested result : failed) {
      for (CaseRunner.Difference difference : result.differences()) {
        grid.row(
            result.name(),
            difference.what(),
            difference.expected(),
            difference.got(),
            where(difference.place()));
      }
    }
    List<String> lines = new ArrayList<>(grid.lines());
    lines.add("");
    return lines;
  }

  private String where(Place place) {
    return Report.join(ratebook, place.file()) + ":" + place.line();
  }

  private Map<String, Object> tree(int passed, List<Tested> failed) {
    List<Object> differences = new ArrayList<>();
    for (Tested result : failed) {
      for (CaseRunner.Difference difference : result.differences()) {
        differences.add(
            JsonTree.object(
                "case",
                result.name(),
                "what",
                difference.what(),
                "expected",
                difference.expected(),
                "got",
                difference.got(),
                "file",
                Report.join(ratebook, difference.place().file()),
                "line",
                difference.place().line()));
      }
    }
    return JsonTree.object("passed", passed, "failed", failed.size(), "differences", differences);
  }
}
