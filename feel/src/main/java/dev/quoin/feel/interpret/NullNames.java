package dev.quoin.feel.interpret;

import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;

/// Finds out whether a cell's condition names null: only then a table of a strict program asks it about null.
public final class NullNames {
  private NullNames() {}

  /// Whether null, or a list with null in it, stands anywhere in the condition.
  public static boolean in(TypedExpr condition) {
    return Children.any(condition, NullNames::names);
  }

  private static boolean names(TypedExpr part) {
    return switch (part) {
      case TypedExpr.Constant constant -> isOrHoldsNull(constant.value());
      case TypedExpr.In membership -> names(membership.test());
      default -> false;
    };
  }

  private static boolean names(CellTest test) {
    return switch (test) {
      case CellTest.Any _, CellTest.Interval _, CellTest.Holds _ -> false;
      case CellTest.Points points ->
          points.values().stream().anyMatch(Value.Null.class::isInstance);
      case CellTest.AnyOf anyOf -> anyOf.tests().stream().anyMatch(NullNames::names);
      case CellTest.Not not -> names(not.test());
    };
  }

  private static boolean isOrHoldsNull(Value value) {
    return value instanceof Value.Null
        || (value instanceof Value.Items items
            && items.values().stream().anyMatch(Value.Null.class::isInstance));
  }
}
