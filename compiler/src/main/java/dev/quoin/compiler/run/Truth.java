package dev.quoin.compiler.run;

import dev.quoin.feel.Value;
import dev.quoin.feel.Values;

/// Three-valued logic (DMN 1.5, table 49). What is neither true nor false makes the whole null unless another operand
/// decides; the first of several gives the reason.
final class Truth {
  private Truth() {}

  /// @param soFar true, or why the conjunction cannot be true
  static Value and(Value soFar, Value operand) {
    return join(soFar, operand, Value.FALSE, "and");
  }

  /// @param soFar false, or why the disjunction cannot be false
  static Value or(Value soFar, Value operand) {
    return join(soFar, operand, Value.TRUE, "or");
  }

  private static Value join(Value soFar, Value operand, Value.Bool deciding, String operator) {
    if (operand.equals(deciding)) {
      return deciding;
    }
    if (soFar instanceof Value.Null) {
      return soFar;
    }
    return operand instanceof Value.Bool ? operand : notABoolean(operand, operator);
  }

  static Value.Null notABoolean(Value value, String where) {
    return value instanceof Value.Null nothing && nothing.cause() != null
        ? nothing
        : Value.error(
            "not-a-boolean",
            "`" + where + "` was given " + Values.quoted(value) + " (expected: true or false)");
  }
}
