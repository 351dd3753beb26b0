package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardReaderTest {
  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
  }

  @Test
  void guards_are_read_with_their_formulas() {
    guards(
        """
          - id: farther
            text: {ko: 멀수록, en: farther is not cheaper}
            service: rental
            when: distance > 0
            monotone: {of: total, raise: distance, may not: fall, by more than: price * 0.1, except: end = start}
          - id: bounds
            text: {ko: 범위, en: bounds}
            service: rental
            range: {of: line rental-fee, at least: 0, at most: 'distance * 1000 + 100000'}
        """);
    assertThat(bikes.problems()).isEmpty();
    assertThat(bikes.load().guards()).hasSize(2);
  }

  @Test
  void all_that_is_wrong_is_told_at_once_where_it_stands() {
    guards(
        """
          - {id: twice, text: {ko: a, en: a}, service: rentals, refusals: {at most: 5}}
          - {id: twice, text: {ko: a, en: a}, service: rental, refusals: {at most: 5}, answered: {}}
          - {id: what, text: {ko: a, en: a}, service: rental, range: {of: totl, at least: distance > 3}}
          - {id: line, text: {ko: a, en: a}, service: rental, range: {of: line rental, at most: 5}}
          - {id: move, text: {ko: a, en: a}, service: rental, monotone: {of: total, raise: model, may not: fall}}
          - {id: none, text: {ko: a, en: a}, service: rental, when: distanc > 1, monotone: {of: total, may not: fall}}
          - {id: gone, text: {ko: a, en: a}, service: rental, range: {of: total, at most: 'if distance > 1 then 5 else null'}}
          - {id: by, text: {ko: a, en: a}, service: rental, monotone: {of: total, raise: end, may not: fall, by more than: 'if distance > 1 then price else null'}}
          - {id: to, text: {ko: a, en: a}, service: rental, monotone: {of: total, move: {model: plan}, may not: fall}}
          - {id: days, text: {ko: a, en: a}, calendar: {id: slot, days: 5}}
        """);
    List<String> problems = bikes.problems();
    assertThat(problems).allMatch(problem -> problem.startsWith("ratebook.yaml:"));
    assertThat(String.join("\n", problems))
        .contains(
            "unknown-service: unknown service `rentals`; did you mean `rental`?",
            "duplicate-value: `twice` occurs twice",
            "bad-value: guard `twice` has `refusals` and `answered`",
            "unknown-decision: `totl` is none of what service `rental` decides; did you mean"
                + " `total`?",
            "wrong-type: the expression is of type boolean (expected: number)",
            "unknown-reference: no line item `rental`",
            "wrong-type: input `model` is of type string, which knows no higher and lower",
            "unknown-name: unknown name `distanc`",
            "may-be-null: the expression `if distance > 1 then 5 else null` may be null (expected:"
                + " a number)",
            "may-be-null: the expression `if distance > 1 then price else null` may be null"
                + " (expected: a number)",
            "may-be-null: the expression `plan` may be null (expected: a string)",
            "bad-value: nothing is moved in a monotone relation",
            "unknown-reference: unknown calendar `slot`; did you mean `slots`?");
  }

  @Test
  void a_decision_that_may_be_null_is_no_amount() {
    bikes.change(
        "bikes.dmn",
        "<itemDefinition id=\"t_plan\"",
        "<itemDefinition id=\"t_fee\" name=\"tFee\"><typeRef>number</typeRef><allowedValues"
            + " id=\"t_fee_allowed\"><text>null, &gt;= 0</text></allowedValues></itemDefinition>"
            + "<itemDefinition id=\"t_plan\"");
    bikes.change("bikes.dmn", "name=\"fee\" typeRef=\"number\"", "name=\"fee\" typeRef=\"tFee\"");
    bikes.change(
        "bikes.dmn", "<text>(slots.weekday", "<text>if plan = null then null else (slots.weekday");
    bikes.change("bikes.dmn", "amount: fee}", "amount: if fee = null then 0 else fee}");
    guards("  - {id: fee, text: {ko: a, en: a}, service: rental, range: {of: fee, at least: 0}}\n");
    assertThat(bikes.problems())
        .singleElement()
        .asString()
        .contains(
            "may-be-null: decision `fee` can be null, and then nothing is held against this guard"
                + " (expected: a decision that is always a number)");
  }

  private void guards(String yaml) {
    bikes.write(
        "ratebook.yaml", (bikes.read("ratebook.yaml") + "\nguards:\n" + yaml).getBytes(UTF_8));
  }
}
