package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.cli.terminal.Tree;
import dev.quoin.feel.Problem;
import java.util.List;

/// Prints what a command found out, for people or for machines.
record Answers(RatebookFolder folder, boolean json, Terminal terminal) {
  static final int WIDTH = 118;

  /// Problems instead of an answer.
  int problems(List<Problem> found) {
    List<Problem> problems = folder.asTyped(found);
    if (json) {
      terminal
          .out()
          .println(
              Json.write(
                  Json.object(
                      "answer", "failure", "problems", problems.stream().map(Json::of).toList())));
    }
    Report.write(problems, terminal);
    return ExitCode.FINDINGS;
  }

  void trees(List<Tree> trees) {
    for (Tree tree : trees) {
      terminal.out().println();
      tree.lines(WIDTH).forEach(terminal.out()::println);
    }
  }
}
