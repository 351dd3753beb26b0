package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
  private static final String SEOUL =
      Quoin.checkout().resolve("ratebooks/seoul-carshare").toString();

  @TempDir Path folder;

  @Test
  void any_range_of_a_seed_is_a_part_of_the_whole() throws IOException {
    Quoin.Ran all =
        Quoin.in(folder)
            .run("generate", "rental", "--ratebook", SEOUL, "--count", "20", "--out", "a.jsonl");
    Quoin.Ran part =
        Quoin.in(folder)
            .run(
                "generate",
                "rental",
                "--ratebook",
                SEOUL,
                "--count",
                "5",
                "--from",
                "10",
                "--out",
                "-");
    assertThat(all.code()).isZero();
    assertThat(all.all()).isEmpty();
    assertThat(part.code()).isZero();
    assertThat(part.out().lines())
        .isEqualTo(Files.readAllLines(folder.resolve("a.jsonl")).subList(10, 15));
  }

  @Test
  void a_request_that_was_generated_can_be_priced() {
    Quoin.Ran made =
        Quoin.in(folder)
            .run(
                "generate",
                "waiver",
                "--ratebook",
                SEOUL,
                "--count",
                "1",
                "--seed",
                "9",
                "--out",
                "-");
    Quoin.Ran priced =
        Quoin.in(folder)
            .saying(made.out())
            .run("quote", "waiver", "--ratebook", SEOUL, "--request", "-", "--json");
    assertThat(priced.code()).isZero();
    assertThat(priced.out()).contains("waiver-fee");
  }

  @Test
  void what_is_wrong_is_said() {
    Quoin quoin = Quoin.in(folder);
    assertThat(
            quoin
                .run("generate", "retnal", "--ratebook", SEOUL, "--count", "1", "--out", "-")
                .err())
        .contains("retnal", "did you mean `rental`?");
    Quoin.Ran nowhere =
        quoin.run("generate", "rental", "--ratebook", SEOUL, "--count", "1", "--out", "no/a");
    assertThat(nowhere.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(nowhere.err()).contains("no/a", "no such file or folder");
    assertThat(
            quoin
                .run("generate", "rental", "--ratebook", SEOUL, "--count", "-1", "--out", "-")
                .code())
        .isEqualTo(ExitCode.COULD_NOT_RUN);
  }
}
