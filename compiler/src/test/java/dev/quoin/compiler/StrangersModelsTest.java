package dev.quoin.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.Dmn;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A model may come from a stranger: it ends, it leaves nothing behind, and many threads may ask it.
final class StrangersModelsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          count(for i in 1..2000, j in 1..2000 return i)                                          | too-large
          some i in [1..2000], j in [1..2000] satisfies i > j + 9999                               | too-large
          count((for i in 1..600000 return i)[item > 0])                                           | too-large
          count(flatten(for i in 1..900, j in 1..2 return for k in 1..500 return k)) + (for i in 1..200000 return i)[1] | too-large
          {f: function(g, n) g(g, n + 1), r: f(f, 0)}.r                                            | too-deep
          {s: "xxxxxxxxxx", d: replace(s, "x", s), e: replace(d, "x", d), f: replace(e, "x", e)}.f | too-large
          matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "^(aa?)+\\1!$")         | too-large
          """)
  void what_would_not_end_is_a_problem_in_every_form(String expression, String code) {
    for (Mode mode : Mode.values()) {
      Programs programs = new Programs(mode).decision("asked", expression);
      assertThat(programs.problems.sorted()).isEmpty();
      Program program = programs.build();
      String interpreted = Recorded.answer(new ModelInterpreter(program), new Value[0], 0);
      assertThat(interpreted).contains(code);
      assertThat(Recorded.answer(Compiler.compile(program), new Value[0], 0))
          .isEqualTo(interpreted);
      assertThat(Recorded.trace(Compiler.compile(program), new Value[0], 0)).contains(interpreted);
    }
  }

  @Test
  void classes_are_unloaded_with_their_model() {
    List<WeakReference<Class<?>>> classes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Program program =
          new Programs(Mode.STRICT)
              .input("days", Type.Simple.NUMBER, false)
              .decision("asked", "days * " + i)
              .build();
      Evaluator compiled = Compiler.compile(program);
      Value[] inputs = {Value.of(7)};
      Evaluator.Evaluation row = compiled.start(inputs, Recorded.MOMENT);
      Evaluator.Evaluation traced =
          compiled.start(inputs, Recorded.MOMENT, Recorded.listing(new ArrayList<>()));
      assertThat(Values.text(row.value(1))).isEqualTo(String.valueOf(7 * i));
      assertThat(traced.value(1)).isEqualTo(row.value(1));
      assertThat(row.getClass().isHidden()).isTrue();
      classes.add(new WeakReference<>(row.getClass()));
      classes.add(new WeakReference<>(traced.getClass()));
    }
    for (int i = 0; i < 20 && classes.stream().anyMatch(each -> each.get() != null); i++) {
      System.gc();
    }
    assertThat(classes).allMatch(each -> each.get() == null);
  }

  @Test
  void many_threads_ask_one_model() throws Exception {
    Program program = Dmn.read("boxes.dmn", boxes(), Mode.PLAIN, new Problems()).orElseThrow();
    Evaluator interpreted = new ModelInterpreter(program);
    Evaluator compiled = Compiler.compile(program);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> asked =
          Stream.iterate(0, i -> i + 1)
              .limit(8)
              .<Callable<Boolean>>map(thread -> () -> agree(interpreted, compiled, thread))
              .toList();
      for (Future<Boolean> answer : threads.invokeAll(asked)) {
        assertThat(answer.get()).isTrue();
      }
    }
  }

  private static boolean agree(Evaluator interpreted, Evaluator compiled, int thread) {
    for (int i = 0; i < 200; i++) {
      Map<String, Value> inputs =
          Map.of(
              "class",
              Value.of(i % 2 == 0 ? "compact" : "mid"),
              "hours",
              Value.of(thread * 10 + i));
      for (String decision :
          List.of("fee", "with tax", "first", "collect", "two hours", "rounding")) {
        Value answer = compiled.decide(decision, inputs, Recorded.MOMENT);
        if (!answer.equals(interpreted.decide(decision, inputs, Recorded.MOMENT))) {
          return false;
        }
      }
    }
    return true;
  }

  private static byte[] boxes() throws IOException {
    return Files.readAllBytes(ReferencePage.FOLDER.resolve("boxes.dmn"));
  }
}
