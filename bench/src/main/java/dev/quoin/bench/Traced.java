package dev.quoin.bench;

import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;

/// Tells a tracer of every evaluation, so that the traced form answers.
record Traced(Evaluator evaluator, Tracer tracer) implements Evaluator {
  @Override
  public Program program() {
    return evaluator.program();
  }

  @Override
  public Evaluation start(Value[] inputs, Moment moment) {
    return evaluator.start(inputs, moment, tracer);
  }

  @Override
  public Evaluation start(Value[] inputs, Moment moment, Tracer other) {
    return evaluator.start(inputs, moment, other);
  }
}
