package dev.quoin.dmn;

import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;

/// Is told what happens in an evaluation, in the order in which it happens.
public interface Tracer {

  /// A decision begins; it ends with `leave`, unless the evaluation ends with an exception.
  void enter(Program.Decision decision);

  /// A business knowledge model begins with its arguments.
  void enter(Program.Function function, Value[] arguments);

  /// What was entered last ends with a value.
  void leave(Value value);

  /// An input, or a decision that was evaluated before, is used.
  void used(Program.Global global, Value value);

  /// A table was asked.
  ///
  /// @param subjects the tested values, one per column
  /// @param rules the rules that answer, by their position in `table.rules()`, in the order of the answer
  void matched(TypedExpr.Table table, Value[] subjects, int[] rules);
}
