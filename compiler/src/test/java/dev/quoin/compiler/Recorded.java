package dev.quoin.compiler;

import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.check.TypedExpr;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What an evaluator answers, as a text that two of them can be compared by: the value, the null with its reason, or the
/// problem with its place.
final class Recorded {
  static final Moment MOMENT =
      new Moment(Instant.parse("2026-05-01T00:00:00Z"), ZoneId.of("Asia/Seoul"));

  private Recorded() {}

  static String answer(Evaluator evaluator, Value[] inputs, int global) {
    return answer(evaluator.start(inputs, MOMENT), global);
  }

  private static String answer(Evaluator.Evaluation evaluation, int global) {
    try {
      return shown(evaluation.value(global));
    } catch (EvaluationException failed) {
      return failed.problem().toString();
    }
  }

  /// The answer, and behind it what the tracer was told.
  static List<String> trace(Evaluator evaluator, Value[] inputs, int global) {
    List<String> events = new ArrayList<>();
    String answer = answer(evaluator.start(inputs, MOMENT, new Listing(events)), global);
    events.addFirst(answer);
    return events;
  }

  /// A tracer that lists what it is told.
  static Tracer listing(List<String> events) {
    return new Listing(events);
  }

  static String shown(Value value) {
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
          "enter " + function.name() + Arrays.stream(arguments).map(Recorded::shown).toList());
    }

    @Override
    public void leave(Value value) {
      events.add("leave " + shown(value));
    }

    @Override
    public void used(Program.Global global, Value value) {
      events.add("used " + global.name() + " " + shown(value));
    }

    @Override
    public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {
      events.add(
          "matched "
              + table.name()
              + Arrays.stream(subjects).map(Recorded::shown).toList()
              + Arrays.toString(rules));
    }
  }
}
