package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes problems for people: `file:line:column: code: sentence`, all at once, and once where to read more.
final class Report {
  /// Nobody reads more, and a wrong table can have a million.
  private static final int MAX_LINES = 1_000;

  /// Control characters, line and paragraph separators, and what turns the direction of writing.
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

  private Report() {}

  /// Problems whose files are named as the user named them.
  static void write(List<Problem> problems, Terminal terminal) {
    write(problems, List.of(), terminal);
  }

  /// Problems, and what a person should look at but may leave.
  static void write(List<Problem> problems, List<Problem> warnings, Terminal terminal) {
    int shown = Math.min(problems.size(), MAX_LINES);
    problems.stream()
        .limit(shown)
        .forEach(problem -> line(problem, terminal.red(problem.code()), terminal));
    warnings.stream()
        .limit(MAX_LINES - shown)
        .forEach(warning -> line(warning, "warning: " + warning.code(), terminal));
    int more = problems.size() + warnings.size() - MAX_LINES;
    if (more > 0) {
      terminal.err().println("… and " + more + " more");
    }
    Set<String> codes =
        Stream.concat(problems.stream(), warnings.stream())
            .map(Problem::code)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!codes.isEmpty()) {
      terminal
          .err()
          .println(
              codes.stream()
                  .map(code -> "docs/problems/" + code + ".md")
                  .map(page -> Checkout.named(page, Checkout.home(), terminal.folder()))
                  .collect(Collectors.joining(", ", "see ", "")));
    }
  }

  private static void line(Problem problem, String code, Terminal terminal) {
    terminal
        .err()
        .println(
            escaped(problem.place().toString()) + ": " + code + ": " + escaped(problem.sentence()));
  }

  /// The text in one line that does nothing to a terminal: what a user's file says is shown, not obeyed.
  static String escaped(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(control -> "\\\\u%04x".formatted((int) control.group().charAt(0)));
  }

  /// The problems of a ratebook, whose files are named from its folder, and of a request, with the files as they were
  /// typed.
  ///
  /// @param request the file of the request, which is named already
  static List<Problem> asTyped(List<Problem> problems, String ratebook, String request) {
    return problems.stream()
        .map(problem ->
            problem.place().file().equals(request) || problem.place().file().equals(ratebook)
                ? problem
                : inside(problem, ratebook))
        .sorted()
        .toList();
  }

  private static Problem inside(Problem problem, String ratebook) {
    Place place = problem.place();
    return new Problem(
        new Place(join(ratebook, place.file()), place.line(), place.column()),
        problem.code(),
        problem.sentence());
  }

  /// A file of a folder, with the folder as it was typed.
  static String join(String folder, String file) {
    return folder.endsWith("/") ? folder + file : folder + "/" + file;
  }
}
