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
  private static final String CLEAR_LINE = "\r\u001b[K";

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
      err.print(CLEAR_LINE + text);
      err.flush();
    }
  }
}
