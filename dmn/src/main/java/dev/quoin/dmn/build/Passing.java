package dev.quoin.dmn.build;

import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.check.TypedExpr.CellTest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whether a value that is known when the model is built passes a test.
final class Passing {
  private Passing() {}

  /// Tests that are expressions are given the benefit of the doubt.
  static boolean may(CellTest test, Value value) {
    return switch (test) {
      case CellTest.Any _, CellTest.Holds _ -> true;
      case CellTest.Points points ->
          points.values().stream().anyMatch(point -> Operators.same(point, value));
      case CellTest.Interval interval ->
          !(value instanceof Value.Null)
              && beyond(value, interval.low(), interval.lowClosed(), 1)
              && beyond(value, interval.high(), interval.highClosed(), -1);
      case CellTest.AnyOf any -> any.tests().stream().anyMatch(each -> may(each, value));
      case CellTest.Not not -> not.test() instanceof CellTest.Holds || !may(not.test(), value);
    };
  }

  private static boolean beyond(Value value, @Nullable Value end, boolean closed, int side) {
    if (end == null) {
      return true;
    }
    if (!Operators.comparable(value, end)) {
      return false;
    }
    int order = Operators.compare(value, end) * side;
    return order > 0 || (closed && order == 0);
  }

  /// The values that a test names one by one, null left out.
  static Stream<Value> named(CellTest test) {
    return switch (test) {
      case CellTest.Any _, CellTest.Interval _, CellTest.Holds _ -> Stream.of();
      case CellTest.Points points ->
          points.values().stream().filter(value -> !(value instanceof Value.Null));
      case CellTest.AnyOf any -> any.tests().stream().flatMap(Passing::named);
      case CellTest.Not not -> named(not.test());
    };
  }
}
