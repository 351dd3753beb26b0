package dev.quoin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.testkit.ConformanceKit;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The cases of the DMN compatibility kit, each asked of the interpreter, of the compiled and of the traced form.
class KitTest {
  private static final Moment MOMENT =
      new Moment(Instant.parse("2026-05-01T00:00:00Z"), ZoneOffset.UTC);

  @Test
  void all_forms_give_what_the_kit_expects() throws IOException {
    Problems problems = new Problems();
    List<TestFile> files = TestFileReader.readAll(ConformanceKit.orSkip(), "*", problems);
    assertThat(problems.sorted()).isEmpty();
    KitRun run = new KitRun(Agreeing::new, MOMENT);
    List<String> failures = new ArrayList<>();
    int passed = 0;
    for (TestFile file : files) {
      KitRun.Outcome outcome = run.run(file);
      passed += outcome.passed();
      outcome.failures().forEach(failure -> failures.add(shown(failure)));
    }
    assertThat(passed).isGreaterThan(2_000);
    assertThat(failures).isEmpty();
  }

  private static String shown(KitRun.Failure failure) {
    return "%s %s %s: expected %s, got %s"
        .formatted(
            failure.file().path().getFileName(),
            failure.testCase(),
            failure.node(),
            failure.expected(),
            failure.got());
  }

  /// Asks all forms, and answers what they agree on.
  private static final class Agreeing implements Evaluator {
    private final Evaluator referee;
    private final Evaluator compiled;

    Agreeing(Program program) {
      referee = new ModelInterpreter(program);
      compiled = Compiler.compile(program);
    }

    @Override
    public Program program() {
      return referee.program();
    }

    @Override
    public Evaluation start(Value[] inputs, Moment moment) {
      List<String> walked = new ArrayList<>();
      List<String> traced = new ArrayList<>();
      Evaluation first = referee.start(inputs, moment, new Listing(walked));
      Evaluation second = compiled.start(inputs, moment);
      Evaluation third = compiled.start(inputs, moment, new Listing(traced));
      return new Evaluation() {
        @Override
        public Value value(int global) {
          return agreed(each -> each.value(global));
        }

        @Override
        public Value call(int function, Value[] arguments) {
          return agreed(each -> each.call(function, arguments.clone()));
        }

        private Value agreed(Function<Evaluation, Value> ask) {
          Value value = ask.apply(first);
          assertThat(told(ask.apply(second))).as("row form").isEqualTo(told(value));
          assertThat(told(ask.apply(third))).as("traced form").isEqualTo(told(value));
          assertThat(traced).as("trace").isEqualTo(walked);
          return value;
        }
      };
    }

    @Override
    public Evaluation start(Value[] inputs, Moment moment, Tracer tracer) {
      return referee.start(inputs, moment, tracer);
    }
  }

  private static String told(Value value) {
    return value instanceof Value.Null none ? "null " + none.reason() : Values.text(value);
  }

  private record Listing(List<String> events) implements Tracer {
    @Override
    public void enter(Program.Decision decision) {
      events.add("enter " + decision.name());
    }

    @Override
    public void enter(Program.Function function, Value[] arguments) {
      events.add("enter " + function.name() + Arrays.stream(arguments).map(KitTest::told).toList());
    }

    @Override
    public void leave(Value value) {
      events.add("leave " + told(value));
    }

    @Override
    public void used(Program.Global global, Value value) {
      events.add("used " + global.name() + " " + told(value));
    }

    @Override
    public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {
      events.add(
          "matched "
              + table.name()
              + Arrays.stream(subjects).map(KitTest::told).toList()
              + Arrays.toString(rules));
    }
  }
}
