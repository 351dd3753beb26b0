package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void help_goes_to_stdout_and_says_what_the_exit_codes_mean() {
    assertThat(quoin("--help")).isEqualTo(ExitCode.FINE);
    assertThat(out.toString()).startsWith("Usage: quoin").contains("1   Findings");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void version_is_the_one_of_the_build() {
    assertThat(quoin("--version")).isEqualTo(ExitCode.FINE);
    assertThat(out.toString().strip()).matches("quoin \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @Test
  void unknown_command_is_used_wrongly_and_named() {
    assertThat(quoin("chekc")).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(err.toString()).contains("quoin: unknown argument `chekc`", "See `quoin --help`.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void unknown_option_is_used_wrongly() {
    assertThat(quoin("--hepl")).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(err.toString()).contains("unknown argument `--hepl`");
  }

  @Test
  void no_command_is_used_wrongly() {
    assertThat(quoin()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(err.toString()).startsWith("quoin: a command is missing");
  }

  private int quoin(String... args) {
    return Main.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
