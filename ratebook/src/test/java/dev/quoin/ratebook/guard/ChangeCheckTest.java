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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeCheckTest {
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

  private static final String GUARDS =
      """

      guards:
        - id: each
          text: {ko: 건별, en: A price changes by a quarter at most.}
          service: rental
          change: {of: total, rise at most: 25, fall at most: 25}
        - id: model
          text: {ko: 모델별, en: The mean of a model changes little.}
          service: rental
          change: {of: line rental-fee, on: mean by model, rise at most: 10}
        - id: mean
          text: {ko: 평균, en: The mean changes little.}
          service: rental
          change: {of: total, on: mean, rise at most: 10, fall at most: 10}
        - id: slips
          text: {ko: 오타, en: No number is five times as much.}
          cells: {factor: 5}
      """;

  @TempDir Path folder;
  private Bikes bikes;
  private Ratebook before;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
    bikes.write("ratebook.yaml", (bikes.read("ratebook.yaml") + GUARDS).getBytes(UTF_8));
    before = bikes.load();
  }

  private GuardCheck.Report report() {
    return new ChangeCheck(
            before, bikes.load(), Compiler::compile, new GuardCheck.Options(1, 50, AT))
        .run();
  }

  private List<String> ids() {
    return report().broken().stream().map(broken -> broken.guard().id()).toList();
  }

  private Broken broken(String id) {
    return report().broken().stream()
        .filter(broken -> broken.guard().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothing_changes_against_itself() {
    GuardCheck.Report report = report();
    assertThat(report.broken()).isEmpty();
    assertThat(report.untried()).isEmpty();
    assertThat(report.kept()).isEqualTo(4);
    assertThat(report.tried()).isGreaterThan(20);
  }

  @Test
  void alone_a_ratebook_has_nothing_to_hold_them_against() {
    GuardCheck.Report report =
        new GuardCheck(before, Compiler::compile, new GuardCheck.Options(1, 50, AT)).run();
    assertThat(report.guards()).isZero();
    assertThat(report.and(report()).guards()).isEqualTo(4);
  }

  /// A lever that will change is a change of the prices from then on; one that has changed is none.
  @Test
  void what_changes_later_is_held_against_them_too() {
    String step = "    step: 0.05\n";
    String later = step + "    schedule: [{at: 2026-07-01T00:00:00+09:00, value: 2.00}]\n";
    bikes.change("ratebook.yaml", step, later);
    assertThat(broken("each").sentence())
        .startsWith(
            "`each`: A price changes by a quarter at most.; but priced at 2026-07-01T00:00+09:00, total was `");
    assertThat(broken("each").behind())
        .singleElement()
        .satisfies(suspect -> assertThat(suspect.name()).isEqualTo("weekend uplift"));
    before = bikes.load();
    assertThat(ids()).isEmpty();
  }

  @Test
  void a_digit_too_many_is_shown_with_both_prices_and_its_row() {
    bikes.change("tables/rates.csv", "sport,-,200", "sport,-,2000");
    Broken each = broken("each");
    assertThat(each.inputs().orElseThrow()).containsEntry("model", Value.of("sport"));
    assertThat(each.sentence())
        .startsWith("`each`: A price changes by a quarter at most.; but total was `")
        .contains(" percent more (expected: 25 percent more at most, 25 percent less at most)");
    assertThat(each.behind())
        .singleElement()
        .satisfies(suspect -> {
          assertThat(suspect.name()).isEqualTo("rates");
          assertThat(suspect.place().toString()).startsWith("tables/rates.csv:4");
        });
    Broken slips = broken("slips");
    assertThat(slips.sentence())
        .isEqualTo(
            "`slips`: No number is five times as much.; but `per slot` of row `sport, -` of `rates` was `200`, and is `2000` (expected: less than 5 times as much, and no less than a 5th)");
    assertThat(slips.requests()).isEqualTo(1);
    assertThat(slips.compared()).isEqualTo(7);
    Broken model = broken("model");
    assertThat(model.sentence()).contains("but mean line rental-fee of `model` `sport` was `");
    assertThat(model.requests()).isEqualTo(1);
    assertThat(ids()).containsExactly("each", "model", "mean", "slips");
  }

  @Test
  void a_rise_within_the_limits_is_kept_and_a_fall_counts_where_it_is_limited() {
    bikes.change("tables/rates.csv", "sport,-,200", "sport,-,216");
    assertThat(ids()).isEmpty();
    bikes.change("tables/rates.csv", "sport,-,216", "sport,-,100");
    assertThat(ids()).contains("each").doesNotContain("model", "slips");
    assertThat(broken("each").sentence()).contains(" percent less (expected: ");
  }

  @Test
  void a_lever_is_a_number_at_each_of_its_times() {
    bikes.change(
        "ratebook.yaml",
        "    minimum: 1.00\n    maximum: 2.00\n",
        "    minimum: 0.10\n    maximum: 20.00\n");
    before = bikes.load();
    bikes.change(
        "ratebook.yaml",
        "    step: 0.05\n",
        "    step: 0.05\n    schedule: [{at: 2026-07-01T00:00:00Z, value: 15.00}]\n");
    assertThat(ids()).containsExactly("each", "model", "mean", "slips");
    assertThat(broken("slips").sentence()).contains("but lever `weekend uplift` was `1.5");
    assertThat(broken("slips").behind())
        .singleElement()
        .satisfies(suspect -> assertThat(suspect.place().line()).isEqualTo(40));
  }

  @Test
  void a_lever_that_changes_prices_now_is_behind_them() {
    bikes.change("ratebook.yaml", "value: 1.50", "value: 2.00");
    assertThat(broken("each").behind())
        .singleElement()
        .satisfies(suspect -> assertThat(suspect.name()).isEqualTo("weekend uplift"));
  }

  @Test
  void a_sign_is_a_slip_and_nothing_is_no_factor_of_nothing() {
    bikes.change("tables/rates.csv", "city,[0..10),100,0", "city,[0..10),100,7");
    assertThat(ids()).doesNotContain("slips");
    bikes.change("tables/rates.csv", "city,>= 10,100,20", "city,>= 10,100,-20");
    assertThat(ids()).contains("slips");
  }

  @Test
  void what_the_other_release_does_not_have_is_not_compared() {
    bikes.change("ratebook.yaml", "services:\n  rental:", "services:\n  renting:");
    bikes.change("ratebook.yaml", "service: rental}", "service: renting}");
    bikes.change("ratebook.yaml", "    service: rental\n", "    service: renting\n");
    assertThat(report().untried())
        .map(Problem::sentence)
        .hasSize(3)
        .first()
        .isEqualTo("`each` was not tried: the other release has no such amount");
  }

  @Test
  void the_interpreter_finds_the_same() {
    bikes.change("tables/rates.csv", "sport,-,200", "sport,-,2000");
    GuardCheck.Options options = new GuardCheck.Options(7, 50, AT);
    Ratebook after = bikes.load();
    assertThat(new ChangeCheck(before, after, Compiler::compile, options).run().broken())
        .map(Broken::sentence)
        .isEqualTo(
            new ChangeCheck(before, after, ModelInterpreter::new, options)
                .run().broken().stream().map(Broken::sentence).toList());
  }
}
