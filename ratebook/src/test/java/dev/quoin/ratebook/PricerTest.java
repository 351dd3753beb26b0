package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.testkit.Seeded;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricerTest {
  private static final Instant AT = Instant.parse("2026-05-01T00:00:00Z");
  private static final String SATURDAY =
      "{\"start\": \"2026-06-06T10:00\", \"end\": \"2026-06-06T11:00\", \"model\": \"city\", \"distance\": 12}";

  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
  }

  @Test
  void a_quote_has_its_lines_with_their_texts_and_what_is_shown() {
    assertThat(quote(SATURDAY))
        .isEqualTo(
            new Answer.Quote(
                List.of(
                    new Answer.Line("rental-fee", new Texts("대여요금", "Rental fee"), Decimal.of(900)),
                    new Answer.Line(
                        "mileage-fee", new Texts("주행요금", "Mileage fee"), Decimal.of(240))),
                Decimal.of(1140),
                Map.of("minutes", Value.of(60)),
                "KRW"));
  }

  @Test
  void a_refusal_has_its_reasons_with_their_texts() {
    assertThat(quote(SATURDAY.replace("06-06T11", "06-08T11")))
        .isEqualTo(
            new Answer.Refusal(
                List.of(
                    new Answer.Refused(
                        "too-long", new Texts("하루를 넘을 수 없습니다", "A rental takes a day at most")))));
  }

  @Test
  void a_requirement_between_inputs_is_asked_first_and_its_problem_stands_at_the_input() {
    assertThat(quote(SATURDAY.replace("06-06T11", "06-06T09")))
        .isEqualTo(
            new Answer.Failure(
                List.of(
                    new Problem(
                        new Place("r.json", 1, 38),
                        "end-not-after-start",
                        "the rental ends before it begins"))));
  }

  @Test
  void a_total_that_is_not_the_sum_of_the_lines_is_no_price() {
    bikes.change("bikes.dmn", "sum(line items.amount)", "sum(line items.amount) + 1");
    assertThat(problems(quote(SATURDAY)))
        .singleElement()
        .asString()
        .startsWith("bikes.dmn:")
        .endsWith("total-differs: the total is `1141`, but its lines add up to `1140`");
  }

  @Test
  void a_code_without_a_text_is_no_price() {
    bikes.change("ratebook.yaml", "{code: mileage-fee,", "{code: distance-fee,");
    assertThat(problems(quote(SATURDAY)))
        .singleElement()
        .asString()
        .endsWith(
            "missing-text: code `mileage-fee` has no text under `line items` of the ratebook");
  }

  @Test
  void an_error_of_the_evaluation_is_a_problem_at_its_place() {
    bikes.change("tables/rates.csv", "city,>= 10,", "city,> 12,");
    assertThat(problems(quote(SATURDAY)))
        .singleElement()
        .asString()
        .startsWith("tables/rates.csv:1:1: no-rule: ");
  }

  @Test
  void any_decision_can_be_asked_with_the_inputs_that_it_needs() {
    Pricer pricer = bikes.pricer();
    Problems problems = new Problems();
    Optional<Request> request =
        Request.readForDecision(
            pricer.ratebook(),
            "rate",
            "r.json",
            "{\"model\": \"sport\", \"distance\": 3}".getBytes(UTF_8),
            problems);
    assertThat(Bikes.lines(problems.sorted())).isEmpty();
    assertThat(pricer.decide("rate", request.orElseThrow(), AT))
        .isEqualTo(
            new Answer.Decided(
                "rate",
                new Value.Context(Map.of("per slot", Value.of(200), "per km", Value.of(30)))));
  }

  @Test
  void an_unknown_decision_gets_a_suggestion() {
    Problems problems = new Problems();
    assertThat(
            Request.readForDecision(bikes.load(), "rat", "r.json", "{}".getBytes(UTF_8), problems))
        .isEmpty();
    assertThat(Bikes.lines(problems.sorted()))
        .containsExactly("r.json: unknown-decision: unknown decision `rat`; did you mean `rate`?");
  }

  @Test
  void an_explanation_shows_rules_levers_inputs_and_calendars_and_gives_the_same_answer() {
    Pricer pricer = bikes.pricer();
    Request request = request(pricer, SATURDAY);
    Explanation explanation = pricer.quoteExplained("rental", request, AT);
    assertThat(explanation.answer()).isEqualTo(pricer.quote("rental", request, AT));
    List<Explanation.Step> all = explanation.steps().stream().flatMap(PricerTest::inside).toList();
    assertThat(all)
        .contains(
            new Explanation.Asked(
                "rates",
                "tables/rates.csv",
                List.of(
                    new Explanation.Argument("model", Value.of("city")),
                    new Explanation.Argument("distance", Value.of(12))),
                List.of(new Explanation.Hit(2, new Place("tables/rates.csv", 3, 1)))),
            new Explanation.Given("model", Value.of("city")),
            new Explanation.Lever(
                "weekend uplift",
                Value.of(Decimal.parse("1.50")),
                Optional.empty(),
                Optional.empty(),
                new Place("ratebook.yaml", 36, 12)));
    assertThat(all)
        .anySatisfy(step ->
            assertThat(step)
                .isInstanceOfSatisfying(
                    Explanation.Called.class,
                    called -> {
                      assertThat(called.bound()).hasValue("slots");
                      assertThat(called.value())
                          .hasValue(
                              new Value.Context(
                                  Map.of("weekend", Value.of(6), "weekday", Value.of(0))));
                    }));
  }

  @Test
  void compiled_interpreted_and_traced_say_the_same() {
    Ratebook ratebook = bikes.load();
    Pricer compiled = new Pricer(ratebook, Compiler::compile);
    Pricer interpreted = new Pricer(ratebook, ModelInterpreter::new);
    Seeded.forAll(
        500,
        7,
        seeded -> {
          String json =
              "{\"start\": \"2026-06-%02dT%02d:00\", \"end\": \"2026-06-%02dT%02d:%d0\", \"model\": \"%s\", \"distance\": %d%s}"
                  .formatted(
                      seeded.between(10, 12),
                      seeded.between(0, 23),
                      seeded.between(11, 14),
                      seeded.between(0, 23),
                      seeded.between(0, 5),
                      seeded.pick("city", "sport"),
                      seeded.between(0, 30),
                      seeded.pick(
                          "", ", \"plan\": \"gold\"", ", \"plan\": \"gold\", \"coupons\": 1"));
          Request request = request(compiled, seeded.note("request", json));
          Explanation explanation = interpreted.quoteExplained("rental", request, AT);
          assertThat(compiled.quote("rental", request, AT)).isEqualTo(explanation.answer());
          assertThat(compiled.quoteExplained("rental", request, AT)).isEqualTo(explanation);
        });
  }

  private static java.util.stream.Stream<Explanation.Step> inside(Explanation.Step step) {
    List<Explanation.Step> because =
        switch (step) {
          case Explanation.Decided decided -> decided.because();
          case Explanation.Called called -> called.because();
          case Explanation.Asked _, Explanation.Given _, Explanation.Lever _, Explanation.Known _ ->
              List.of();
        };
    return java.util.stream.Stream.concat(
        java.util.stream.Stream.of(step), because.stream().flatMap(PricerTest::inside));
  }

  private static List<String> problems(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Failure.class);
    return Bikes.lines(((Answer.Failure) answer).problems());
  }

  private Answer quote(String json) {
    Pricer pricer = bikes.pricer();
    return pricer.quote("rental", request(pricer, json), AT);
  }

  private static Request request(Pricer pricer, String json) {
    Problems problems = new Problems();
    return Request.read(pricer.ratebook(), "rental", "r.json", json.getBytes(UTF_8), problems)
        .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
  }
}
