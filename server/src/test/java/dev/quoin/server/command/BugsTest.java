package dev.quoin.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.server.log.Log;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BugsTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    Log.close();
  }

  @Test
  void a_broken_ratebook_is_logged_by_place_and_code_and_without_what_was_asked() {
    Log.open(written);
    Verdict<String> told =
        Bugs.told(
            Verdict.rejected(
                Rejection.Kind.BROKEN,
                "rental.dmn:12:3",
                "no-rule",
                "no rule of `age band` matches (`birth date` = 1990-05-20)"),
            null);
    assertThat(told)
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected -> {
              String incident =
                  rejected.rejection().flaws().getFirst().sentence().replaceFirst("(?s).* ", "");
              assertThat(rejected.rejection().toString())
                  .contains("no-rule", "the ratebook has no answer")
                  .doesNotContain("1990", "rental.dmn");
              assertThat(written.toString(UTF_8))
                  .contains("\"incident\":\"" + incident + "\"", "\"rental.dmn:12:3 no-rule\"")
                  .doesNotContain("1990");
            });
  }
}
