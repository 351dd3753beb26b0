package dev.quoin.feel.builtin;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values that an iteration variable takes, one after the other, or the error that there are none to take.
///
/// Numbers of a range are made when they are asked for: `1..1000000000` costs nothing until it is walked.
public final class Steps {

  /// The greatest whole number that a range of numbers may begin or end with.
  public static final long MOST = 999_999_999_999_999L;

  private final @Nullable List<Value> values;
  private final boolean days;
  private final long first;
  private final long size;
  private final int direction;
  private final Value.@Nullable Null error;

  private Steps(
      @Nullable List<Value> values,
      boolean days,
      long first,
      long size,
      int direction,
      Value.@Nullable Null error) {
    this.values = values;
    this.days = days;
    this.first = first;
    this.size = size;
    this.direction = direction;
    this.error = error;
  }

  private static Steps of(List<Value> values) {
    return new Steps(values, false, 0, values.size(), 1, null);
  }

  private static Steps failed(Value.Null error) {
    return new Steps(null, false, 0, 0, 1, error);
  }

  static Steps over(Value domain) {
    return switch (domain) {
      case Value.Null met -> failed(Errors.nothing("for", met));
      case Value.Items items -> of(items.values());
      case Value.Range range -> within(range);
      case Value.Num _,
          Value.Text _,
          Value.Bool _,
          Value.Date _,
          Value.Time _,
          Value.DateTime _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Context _,
          Value.Function _ ->
          of(List.of(domain));
    };
  }

  private static Steps within(Value.Range range) {
    Value low = range.low();
    Value high = range.high();
    if (low == null || high == null || range.form() == Value.Range.Form.EXCEPT) {
      return failed(Errors.wrongType("for", range, "a range with two ends"));
    }
    Steps all = between(low, high);
    if (all.error != null) {
      return all;
    }
    long dropped = (long) (range.lowClosed() ? 0 : 1) + (range.highClosed() ? 0 : 1);
    return new Steps(
        null,
        all.days,
        all.first + (range.lowClosed() ? 0 : 1),
        Math.max(0, all.size - dropped),
        1,
        null);
  }

  static Steps between(Value low, Value high) {
    if (low instanceof Value.Null || high instanceof Value.Null) {
      return failed(Errors.nothing("for", low, high));
    }
    if (low instanceof Value.Date from && high instanceof Value.Date to) {
      return walk(true, from.value().toEpochDay(), to.value().toEpochDay());
    }
    if (low instanceof Value.Num from && high instanceof Value.Num to) {
      return isWhole(from.value()) && isWhole(to.value())
          ? walk(false, from.value().longValueExact(), to.value().longValueExact())
          : failed(
              Errors.outOfRange(
                  "for",
                  isWhole(from.value()) ? high : low,
                  "a whole number of at most 15 digits"));
    }
    return failed(
        Errors.wrongType(
            "for",
            low instanceof Value.Num || low instanceof Value.Date ? high : low,
            "two whole numbers or two dates"));
  }

  /// Few enough digits that a distance cannot overflow.
  private static boolean isWhole(Decimal number) {
    return number.fitsLong() && Math.abs(number.longValueExact()) <= MOST;
  }

  private static Steps walk(boolean days, long from, long to) {
    return new Steps(null, days, from, Math.abs(to - from) + 1, to < from ? -1 : 1, null);
  }

  /// Why there is nothing to run over; Java's null where there is.
  public Value.@Nullable Null error() {
    return error;
  }

  /// How many there are.
  public long size() {
    return size;
  }

  /// The one at an index, from 0.
  public Value get(long index) {
    if (values != null) {
      return values.get(Math.toIntExact(index));
    }
    long at = first + direction * index;
    return days ? new Value.Date(LocalDate.ofEpochDay(at)) : Value.of(at);
  }
}
