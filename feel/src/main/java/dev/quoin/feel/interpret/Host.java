package dev.quoin.feel.interpret;

import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;

/// What an expression's evaluation asks of its surroundings: the program that it is a part of.
public interface Host {

  /// The value of an input or decision, by its index in the program. The host keeps it: it is asked for at every use.
  Value global(int index);

  /// Calls a business knowledge model, by its index in the program.
  Value function(int index, Value[] arguments);

  /// What `now()` and `today()` read.
  Moment moment();

  /// A table was asked.
  ///
  /// @param subjects the tested values, one per column
  /// @param rules the rules that match, by their position in `table.rules()`, in the order of the answer; empty where
  ///     none does
  void matched(TypedExpr.Table table, Value[] subjects, int[] rules);
}
