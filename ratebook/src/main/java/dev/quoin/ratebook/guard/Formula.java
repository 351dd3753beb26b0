package dev.quoin.ratebook.guard;

import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.value.Conditions;

/// A FEEL expression of a guard: over the inputs of its service, and one value more that stands behind the program's globals.
///
/// @param slots how many local variables it uses
public record Formula(TypedExpr expr, int slots, String written) {

  /// Its value.
  ///
  /// @param values by the index of the global
  /// @throws dev.quoin.feel.EvaluationException where there is none
  Value value(Value[] values, Moment moment) {
    return Conditions.value(expr, slots, values, moment);
  }

  /// Whether it is true; where it has no value, it is not.
  boolean holds(Value[] values, Moment moment) {
    try {
      return value(values, moment).equals(Value.TRUE);
    } catch (EvaluationException e) {
      return false;
    }
  }
}
