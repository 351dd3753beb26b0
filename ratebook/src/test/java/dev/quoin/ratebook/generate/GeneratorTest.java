package dev.quoin.ratebook.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GeneratorTest {
  private static final Ratebook SEOUL = seoul();
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

  private static Ratebook seoul() {
    Path folder = Path.of("../ratebooks/seoul-carshare");
    Problems problems = new Problems();
    return Ratebook.load(folder, problems).orElseThrow(() -> new AssertionError(problems.sorted()));
  }

  private static Ratebook.Service service(String name) {
    return Objects.requireNonNull(SEOUL.services().get(name));
  }

  private static LocalDateTime time(Map<String, Value> inputs, String name) {
    return ((Value.DateTime) inputs.getOrDefault(name, Value.NULL)).value();
  }

  private static Generator generator(String service) {
    Problems problems = new Problems();
    return SEOUL
        .generator(service, problems)
        .orElseThrow(() -> new AssertionError(problems.sorted()));
  }

  /// A generator of rentals that is read from its file's text.
  private static List<String> read(String text) {
    Problems problems = new Problems();
    var inputs =
        service("rental").inputs().stream()
            .map(index -> (Program.Input) SEOUL.program().globals().get(index))
            .toList();
    Generator.read(
        "g.yaml",
        text.getBytes(UTF_8),
        new Generator.Subject(
            SEOUL.zone(), inputs, SEOUL.tables().stream().map(Ratebook.Table::rules).toList()),
        problems);
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @TestFactory
  List<DynamicTest> more_than_nine_of_ten_requests_of_each_service_get_a_price() {
    return List.of("rental", "waiver", "settlement", "cancellation").stream()
        .map(service -> DynamicTest.dynamicTest(service, () -> mostGetAPrice(service)))
        .toList();
  }

  private static void mostGetAPrice(String service) {
    Pricer pricer = new Pricer(SEOUL, Compiler::compile);
    Generator generator = generator(service);
    Map<String, Integer> answers = new TreeMap<>();
    for (int number = 0; number < 5_000; number++) {
      Problems problems = new Problems();
      Request request =
          Request.of(
                  SEOUL, service(service), generator.inputs(42, number), generator::place, problems)
              .orElseThrow(() -> new AssertionError(problems.sorted()));
      Answer answer = pricer.quote(service, request, AT);
      answers.merge(
          switch (answer) {
            case Answer.Quote _ -> "priced";
            case Answer.Refusal refusal -> refusal.reasons().getFirst().code();
            case Answer.Failure failure -> "failed: " + failure.problems();
            case Answer.Decided _ -> throw new AssertionError();
          },
          1,
          Integer::sum);
    }
    assertThat(answers)
        .hasEntrySatisfying("priced", count -> assertThat(count).isGreaterThan(4_500));
    assertThat(answers.keySet()).noneMatch(answer -> answer.startsWith("failed"));
  }

  @Test
  void each_model_hour_month_weekday_and_length_occurs() {
    Generator generator = generator("rental");
    Set<String> models = new TreeSet<>();
    Set<Integer> hours = new TreeSet<>();
    Set<Integer> months = new TreeSet<>();
    Set<Integer> weekdays = new TreeSet<>();
    Set<Long> days = new TreeSet<>();
    Duration shortest = Duration.ofDays(99);
    Duration longest = Duration.ZERO;
    for (int number = 0; number < 50_000; number++) {
      Map<String, Value> inputs = generator.inputs(1, number);
      models.add(((Value.Text) inputs.getOrDefault("model", Value.NULL)).value());
      LocalDateTime start = time(inputs, "start");
      hours.add(start.getHour());
      months.add(start.getMonthValue());
      weekdays.add(start.getDayOfWeek().getValue());
      assertThat(start.getMinute() % 10).isZero();
      Duration length = Duration.between(start, time(inputs, "end"));
      days.add(length.toDays());
      shortest = length.compareTo(shortest) < 0 ? length : shortest;
      longest = length.compareTo(longest) > 0 ? length : longest;
    }
    assertThat(models).hasSize(24);
    assertThat(hours).hasSize(24);
    assertThat(months).hasSize(12);
    assertThat(weekdays).hasSize(7);
    assertThat(days).containsAll(IntStream.rangeClosed(0, 29).mapToObj(day -> (long) day).toList());
    assertThat(shortest).isEqualTo(Duration.ofMinutes(30));
    assertThat(longest).isGreaterThan(Duration.ofDays(29));
  }

  @Test
  void the_same_seed_and_number_give_the_same_bytes_in_any_order_and_on_any_thread() {
    Generator first = generator("rental");
    Generator second = generator("rental");
    List<String> forward =
        IntStream.range(0, 2_000).mapToObj(number -> first.json(7, number)).toList();
    List<String> parallel =
        IntStream.range(0, 2_000)
            .parallel()
            .mapToObj(number -> second.json(7, 1_999 - number))
            .collect(Collectors.toCollection(ArrayList::new))
            .reversed();
    assertThat(parallel).isEqualTo(forward);
    assertThat(first.json(8, 0)).isNotEqualTo(first.json(7, 0));
  }

  @Test
  void request_0_of_seed_42_stays_what_it_is() {
    // Files of requests are named by seed and number: a change here changes what was measured
    // before.
    assertThat(generator("rental").json(42, 0)).isEqualTo(FIRST);
  }

  private static final String FIRST =
      "{\"start\": \"2026-08-01T18:40+09:00\", \"end\": \"2026-08-02T06:00+09:00\", \"model\": \"쏘나타디엣지\","
          + " \"distance\": 80, \"one way distance\": null, \"utilisation\": 56, \"membership\": \"none\","
          + " \"coupon percent\": 0, \"coupon amount\": 5000, \"birth date\": \"1989-09-08\","
          + " \"licence date\": \"2009-02-13\"}";

  @Test
  void a_request_of_a_generator_is_one_that_can_be_sent() {
    Problems problems = new Problems();
    Generator generator = generator("settlement");
    for (int number = 0; number < 200; number++) {
      byte[] json = generator.json(3, number).getBytes(UTF_8);
      assertThat(Request.read(SEOUL, "settlement", "r.json", json, problems)).isPresent();
    }
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void draws_that_are_written_alike_are_drawn_alike_in_all_generators() {
    for (int number = 0; number < 100; number++) {
      Map<String, Value> rental = generator("rental").inputs(5, number);
      Map<String, Value> waiver = generator("waiver").inputs(5, number);
      assertThat(waiver)
          .containsEntry("start", rental.get("start"))
          .containsEntry("end", rental.get("end"))
          .containsEntry("model", rental.get("model"))
          .containsEntry("birth date", rental.get("birth date"));
    }
  }

  @Nested
  class WithAFileThatIsWrong {
    @Test
    void every_mistake_is_said_at_its_place_and_all_at_once() {
      assertThat(
              read(
                  """
                  draws:
                    start: {date times: 2026-01-01..2025-01-01, hours: {7..25: 1}, step: PT7M}
                    end: {expression: start + lenght}
                    model: {table: flet, column: model}
                    distance: {numbers: 0..6000}
                    utilisation: {numbers: 0..100, most often: 120}
                    membership: {values: {none: 1, gold: 2}}
                    coupon percent: {values: {0: 0}}
                    coupon amount: {numbers: 0..1000, values: {1: 1}}
                    birth date: {years: 30}
                    one way distance: {step: 2}
                    age: {numbers: 1..2, hours: {1: 1}}
                  """))
          .containsExactly(
              "g.yaml:1:1: missing-field: no draw for `licence date` (expected: one, for it is never null)",
              "g.yaml:2:23: bad-value: `2026-01-01..2025-01-01` (expected: a first and a last day, such as `2026-01-01..2026-12-31`)",
              "g.yaml:2:55: bad-value: `7..25` (expected: from `0` to `23`, or two of them such as `0..2`)",
              "g.yaml:2:72: bad-value: `PT7M` (expected: a part of an hour, such as `PT10M`)",
              "g.yaml:3:29: unknown-name: unknown name `lenght`",
              "g.yaml:4:18: unknown-table: unknown table `flet`; did you mean `fleet`?",
              "g.yaml:5:23: not-allowed: `distance` is `6000` (expected: [0..5000])",
              "g.yaml:6:46: bad-value: `120` (expected: within `0..100`)",
              "g.yaml:7:34: not-allowed: `membership` is `gold` (expected: \"none\", \"pass\", \"business\")",
              "g.yaml:8:28: bad-value: all weights are 0 (expected: one above 0)",
              "g.yaml:9:18: bad-value: `numbers` and `values` in one draw (expected: one)",
              "g.yaml:10:15: missing-key: key `before` is missing beside `years`",
              "g.yaml:11:21: bad-value: nothing is drawn (expected: one of the keys `value`, `values`, `numbers`, `durations`, `dates`, `date times`, `table`, `years`, `expression`, `one of`)",
              "g.yaml:12:24: unknown-key: `hours` says nothing beside `numbers`");
    }

    @Test
    void what_the_schema_knows_is_wrong_is_said_first() {
      assertThat(
              read(
                  """
                  draws:
                    start: {dates: 2026-01-01..2026-12-31, month: {JAN: 1}}
                    coupon percent: {values: {0: 1.5}, null percent: 200}
                  """))
          .containsExactly(
              "g.yaml:2:42: unknown-key: unknown key `month`; did you mean `months`?",
              "g.yaml:3:32: wrong-type: `1.5` in `draws.coupon percent.values.0` (expected: a whole number)",
              "g.yaml:3:52: bad-value: `200` in `draws.coupon percent.null percent` (expected: at most 100)");
    }

    @Test
    void a_draw_that_may_be_null_is_none_of_an_input_that_is_not() {
      assertThat(
              read(
                  """
                  draws:
                    model: {table: fleet, column: model, null percent: 1}
                    start: {value: "2026-01-01T10:00"}
                    end: {expression: date(start)}
                  """))
          .contains(
              "g.yaml:1:1: missing-field: no draw for `distance` (expected: one, for it is never null)",
              "g.yaml:2:3: may-be-null: the draw of `model` may be null, but the input is never null",
              "g.yaml:4:3: wrong-type: the draw of `end` is of type date (expected: date and time)");
    }
  }
}
