package dev.quoin.feel.interpret;

import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.check.TypedExpr;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A host with given globals that notes what it is asked for.
final class Recorder implements Host {
  private final Value[] globals;
  private final List<String> events = new ArrayList<>();

  Recorder(Value... globals) {
    this.globals = globals;
  }

  @Override
  public Value global(int index) {
    events.add("global " + index);
    return globals[index];
  }

  @Override
  public Value function(int index, Value[] arguments) {
    events.add("function " + index + Arrays.stream(arguments).map(Values::text).toList());
    return arguments[0];
  }

  @Override
  public Moment moment() {
    return new Moment(Instant.EPOCH, ZoneOffset.UTC);
  }

  @Override
  public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {
    events.add("matched " + Arrays.toString(rules));
  }

  List<String> events() {
    return List.copyOf(events);
  }

  /// The value as text; of an error its code, and in a strict program where it was raised.
  String evaluate(Mode mode, TypedExpr expr) {
    try {
      Value value = new Interpreter(mode, this).evaluate(expr, new Value[10]);
      return value instanceof Value.Null nothing && nothing.cause() != null
          ? nothing.cause().code()
          : Values.text(value);
    } catch (EvaluationException e) {
      return e.reason().code() + " at " + e.span().text();
    }
  }

  static String plain(TypedExpr expr) {
    return new Recorder().evaluate(Mode.PLAIN, expr);
  }

  static String strict(TypedExpr expr) {
    return new Recorder().evaluate(Mode.STRICT, expr);
  }
}
