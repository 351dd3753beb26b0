package dev.quoin.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.interpret.Interpreter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The columns form: what random programs do not come upon.
class ColumnsTest {
  private static final int N = 0;

  private static Programs ofNumber(Mode mode) {
    return new Programs(mode).input("n", Type.Simple.NUMBER, false);
  }

  private static Batch numbers(Program program, long... numbers) {
    Column[] inputs = new Column[program.globals().size()];
    inputs[N] = Column.Numbers.of(numbers, 0);
    return Batch.of(numbers.length, inputs);
  }

  /// All decisions of a program agree, asked from the first on and from the last on.
  private static void agree(Programs programs, long... numbers) {
    assertThat(programs.problems.sorted()).isEmpty();
    Program program = programs.build();
    Evaluator compiled = Compiler.compile(program);
    Evaluator referee = new ModelInterpreter(program);
    List<Integer> decisions = IntStream.range(1, program.globals().size()).boxed().toList();
    Batched.agree(compiled, referee, numbers(program, numbers), decisions);
    Batched.agree(compiled, referee, numbers(program, numbers), decisions.reversed());
  }

  private static String loop(int times) {
    return "sum(for i in 1..%d return 1)".formatted(times);
  }

  /// The limit on iterations holds for a lane, and counts what its decisions do in the order in which a row does it.
  @Nested
  class OfManyIterations {
    private static final int MOST = Interpreter.MAX_ITERATIONS;

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_lane_has_as_many_as_a_row(Mode mode) {
      agree(ofNumber(mode).decision("all", loop(MOST)).decision("more", "all + n"), 1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whoever_comes_first_has_them(Mode mode) {
      agree(
          ofNumber(mode)
              .decision("first", loop(MOST / 10 * 6))
              .decision("second", "if n > 1 then " + loop(MOST / 10 * 6) + " + first else first"),
          1,
          2);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_decision_that_ends_with_an_error_counts_whenever_it_is_asked(Mode mode) {
      agree(
          ofNumber(mode)
              .decision("fails", loop(MOST / 10 * 4) + " / (n - 2)")
              .decision("asks", "fails + 1")
              .decision("asks again", "fails + " + loop(MOST / 10 * 3)),
          1,
          2);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void a_branch_is_evaluated_in_its_lanes_alone(Mode mode) {
    agree(
        ofNumber(mode)
            .decision("inverse", "1 / n")
            .decision("chosen", "if n = 0 then 0 else inverse")
            .decision("nested", "if n > 2 then chosen else if n < 0 then inverse else n"),
        -1,
        0,
        1,
        2,
        3);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void branches_may_stand_deep_in_each_other(Mode mode) {
    String text = "n";
    for (int i = 0; i < 30; i++) {
      text = "if n = %d then %d / (n - 7) else %s".formatted(i, i, text);
    }
    agree(ofNumber(mode).decision("deep", text), LongStream.range(-1, 32).toArray());
  }

  @Test
  void a_program_of_very_many_decisions_has_the_answers_of_its_rows() {
    Programs programs = ofNumber(Mode.STRICT);
    for (int i = 0; i < 1_100; i++) {
      programs.decision("d" + i, i == 0 ? "n" : "d%d + %d".formatted(i % 100 == 0 ? 0 : i - 1, i));
    }
    agree(programs, 1, 2);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void the_first_error_of_a_lane_is_the_one_of_its_row(Mode mode) {
    agree(
        ofNumber(mode)
            .decision("a", "1 / n")
            .decision("b", "1 / (n - 1)")
            .decision("sum", "1 / (n - 1) + a")
            .decision("all", "{b: b, sum: sum, a: a}")
            .decision("entry", "all.a"),
        0,
        1,
        2);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void numbers_of_many_digits_stay_what_they_are(Mode mode) {
    Programs programs =
        ofNumber(mode)
            .decision("third", "n / 3")
            .decision("wide", "third * 12345678901234567890")
            .decision("all", "{third: third, wide: wide, n: n}");
    agree(programs, LongStream.range(-5, 1_500).toArray());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void functions_that_keep_their_evaluation_can_be_called_behind_the_batch(Mode mode) {
    Programs programs =
        ofNumber(mode).decision("twice n", "n * 2").decision("adds", "function(a) a + twice n");
    assertThat(programs.problems.sorted()).isEmpty();
    Program program = programs.build();
    Outcome adds =
        Compiler.compile(program)
            .evaluate(numbers(program, 1, 2), List.of(2), Recorded.MOMENT)
            .getFirst();
    Value.Function first = (Value.Function) adds.values().value(0);
    assertThat(first.body().call(new Value[] {Value.of(40)})).isEqualTo(Value.of(42));
  }

  @Test
  void a_context_comes_apart_into_a_column_for_each_entry() {
    Programs programs = ofNumber(Mode.STRICT).decision("both", "{half: n / 2, inverse: 1 / n}");
    Program program = programs.build();
    Outcome both =
        Compiler.compile(program)
            .evaluate(numbers(program, 4, 0), List.of(1), Recorded.MOMENT)
            .getFirst();
    Column.Contexts contexts = (Column.Contexts) both.values();
    assertThat(contexts.entry("half")).isInstanceOf(Column.Numbers.class);
    assertThat(contexts.entry("half").value(0)).isEqualTo(Value.of(2));
    assertThat(contexts.value(1)).isEqualTo(Value.NULL);
    assertThat(both.problems()).containsOnlyKeys(1);
  }

  @Nested
  class GivenWrongly {
    @Test
    void columns_have_the_size_of_their_batch() {
      assertThatThrownBy(() -> Batch.of(2, new Column[] {new Column.Same(Value.NULL, 3)}))
          .hasMessage("a column of 3 lanes in a batch of 2");
    }

    @Test
    void a_selection_ascends() {
      Batch batch = Batch.of(3, new Column[0]);
      assertThatThrownBy(() -> batch.only(new int[] {1, 1})).hasMessageContaining("ascend");
      assertThatThrownBy(() -> batch.only(new int[] {3})).hasMessageContaining("ascend");
    }
  }

  @Test
  void numbers_that_do_not_fit_stand_aside() {
    Column.Numbers numbers = Column.Numbers.of(new long[] {12345, Long.MAX_VALUE}, 2);
    assertThat(numbers.value(0)).isEqualTo(Value.of(Decimal.of(12345, 2)));
    assertThat(numbers.value(1)).isEqualTo(Value.of(Decimal.of(Long.MAX_VALUE, 2)));
    assertThat(numbers.others()).hasSize(1);
  }
}
