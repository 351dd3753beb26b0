package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Language;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void what_would_steer_a_terminal_is_shown_instead() {
    Place place = new Place("a\u001b[2J.csv", 1, 1);
    assertThat(written(List.of(new Problem(place, "bad-value", "`x\u001b[31m\ny\u202e` is bad"))))
        .first()
        .isEqualTo("a\\u001b[2J.csv:1:1: bad-value: `x\\u001b[31m\\u000ay\\u202e` is bad");
  }

  @Test
  void after_a_thousand_problems_only_their_number_is_said() {
    Problems problems = new Problems();
    for (int row = 1; row <= 50_000; row++) {
      problems.add(new Place("rates.csv", row, 1), "bad-value", "`x` is bad");
    }
    assertThat(written(problems.sorted()))
        .hasSize(1_002)
        .endsWith("… and 49000 more", "see docs/problems/bad-value.md")
        .contains("rates.csv:1000:1: bad-value: `x` is bad")
        .doesNotContain("rates.csv:1001:1: bad-value: `x` is bad");
  }

  private static List<String> written(List<Problem> problems) {
    StringWriter err = new StringWriter();
    Report.write(
        problems,
        new Terminal(
            InputStream.nullInputStream(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            Path.of(""),
            Language.EN,
            false,
            Map.of(),
            () -> Quoin.NOW));
    return err.toString().lines().toList();
  }
}
