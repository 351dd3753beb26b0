package dev.quoin.feel.interpret;

import static dev.quoin.feel.interpret.Recorder.plain;
import static dev.quoin.feel.interpret.Recorder.strict;
import static dev.quoin.feel.interpret.Trees.and;
import static dev.quoin.feel.interpret.Trees.any;
import static dev.quoin.feel.interpret.Trees.atLeast;
import static dev.quoin.feel.interpret.Trees.call;
import static dev.quoin.feel.interpret.Trees.choice;
import static dev.quoin.feel.interpret.Trees.compared;
import static dev.quoin.feel.interpret.Trees.divided;
import static dev.quoin.feel.interpret.Trees.every;
import static dev.quoin.feel.interpret.Trees.filter;
import static dev.quoin.feel.interpret.Trees.global;
import static dev.quoin.feel.interpret.Trees.greater;
import static dev.quoin.feel.interpret.Trees.holds;
import static dev.quoin.feel.interpret.Trees.in;
import static dev.quoin.feel.interpret.Trees.list;
import static dev.quoin.feel.interpret.Trees.local;
import static dev.quoin.feel.interpret.Trees.loop;
import static dev.quoin.feel.interpret.Trees.not;
import static dev.quoin.feel.interpret.Trees.number;
import static dev.quoin.feel.interpret.Trees.or;
import static dev.quoin.feel.interpret.Trees.over;
import static dev.quoin.feel.interpret.Trees.path;
import static dev.quoin.feel.interpret.Trees.plus;
import static dev.quoin.feel.interpret.Trees.points;
import static dev.quoin.feel.interpret.Trees.some;
import static dev.quoin.feel.interpret.Trees.text;
import static dev.quoin.feel.interpret.Trees.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Mode;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.syntax.Expr.ComparisonOperator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class InterpreterTest {
  private static final TypedExpr NULL = value(Value.NULL);
  private static final TypedExpr TRUE = value(Value.TRUE);
  private static final TypedExpr FALSE = value(Value.FALSE);
  private static final TypedExpr FAILING = divided(number(1), number(0));

  @Nested
  class WithErrors {
    @Test
    void plain_feel_goes_on_with_the_cause() {
      assertThat(plain(plus(FAILING, number(1)))).isEqualTo("division-by-zero");
    }

    @Test
    void a_strict_program_ends_at_the_operation_that_fails() {
      assertThat(strict(plus(FAILING, number(1)))).isEqualTo("division-by-zero at divided");
      assertThat(strict(plus(NULL, number(1)))).isEqualTo("null-argument at plus");
    }

    @Test
    void the_left_operand_fails_first() {
      assertThat(strict(plus(FAILING, plus(number(1), text("a")))))
          .isEqualTo("division-by-zero at divided");
      assertThat(strict(plus(plus(number(1), text("a")), FAILING))).isEqualTo("wrong-type at plus");
    }

    @Test
    void a_null_that_was_sent_passes_through_lists_equality_and_branches() {
      assertThat(strict(list(NULL, number(1)))).isEqualTo("[null, 1]");
      assertThat(strict(compared(ComparisonOperator.NOT_EQUAL, NULL, number(1)))).isEqualTo("true");
      assertThat(strict(choice(TRUE, NULL, FAILING))).isEqualTo("null");
    }

    @Test
    void a_function_of_the_builtins_fails_at_its_call() {
      assertThat(strict(call(Builtin.SQRT, number(-1)))).isEqualTo("out-of-range at call");
      assertThat(plain(call(Builtin.SQRT, number(-1)))).isEqualTo("out-of-range");
    }

    @Test
    void a_path_over_a_list_fails_for_an_element_without_the_entry() {
      TypedExpr source =
          list(
              value(new Value.Context(Map.of("a", Value.of(1)))),
              value(new Value.Context(Map.of())));
      assertThat(plain(path(source, "a"))).isEqualTo("[1, null]");
      assertThat(strict(path(source, "a"))).isEqualTo("no-such-entry at path");
    }

    @Test
    void a_value_that_does_not_conform_is_named() {
      TypedExpr conform =
          new TypedExpr.Conform(
              text("a"), "decision `total`", Type.Simple.NUMBER, false, Trees.at("conform"));
      assertThat(strict(conform)).isEqualTo("wrong-type at conform");
    }
  }

  @Nested
  class WithConditions {
    @Test
    void a_condition_that_is_not_true_chooses_otherwise_in_plain_feel() {
      assertThat(plain(choice(NULL, number(1), number(2)))).isEqualTo("2");
      assertThat(plain(choice(number(1), number(1), number(2)))).isEqualTo("2");
    }

    @Test
    void a_condition_that_is_null_is_an_error_in_a_strict_program() {
      assertThat(strict(choice(NULL, number(1), number(2)))).isEqualTo("not-a-boolean at constant");
    }

    @Test
    void conjunctions_stop_at_the_first_false() {
      assertThat(strict(and(TRUE, FALSE, FAILING))).isEqualTo("false");
      assertThat(strict(and(TRUE, FAILING, FALSE))).isEqualTo("division-by-zero at divided");
      assertThat(plain(and(TRUE, FAILING, FALSE))).isEqualTo("false");
    }

    @Test
    void a_null_matters_only_where_no_operand_decides() {
      assertThat(strict(and(NULL, FALSE))).isEqualTo("false");
      assertThat(strict(or(NULL, TRUE))).isEqualTo("true");
      assertThat(strict(or(NULL, FALSE))).isEqualTo("not-a-boolean at or");
      assertThat(plain(and(number(1), TRUE))).isEqualTo("not-a-boolean");
    }
  }

  @Nested
  class WithTests {
    @Test
    void in_says_true_false_or_why_not() {
      assertThat(plain(in(number(5), 0, atLeast(5)))).isEqualTo("true");
      assertThat(plain(in(NULL, 0, atLeast(5)))).isEqualTo("null-argument");
      assertThat(plain(in(text("a"), 0, not(atLeast(5))))).isEqualTo("incomparable");
      assertThat(strict(in(NULL, 0, atLeast(5)))).isEqualTo("null-argument at in");
      assertThat(strict(in(NULL, 0, points(Value.of(1), Value.NULL)))).isEqualTo("true");
      assertThat(strict(in(number(1), 0, any()))).isEqualTo("true");
    }

    @Test
    void one_passed_test_is_enough_whatever_the_others_say() {
      CellTest tests = new CellTest.AnyOf(List.of(points(Value.of("b")), atLeast(3)));
      assertThat(strict(in(number(5), 0, tests))).isEqualTo("true");
      assertThat(strict(in(number(1), 0, tests))).isEqualTo("incomparable at in");
    }

    @Test
    void a_condition_reads_the_subject_from_its_slot() {
      assertThat(strict(in(number(5), 3, holds(greater(local(3), number(4)))))).isEqualTo("true");
    }
  }

  @Nested
  class WithIterations {
    @Test
    void the_last_variable_runs_fastest_and_may_use_those_before_it() {
      TypedExpr pairs =
          loop(
              -1,
              list(local(0), local(1)),
              over(0, number(1), number(2)),
              over(1, local(0), number(2)));
      assertThat(strict(pairs)).isEqualTo("[[1, 1], [1, 2], [2, 2]]");
    }

    @Test
    void ranges_also_run_downwards_and_over_days() {
      assertThat(strict(loop(-1, local(0), over(0, number(2), number(0))))).isEqualTo("[2, 1, 0]");
      TypedExpr first = call(Builtin.DATE_FROM_STRING, text("2024-02-28"));
      TypedExpr last = call(Builtin.DATE_FROM_STRING, text("2024-03-01"));
      assertThat(strict(loop(-1, local(0), over(0, first, last))))
          .isEqualTo("[2024-02-28, 2024-02-29, 2024-03-01]");
    }

    @Test
    void a_range_value_is_run_over_without_its_open_ends() {
      TypedExpr range = value(new Value.Range(false, Value.of(1), Value.of(4), false));
      assertThat(strict(loop(-1, local(0), over(0, range)))).isEqualTo("[2, 3]");
    }

    @Test
    void what_is_no_list_is_a_list_of_one_and_null_is_an_error() {
      assertThat(strict(loop(-1, local(0), over(0, text("a"))))).isEqualTo("[\"a\"]");
      assertThat(strict(loop(-1, local(0), over(0, NULL)))).isEqualTo("null-argument at over");
      assertThat(plain(loop(-1, local(0), over(0, text("a"), text("z"))))).isEqualTo("wrong-type");
      assertThat(
              plain(
                  loop(
                      -1,
                      local(0),
                      over(
                          0,
                          value(new Value.Num(dev.quoin.decimal.Decimal.parse("1.5"))),
                          number(3)))))
          .isEqualTo("out-of-range");
    }

    @Test
    void partial_holds_the_results_so_far() {
      TypedExpr sums =
          loop(
              1,
              plus(local(0), call(Builtin.COUNT, local(1))),
              over(0, list(number(10), number(20), number(30))));
      assertThat(strict(sums)).isEqualTo("[10, 21, 32]");
    }

    @Test
    void some_and_every_stop_at_the_value_that_decides() {
      TypedExpr numbers = list(number(1), number(2), text("a"));
      assertThat(strict(some(greater(local(0), number(1)), over(0, numbers)))).isEqualTo("true");
      assertThat(strict(every(greater(local(0), number(1)), over(0, numbers)))).isEqualTo("false");
      assertThat(strict(every(greater(local(0), number(0)), over(0, numbers))))
          .isEqualTo("incomparable at compared");
      assertThat(plain(every(greater(local(0), number(0)), over(0, numbers))))
          .isEqualTo("incomparable");
      assertThat(plain(some(greater(local(0), number(0)), over(0, list(text("a"), number(1))))))
          .isEqualTo("true");
      assertThat(strict(every(FALSE, over(0, list())))).isEqualTo("true");
    }

    @Test
    void a_filter_keeps_what_is_true() {
      TypedExpr kept =
          filter(list(number(1), number(2), number(3)), 0, greater(local(0), number(1)));
      assertThat(strict(kept)).isEqualTo("[2, 3]");
      assertThat(plain(filter(list(number(1), NULL), 0, greater(local(0), number(0)))))
          .isEqualTo("[1]");
      assertThat(strict(filter(list(number(1), NULL), 0, greater(local(0), number(0)))))
          .isEqualTo("null-argument at compared");
      assertThat(strict(filter(NULL, 0, TRUE))).isEqualTo("null-argument at filter");
    }

    @Test
    void an_evaluation_has_a_million_iterations_and_no_more() {
      TypedExpr million = loop(-1, number(0), over(0, number(1), number(1_000_000)));
      assertThat(strict(call(Builtin.COUNT, million))).isEqualTo("1000000");
      assertThat(strict(list(million, loop(-1, number(0), over(0, number(1), number(1))))))
          .isEqualTo("too-large at for");
      assertThat(plain(loop(-1, number(0), over(0, number(1), number(1_000_001)))))
          .isEqualTo("too-large");
      TypedExpr squared =
          some(
              FALSE,
              over(0, number(1), number(999_999_999_999_999L)),
              over(1, number(1), number(2)));
      assertThat(strict(squared)).isEqualTo("too-large at some");
    }
  }

  @Nested
  class WithContexts {
    @Test
    void an_entry_sees_those_before_it() {
      TypedExpr context =
          new TypedExpr.ContextOf(
              List.of(
                  new TypedExpr.ContextOf.Entry("a", 0, number(2)),
                  new TypedExpr.ContextOf.Entry("b", 1, plus(local(0), local(0)))),
              null,
              Type.Simple.ANY,
              false,
              Trees.at("context"));
      assertThat(strict(context)).isEqualTo("{a: 2, b: 4}");
    }

    @Test
    void a_nameless_last_entry_is_the_result() {
      TypedExpr context =
          new TypedExpr.ContextOf(
              List.of(new TypedExpr.ContextOf.Entry("a", 0, number(2))),
              plus(local(0), number(1)),
              Type.Simple.ANY,
              false,
              Trees.at("context"));
      assertThat(strict(context)).isEqualTo("3");
    }
  }

  @Test
  void the_host_is_asked_in_order() {
    Recorder host = new Recorder(Value.of(1), Value.of(2));
    TypedExpr call =
        new TypedExpr.CallFunction(
            7, "f", List.of(global(1), global(0)), Type.Simple.ANY, true, Trees.at("f"));
    assertThat(host.evaluate(Mode.STRICT, call)).isEqualTo("2");
    assertThat(host.events()).containsExactly("global 1", "global 0", "function 7[2, 1]");
  }
}
