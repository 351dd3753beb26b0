package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckOfGuardsTest {
  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    Path from = Quoin.checkout().resolve("ratebooks/seoul-carshare");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = folder.resolve("seoul").resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
  }

  @Test
  void a_slip_is_shown_with_the_smallest_request_both_prices_and_its_row() throws IOException {
    change("tables/waiver-fees.csv", "compact,50000,19800", "compact,50000,9800");
    Quoin.Ran ran = Quoin.in(folder).run("check", "seoul", "--count", "200");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .contains("broken-guard: `lower-deductible`: A lower deductible is not a cheaper waiver.");
    List<String> lines = ran.out().lines().toList();
    assertThat(lines).anyMatch(line -> line.startsWith("lower-deductible  "));
    assertThat(lines).anyMatch(line -> line.equals("  moved to  {\"deductible\": 50000}"));
    assertThat(lines)
        .anyMatch(line ->
            line.startsWith("  behind    row of waiver fees")
                && line.endsWith("waiver-fees.csv:7"));
  }

  @Test
  void a_digit_too_many_in_a_rate_is_found_at_its_row() throws IOException {
    change("tables/rate-sheet.csv", "K8,>= 2024-06-07,109340", "K8,>= 2024-06-07,1093400");
    Quoin.Ran ran = Quoin.in(folder).run("check", "seoul", "--count", "200", "--json");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("\"guard\": \"rental-fee-per-hour\"")
        .containsPattern(
            "\"kind\": \"row\",\\s*\"name\": \"rate sheet\",\\s*\"file\":"
                + " \"seoul/tables/rate-sheet.csv\"");
  }

  @Test
  void a_guard_that_no_request_meets_is_a_warning_and_not_kept() throws IOException {
    change(
        "ratebook.yaml",
        "when: 'end - start >= duration(\"PT4H\")'",
        "when: end - start < duration(\"-PT4H\")");
    Quoin.Ran ran = Quoin.in(folder).run("check", "seoul", "--count", "50");
    assertThat(ran.code()).isZero();
    assertThat(ran.err())
        .containsPattern(
            "seoul/ratebook.yaml:\\d+:5: warning: untried-guard: `waiver-beside-rental` was not"
                + " tried: none of [\\d,]+ requests has a price and keeps to `when`");
    assertThat(ran.out()).contains("53 of 54 guards kept");
  }

  /// What customers send reaches where nothing that is made up stands.
  @Test
  void recorded_requests_are_tried_and_shares_are_of_them() throws IOException {
    change(
        "ratebook.yaml",
        "guards:\n",
        """
        guards:
          - id: no-small-car-far-away
            text: {ko: "작은 차는 멀리 가지 않는다.", en: "A small car does not go far."}
            service: rental
            when: model = "더뉴레이" and distance = 777 and utilisation = 77
            range: {of: total, at most: 1}
          - id: few-refusals
            text: {ko: "거절은 드물다.", en: "Few are refused."}
            service: rental
            refusals: {at most: 40}
        """);
    String line =
        "{\"start\": \"2026-06-12T18:00:00\", \"end\": \"2026-06-14T21:00:00\", \"model\": \"%s\","
            + " \"distance\": 777, \"utilisation\": 77, \"membership\": \"none\", \"coupon percent\": 0, \"coupon amount\": 0, \"birth date\": \"%s\","
            + " \"licence date\": \"2015-03-02\"}\n";
    Files.writeString(
        folder.resolve("sent.jsonl"),
        line.formatted("더뉴레이", "1990-05-20")
            + line.formatted("더뉴레이", "2010-05-20")
            + line.formatted("K8", "2010-05-20"));
    Quoin.Ran ran =
        Quoin.in(folder)
            .run(
                "check",
                "seoul",
                "--count",
                "50",
                "--requests",
                "sent.jsonl",
                "--service",
                "rental");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .contains("broken-guard: `no-small-car-far-away`")
        .contains("2 of 3 requests are refused (expected: at most 40 percent)");
    assertThat(ran.out())
        .contains("no-small-car-far-away  ")
        .contains("few-refusals  2 of 3 requests")
        .contains("53 of 56 guards kept");
  }

  @Test
  void what_is_wrong_with_recorded_requests_is_told() throws IOException {
    Files.writeString(folder.resolve("sent.jsonl"), "{\"model\": \"K8\", \"colour\": 7}\n");
    Quoin.Ran ran =
        Quoin.in(folder).run("check", "seoul", "--requests", "sent.jsonl", "--service", "rental");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .contains("sent.jsonl:1:")
        .contains("unknown-field: unknown field `colour`");
    Quoin.Ran without = Quoin.in(folder).run("check", "seoul", "--requests", "sent.jsonl");
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("`--service` is missing (the ratebook has `rental`");
  }

  private void change(String file, String from, String to) throws IOException {
    Path path = folder.resolve("seoul").resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }
}
