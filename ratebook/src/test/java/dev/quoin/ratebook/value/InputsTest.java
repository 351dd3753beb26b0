package dev.quoin.ratebook.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InputsTest {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

  private final Problems problems = new Problems();
  private ZoneId zone = SEOUL;

  @Nested
  class Numbers {
    @Test
    void may_be_numbers_or_texts() {
      assertThat(read("12.50", Simple.NUMBER)).hasValue(Value.of(Decimal.parse("12.50")));
      assertThat(read("\"-7\"", Simple.NUMBER)).hasValue(Value.of(-7));
      assertThat(read("1E3", Simple.NUMBER)).hasValue(Value.of(1000));
    }

    @Test
    void beyond_34_digits_or_a_small_exponent_are_refused() {
      assertThat(read("1e400", Simple.NUMBER)).isEmpty();
      assertThat(read("12345678901234567890123456789012345", Simple.NUMBER)).isEmpty();
      assertThat(read("1e99999999999", Simple.NUMBER)).isEmpty();
      assertThat(read("1e-101", Simple.NUMBER)).isEmpty();
      assertThat(found())
          .hasSize(4)
          .contains(
              "r.json:1:1: bad-number: `1e400` is beyond what is computed with (expected: at most 34 digits, and an exponent from -100 to 100)");
    }

    @Test
    void that_are_none_are_refused() {
      assertThat(read("\"12,5\"", Simple.NUMBER)).isEmpty();
      assertThat(read("true", Simple.NUMBER)).isEmpty();
      assertThat(found())
          .containsExactly(
              "r.json:1:1: bad-value: `12,5` is no number (expected: such as 1200.5)",
              "r.json:1:1: wrong-type: `x` is true or false `true` (expected: a number)");
    }
  }

  @Nested
  class Times {
    @Test
    void a_local_one_is_taken_in_the_ratebooks_zone() {
      assertThat(read("\"2026-05-01T10:00\"", Simple.DATE_TIME))
          .hasValue(seoul("2026-05-01T10:00"));
    }

    @Test
    void one_with_an_offset_is_converted_to_the_ratebooks_zone() {
      assertThat(read("\"2026-05-01T10:00:00Z\"", Simple.DATE_TIME))
          .hasValue(seoul("2026-05-01T19:00"));
      assertThat(read("\"2026-05-01T10:00-05:00\"", Simple.DATE_TIME))
          .hasValue(seoul("2026-05-02T00:00"));
    }

    @Test
    void one_that_the_clock_skipped_is_refused() {
      assertThat(read("\"1988-05-08T02:00\"", Simple.DATE_TIME)).isEmpty();
      assertThat(found())
          .containsExactly(
              "r.json:1:1: no-such-time: `1988-05-08T02:00` does not exist in Asia/Seoul: clocks went from 02:00 to 03:00");
    }

    @Test
    void one_that_occurs_twice_needs_an_offset() {
      zone = ZoneId.of("Europe/Berlin");
      assertThat(read("\"2026-10-25T02:30\"", Simple.DATE_TIME)).isEmpty();
      assertThat(found())
          .containsExactly(
              "r.json:1:1: ambiguous-time: `2026-10-25T02:30` occurs twice in Europe/Berlin (expected: with an offset, `2026-10-25T02:30+02:00` or `2026-10-25T02:30+01:00`)");
      assertThat(read("\"2026-10-25T02:30+01:00\"", Simple.DATE_TIME))
          .hasValue(
              new Value.DateTime(
                  LocalDateTime.parse("2026-10-25T02:30"), zone, ZoneOffset.ofHours(1)));
    }

    @Test
    void dates_times_of_day_and_durations_are_iso() {
      assertThat(read("\"2026-02-28\"", Simple.DATE))
          .hasValue(new Value.Date(LocalDate.of(2026, 2, 28)));
      assertThat(read("\"09:30\"", Simple.TIME))
          .hasValue(new Value.Time(LocalTime.of(9, 30), null));
      assertThat(read("\"P1DT2H\"", Simple.DAY_TIME_DURATION))
          .hasValue(new Value.DayTimeDuration(Duration.ofHours(26)));
      assertThat(read("\"-P1Y2M\"", Simple.YEAR_MONTH_DURATION))
          .hasValue(new Value.YearMonthDuration(-14));
      assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void what_the_calendar_does_not_have_is_refused() {
      for (String wrong : List.of("2026-02-29", "2026-2-1", "26-02-01", "2026-02-01T00:00")) {
        assertThat(read("\"" + wrong + "\"", Simple.DATE)).isEmpty();
      }
      for (String wrong : List.of("P", "PT", "P1Y", "1H", "PT1.S", "P1DT")) {
        assertThat(read("\"" + wrong + "\"", Simple.DAY_TIME_DURATION)).isEmpty();
      }
      assertThat(found()).hasSize(10).allMatch(line -> line.contains("bad-value"));
    }

    @Test
    void centuries_away_they_are_refused() {
      assertThat(read("\"1899-12-31\"", Simple.DATE)).isEmpty();
      assertThat(read("\"2201-01-01T00:00\"", Simple.DATE_TIME)).isEmpty();
      assertThat(found())
          .contains(
              "r.json:1:1: out-of-range: `x` is `1899-12-31` (expected: from 1900-01-01 to 2200-12-31)");
    }
  }

  @Nested
  class Structures {
    @Test
    void are_read_by_the_models_type_with_all_problems_at_once() {
      Map<String, Type> entries = new LinkedHashMap<>();
      entries.put("code", Simple.STRING);
      entries.put("amount", Simple.NUMBER);
      entries.put("note", Simple.ANY);
      Type coupons = new Type.ListType(new Type.ContextType(entries));
      assertThat(read("[{\"code\": \"A\", \"amount\": 5}]", coupons))
          .hasValueSatisfying(value ->
              assertThat(Written.json(value))
                  .isEqualTo("[{\"code\": \"A\", \"amount\": 5, \"note\": null}]"));
      assertThat(read("[{\"code\": 1, \"amont\": 5},\n 7]", coupons)).isEmpty();
      assertThat(found())
          .containsExactly(
              "r.json:1:2: missing-field: `amount` is missing in an item of `x` (expected: a number)",
              "r.json:1:11: wrong-type: `code` of an item of `x` is a number `1` (expected: a string)",
              "r.json:1:14: unknown-field: unknown field `amont` in an item of `x`; did you mean `amount`?",
              "r.json:2:2: wrong-type: an item of `x` is a number `7` (expected: a context<code: string, amount: number, note: Any>)");
    }

    @Test
    void null_is_no_value() {
      assertThat(read("null", Simple.NUMBER)).isEmpty();
      assertThat(found())
          .containsExactly("r.json:1:1: missing-field: `x` is null (expected: a number)");
      assertThat(read("null", Simple.ANY)).hasValue(Value.NULL);
    }

    @Test
    void texts_have_a_limit() {
      assertThat(read("\"" + "x".repeat(10_001) + "\"", Simple.STRING)).isEmpty();
      assertThat(found())
          .containsExactly(
              "r.json:1:1: too-large: `x` has 10,001 characters (expected: at most 10,000)");
    }
  }

  @Nested
  class Cells {
    @Test
    void json_in_a_cell_in_which_a_name_occurs_twice_is_no_value() {
      assertThat(cell("{\"a\": 1, \"a\": 2}", new Type.ContextType(Map.of("a", Simple.NUMBER))))
          .isEmpty();
      assertThat(cell("{\"b\": 1, \"b\": 2}", Simple.ANY)).isEmpty();
      assertThat(found()).hasSize(2).allMatch(line -> line.contains("duplicate-key: `"));
    }

    @Test
    void are_read_by_type_alone() {
      assertThat(cell("true", Simple.BOOLEAN)).hasValue(Value.TRUE);
      assertThat(cell("TRUE", Simple.BOOLEAN)).hasValue(Value.TRUE);
      assertThat(cell("FALSE", Simple.BOOLEAN)).hasValue(Value.FALSE);
      assertThat(cell("5", Simple.STRING)).hasValue(Value.of("5"));
      assertThat(cell("\"\"", Simple.STRING)).hasValue(Value.of(""));
      assertThat(cell("a; b", new Type.ListType(Simple.STRING)))
          .hasValue(new Value.Items(List.of(Value.of("a"), Value.of("b"))));
      assertThat(cell("[1, 2]", new Type.ListType(Simple.NUMBER)))
          .hasValue(new Value.Items(List.of(Value.of(1), Value.of(2))));
      assertThat(cell("{\"a\": 1}", new Type.ContextType(Map.of("a", Simple.NUMBER))))
          .hasValue(new Value.Context(Map.of("a", Value.of(1))));
      assertThat(problems.isEmpty()).isTrue();
    }
  }

  @Test
  void written_values_are_read_back() {
    for (Map.Entry<String, Simple> written :
        Map.of(
                "1234567890.123456789012345678901234", Simple.NUMBER,
                "\"2026-05-01T10:00+09:00\"", Simple.DATE_TIME,
                "\"P1DT2H30M\"", Simple.DAY_TIME_DURATION,
                "\"-P3Y\"", Simple.YEAR_MONTH_DURATION,
                "\"a\\\"b\\\\\\n\\u0001가\"", Simple.STRING)
            .entrySet()) {
      Value value = read(written.getKey(), written.getValue()).orElseThrow();
      assertThat(Written.json(value)).isEqualTo(written.getKey());
    }
  }

  private static Value seoul(String local) {
    return new Value.DateTime(LocalDateTime.parse(local), SEOUL, ZoneOffset.ofHours(9));
  }

  private Optional<Value> cell(String text, Type type) {
    return Inputs.of(zone, problems)
        .read(new Node.Scalar(Node.Kind.CELL, text, new Place("c.csv", 2, 1)), type, "`x`");
  }

  private Optional<Value> read(String json, Type type) {
    return Json.read("r.json", json.getBytes(StandardCharsets.UTF_8), problems)
        .flatMap(node -> Inputs.of(zone, problems).read(node, type, "`x`"));
  }

  private List<String> found() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }
}
