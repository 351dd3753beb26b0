package dev.quoin.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Decisions that no method of the JVM would hold: each must load, and answer as the interpreter does.
class LongMethodsTest {

  @ParameterizedTest
  @EnumSource
  void a_list_of_many_expressions(Mode mode) {
    agrees(mode, "[" + many(5_000, ", ", i -> "n + " + i) + "]");
  }

  @ParameterizedTest
  @EnumSource
  void more_constants_than_a_class_has(Mode mode) {
    agrees(mode, "[" + many(20_000, ", ", i -> "n + " + i) + "]");
  }

  @ParameterizedTest
  @EnumSource
  void a_context_whose_entries_use_those_before(Mode mode) {
    agrees(mode, "{k0: n, " + many(900, ", ", i -> "k%d: k%d + n".formatted(i + 1, i)) + "}");
  }

  @ParameterizedTest
  @EnumSource
  void arguments_and_branches(Mode mode) {
    String arguments = many(3_000, ", ", i -> "n * " + i);
    agrees(mode, "if n > 3 then max(" + arguments + ") else min(" + arguments + ")");
  }

  @ParameterizedTest
  @EnumSource
  void a_cell_of_many_tests(Mode mode) {
    agrees(mode, "n in (" + many(3_000, ", ", i -> "> n + " + i) + ", < n + 1)");
  }

  @ParameterizedTest
  @EnumSource
  void loops_side_by_side(Mode mode) {
    agrees(
        mode, "[" + many(300, ", ", i -> "some a in [1, n, 3] satisfies a = n + " + i % 2) + "]");
  }

  @ParameterizedTest
  @EnumSource
  void what_is_evaluated_once_however_deep(Mode mode) {
    String text = "n";
    for (int i = 0; i < 40; i++) {
      text = "(if " + text + " between 1 and 9 then n else 2)";
    }
    agrees(mode, text);
  }

  private static String many(int count, String separator, IntFunction<String> each) {
    return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(separator));
  }

  private static void agrees(Mode mode, String text) {
    Programs programs = new Programs(mode).input("n", Type.Simple.NUMBER, false);
    programs.decision("long", text);
    assertThat(programs.problems.sorted()).isEmpty();
    Program program = programs.build();
    Evaluator compiled = Compiler.compile(program);
    Value[] inputs = {Value.of(7), Value.NULL};
    String expected = Recorded.answer(new ModelInterpreter(program), inputs, 1);
    assertThat(Recorded.answer(compiled, inputs, 1)).isEqualTo(expected);
    assertThat(Recorded.trace(compiled, inputs, 1))
        .isEqualTo(Recorded.trace(new ModelInterpreter(program), inputs, 1));
    Column[] columns = {Column.Numbers.of(new long[] {7, 3}, 0), null};
    Batched.agree(compiled, new ModelInterpreter(program), Batch.of(2, columns), List.of(1));
  }
}
