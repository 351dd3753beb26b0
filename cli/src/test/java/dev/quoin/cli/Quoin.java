package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.Language;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Runs the real command in this process.
///
/// @param folder the working folder
/// @param in what stdin says
/// @param environment beside where settings are
record Quoin(Path folder, String in, Language language, Map<String, String> environment) {
  /// What the clock of these tests says.
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  /// Where the logins of these tests are, so that they find none of the one who runs them.
  static final Path SETTINGS = settings();

  private static Path settings() {
    try {
      Path settings = Files.createTempDirectory("quoin-settings");
      settings.toFile().deleteOnExit();
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a command did.
  ///
  /// @param all both streams, as a terminal would show them
  record Ran(int code, String out, String err, String all) {
    List<String> errLines() {
      return err.lines().toList();
    }
  }

  static Quoin in(Path folder) {
    return new Quoin(folder, "", Language.EN, Map.of());
  }

  /// In the root of the checkout, where `ratebooks` and `docs` are.
  static Quoin inCheckout() {
    return in(checkout());
  }

  static Path checkout() {
    return dev.quoin.testkit.Checkout.folder();
  }

  Quoin saying(String text) {
    return new Quoin(folder, text, language, environment);
  }

  /// With a variable of the environment.
  Quoin with(String name, String value) {
    return new Quoin(folder, in, language, Map.of(name, value));
  }

  Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    StringWriter all = new StringWriter();
    int code =
        Main.run(
            args,
            new Terminal(
                new ByteArrayInputStream(in.getBytes(UTF_8)),
                new PrintWriter(new Both(out, all), true),
                new PrintWriter(new Both(err, all), true),
                folder,
                language,
                false,
                variables(),
                () -> NOW));
    return new Ran(code, out.toString(), err.toString(), all.toString());
  }

  private Map<String, String> variables() {
    Map<String, String> all = new HashMap<>(environment);
    all.put("XDG_CONFIG_HOME", SETTINGS.toString());
    return all;
  }

  /// Writes into two.
  private static final class Both extends Writer {
    private final StringWriter one;
    private final StringWriter two;

    Both(StringWriter one, StringWriter two) {
      this.one = one;
      this.two = two;
    }

    @Override
    public void write(char[] text, int start, int length) {
      one.write(text, start, length);
      two.write(text, start, length);
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  /// Writes the files that a page of the docs shows; of those of one name the first, for the later ones are mistakes.
  static void writeFilesOf(String page, Path folder) throws IOException {
    Set<String> written = new HashSet<>();
    List<MatchResult> files =
        Pattern.compile("<!-- file: (\\S+) -->\\n```\\w*\\n(.*?)```\\n", Pattern.DOTALL)
            .matcher(Files.readString(checkout().resolve(page)))
            .results()
            .toList();
    for (MatchResult file : files) {
      if (written.add(file.group(1))) {
        Path path = folder.resolve(file.group(1));
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.group(2));
      }
    }
  }
}
