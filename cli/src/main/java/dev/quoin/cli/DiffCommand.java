package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.diff.Change;
import dev.quoin.ratebook.diff.Diff;
import dev.quoin.ratebook.json.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows what differs between two ratebooks.
@Command(
    name = "diff",
    description =
        "Shows what differs between two ratebooks, by meaning: levers, rows of rate tables by what"
            + " they ask for, decisions.",
    footer = {
      "",
      "Either is a folder, or release:DIGEST, a release of a server by the first digits of its"
          + " digest.",
      "What no price depends on (texts, notes, cases, generators, the drawing of a model) is no"
          + " difference. Ends with 0 whatever differs."
    })
final class DiffCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "A", description = "One ratebook.")
  private String before = "";

  @Parameters(index = "1", paramLabel = "B", description = "The other.")
  private String after = "";

  @Mixin private DatabaseOption database = new DatabaseOption();

  @Mixin private JsonOption json = new JsonOption();

  DiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try {
      return diff();
    } catch (Unusable unusable) {
      terminal.err().println("quoin: " + Report.escaped(String.valueOf(unusable.getMessage())));
      return ExitCode.COULD_NOT_RUN;
    }
  }

  private int diff() throws IOException, Unusable {
    Problems old = new Problems();
    Problems changed = new Problems();
    TypedRatebook one = new TypedRatebook(before, database, terminal);
    TypedRatebook other = new TypedRatebook(after, database, terminal);
    Optional<Ratebook> first = one.load(old);
    Optional<Ratebook> second = other.load(changed);
    if (first.isEmpty() || second.isEmpty()) {
      List<Problem> problems = new ArrayList<>();
      if (first.isEmpty()) {
        problems.addAll(one.asTyped(old.sorted()));
      }
      if (second.isEmpty()) {
        problems.addAll(other.asTyped(changed.sorted()));
      }
      return Answers.problems(problems, json.asked(), terminal);
    }
    List<Change> changes = Diff.of(first.get(), second.get()).changes();
    if (json.asked()) {
      terminal
          .out()
          .println(
              JsonTree.write(
                  JsonTree.object(
                      "before",
                      first.get().digest(),
                      "after",
                      second.get().digest(),
                      "changes",
                      changes.stream().map(DiffCommand::tree).toList())));
    } else if (changes.isEmpty()) {
      terminal.out().println("nothing that a price depends on");
    } else {
      changes.forEach(change -> terminal.out().println(Report.escaped(change.text())));
    }
    return ExitCode.FINE;
  }

  private static Map<String, Object> tree(Change change) {
    return switch (change) {
      case Change.Lever lever ->
          JsonTree.object(
              "kind",
              "lever",
              "lever",
              lever.id(),
              "before",
              lever.before(),
              "after",
              lever.after());
      case Change.Row row -> {
        Map<String, Object> tree =
            JsonTree.object("kind", "row", "table", row.table(), "key", cells(row.key()));
        row.before().ifPresent(cells -> tree.put("before", cells(cells)));
        row.after().ifPresent(cells -> tree.put("after", cells(cells)));
        yield tree;
      }
      case Change.Rows rows ->
          JsonTree.object(
              "kind", "rows", "table", rows.table(), "gone", rows.gone(), "new", rows.added());
      case Change.Table table -> JsonTree.object("kind", "table", "table", table.table());
      case Change.Decision decision ->
          JsonTree.object(
              "kind",
              decision.isFunction() ? "function" : "decision",
              "name",
              decision.name(),
              "file",
              decision.file());
      case Change.File file -> JsonTree.object("kind", "file", "file", file.path());
    };
  }

  private static Map<String, Object> cells(List<Change.Cell> cells) {
    Map<String, Object> tree = JsonTree.object();
    cells.forEach(cell -> tree.put(cell.column(), cell.text()));
    return tree;
  }
}
