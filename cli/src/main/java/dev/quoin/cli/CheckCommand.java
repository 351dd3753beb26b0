package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Problem;
import dev.quoin.ratebook.Check;
import dev.quoin.ratebook.json.JsonTree;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Says everything that can be said of a ratebook without pricing anything.
@Command(
    name = "check",
    description = "Checks types, references, tables, levers and cases of a ratebook.",
    footer = {"", "Warnings are shown and do not count: the command ends with 0."})
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RATEBOOK", description = "The ratebook's folder.")
  private String ratebook = "";

  @Mixin private JsonOption json = new JsonOption();

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    RatebookFolder folder = new RatebookFolder(ratebook, "", terminal);
    Check check = Check.of(folder.path());
    List<Problem> errors = folder.asTyped(check.errors());
    List<Problem> warnings = folder.asTyped(check.warnings());
    if (json.asked()) {
      terminal
          .out()
          .println(
              JsonTree.write(
                  JsonTree.object(
                      "errors",
                      errors.stream().map(JsonTree::of).toList(),
                      "warnings",
                      warnings.stream().map(JsonTree::of).toList())));
    }
    Report.write(errors, warnings, terminal);
    if (!json.asked()) {
      terminal
          .out()
          .println(ratebook + ": " + count(errors, "problem") + ", " + count(warnings, "warning"));
    }
    return errors.isEmpty() ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private static String count(List<Problem> problems, String word) {
    int size = problems.size();
    return (size == 0 ? "no" : String.valueOf(size)) + " " + word + (size == 1 ? "" : "s");
  }
}
