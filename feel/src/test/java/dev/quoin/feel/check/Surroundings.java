package dev.quoin.feel.check;

import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.interpret.Host;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// A program of inputs alone, and of one function, which multiplies.
public record Surroundings(List<Value> inputs) implements Host {

  @Override
  public Value global(int index) {
    return inputs.get(index);
  }

  @Override
  public Value function(int index, Value[] arguments) {
    return Operators.multiply(arguments[0], arguments[1]);
  }

  @Override
  public Moment moment() {
    return new Moment(Instant.parse("2026-05-01T00:00:00Z"), ZoneOffset.UTC);
  }

  @Override
  public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {}
}
