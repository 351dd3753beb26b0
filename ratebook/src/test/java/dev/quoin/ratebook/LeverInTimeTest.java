package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.diff.Diff;
import dev.quoin.ratebook.guard.GuardCheck;
import dev.quoin.ratebook.worksheet.Worksheet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Levers that change at instants of pricing, and that expire.
class LeverInTimeTest {
  private static final String STEP = "    step: 0.05\n";

  private static final String COURSE =
      STEP
          + """
              schedule:
                - {at: 2026-07-01T00:00:00+09:00, value: 1.60}
                - {at: "2026-08-01T00:00", value: 1.70}
              expires: 2026-09-01T00:00:00Z
              base: 1.00
          """;

  private static final Instant JULY = Instant.parse("2026-06-30T15:00:00Z");
  private static final Instant AUGUST = Instant.parse("2026-07-31T15:00:00Z");
  private static final Instant EXPIRY = Instant.parse("2026-09-01T00:00:00Z");

  /// An hour on a Saturday: 6 slots of 100 by the lever, and 12 km of 20.
  private static final String SATURDAY =
      "{\"start\": \"2026-06-06T10:00\", \"end\": \"2026-06-06T11:00\", \"model\": \"city\", \"distance\": 12}";

  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
    bikes.change("ratebook.yaml", STEP, COURSE);
  }

  /// What becomes of a booking is asked for later than the price that it locks.
  @Test
  void it_may_be_asked_for_with_the_value_of_another_instant() {
    Pricer pricer = bikes.pricer();
    Request request = request(pricer.ratebook(), SATURDAY);
    Explanation explained = pricer.quoteExplained("rental", request, new AsOf(EXPIRY, JULY));
    assertThat(explained.answer()).isEqualTo(pricer.quote("rental", request, JULY));
    assertThat(explained.answer())
        .isEqualTo(pricer.quote("rental", request, new AsOf(EXPIRY, JULY)));
    assertThat(explained.toString()).contains(JULY.toString());
  }

  @Test
  void from_each_instant_on_it_has_another_value_until_it_expires() {
    assertThat(totals(JULY)).containsExactly("1140", "1200", "1200");
    assertThat(totals(AUGUST)).containsExactly("1200", "1260", "1260");
    assertThat(totals(EXPIRY)).containsExactly("1260", "840", "840");
    assertThat(total(Instant.MIN)).isEqualTo("1140");
    assertThat(total(Instant.MAX)).isEqualTo("840");
  }

  /// A nanosecond before an instant, at it, and one after it.
  private List<String> totals(Instant at) {
    return beside(at).stream().map(this::total).toList();
  }

  private static List<Instant> beside(Instant at) {
    return List.of(at.minusNanos(1), at, at.plusNanos(1));
  }

  private String total(Instant at) {
    Pricer pricer = bikes.pricer();
    Answer answer = pricer.quote("rental", request(pricer.ratebook(), SATURDAY), at);
    return ((Answer.Quote) answer).total().toPlainText();
  }

  @Test
  void by_row_by_columns_traced_and_interpreted_it_has_the_same_value() {
    Ratebook ratebook = bikes.load();
    Ratebook.Service rental = rental(ratebook);
    Pricer compiled = new Pricer(ratebook, Compiler::compile);
    Pricer interpreted = new Pricer(ratebook, ModelInterpreter::new);
    ColumnPricer columns = ColumnPricer.of(ratebook, rental, Compiler::compile);
    ColumnPricer obvious = ColumnPricer.of(ratebook, rental, ModelInterpreter::new);
    List<Request> requests = new ArrayList<>();
    for (int day = 1; day <= 7; day++) {
      requests.add(request(ratebook, SATURDAY.replace("06-06", "06-0" + day)));
    }
    for (Instant turn : List.of(JULY, AUGUST, EXPIRY)) {
      for (Instant at : beside(turn)) {
        Prices batch = columns.price(columns(requests), requests.size(), at);
        Prices slow = obvious.price(columns(requests), requests.size(), at);
        for (int i = 0; i < requests.size(); i++) {
          Request request = requests.get(i);
          Answer answer = compiled.quote("rental", request, at);
          assertThat(interpreted.quote("rental", request, at)).isEqualTo(answer);
          Explanation explained = compiled.quoteExplained("rental", request, at);
          assertThat(explained.answer()).isEqualTo(answer);
          assertThat(explained).isEqualTo(interpreted.quoteExplained("rental", request, at));
          Value total = Value.of(((Answer.Quote) answer).total());
          assertThat(batch.totals().value(i)).as("%s at %s", request.json(), at).isEqualTo(total);
          assertThat(slow.totals().value(i)).isEqualTo(total);
        }
      }
    }
  }

  private static Map<String, Column> columns(List<Request> requests) {
    Map<String, Column> columns = new LinkedHashMap<>();
    requests
        .getFirst()
        .inputs()
        .keySet()
        .forEach(name ->
            columns.put(
                name,
                Column.of(
                    requests.stream()
                        .map(request -> request.inputs().get(name))
                        .toArray(Value[]::new))));
    return columns;
  }

  @Test
  void an_explanation_says_since_when_and_until_when() {
    assertThat(explained(JULY.minusNanos(1)))
        .contains("lever weekend uplift = 1.5 (expires 2026-09-01T09:00; 1 to 2; pricing team)");
    assertThat(explained(AUGUST))
        .contains(
            "lever weekend uplift = 1.7 (since 2026-08-01T00:00; expires 2026-09-01T09:00; 1 to 2; pricing team)");
    assertThat(explained(EXPIRY))
        .contains(
            "lever weekend uplift = 1 (its base, expired 2026-09-01T09:00; 1 to 2; pricing team)");
  }

  @Test
  void the_place_of_the_value_in_force_is_told() {
    Pricer pricer = bikes.pricer();
    Explanation explanation =
        pricer.quoteExplained("rental", request(pricer.ratebook(), SATURDAY), AUGUST);
    assertThat(explanation.all())
        .contains(
            new Explanation.Lever(
                "weekend uplift",
                Value.of(Decimal.parse("1.70")),
                Optional.of(AUGUST),
                Optional.of(EXPIRY),
                new Place("ratebook.yaml", 42, 41)));
  }

  private String explained(Instant at) {
    Pricer pricer = bikes.pricer();
    Explanation explanation =
        pricer.quoteExplained("rental", request(pricer.ratebook(), SATURDAY), at);
    return String.join(
        "\n",
        new Worksheet(pricer.ratebook(), Language.EN)
            .explanation(rental(pricer.ratebook()), explanation, true));
  }

  @Test
  void another_value_of_a_trial_holds_at_all_times() {
    Ratebook ratebook = bikes.load();
    Ratebook.Lever tried =
        LeverTrial.of(
                ratebook,
                ratebook.levers().getFirst(),
                "1.05",
                new Place("--sweep", 0, 0),
                new Problems())
            .orElseThrow();
    assertThat(tried.isConstant()).isTrue();
    assertThat(tried.at(EXPIRY)).isEqualTo(Value.of(Decimal.parse("1.05")));
  }

  @Test
  void a_difference_shows_all_values_and_can_be_taken_over() {
    Ratebook ratebook = bikes.load();
    bikes.change("ratebook.yaml", "value: 1.70", "value: 1.75");
    Ratebook changed = bikes.load();
    Diff diff = Diff.of(ratebook, changed);
    assertThat(diff.changes())
        .singleElement()
        .satisfies(change ->
            assertThat(change.text())
                .isEqualTo(
                    "lever weekend uplift: 1.5; 1.6 from 2026-07-01T00:00+09:00; 1.7 from 2026-08-01T00:00+09:00; 1 when it expires, from 2026-09-01T09:00+09:00"
                        + " → 1.5; 1.6 from 2026-07-01T00:00+09:00; 1.75 from 2026-08-01T00:00+09:00; 1 when it expires, from 2026-09-01T09:00+09:00"));
    Diff.Between all = diff.with(Set.copyOf(diff.changes()), new Problems()).orElseThrow();
    assertThat(all.levers().getFirst().at(AUGUST)).isEqualTo(Value.of(Decimal.parse("1.75")));
    Diff.Between none = diff.with(Set.of(), new Problems()).orElseThrow();
    assertThat(none.levers().getFirst().at(AUGUST)).isEqualTo(Value.of(Decimal.parse("1.70")));
    bikes.change("ratebook.yaml", "2026-08-01T00:00\"", "2026-07-31T15:00:00Z\"");
    assertThat(Diff.of(changed, bikes.load()).changes()).isEmpty();
  }

  @Test
  void what_expires_soon_is_told_and_what_has_expired() {
    Ratebook ratebook = bikes.load();
    assertThat(LeverExpiry.of(ratebook, EXPIRY.minus(Duration.ofDays(14)), Duration.ofDays(14)))
        .isEmpty();
    assertThat(
            LeverExpiry.of(
                ratebook, EXPIRY.minus(Duration.ofDays(14)).plusSeconds(1), Duration.ofDays(14)))
        .singleElement()
        .hasToString(
            "ratebook.yaml:44:11: expiring-lever: lever `weekend uplift` expires on 2026-09-01T09:00+09:00, and becomes its base, `1`, instead of `1.7`");
    assertThat(LeverExpiry.of(ratebook, EXPIRY, Duration.ZERO))
        .singleElement()
        .hasToString(
            "ratebook.yaml:44:11: expired-lever: lever `weekend uplift` expired on 2026-09-01T09:00+09:00, and is its base, `1`, instead of `1.7`");
  }

  @Test
  void guards_are_tried_at_each_instant_at_which_a_lever_changes() {
    String guard =
        """

        guards:
          - id: bounds
            text: {ko: 범위, en: A rental has its bounds.}
            service: rental
            range: {of: line rental-fee, at most: '(end - start) / duration("PT10M") * 161'}
        """;
    bikes.write("ratebook.yaml", (bikes.read("ratebook.yaml") + guard).getBytes(UTF_8));
    bikes.change("ratebook.yaml", "161'", "200 * 1.65'");
    assertThat(broken(JULY))
        .singleElement()
        .asString()
        .contains("but priced at 2026-08-01T00:00+09:00, line rental-fee is");
    assertThat(broken(AUGUST)).singleElement().asString().contains("but line rental-fee is");
    assertThat(broken(EXPIRY)).isEmpty();
  }

  @Test
  void a_guard_that_speaks_of_nothing_now_is_tried_when_it_does() {
    bikes.change(
        "bikes.dmn",
        "<text>if minutes &gt; 1440 then",
        "<text>if minutes &gt; 1440 or weekend uplift &lt; 1.6 then");
    bikes.change(
        "bikes.dmn",
        "<informationRequirement id=\"r3\">",
        "<informationRequirement id=\"r3u\"><requiredInput href=\"#in_uplift\"/></informationRequirement><informationRequirement id=\"r3\">");
    String guard =
        "\nguards:\n  - {id: low, text: {ko: a, en: Low}, service: rental, range: {of: total, at most: 1}}\n";
    bikes.write("ratebook.yaml", (bikes.read("ratebook.yaml") + guard).getBytes(UTF_8));
    assertThat(broken(Instant.parse("2026-06-01T00:00:00Z")))
        .singleElement()
        .asString()
        .contains("but priced at 2026-07-01T00:00+09:00, total is");
    GuardCheck.Report expired =
        new GuardCheck(bikes.load(), Compiler::compile, new GuardCheck.Options(1, 50, EXPIRY))
            .run();
    assertThat(expired.untried()).hasSize(1);
    assertThat(expired.kept()).isZero();
  }

  private List<String> broken(Instant at) {
    return new GuardCheck(bikes.load(), Compiler::compile, new GuardCheck.Options(1, 50, at))
        .run().broken().stream().map(broken -> broken.sentence()).toList();
  }

  @Test
  void each_of_its_values_keeps_to_bounds_and_step() {
    bikes.change("ratebook.yaml", "value: 1.60", "value: 2.60");
    bikes.change("ratebook.yaml", "value: 1.70", "value: 1.72");
    bikes.change("ratebook.yaml", "base: 1.00", "base: 0.95");
    assertThat(bikes.problems())
        .containsExactly(
            "ratebook.yaml:41:48: lever-out-of-bounds: lever `weekend uplift` is `2.6` (expected: from 1 to 2)",
            "ratebook.yaml:42:41: lever-off-step: lever `weekend uplift` is `1.72` (expected: in steps of 0.05 from 1)",
            "ratebook.yaml:44:11: lever-out-of-bounds: lever `weekend uplift` is `0.95` (expected: from 1 to 2)");
  }

  @Test
  void its_instants_ascend_and_the_expiry_is_the_last() {
    bikes.change("ratebook.yaml", "2026-08-01T00:00", "2026-07-01T00:00");
    bikes.change("ratebook.yaml", "2026-09-01T00:00:00Z", "2026-06-01T00:00:00Z");
    assertThat(bikes.problems())
        .containsExactly(
            "ratebook.yaml:42:41: lever-out-of-order: change 2 of the schedule of lever `weekend uplift` is not later than the one before (expected: ascending)",
            "ratebook.yaml:44:11: lever-out-of-order: lever `weekend uplift` expires before the last change of its schedule, or with it (expected: later)");
  }

  @Test
  void an_expiry_has_a_base_and_a_base_an_expiry() {
    bikes.change("ratebook.yaml", "    base: 1.00\n", "");
    assertThat(bikes.problems()).singleElement().asString().contains("base");
    bikes.change("ratebook.yaml", "expires: 2026-09-01T00:00:00Z", "base: 1.00");
    assertThat(bikes.problems()).singleElement().asString().contains("expires");
  }

  @Test
  void an_instant_that_is_none_is_told() {
    bikes.change("ratebook.yaml", "2026-07-01T00:00:00+09:00", "in July");
    assertThat(bikes.problems())
        .singleElement()
        .asString()
        .startsWith("ratebook.yaml:41:14: bad-value: `in July` is no date and time");
  }

  @Test
  void one_of_some_values_is_an_enumeration() {
    bikes.change(
        "ratebook.yaml",
        "    minimum: 1.00\n    maximum: 2.00\n" + STEP,
        "    one of: [1.00, 1.50, 1.60, 1.70]\n");
    assertThat(bikes.load().levers().getFirst().bounds().oneOf()).hasSize(4);
    bikes.change("ratebook.yaml", "value: 1.60", "value: 1.65");
    assertThat(bikes.problems())
        .containsExactly(
            "ratebook.yaml:39:48: lever-out-of-bounds: lever `weekend uplift` is `1.65` (expected: one of `1`, `1.5`, `1.6`, `1.7`)");
  }

  private static Ratebook.Service rental(Ratebook ratebook) {
    return Objects.requireNonNull(ratebook.services().get("rental"));
  }

  private static Request request(Ratebook ratebook, String json) {
    Problems problems = new Problems();
    return Request.read(ratebook, "rental", "r.json", json.getBytes(UTF_8), problems)
        .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
  }
}
