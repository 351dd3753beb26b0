package dev.quoin.ratebook.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Bikes;
import dev.quoin.ratebook.Ratebook;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardCheckTest {
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

  private static final String GUARDS =
      """

      guards:
        - id: farther
          text: {ko: 멀수록 싸지 않다, en: Farther is not cheaper.}
          service: rental
          monotone: {of: total, raise: distance, may not: fall}
        - id: bounds
          text: {ko: 범위, en: A rental fee has its bounds.}
          service: rental
          range: {of: line rental-fee, at least: 0, at most: '(end - start) / duration("PT1H") * 3000 + 3000'}
        - id: answered
          text: {ko: 답이 있다, en: Every request is answered.}
          service: rental
          answered: {except: [outside-calendar]}
        - id: refused
          text: {ko: 거절, en: Few are refused.}
          service: rental
          refusals: {at most: 50}
        - id: reaches
          text: {ko: 달력, en: The calendar reaches on.}
          calendar: {id: slots, days: 100}
      """;

  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
    bikes.write("ratebook.yaml", (bikes.read("ratebook.yaml") + GUARDS).getBytes(UTF_8));
  }

  @Test
  void guards_that_hold_are_kept() {
    GuardCheck.Report report = report();
    assertThat(report.broken()).isEmpty();
    assertThat(report.guards()).isEqualTo(5);
    assertThat(report.tried()).isGreaterThan(50);
  }

  @Test
  void a_slip_that_breaks_a_relation_is_shown_with_both_prices_and_its_row() {
    bikes.change("tables/rates.csv", "city,>= 10,100,20", "city,>= 10,10,0");
    Broken broken =
        report().broken().stream()
            .filter(one -> one.guard().id().equals("farther"))
            .findFirst()
            .orElseThrow();
    assertThat(broken.movedTo()).isPresent();
    assertThat(broken.moved()).containsOnlyKeys("distance");
    assertThat(broken.inputs().orElseThrow()).containsEntry("model", Value.of("city"));
    assertThat(broken.behind().stream().map(suspect -> suspect.place().toString()).toList())
        .anyMatch(place -> place.startsWith("tables/rates.csv:3"));
  }

  @Test
  void a_digit_too_many_breaks_a_range_and_the_request_is_small() {
    bikes.change("tables/rates.csv", "sport,-,200", "sport,-,20000");
    Broken broken = report().broken().getFirst();
    assertThat(broken.guard().id()).isEqualTo("bounds");
    assertThat(broken.inputs().orElseThrow())
        .containsEntry("model", Value.of("sport"))
        .containsEntry("distance", Value.of(0));
    assertThat(broken.problem().code()).isEqualTo("broken-guard");
    assertThat(broken.behind().getFirst().place().line()).isEqualTo(4);
  }

  @Test
  void a_gap_leaves_a_request_without_an_answer() {
    bikes.change("tables/rates.csv", "city,>= 10,", "city,>= 12,");
    assertThat(report().broken()).anyMatch(broken -> broken.guard().id().equals("answered"));
  }

  @Test
  void a_calendar_that_ends_too_soon_is_told() {
    GuardCheck.Options late =
        new GuardCheck.Options(1, 50, Instant.parse("2026-11-01T00:00:00Z"), true);
    assertThat(new GuardCheck(bikes.load(), Compiler::compile, late).run().broken())
        .singleElement()
        .satisfies(broken ->
            assertThat(broken.sentence())
                .contains("calendar `slots` ends on 2026-12-31 (expected: 2027-02-09 or later)"));
  }

  @Test
  void the_interpreter_finds_the_same() {
    bikes.change("tables/rates.csv", "sport,-,200", "sport,-,20000");
    Ratebook ratebook = bikes.load();
    GuardCheck.Options options = new GuardCheck.Options(7, 50, AT, true);
    assertThat(new GuardCheck(ratebook, Compiler::compile, options).run().broken())
        .map(Broken::sentence)
        .isEqualTo(
            new GuardCheck(ratebook, ModelInterpreter::new, options)
                .run().broken().stream().map(Broken::sentence).toList());
  }

  private GuardCheck.Report report() {
    return new GuardCheck(bikes.load(), Compiler::compile, new GuardCheck.Options(1, 50, AT, true))
        .run();
  }
}
