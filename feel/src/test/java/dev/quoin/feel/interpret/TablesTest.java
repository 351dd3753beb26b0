package dev.quoin.feel.interpret;

import static dev.quoin.feel.interpret.Trees.any;
import static dev.quoin.feel.interpret.Trees.atLeast;
import static dev.quoin.feel.interpret.Trees.compared;
import static dev.quoin.feel.interpret.Trees.divided;
import static dev.quoin.feel.interpret.Trees.global;
import static dev.quoin.feel.interpret.Trees.greater;
import static dev.quoin.feel.interpret.Trees.holds;
import static dev.quoin.feel.interpret.Trees.local;
import static dev.quoin.feel.interpret.Trees.not;
import static dev.quoin.feel.interpret.Trees.number;
import static dev.quoin.feel.interpret.Trees.output;
import static dev.quoin.feel.interpret.Trees.points;
import static dev.quoin.feel.interpret.Trees.table;
import static dev.quoin.feel.interpret.Trees.text;
import static dev.quoin.feel.interpret.Trees.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.feel.interpret.Trees.Row;
import dev.quoin.feel.syntax.Expr.ComparisonOperator;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TablesTest {
  private static final TypedExpr FAILING = divided(number(1), number(0));

  /// Rules 1 and 3 match what is at least 20, rule 2 what is at least 10.
  private static Table overlapping(HitPolicy policy, TypedExpr... defaults) {
    return table(
        policy,
        1,
        List.of(output("fee", Value.of(7), Value.of(5), Value.of(3))),
        List.of(defaults),
        Row.of(atLeast(20), number(3)),
        Row.of(atLeast(10), number(5)),
        Row.of(atLeast(20), number(7)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FIRST         | 25 | 3                   | [0]
          FIRST         | 15 | 5                   | [1]
          UNIQUE        | 15 | 5                   | [1]
          UNIQUE        | 25 | several-rules       | [0, 1, 2]
          ANY           | 15 | 5                   | [1]
          ANY           | 25 | contradicting-rules | [0, 1, 2]
          PRIORITY      | 25 | 7                   | [2]
          PRIORITY      | 15 | 5                   | [1]
          OUTPUT_ORDER  | 25 | [7, 5, 3]           | [2, 1, 0]
          RULE_ORDER    | 25 | [3, 5, 7]           | [0, 1, 2]
          COLLECT       | 25 | [3, 5, 7]           | [0, 1, 2]
          COLLECT_SUM   | 25 | 15                  | [0, 1, 2]
          COLLECT_COUNT | 25 | 3                   | [0, 1, 2]
          COLLECT_MIN   | 25 | 3                   | [0, 1, 2]
          COLLECT_MAX   | 25 | 7                   | [0, 1, 2]
          UNIQUE        | 5  | no-rule             | []
          FIRST         | 5  | no-rule             | []
          ANY           | 5  | no-rule             | []
          PRIORITY      | 5  | no-rule             | []
          COLLECT_SUM   | 5  | no-rule             | []
          COLLECT_MAX   | 5  | no-rule             | []
          OUTPUT_ORDER  | 5  | []                  | []
          COLLECT       | 5  | []                  | []
          COLLECT_COUNT | 5  | 0                   | []
          """)
  void a_hit_policy_says_what_overlapping_rules_answer(
      HitPolicy policy, long input, String answer, String matched) {
    Recorder host = new Recorder(Value.of(input));
    String expected =
        answer.endsWith("-rules") || answer.equals("no-rule") ? answer + " at table" : answer;
    assertThat(host.evaluate(Mode.STRICT, overlapping(policy))).isEqualTo(expected);
    assertThat(host.events()).containsExactly("global 0", "matched " + matched);
    assertThat(new Recorder(Value.of(input)).evaluate(Mode.PLAIN, overlapping(policy)))
        .isEqualTo(answer);
  }

  @ParameterizedTest
  @EnumSource
  void defaults_answer_where_no_rule_matches(HitPolicy policy) {
    Recorder host = new Recorder(Value.of(5));
    String answer = host.evaluate(Mode.STRICT, overlapping(policy, number(1)));
    assertThat(answer)
        .isEqualTo(
            switch (policy) {
              case RULE_ORDER, OUTPUT_ORDER, COLLECT -> "[1]";
              case UNIQUE,
                  FIRST,
                  ANY,
                  PRIORITY,
                  COLLECT_SUM,
                  COLLECT_COUNT,
                  COLLECT_MIN,
                  COLLECT_MAX ->
                  "1";
            });
    assertThat(host.events()).containsExactly("global 0", "matched []");
  }

  @Test
  void several_outputs_are_a_context() {
    Table two =
        table(
            HitPolicy.UNIQUE,
            1,
            List.of(output("fee"), output("reason")),
            List.of(),
            Row.of(any(), number(1), text("base")));
    assertThat(new Recorder(Value.of(1)).evaluate(Mode.STRICT, two))
        .isEqualTo("{fee: 1, reason: \"base\"}");
  }

  @Test
  void priority_goes_by_the_first_output_then_by_the_second() {
    Value low = Value.of("low");
    Value high = Value.of("high");
    Table two =
        table(
            HitPolicy.PRIORITY,
            1,
            List.of(output("risk", high, low), output("fee", Value.of(2), Value.of(1))),
            List.of(),
            Row.of(any(), value(low), number(2)),
            Row.of(any(), value(high), number(1)),
            Row.of(any(), value(high), number(2)),
            Row.of(any(), text("unlisted"), number(2)));
    assertThat(new Recorder(Value.of(1)).evaluate(Mode.STRICT, two))
        .isEqualTo("{risk: \"high\", fee: 2}");
  }

  @Nested
  class InItsOrder {
    @Test
    void first_stops_at_the_first_rule_and_others_look_at_all() {
      Row[] rows = {
        Row.of(any(), number(1)), Row.of(holds(greater(FAILING, number(0))), number(2))
      };
      Table first = table(HitPolicy.FIRST, 1, List.of(output("fee")), List.of(), rows);
      Table unique = table(HitPolicy.UNIQUE, 1, List.of(output("fee")), List.of(), rows);
      assertThat(new Recorder(Value.of(1)).evaluate(Mode.STRICT, first)).isEqualTo("1");
      assertThat(new Recorder(Value.of(1)).evaluate(Mode.STRICT, unique))
          .isEqualTo("division-by-zero at divided");
      assertThat(new Recorder(Value.of(1)).evaluate(Mode.PLAIN, unique)).isEqualTo("1");
    }

    @Test
    void a_rule_ends_at_the_first_test_that_is_not_passed() {
      Table both =
          table(
              HitPolicy.UNIQUE,
              2,
              List.of(output("fee")),
              List.of(),
              Row.of(atLeast(5), holds(greater(FAILING, number(0))), number(1)),
              Row.of(any(), any(), number(2)));
      assertThat(new Recorder(Value.of(1), Value.of(1)).evaluate(Mode.STRICT, both)).isEqualTo("2");
      assertThat(new Recorder(Value.of(5), Value.of(1)).evaluate(Mode.STRICT, both))
          .isEqualTo("division-by-zero at divided");
    }

    @Test
    void subjects_come_first_then_the_rules_then_the_entries() {
      Table read =
          table(
              HitPolicy.UNIQUE,
              2,
              List.of(output("fee")),
              List.of(),
              Row.of(any(), holds(greater(local(0), global(2))), global(3)));
      Recorder host = new Recorder(Value.of(2), Value.of(0), Value.of(1), Value.of(9));
      assertThat(host.evaluate(Mode.STRICT, read)).isEqualTo("9");
      assertThat(host.events())
          .containsExactly("global 0", "global 1", "global 2", "matched [0]", "global 3");
    }

    @Test
    void priority_reads_the_entries_before_it_tells_which_rule_answers() {
      Table read =
          table(
              HitPolicy.PRIORITY,
              1,
              List.of(output("fee", Value.of(2), Value.of(1))),
              List.of(),
              Row.of(any(), global(1)),
              Row.of(any(), global(2)));
      Recorder host = new Recorder(Value.of(0), Value.of(1), Value.of(2));
      assertThat(host.evaluate(Mode.STRICT, read)).isEqualTo("2");
      assertThat(host.events()).containsExactly("global 0", "global 1", "global 2", "matched [1]");
    }
  }

  @Nested
  class WithNull {
    private boolean passes(CellTest test) {
      boolean strict = passes(Mode.STRICT, test);
      assertThat(passes(Mode.PLAIN, test)).isEqualTo(strict);
      return strict;
    }

    private static boolean passes(Mode mode, CellTest test) {
      Table one =
          table(
              HitPolicy.FIRST,
              1,
              List.of(output("fee")),
              List.of(number(0)),
              Row.of(test, number(1)));
      return new Recorder(Value.NULL).evaluate(mode, one).equals("1");
    }

    @Test
    void only_what_names_null_or_excludes_others_is_passed() {
      assertThat(passes(any())).isTrue();
      assertThat(passes(points(Value.of(1), Value.NULL))).isTrue();
      assertThat(passes(points(Value.of(1)))).isFalse();
      assertThat(passes(atLeast(1))).isFalse();
      assertThat(passes(not(atLeast(1)))).isTrue();
      assertThat(passes(not(points(Value.NULL)))).isFalse();
      assertThat(passes(new CellTest.AnyOf(List.of(atLeast(1), points(Value.NULL))))).isTrue();
    }

    @Test
    void a_condition_of_a_strict_program_is_asked_only_if_it_names_null() {
      assertThat(passes(holds(greater(local(0), number(1))))).isFalse();
      assertThat(passes(Mode.STRICT, holds(value(Value.TRUE)))).isFalse();
      assertThat(passes(Mode.PLAIN, holds(value(Value.TRUE)))).isTrue();
      assertThat(passes(holds(compared(ComparisonOperator.EQUAL, local(0), value(Value.NULL)))))
          .isTrue();
      assertThat(passes(not(holds(greater(local(0), number(1)))))).isTrue();
    }
  }

  @Nested
  class WithAWrongType {
    private final Table numbers =
        table(
            HitPolicy.UNIQUE,
            1,
            List.of(output("fee")),
            List.of(number(0)),
            Row.of(atLeast(1), number(1)));

    @Test
    void plain_feel_does_not_match() {
      assertThat(new Recorder(Value.of("a")).evaluate(Mode.PLAIN, numbers)).isEqualTo("0");
    }

    @Test
    void a_strict_program_says_which_input() {
      assertThatThrownBy(() ->
              new Interpreter(Mode.STRICT, new Recorder(Value.of("a")))
                  .evaluate(numbers, new Value[1]))
          .isInstanceOf(EvaluationException.class)
          .hasMessage(
              "the input `input 0` of `fee` is a string, `\"a\"` (expected: a number, such as `1`)");
    }

    @Test
    void a_column_with_a_condition_is_not_asked() {
      Table mixed =
          table(
              HitPolicy.UNIQUE,
              1,
              List.of(output("fee")),
              List.of(),
              Row.of(atLeast(1), number(1)),
              Row.of(holds(compared(ComparisonOperator.EQUAL, local(0), text("a"))), number(2)));
      assertThat(new Recorder(Value.of("a")).evaluate(Mode.STRICT, mixed)).isEqualTo("2");
    }
  }

  @Test
  void the_errors_name_the_table_its_inputs_and_its_rules() {
    assertThatThrownBy(() ->
            new Interpreter(Mode.STRICT, new Recorder(Value.of(25)))
                .evaluate(overlapping(HitPolicy.UNIQUE), new Value[1]))
        .hasMessage(
            "rules 1, 2, 3 of `fee` match `input 0` = `25` (expected: one rule, as its hit policy is UNIQUE)");
    assertThatThrownBy(() ->
            new Interpreter(Mode.STRICT, new Recorder(Value.of(5)))
                .evaluate(overlapping(HitPolicy.UNIQUE), new Value[1]))
        .hasMessage("no rule of `fee` matches `input 0` = `5`");
  }
}
