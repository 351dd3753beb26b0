package dev.quoin.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Joint;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import dev.quoin.feel.NativeFunction;
import dev.quoin.feel.Source;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.interpret.Interpreter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Programs that are asked together: what random ones do not come upon.
class JointTest {
  private static final int MOST = Interpreter.MAX_ITERATIONS;
  private static final int N = 0;
  private static final int LEVER = 1;

  private static Programs inputs(Mode mode) {
    return new Programs(mode)
        .input("n", Type.Simple.NUMBER, false)
        .input("lever", Type.Simple.NUMBER, false);
  }

  private static Batch batch(Program program, Column.Numbers numbers, long lever) {
    Column[] inputs = new Column[program.globals().size()];
    inputs[N] = numbers;
    inputs[LEVER] = new Column.Same(Value.of(lever), numbers.size());
    return Batch.of(numbers.size(), inputs);
  }

  /// Both agree with what each answers alone, under equal levers and under others, in either order.
  private static void agree(Programs one, Programs other, long... numbers) {
    assertThat(one.problems.sorted()).isEmpty();
    assertThat(other.problems.sorted()).isEmpty();
    List<Program> programs = List.of(one.build(), other.build());
    for (List<Program> both : List.of(programs, programs.reversed())) {
      for (long lever : new long[] {3, 4}) {
        Column.Numbers column = Column.Numbers.of(numbers, 0);
        Batched.agree(
            both.stream().map(Compiler::compile).toList(),
            both.stream().<Evaluator>map(ModelInterpreter::new).toList(),
            List.of(batch(both.getFirst(), column, 3), batch(both.getLast(), column, lever)),
            both.stream().map(JointTest::decisions).toList());
      }
    }
  }

  private static List<Integer> decisions(Program program) {
    return IntStream.range(LEVER + 1, program.globals().size()).boxed().toList();
  }

  private static String loop(int times) {
    return "sum(for i in 1..%d return 1)".formatted(times);
  }

  /// What an earlier program has counted is never counted for less.
  @Nested
  class OfManyIterations {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void values_that_are_taken_over_count(Mode mode) {
      agree(
          inputs(mode)
              .decision("first", loop(MOST / 10 * 6) + " + n")
              .decision("second", "first + lever"),
          inputs(mode)
              .decision("first", loop(MOST / 10 * 6) + " + n")
              .decision("second", "first + " + loop(MOST / 10 * 6)),
          1,
          2);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void what_only_the_other_one_counts_ends_nothing(Mode mode) {
      agree(
          inputs(mode)
              .decision("first", "n + 1")
              .decision("second", "first + " + loop(MOST / 10 * 6)),
          inputs(mode)
              .decision("first", "n + 1")
              .decision("second", "first + 1 + " + loop(MOST / 10 * 6)),
          1,
          2);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_lane_that_came_to_the_limit_is_not_taken_over(Mode mode) {
      agree(
          inputs(mode)
              .decision("first", "if n = 1 then " + loop(MOST) + " else n")
              .decision("second", "first + " + loop(10)),
          inputs(mode)
              .decision("first", "if n = 1 then " + loop(MOST) + " else n")
              .decision("second", "first + n"),
          1,
          2);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void what_fails_before_the_change_fails_at_its_own_place(Mode mode) {
    agree(
        inputs(mode).decision("inverse", "1 / n").decision("all", "inverse + lever"),
        inputs(mode).decision("inverse", "1 / n").decision("all", "inverse + n"),
        0,
        1);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void a_change_behind_a_branch_counts_where_the_branch_is_taken(Mode mode) {
    UnaryOperator<Programs> behind =
        programs ->
            programs
                .decision("chosen", "if n > 2 then 0 else changed + 1")
                .decision("third", "chosen / 3")
                .decision("all", "{a: chosen, b: third, c: changed}");
    agree(
        behind.apply(inputs(mode).decision("changed", "if n = 1 then 5 else lever / n")),
        behind.apply(inputs(mode).decision("changed", "if n = 1 then 6 else lever / n")),
        0,
        1,
        2,
        3,
        4);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void a_number_that_is_written_otherwise_is_another(Mode mode) {
    agree(
        inputs(mode).decision("changed", "1.0").decision("text", "string(changed)"),
        inputs(mode).decision("changed", "1.00").decision("text", "string(changed)"),
        1);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void numbers_of_many_digits_are_taken_over(Mode mode) {
    UnaryOperator<Programs> behind =
        programs ->
            programs.decision("wide", "third * 12345678901234567890").decision("sum", "wide + x");
    agree(
        behind.apply(
            inputs(mode).decision("third", "n / 3").decision("x", "if n > 9 then 1 else 2")),
        behind.apply(
            inputs(mode).decision("third", "n / 3").decision("x", "if n > 7 then 1 else 2")),
        LongStream.range(-5, 1_500).toArray());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void decisions_may_stand_in_other_places(Mode mode) {
    agree(
        inputs(mode).decision("a", "n + 1").decision("b", "a * lever"),
        inputs(mode).decision("new", "n * 7").decision("a", "n + 1").decision("b", "a * lever"),
        1,
        2);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void functions_that_are_values_are_made_anew(Mode mode) {
    agree(
        inputs(mode).decision("adds", "function(a) a + 1").decision("b", "adds(n) + lever"),
        inputs(mode).decision("adds", "function(a) a + 1").decision("b", "adds(n) + lever + 1"),
        1,
        2);
  }

  /// What is asked a native function is asked once where nothing before it has changed.
  @Test
  void what_is_the_same_is_not_computed_again() {
    AtomicInteger asked = new AtomicInteger();
    NativeFunction counting =
        new NativeFunction() {
          @Override
          public String name() {
            return "counting";
          }

          @Override
          public Value call(Value[] arguments) {
            asked.incrementAndGet();
            return arguments[0];
          }
        };
    Program before = counting(counting, "if n < 3 then 1 else 2").build();
    Program after = counting(counting, "if n < 4 then 1 else 2").build();
    Column.Numbers numbers = Column.Numbers.of(LongStream.range(0, 10).toArray(), 0);
    Compiler.compile(before)
        .with(List.of(Compiler.compile(after)))
        .evaluate(
            Stream.of(before, after)
                .map(program ->
                    new Joint.Question(
                        batch(program, numbers, 1), decisions(program), Recorded.MOMENT))
                .toList());
    // Of ten numbers one has another step: the earlier program asks twenty times, the later one
    // once.
    assertThat(asked).hasValue(21);
  }

  private static Programs counting(NativeFunction function, String step) {
    Source source = Source.of("test", "");
    return inputs(Mode.STRICT)
        .decision("step", step)
        .decision("of n", (_, _) -> call(function, N, source))
        .decision("of step", (_, _) -> call(function, LEVER + 1, source));
  }

  private static TypedExpr call(NativeFunction function, int global, Source source) {
    return new TypedExpr.CallNative(
        function,
        List.of(new TypedExpr.Global(global, "read", Type.Simple.NUMBER, false, source.whole())),
        Type.Simple.NUMBER,
        false,
        source.whole());
  }
}
