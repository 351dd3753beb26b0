package dev.quoin.ratebook.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.feel.Problem;
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
    assertThat(report.compared()).hasSize(4).doesNotContainKey("reaches"); // the calendar's
    assertThat(report.compared().values())
        .allSatisfy(count -> assertThat(count).isBetween(1, report.tried()));
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
    GuardCheck.Options late = new GuardCheck.Options(1, 50, Instant.parse("2026-11-01T00:00:00Z"));
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
    GuardCheck.Options options = new GuardCheck.Options(7, 50, AT);
    assertThat(new GuardCheck(ratebook, Compiler::compile, options).run().broken())
        .map(Broken::sentence)
        .isEqualTo(
            new GuardCheck(ratebook, ModelInterpreter::new, options)
                .run().broken().stream().map(Broken::sentence).toList());
  }

  @Test
  void the_share_that_is_refused_is_that_of_the_requests_it_speaks_of() {
    guard("{id: few, text: {ko: a, en: Few}, service: rental, refusals: {at most: 20}}");
    assertThat(report().broken())
        .singleElement()
        .satisfies(broken ->
            assertThat(broken.sentence())
                .isEqualTo(
                    "`few`: Few; but 1 of 4 requests are refused (expected: at most 20 percent)"));
    bikes.change("ratebook.yaml", "id: few,", "id: few, when: model = \"sport\",");
    assertThat(report().kept()).isEqualTo(1);
    bikes.change("ratebook.yaml", "\"sport\"", "\"tandem\"");
    assertThat(report().untried())
        .map(Problem::sentence)
        .containsExactly("`few` was not tried: none of 5 requests is right and keeps to `when`");
  }

  @Test
  void a_guard_against_which_nothing_is_held_is_not_kept_but_told() {
    guard(
        """
        {id: never, text: {ko: a, en: a}, service: rental, when: distance > 500, range: {of: total, at most: 0}}
          - {id: end, text: {ko: a, en: a}, service: rental, when: distance = 500, monotone: {of: total, raise: distance, may not: fall}}
          - {id: but, text: {ko: a, en: a}, service: rental, monotone: {of: total, raise: distance, may not: fall, except: distance >= 0}}
          - id: beside
            text: {ko: a, en: a}
            service: rental
            range: {of: total, at most: rental total, with: {service: rental, inputs: {distance: 501}}}
        """);
    GuardCheck.Report report = report();
    assertThat(report.broken()).isEmpty();
    assertThat(report.kept()).isZero();
    assertThat(report.untried()).allMatch(problem -> problem.code().equals("untried-guard"));
    assertThat(report.untried())
        .map(problem -> problem.sentence().replaceAll("\\d[\\d,]*", "N"))
        .containsExactly(
            "`never` was not tried: none of N requests has a price and keeps to `when`",
            "`end` was not tried: none of the N requests of which it speaks has another price to"
                + " which its input moves",
            "`but` was not tried: none of N requests has a price and is outside of `except`",
            "`beside` was not tried: none of the N requests of which it speaks has a price of"
                + " `with` beside it");
  }

  @Test
  void without_a_generator_and_cases_nothing_is_tried() {
    bikes.change("ratebook.yaml", "cases:\n  - {file: cases/rental.csv, service: rental}\n", "");
    assertThat(report().kept()).isEqualTo(1); // the calendar's
    assertThat(report().untried())
        .hasSize(4)
        .allMatch(problem ->
            problem
                .sentence()
                .endsWith(
                    "there is no request of service `rental` (expected: a generator, or cases)"));
  }

  @Test
  void a_price_that_ends_with_a_wrong_type_is_owed_all_the_same() {
    bikes.change(
        "bikes.dmn",
        "<text>sum(line items.amount)</text>",
        "<text>if member = null then sum(line items.amount) else sum(line items.amount) +"
            + " member</text>");
    assertThat(report().broken())
        .anySatisfy(broken ->
            assertThat(broken.sentence())
                .isEqualTo(
                    "`answered`: Every request is answered.; but a request ends with"
                        + " `wrong-type`"));
  }

  @Test
  void nothing_keeps_to_a_bound_that_has_no_value() {
    guard(
        """
        {id: divides, text: {ko: a, en: A}, service: rental, range: {of: total, at most: '100000 + 1 / distance'}}
          - {id: by, text: {ko: a, en: A}, service: rental, monotone: {of: total, raise: distance, may not: fall, by more than: '1 / distance'}}
        """);
    assertThat(report().broken())
        .map(broken -> broken.bound().orElseThrow())
        .containsExactly(
            "a number, but `at most` ends with `division-by-zero`",
            "a number, but `by more than` ends with `division-by-zero`");
  }

  @Test
  void a_move_that_moves_nothing_says_nothing() {
    guard(
        "{id: same, text: {ko: a, en: a}, service: rental,"
            + " monotone: {of: total, move: {distance: distance + 0}, may not: fall}}");
    assertThat(report().untried())
        .map(problem -> problem.sentence().replaceAll("\\d[\\d,]*", "N"))
        .containsExactly(
            "`same` was not tried: none of the N requests of which it speaks has another price to"
                + " which its input moves");
  }

  @Test
  void a_guard_reads_the_instant_of_pricing() {
    guard(
        "{id: today, text: {ko: a, en: a}, service: rental, when: 'today() = date(\"2026-06-01\")',"
            + " range: {of: total, at most: 0}}");
    assertThat(report().broken()).hasSize(1);
  }

  @Test
  void inputs_stand_in_the_order_of_the_model() {
    bikes.change("tables/rates.csv", "sport,-,200", "sport,-,20000");
    assertThat(report().broken().getFirst().inputs().orElseThrow().keySet())
        .containsExactly("start", "end", "model", "distance", "plan", "member", "coupons");
  }

  @Test
  void thousands_of_levels_are_tried_and_shrunk() {
    StringBuilder rates =
        new StringBuilder(
            "in model: string,in distance: number,out per slot: number,out per km: number,note\n");
    for (int i = 0; i < 1_000; i++) {
      rates.append(
          "city,[%s..%s),%d,20,\n"
              .formatted(
                  i / 10 + "." + i % 10, (i + 1) / 10 + "." + (i + 1) % 10, i == 800 ? 10 : 100));
    }
    rates.append("city,>= 100,100,20,\nsport,-,200,30,\n");
    bikes.write("tables/rates.csv", rates.toString().getBytes(UTF_8));
    assertThat(report().broken())
        .singleElement()
        .satisfies(broken -> assertThat(broken.moved()).containsKey("distance"));
  }

  @Test
  void who_is_to_be_refused_is_and_who_is_not_is_not() {
    guard(
        """
        {id: long, text: {ko: a, en: Long}, service: rental, when: end - start > duration("P1D"), refused: {}}
          - {id: short, text: {ko: a, en: Short}, service: rental, when: end - start <= duration("P1D"), accepted: {}}
        """);
    assertThat(report().kept()).isEqualTo(2);
    bikes.change("bikes.dmn", "minutes &gt; 1440", "minutes &gt; 14400");
    assertThat(report().broken())
        .singleElement()
        .satisfies(broken ->
            assertThat(broken.sentence()).isEqualTo("`long`: Long; but a request has a price"));
    bikes.change("bikes.dmn", "minutes &gt; 14400", "minutes &gt; 144");
    assertThat(report().broken())
        .singleElement()
        .satisfies(broken ->
            assertThat(broken.sentence())
                .isEqualTo("`short`: Short; but a request is refused with `too-long`"));
  }

  /// One guard in place of those above.
  private void guard(String guard) {
    String yaml = bikes.read("ratebook.yaml");
    String others = yaml.substring(0, yaml.indexOf("\nguards:"));
    bikes.write("ratebook.yaml", (others + "\nguards:\n  - " + guard).getBytes(UTF_8));
  }

  private GuardCheck.Report report() {
    return new GuardCheck(bikes.load(), Compiler::compile, new GuardCheck.Options(1, 50, AT)).run();
  }
}
