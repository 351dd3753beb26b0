package dev.quoin.dmn;

import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;

/// A program that can be asked: by the interpreter, or compiled. All forms give the same answers, the same problems and
/// the same trace.
public interface Evaluator {

  Program program();

  /// Begins an evaluation. One evaluation belongs to one thread; the evaluator itself to as many as one likes.
  ///
  /// @param inputs by the index of the global; what is not an input is ignored, and may be null (Java's)
  Evaluation start(Value[] inputs, Moment moment);

  /// The same, telling the tracer what happens.
  Evaluation start(Value[] inputs, Moment moment, Tracer tracer);

  /// One evaluation.
  interface Evaluation {
    /// The value of an input or decision. A decision is evaluated when it is first asked for, and once.
    ///
    /// @throws dev.quoin.feel.EvaluationException in a strict program, where FEEL would have turned an error into null
    Value value(int global);

    /// Calls the function that a decision service is.
    ///
    /// @param function the index in the program, as its service tells it
    /// @param arguments as many as there are parameters, of their types
    /// @throws dev.quoin.feel.EvaluationException in a strict program, where FEEL would have turned an error into null
    Value call(int function, Value[] arguments);
  }
}
