package dev.quoin.ratebook;

import dev.quoin.decimal.Packed;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The test of an input's allowed numbers, for millions of packed ones.
///
/// The twin is `Conditions#allows`: it decides where this one does not say that a number passes.
final class NumberTest {
  private final List<Between> ranges;

  /// From one number to another; [Packed#NONE] for an end that is not bounded.
  private record Between(long low, boolean lowClosed, long high, boolean highClosed) {
    boolean holds(long number) {
      return isFrom(number) && isTo(number);
    }

    private boolean isFrom(long number) {
      int order = low == Packed.NONE ? 1 : Packed.compare(number, low);
      return order == 1 || (order == 0 && lowClosed);
    }

    private boolean isTo(long number) {
      int order = high == Packed.NONE ? -1 : Packed.compare(number, high);
      return order == -1 || (order == 0 && highClosed);
    }
  }

  private NumberTest(List<Between> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /// Nothing where the test is made of something else than numbers of few digits.
  static Optional<NumberTest> of(CellTest test) {
    List<Between> ranges = new ArrayList<>();
    return add(test, ranges) ? Optional.of(new NumberTest(ranges)) : Optional.empty();
  }

  private static boolean add(CellTest test, List<Between> into) {
    return switch (test) {
      case CellTest.Points points -> {
        for (Value value : points.values()) {
          long point = packed(value);
          if (!Packed.isNumber(point)) {
            yield false;
          }
          into.add(new Between(point, true, point, true));
        }
        yield true;
      }
      case CellTest.Interval interval -> {
        long low = packed(interval.low());
        long high = packed(interval.high());
        into.add(new Between(low, interval.lowClosed(), high, interval.highClosed()));
        yield (interval.low() == null || Packed.isNumber(low))
            && (interval.high() == null || Packed.isNumber(high));
      }
      case CellTest.AnyOf anyOf -> {
        for (CellTest one : anyOf.tests()) {
          if (!add(one, into)) {
            yield false;
          }
        }
        yield true;
      }
      case CellTest.Any _, CellTest.Not _, CellTest.Holds _ -> false;
    };
  }

  private static long packed(@Nullable Value value) {
    return value instanceof Value.Num number ? Packed.of(number.value()) : Packed.NONE;
  }

  /// Whether a packed number surely passes; of what is no packed number nothing is said.
  boolean passes(long number) {
    if (!Packed.isNumber(number)) {
      return false;
    }
    for (int i = 0; i < ranges.size(); i++) {
      if (ranges.get(i).holds(number)) {
        return true;
      }
    }
    return false;
  }
}
