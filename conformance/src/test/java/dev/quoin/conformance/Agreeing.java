package dev.quoin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.check.TypedExpr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks all forms of a program, and answers what they agree on: the value, the null with its reason, the problem with its
/// place; and the trace of the traced one is that of the interpreter.
final class Agreeing implements Evaluator {
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
    List<Integer> asked = new ArrayList<>();
    return new Evaluation() {
      @Override
      public Value value(int global) {
        asked.add(global);
        return agreed(each -> each.value(global), Optional.of(byColumns(inputs, asked, moment)));
      }

      @Override
      public Value call(int function, Value[] arguments) {
        return agreed(each -> each.call(function, arguments.clone()), Optional.empty());
      }

      private Value agreed(Function<Evaluation, Value> ask, Optional<String> byColumns) {
        Answer answer = Answer.of(first, ask);
        byColumns.ifPresent(told -> assertThat(told).as("columns form").isEqualTo(answer.told()));
        assertThat(Answer.of(second, ask).told()).as("row form").isEqualTo(answer.told());
        assertThat(Answer.of(third, ask).told()).as("traced form").isEqualTo(answer.told());
        assertThat(traced).as("trace").isEqualTo(walked);
        return answer.orThrow();
      }
    };
  }

  @Override
  public Evaluation start(Value[] inputs, Moment moment, Tracer tracer) {
    return referee.start(inputs, moment, tracer);
  }

  /// What the columns form tells of the last that is asked, in the second of two lanes that are alike.
  private String byColumns(Value[] inputs, List<Integer> asked, Moment moment) {
    Column[] columns = new Column[program().globals().size()];
    for (int i = 0; i < Math.min(inputs.length, columns.length); i++) {
      Value input = inputs[i];
      if (input != null) {
        columns[i] = Column.of(new Value[] {input, input});
      }
    }
    Outcome last = compiled.evaluate(Batch.of(2, columns), asked, moment).getLast();
    Problem problem = last.problems().get(1);
    return problem == null ? told(last.values().value(1)) : problem.toString();
  }

  /// A value, or the problem that ended the evaluation.
  private record Answer(@Nullable Value value, @Nullable EvaluationException failure) {
    static Answer of(Evaluation evaluation, Function<Evaluation, Value> ask) {
      try {
        return new Answer(ask.apply(evaluation), null);
      } catch (EvaluationException failure) {
        return new Answer(null, failure);
      }
    }

    String told() {
      return failure != null
          ? failure.problem().toString()
          : Agreeing.told(Objects.requireNonNull(value));
    }

    Value orThrow() {
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(value);
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
      events.add(
          "enter " + function.name() + Arrays.stream(arguments).map(Agreeing::told).toList());
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
              + Arrays.stream(subjects).map(Agreeing::told).toList()
              + Arrays.toString(rules));
    }
  }
}
