package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
  }

  @Test
  void a_sound_ratebook_has_no_errors() {
    Check check = Check.of(bikes.folder());
    assertThat(check.ratebook()).isPresent();
    assertThat(Bikes.lines(check.errors())).isEmpty();
  }

  @Test
  void what_cannot_be_loaded_is_an_error() {
    bikes.change("ratebook.yaml", "value: 1.50", "value: 9.00");
    Check check = Check.of(bikes.folder());
    assertThat(check.ratebook()).isEmpty();
    assertThat(Bikes.lines(check.errors()))
        .singleElement()
        .asString()
        .contains("lever-out-of-bounds");
  }

  @Test
  void overlapping_rules_of_a_unique_table_are_an_error_at_the_later_one() {
    bikes.change("tables/rates.csv", "city,>= 10,", "city,>= 5,");
    assertThat(Bikes.lines(Check.of(bikes.folder()).errors()))
        .singleElement()
        .asString()
        .startsWith("tables/rates.csv:3:1: overlapping-rules:");
  }

  @Test
  void a_gap_is_a_warning() {
    bikes.change("tables/rates.csv", "city,>= 10,", "city,> 12,");
    Check check = Check.of(bikes.folder());
    assertThat(check.errors()).isEmpty();
    assertThat(Bikes.lines(check.warnings()))
        .anyMatch(line ->
            line.equals(
                "tables/rates.csv:1:1: gap: no rule of `rates` covers `model` is `\"city\"`,"
                    + " `distance` is `10`"));
  }

  @Test
  void single_values_that_a_table_does_not_name_are_no_gap() {
    bikes.change("tables/rates.csv", "city,[0..10)", "city,< 10");
    assertThat(Bikes.lines(Check.of(bikes.folder()).warnings())).isEmpty();
  }

  @Nested
  class WithAParameterOfDeclaredValues {
    private static final String PARAMETER = "id=\"p_model\" name=\"model\" typeRef=";

    @BeforeEach
    void declare() {
      bikes.change("bikes.dmn", PARAMETER + "\"string\"", PARAMETER + "\"tModel\"");
    }

    @Test
    void a_sound_table_is_fine() {
      assertThat(Bikes.lines(Check.of(bikes.folder()).errors())).isEmpty();
    }

    @Test
    void a_key_that_is_not_declared_is_an_error() {
      bikes.change("tables/rates.csv", "sport,-", "sprot,-");
      assertThat(Bikes.lines(Check.of(bikes.folder()).errors()))
          .containsExactly(
              "tables/rates.csv:4:1: not-allowed: `sprot` is none of the values that the model"
                  + " declares for `model`; did you mean `sport`?");
    }

    @Test
    void a_key_that_is_missing_is_a_gap() {
      bikes.change("tables/rates.csv", "sport,-,200,30,\n", "");
      assertThat(Bikes.lines(Check.of(bikes.folder()).warnings()))
          .anyMatch(line ->
              line.startsWith(
                  "tables/rates.csv:1:1: gap: no rule of `rates` covers `model` is `\"sport\"`"));
    }
  }

  @Nested
  class WithAParameterOfADeclaredRange {
    @BeforeEach
    void declare() {
      bikes.change(
          "bikes.dmn",
          "name=\"distance\" typeRef=\"number\"",
          "name=\"distance\" typeRef=\"tDistance\"");
    }

    @Test
    void what_lies_beyond_it_is_no_gap() {
      bikes.change("tables/rates.csv", "city,>= 10,", "city,[10..500],");
      assertThat(Bikes.lines(Check.of(bikes.folder()).warnings())).isEmpty();
    }

    @Test
    void what_no_row_covers_inside_of_it_is_a_gap() {
      bikes.change("tables/rates.csv", "city,>= 10,", "city,[10..499],");
      assertThat(Bikes.lines(Check.of(bikes.folder()).warnings()))
          .containsExactly(
              "tables/rates.csv:1:1: gap: no rule of `rates` covers `model` is `\"city\"`,"
                  + " `distance` is `499.5`");
    }

    @Test
    void a_row_beyond_it_is_reached_by_nothing() {
      bikes.change(
          "tables/rates.csv", "sport,-,200,30,", "sport,[0..500],200,30,\nsport,> 500,9,9,");
      assertThat(Bikes.lines(Check.of(bikes.folder()).warnings()))
          .singleElement()
          .asString()
          .startsWith("tables/rates.csv:5:1: unreachable-rule:");
    }
  }

  @Test
  void a_code_without_a_text_is_an_error_in_the_model() {
    bikes.change("ratebook.yaml", "{code: mileage-fee,", "{code: distance-fee,");
    bikes.change("ratebook.yaml", "{code: too-long,", "{code: too-lengthy,");
    bikes.change("cases/rental.csv", "line mileage-fee", "line distance-fee");
    Check check = Check.of(bikes.folder());
    assertThat(Bikes.lines(check.errors()))
        .hasSize(2)
        .anyMatch(line ->
            line.startsWith("bikes.dmn:")
                && line.endsWith(
                    "missing-text: code `mileage-fee` has no text under `line items` of the"
                        + " ratebook"))
        .anyMatch(line ->
            line.startsWith("bikes.dmn:")
                && line.endsWith(
                    "missing-text: code `too-long` has no text under `refusals` of the ratebook"));
    assertThat(Bikes.lines(check.warnings()))
        .contains(
            "ratebook.yaml: unused-text: no model makes a line `distance-fee`",
            "ratebook.yaml: unused-text: no model makes a refusal `too-lengthy`");
  }

  @Test
  void what_nothing_uses_is_a_warning() {
    bikes.change("bikes.dmn", "slots.weekend * weekend uplift", "slots.weekend");
    bikes.change(
        "bikes.dmn",
        "<informationRequirement id=\"r9\"><requiredInput"
            + " href=\"#in_uplift\"/></informationRequirement>",
        "");
    bikes.change("bikes.dmn", "rate per minute(model, distance)", "{per slot: 1, per km: 2}");
    bikes.change(
        "bikes.dmn",
        "<knowledgeRequirement id=\"r6\"><requiredKnowledge"
            + " href=\"#bkm_rate\"/></knowledgeRequirement>",
        "");
    bikes.change(
        "ratebook.yaml",
        "{ko: 대여요금, en: Rental fee}\n    definition",
        "{ko: 면책금, en: deductible}\n    definition");
    assertThat(Bikes.lines(Check.of(bikes.folder()).warnings()))
        .contains(
            "ratebook.yaml:8:5: unused-term: nothing in the ratebook speaks of `deductible`",
            "ratebook.yaml:26:5: unused-table: no decision uses table `rates`",
            "ratebook.yaml:36:12: unused-lever: no decision uses lever `weekend uplift`");
  }

  @Test
  void wrong_columns_of_cases_are_errors() {
    bikes.change("cases/rental.csv", "in plan", "in plann");
    assertThat(Bikes.lines(Check.of(bikes.folder()).errors()))
        .containsExactly(
            "cases/rental.csv:1:46: unknown-column: `plann` is no input of service `rental`; did"
                + " you mean `plan`?");
  }

  @Test
  void inputs_of_cases_that_are_no_request_are_errors() {
    bikes.change("cases/rental.csv", "T11:00,city,5,", "T11:00,ctiy,five,");
    bikes.change("cases/rental.csv", "2026-06-06T10:00,2026-06-06T11:00,", "2026-06-06T10:00,,");
    assertThat(Bikes.lines(Check.of(bikes.folder()).errors()))
        .containsExactly(
            "cases/rental.csv:2:56: not-allowed: `model` is `ctiy`; did you mean `city`? (expected: \"city\", \"sport\")",
            "cases/rental.csv:2:61: bad-value: `five` is no number (expected: such as 1200.5)",
            "cases/rental.csv:3:1: missing-field: `end` is missing (expected: a date and time)");
  }

  @Test
  void a_case_may_say_that_its_inputs_are_no_request() {
    bikes.change(
        "cases/rental.csv",
        "T09:00,city,5,,,,,,,,,,end-not-after-start,",
        "T09:00,city,-1,,,,,,,,,,not-allowed,");
    assertThat(Bikes.lines(Check.of(bikes.folder()).errors())).isEmpty();
  }

  @Nested
  class WithAGenerator {
    private static final String GOOD =
        """
        draws:
          start: {date times: 2026-01-01..2026-03-31, step: PT10M}
          minutes: {numbers: 10..600, step: 10}
          end: {expression: 'start + duration("PT1M") * minutes'}
          model: {values: {city: 2, sport: 1}}
          distance: {numbers: 0..9}
        """;

    private Check check(String generator) {
      bikes.write("g.yaml", generator.getBytes(UTF_8));
      bikes.write(
          "ratebook.yaml",
          (bikes.read("ratebook.yaml") + "\ngenerators:\n  - {file: g.yaml, service: rental}\n")
              .getBytes(UTF_8));
      return Check.of(bikes.folder());
    }

    @Test
    void requests_that_fit_are_fine() {
      Check check = check(GOOD);
      assertThat(Bikes.lines(check.errors())).isEmpty();
      assertThat(Bikes.lines(check.warnings())).noneMatch(line -> line.startsWith("g.yaml"));
    }

    @Test
    void a_request_that_does_not_meet_the_requirements_is_an_error_at_its_draw() {
      assertThat(Bikes.lines(check(GOOD.replace("start + ", "start - ")).errors()))
          .containsExactly(
              "g.yaml:4:3: end-not-after-start: the rental ends before it begins, in request 0 of seed 1");
    }

    @Test
    void an_expression_without_a_value_is_an_error_where_it_stands() {
      assertThat(
              Bikes.lines(
                  check(GOOD.replace("{numbers: 0..9}", "{expression: 1 / (minutes - minutes)}"))
                      .errors()))
          .containsExactly(
              "g.yaml:6:26: division-by-zero: `1` is divided by zero, in request 0 of seed 1");
    }

    @Test
    void a_draw_that_nothing_uses_is_a_warning() {
      assertThat(Bikes.lines(check(GOOD + "  distanse: {numbers: 1..2}\n").warnings()))
          .contains(
              "g.yaml:7:3: unused-draw: `distanse` is no input of the service, and no draw below uses it; did you mean `distance`?");
    }
  }
}
