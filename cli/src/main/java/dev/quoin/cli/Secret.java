package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A password that somebody types, or that comes by stdin or in a file: never as an argument, which others on the machine see.
final class Secret {
  private Secret() {}

  /// @param file that holds it, in its first line; asked for where there is none
  static String read(String prompt, @Nullable String file, Terminal terminal) throws IOException {
    if (file != null) {
      return new String(TypedFile.read(file, terminal), UTF_8).lines().findFirst().orElse("");
    }
    return ask(prompt, terminal);
  }

  /// Asks a person, without an echo; or takes the next line of stdin.
  @SuppressWarnings("SystemConsoleNull") // as in Main
  static String ask(String prompt, Terminal terminal) throws IOException {
    Console console = terminal.live() ? System.console() : null;
    if (console != null) {
      char @Nullable [] typed = console.readPassword("%s: ", prompt);
      return typed == null ? "" : new String(typed);
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = terminal.in().read(); next >= 0 && next != '\n'; next = terminal.in().read()) {
      line.write(next);
    }
    return line.toString(UTF_8).stripTrailing();
  }
}
