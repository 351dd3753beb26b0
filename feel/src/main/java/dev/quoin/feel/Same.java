package dev.quoin.feel;

import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether values are the same to the last digit, so that no expression can tell them apart: 1.0 is not 1.00, and a null is
/// only that of the same reason.
public final class Same {
  private Same() {}

  /// Whether two values are the same. Of functions nobody knows, unless they are one.
  @SuppressWarnings("ReferenceEquality") // a first try
  public static boolean values(Value one, Value other) {
    if (one == other) {
      return true;
    }
    return switch (one) {
      case Value.Num first ->
          other instanceof Value.Num second && numbers(first.value(), second.value());
      case Value.Items first ->
          other instanceof Value.Items second && lists(first.values(), second.values());
      case Value.Context first ->
          other instanceof Value.Context second && contexts(first.entries(), second.entries());
      case Value.Range first -> other instanceof Value.Range second && ranges(first, second);
      case Value.Function _ -> false;
      case Value.Null _,
          Value.Text _,
          Value.Bool _,
          Value.Date _,
          Value.Time _,
          Value.DateTime _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _ ->
          one.equals(other);
    };
  }

  private static boolean numbers(Decimal one, Decimal other) {
    long packed = Packed.of(one);
    return Packed.isNumber(packed)
        ? packed == Packed.of(other)
        : one.equals(other) && one.toBigDecimal().scale() == other.toBigDecimal().scale();
  }

  private static boolean lists(List<Value> one, List<Value> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!values(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean contexts(Map<String, Value> one, Map<String, Value> other) {
    if (one instanceof Entries first && other instanceof Entries second) {
      return first.isSame(second);
    }
    if (one.size() != other.size()) {
      return false;
    }
    Iterator<Map.Entry<String, Value>> others = other.entrySet().iterator();
    for (Map.Entry<String, Value> entry : one.entrySet()) {
      Map.Entry<String, Value> beside = others.next();
      if (!entry.getKey().equals(beside.getKey()) || !values(entry.getValue(), beside.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean ranges(Value.Range one, Value.Range other) {
    return one.lowClosed() == other.lowClosed()
        && one.highClosed() == other.highClosed()
        && one.form() == other.form()
        && ends(one.low(), other.low())
        && ends(one.high(), other.high());
  }

  private static boolean ends(@Nullable Value one, @Nullable Value other) {
    return (one != null && other != null) ? values(one, other) : (one == null && other == null);
  }
}
