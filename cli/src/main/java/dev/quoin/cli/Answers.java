package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Suggestion;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.json.JsonTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Prints what a command found out, for people or for machines.
record Answers(RatebookFolder folder, boolean json, Terminal terminal) {
  /// A name on the command line that the ratebook does not have.
  int unknown(String what, String name, Collection<String> known) {
    terminal
        .err()
        .println("quoin: unknown %s `%s`%s".formatted(what, name, Suggestion.text(name, known)));
    return ExitCode.COULD_NOT_RUN;
  }

  /// Problems instead of an answer.
  int problems(List<Problem> found) {
    return problems(found, problem -> Optional.empty(), Language.EN);
  }

  /// Problems instead of an answer.
  ///
  /// @param texts both texts of a problem that the ratebook itself declares
  int problems(List<Problem> found, Function<Problem, Optional<Texts>> texts, Language language) {
    List<Problem> problems = folder.asTyped(found);
    if (json) {
      print(problems, texts, terminal);
    }
    Report.write(
        language == Language.KO
            ? problems.stream().map(problem -> korean(problem, texts.apply(problem))).toList()
            : problems,
        terminal);
    return ExitCode.FINDINGS;
  }

  /// Problems of several folders, all in one document.
  ///
  /// @param problems with the files' names as they were typed
  static int problems(List<Problem> problems, boolean json, Terminal terminal) {
    if (json) {
      print(problems, _ -> Optional.empty(), terminal);
    }
    Report.write(problems, terminal);
    return ExitCode.FINDINGS;
  }

  private static void print(
      List<Problem> problems, Function<Problem, Optional<Texts>> texts, Terminal terminal) {
    List<Object> trees = new ArrayList<>();
    for (Problem problem : problems) {
      Map<String, Object> tree = JsonTree.of(problem);
      texts.apply(problem).ifPresent(both -> tree.put("text", JsonTree.of(both)));
      trees.add(tree);
    }
    terminal
        .out()
        .println(JsonTree.write(JsonTree.object("outcome", "problems", "problems", trees)));
  }

  private static Problem korean(Problem problem, Optional<Texts> texts) {
    return texts
        .map(both -> new Problem(problem.place(), problem.code(), both.ko()))
        .orElse(problem);
  }
}
