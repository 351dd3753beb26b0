package dev.quoin.cli.terminal;

import dev.quoin.ratebook.Language;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/// Everything that a command knows of the outside: streams, the working folder, the language, the clock.
///
/// @param live whether a person watches `err`: then progress and colours are shown
/// @param environment the variables of the shell
/// @param clock the only clock there is; prices take their instant as a parameter
public record Terminal(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    Path folder,
    Language language,
    boolean live,
    Map<String, String> environment,
    Supplier<Instant> clock) {

  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  /// From the beginning of the line on, with all that is below.
  private static final String CLEAR = "\r\u001b[J";

  /// What is wider than the terminal is cut: it would take a line that nobody counts.
  private static final String CUT = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";
  private static final String LINE_BEFORE = "\r\u001b[1A";

  /// The file of that name, seen from the working folder.
  public Path path(String typed) {
    return folder.resolve(typed);
  }

  /// The text in red, where somebody sees colours.
  public String red(String text) {
    return live ? RED + text + PLAIN : text;
  }

  /// Shows how far the work is, in one line that the next one overwrites.
  public void progress(String text) {
    if (live) {
      err.print(CLEAR + text);
      err.flush();
    }
  }

  /// The same with a line below it.
  public void progress(String text, String below) {
    if (live) {
      err.print(CLEAR + CUT + text + "\n" + below + WRAP + LINE_BEFORE);
      err.flush();
    }
  }
}
