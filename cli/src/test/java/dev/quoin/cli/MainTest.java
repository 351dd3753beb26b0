package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.cli.Quoin.Ran;
import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final Quoin quoin = Quoin.inCheckout();

  @Test
  void help_goes_to_stdout_and_says_what_the_exit_codes_mean() {
    Ran ran = quoin.run("--help");
    assertThat(ran.code()).isEqualTo(ExitCode.FINE);
    assertThat(ran.out()).startsWith("Usage: quoin").contains("1   Findings");
    assertThat(ran.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "test", "quote", "decide", "docs", "dmn"})
  void each_command_has_help_of_its_own(String command) {
    assertThat(quoin.run("--help").out()).contains("\n  " + command + " ");
    Ran ran = quoin.run(command, "--help");
    assertThat(ran.code()).isEqualTo(ExitCode.FINE);
    assertThat(ran.out()).startsWith("Usage: quoin " + command);
  }

  @Test
  void version_is_the_one_of_the_build() {
    Ran ran = quoin.run("--version");
    assertThat(ran.code()).isEqualTo(ExitCode.FINE);
    assertThat(ran.out().strip()).matches("quoin \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @Test
  void unknown_command_is_used_wrongly_and_named() {
    Ran ran = quoin.run("chekc");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(ran.err()).contains("quoin: unknown argument `chekc`", "See `quoin --help`.");
    assertThat(ran.err()).contains("check");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void unknown_option_is_used_wrongly() {
    Ran ran = quoin.run("--hepl");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(ran.err()).contains("unknown argument `--hepl`");
  }

  @Test
  void no_command_is_used_wrongly() {
    assertThat(quoin.run().code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(quoin.run().err()).startsWith("quoin: a command is missing");
    assertThat(quoin.run("dmn").err()).startsWith("quoin: a command is missing");
  }

  @Test
  void a_missing_option_is_named() {
    Ran ran = quoin.run("quote", "rental");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(ran.err()).contains("--ratebook", "--request").contains("See `quoin quote --help`.");
  }

  @Test
  void a_request_that_is_not_there_is_used_wrongly() {
    Ran ran =
        quoin.run(
            "quote", "rental", "--ratebook", "ratebooks/seoul-carshare", "--request", "none.json");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(ran.err()).startsWith("quoin: no file `").contains("none.json");
    assertThat(ran.err()).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check FOLDER",
        "test FOLDER",
        "docs FOLDER",
        "quote rental --ratebook FOLDER --request docs/examples/weekend.json",
        "decide --ratebook FOLDER --decision total --input docs/examples/weekend.json",
        "generate rental --ratebook FOLDER --count 1 --out -"
      })
  void a_ratebook_that_is_not_there_is_used_wrongly(String command) {
    Ran none = quoin.run(command.replace("FOLDER", "ratebooks/none").split(" "));
    assertThat(none.all())
        .isEqualTo("quoin: cannot read `ratebooks/none`: no folder of this name\n");
    assertThat(none.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    String yaml = "ratebooks/seoul-carshare/ratebook.yaml";
    Ran file = quoin.run(command.replace("FOLDER", yaml).split(" "));
    assertThat(file.all())
        .isEqualTo(
            "quoin: cannot read `" + yaml + "`: is a file (expected: the folder of a ratebook)\n");
    assertThat(file.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
  }

  @Test
  void an_instant_needs_its_offset() {
    Ran ran =
        quoin.run(
            "quote", "rental", "--ratebook", "r", "--request", "q", "--at", "2026-05-01T09:00:00");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(ran.err()).contains("`2026-05-01T09:00:00` is no instant");
  }

  @Test
  void an_output_that_cannot_be_written_is_no_success() {
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new String[] {"--help"},
            new Terminal(
                InputStream.nullInputStream(),
                new PrintWriter(new FullDisk()),
                new PrintWriter(err),
                Path.of(""),
                Language.EN,
                false,
                Map.of(),
                () -> Quoin.NOW));
    assertThat(code).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(err).hasToString("quoin: the output cannot be written\n");
  }

  /// Takes what it is given, and fails when it has to keep it.
  private static final class FullDisk extends Writer {
    @Override
    public void write(char[] text, int start, int length) {
      // Kept for later.
    }

    @Override
    public void flush() throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void a_request_that_cannot_be_read_is_named_with_the_reason() {
    Ran ran =
        quoin.run(
            "quote", "rental", "--ratebook", "ratebooks/seoul-carshare", "--request", "ratebooks");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(ran.err()).isEqualTo("quoin: cannot read `ratebooks`: is a directory\n");
    assertThat(couldNotRun(new AccessDeniedException("/tmp/x.json"), false))
        .isEqualTo("quoin: cannot read `/tmp/x.json`: no permission\n");
  }

  @Test
  void a_bug_is_one_sentence_and_its_way_is_only_shown_when_asked_for() {
    StackOverflowError deep = new StackOverflowError();
    assertThat(couldNotRun(deep, false))
        .isEqualTo("quoin: this is a bug: java.lang.StackOverflowError\n");
    assertThat(couldNotRun(new IllegalStateException("a\nb"), false))
        .isEqualTo("quoin: this is a bug: java.lang.IllegalStateException: a\\u000ab\n");
    assertThat(couldNotRun(deep, true))
        .startsWith("quoin: this is a bug: java.lang.StackOverflowError\n")
        .contains("\tat dev.quoin.cli.MainTest.");
  }

  @Test
  void an_error_that_a_command_throws_is_a_sentence_too() {
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new String[] {"quote", "s", "--ratebook", "r", "--request", "-"},
            new Terminal(
                new Overflowing(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                Path.of(""),
                Language.EN,
                false,
                Map.of(),
                () -> Quoin.NOW));
    assertThat(code).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(err).asString().startsWith("quoin: this is a bug: java.lang.StackOverflowError\n");
  }

  /// An input that fills the stack.
  private static final class Overflowing extends InputStream {
    @Override
    public int read() {
      throw new StackOverflowError();
    }

    @Override
    public int read(byte[] into, int start, int length) {
      throw new StackOverflowError();
    }
  }

  private static String couldNotRun(Throwable failure, boolean debugged) {
    StringWriter err = new StringWriter();
    PrintWriter writer = new PrintWriter(err);
    assertThat(Main.couldNotRun(failure, writer, debugged)).isEqualTo(ExitCode.COULD_NOT_RUN);
    writer.flush();
    return err.toString();
  }
}
