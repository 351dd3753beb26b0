package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.cli.Quoin.Ran;
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

  @Test
  void an_instant_needs_its_offset() {
    Ran ran =
        quoin.run(
            "quote", "rental", "--ratebook", "r", "--request", "q", "--at", "2026-05-01T09:00:00");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(ran.err()).contains("`2026-05-01T09:00:00` is no instant");
  }
}
