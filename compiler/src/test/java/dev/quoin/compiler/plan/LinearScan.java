package dev.quoin.compiler.plan;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The slow twin of the index: asks every cell of every rule. An expression stands for "is not null" here.
final class LinearScan {

  private LinearScan() {}

  /// The rules that match, in order.
  static List<Integer> matching(Table table, List<Value> values) {
    List<Integer> matching = new ArrayList<>();
    for (int rule = 0; rule < table.rules().size(); rule++) {
      if (matches(table.rules().get(rule).tests(), values)) {
        matching.add(rule);
      }
    }
    return matching;
  }

  private static boolean matches(List<CellTest> tests, List<Value> values) {
    for (int column = 0; column < tests.size(); column++) {
      if (!passes(tests.get(column), values.get(column))) {
        return false;
      }
    }
    return true;
  }

  static boolean passes(CellTest test, Value value) {
    return answer(test, value) == Answer.YES;
  }

  /// What FEEL's three-valued logic says; UNKNOWN is what comparing things of different types gives.
  private enum Answer {
    YES,
    NO,
    UNKNOWN;

    static Answer of(boolean answer) {
      return answer ? YES : NO;
    }

    Answer or(Answer other) {
      return this == YES || other == YES ? YES : this == NO && other == NO ? NO : UNKNOWN;
    }

    Answer and(Answer other) {
      return this == NO || other == NO ? NO : this == YES && other == YES ? YES : UNKNOWN;
    }

    Answer negated() {
      return this == YES ? NO : this == NO ? YES : UNKNOWN;
    }
  }

  private static Answer answer(CellTest test, Value value) {
    return switch (test) {
      case CellTest.Any _ -> Answer.YES;
      case CellTest.Points points -> {
        Answer any = Answer.NO;
        for (Value point : points.values()) {
          any = any.or(equal(point, value));
        }
        yield any;
      }
      case CellTest.Interval interval -> within(interval, value);
      case CellTest.AnyOf anyOf -> {
        Answer any = Answer.NO;
        for (CellTest each : anyOf.tests()) {
          any = any.or(answer(each, value));
        }
        yield any;
      }
      case CellTest.Not not -> answer(not.test(), value).negated();
      case CellTest.Holds _ -> Answer.of(!(value instanceof Value.Null));
    };
  }

  private static Answer within(CellTest.Interval interval, Value value) {
    if (value instanceof Value.Null) {
      return Answer.NO;
    }
    boolean lowClosed = interval.lowClosed();
    boolean highClosed = interval.highClosed();
    return ordered(interval.low(), value, (a, b) -> lowClosed ? a <= b : a < b)
        .and(ordered(value, interval.high(), (a, b) -> highClosed ? a <= b : a < b));
  }

  private static Answer ordered(
      @Nullable Value low, @Nullable Value high, BiFunction<Integer, Integer, Boolean> holds) {
    if (low == null || high == null) {
      return Answer.YES;
    }
    Integer order = low instanceof Value.Bool ? null : order(low, high);
    return order == null ? Answer.UNKNOWN : Answer.of(holds.apply(order, 0));
  }

  private static Answer equal(Value a, Value b) {
    if (a instanceof Value.Null || b instanceof Value.Null) {
      return Answer.of(a instanceof Value.Null && b instanceof Value.Null);
    }
    if (a instanceof Value.Items left && b instanceof Value.Items right) {
      return Answer.of(left.equals(right));
    }
    Integer order = order(a, b);
    return order == null ? Answer.UNKNOWN : Answer.of(order == 0);
  }

  /// Less than 0, 0, more than 0; null where the two can't be compared.
  private static @Nullable Integer order(Value a, Value b) {
    if (a instanceof Value.Num left && b instanceof Value.Num right) {
      return big(left.value()).compareTo(big(right.value()));
    }
    if (a instanceof Value.Text left && b instanceof Value.Text right) {
      return left.value().compareTo(right.value());
    }
    if (a instanceof Value.Bool left && b instanceof Value.Bool right) {
      return Boolean.compare(left.value(), right.value());
    }
    if (a instanceof Value.Date left && b instanceof Value.Date right) {
      return left.value().compareTo(right.value());
    }
    if (a instanceof Value.DayTimeDuration left && b instanceof Value.DayTimeDuration right) {
      return left.value().compareTo(right.value());
    }
    if (a instanceof Value.YearMonthDuration left && b instanceof Value.YearMonthDuration right) {
      return Long.compare(left.months(), right.months());
    }
    if (a instanceof Value.Time left && b instanceof Value.Time right) {
      if ((left.zone() == null) != (right.zone() == null)) {
        return null;
      }
      OffsetTime first = offsetTime(left);
      OffsetTime second = offsetTime(right);
      return first.isEqual(second) ? 0 : first.isBefore(second) ? -1 : 1;
    }
    if (a instanceof Value.DateTime left && b instanceof Value.DateTime right) {
      ZoneOffset first = left.offset();
      ZoneOffset second = right.offset();
      if (first == null || second == null) {
        return Objects.equals(first, second)
            ? seconds(left.value()).compareTo(seconds(right.value()))
            : null;
      }
      // Two offsets: the moments that they are, in whole seconds as all dates and times.
      return Long.compare(left.value().toEpochSecond(first), right.value().toEpochSecond(second));
    }
    return null;
  }

  private static LocalDateTime seconds(LocalDateTime moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS);
  }

  private static OffsetTime offsetTime(Value.Time time) {
    ZoneOffset offset = time.zone() instanceof ZoneOffset zone ? zone : ZoneOffset.UTC;
    return time.value().atDate(LocalDate.EPOCH).atOffset(offset).toOffsetTime();
  }

  private static BigDecimal big(Decimal number) {
    return new BigDecimal(number.toString());
  }
}
