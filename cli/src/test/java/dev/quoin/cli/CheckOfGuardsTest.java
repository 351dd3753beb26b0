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

  private void change(String file, String from, String to) throws IOException {
    Path path = folder.resolve("seoul").resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }
}
