package dev.quoin.dmn.analyse;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The kinds of values that an axis can hold, each with its order.
enum Kind {
  NULL,
  NUMBER,
  TEXT,
  BOOLEAN,
  DATE,
  TIME,
  DATE_TIME,
  DAY_TIME_DURATION,
  YEAR_MONTH_DURATION,
  OTHER;

  static Kind of(Value value) {
    return switch (value) {
      case Value.Null _ -> NULL;
      case Value.Num _ -> NUMBER;
      case Value.Text _ -> TEXT;
      case Value.Bool _ -> BOOLEAN;
      case Value.Date _ -> DATE;
      case Value.Time _ -> TIME;
      case Value.DateTime _ -> DATE_TIME;
      case Value.DayTimeDuration _ -> DAY_TIME_DURATION;
      case Value.YearMonthDuration _ -> YEAR_MONTH_DURATION;
      case Value.Items _, Value.Context _, Value.Range _, Value.Function _ -> OTHER;
    };
  }

  /// The kind of all values of a type, `OTHER` where there is no such.
  static Kind of(Type type) {
    return switch (type) {
      case Type.Simple.NUMBER -> NUMBER;
      case Type.Simple.STRING -> TEXT;
      case Type.Simple.BOOLEAN -> BOOLEAN;
      case Type.Simple.DATE -> DATE;
      case Type.Simple.TIME -> TIME;
      case Type.Simple.DATE_TIME -> DATE_TIME;
      case Type.Simple.DAY_TIME_DURATION -> DAY_TIME_DURATION;
      case Type.Simple.YEAR_MONTH_DURATION -> YEAR_MONTH_DURATION;
      case Type.Simple.NULL -> NULL;
      case Type.Simple.ANY -> OTHER;
      case Type.ListType _, Type.RangeType _, Type.ContextType _, Type.FunctionType _ -> OTHER;
    };
  }

  /// The order of two values of this kind.
  ///
  /// @throws IllegalArgumentException for times of which one has a zone and the other has none
  int compare(Value a, Value b) {
    return switch (a) {
      case Value.Num left when b instanceof Value.Num right ->
          left.value().compareTo(right.value());
      case Value.Text left when b instanceof Value.Text right ->
          left.value().compareTo(right.value());
      case Value.Bool left when b instanceof Value.Bool right ->
          Boolean.compare(left.value(), right.value());
      case Value.Date left when b instanceof Value.Date right ->
          left.value().compareTo(right.value());
      case Value.Time left when b instanceof Value.Time right && zones(left.zone(), right.zone()) ->
          left.value().compareTo(right.value());
      case Value.DateTime left when b instanceof Value.DateTime right -> compare(left, right);
      case Value.DayTimeDuration left when b instanceof Value.DayTimeDuration right ->
          left.value().compareTo(right.value());
      case Value.YearMonthDuration left when b instanceof Value.YearMonthDuration right ->
          Long.compare(left.months(), right.months());
      case Value.Null _ when b instanceof Value.Null -> 0;
      default -> throw new IllegalArgumentException("no order of " + a + " and " + b);
    };
  }

  private static boolean zones(@Nullable Object a, @Nullable Object b) {
    return a == null ? b == null : a.equals(b);
  }

  private static int compare(Value.DateTime left, Value.DateTime right) {
    ZoneOffset a = left.offset();
    ZoneOffset b = right.offset();
    if (a == null && b == null) {
      return Long.compare(left.localSecond(), right.localSecond());
    }
    if (a == null || b == null) {
      throw new IllegalArgumentException("no order of " + left + " and " + right);
    }
    return Long.compare(left.epochSecond(), right.epochSecond());
  }

  /// A value strictly between two, or null where there is none; an end that is null is unbounded.
  @Nullable Value between(@Nullable Value low, @Nullable Value high, Optional<Decimal> step) {
    Value found =
        switch (this) {
          case NUMBER -> Value.of(number(low, high, step));
          case TEXT -> text(low);
          case DATE -> date(low, high);
          case TIME -> time(low, high);
          case DATE_TIME -> dateTime(low, high);
          case DAY_TIME_DURATION -> duration(low, high);
          case YEAR_MONTH_DURATION -> months(low, high);
          case NULL, BOOLEAN, OTHER -> null;
        };
    if (found == null) {
      return null;
    }
    boolean above = low == null || compare(low, found) < 0;
    return above && (high == null || compare(found, high) < 0) ? found : null;
  }

  private static Decimal number(@Nullable Value low, @Nullable Value high, Optional<Decimal> step) {
    Decimal grid = step.orElse(Decimal.ONE);
    if (low instanceof Value.Num from) {
      Decimal next = from.value().dividedBy(grid).floor(0).plus(Decimal.ONE).times(grid);
      boolean inside = !(high instanceof Value.Num to) || next.compareTo(to.value()) < 0;
      if (inside || step.isPresent()) {
        return next;
      }
      Decimal end = high instanceof Value.Num to ? to.value() : next;
      return from.value().plus(end).dividedBy(Decimal.of(2));
    }
    if (high instanceof Value.Num to) {
      return to.value().dividedBy(grid).ceiling(0).minus(Decimal.ONE).times(grid);
    }
    return Decimal.ZERO;
  }

  /// The text right behind another: nothing fits between them.
  private static Value text(@Nullable Value low) {
    return Value.of(low instanceof Value.Text from ? from.value() + "\u0000" : "");
  }

  private static Value date(@Nullable Value low, @Nullable Value high) {
    if (low instanceof Value.Date from) {
      return new Value.Date(from.value().plusDays(1));
    }
    return new Value.Date(
        high instanceof Value.Date to ? to.value().minusDays(1) : LocalDate.of(2026, 1, 1));
  }

  private static @Nullable Value time(@Nullable Value low, @Nullable Value high) {
    if (low instanceof Value.Time from) {
      long end = high instanceof Value.Time to ? to.value().toNanoOfDay() : 86_400_000_000_000L;
      return new Value.Time(
          LocalTime.ofNanoOfDay((from.value().toNanoOfDay() + end) / 2), from.zone());
    }
    if (high instanceof Value.Time to) {
      return new Value.Time(LocalTime.MIDNIGHT, to.zone());
    }
    return new Value.Time(LocalTime.NOON, null);
  }

  private static Value dateTime(@Nullable Value low, @Nullable Value high) {
    if (low instanceof Value.DateTime from) {
      Duration half =
          high instanceof Value.DateTime to
              ? Duration.between(from.value(), to.value()).dividedBy(2)
              : Duration.ofHours(1);
      return new Value.DateTime(from.value().plus(half), from.zone(), from.offset());
    }
    if (high instanceof Value.DateTime to) {
      return new Value.DateTime(to.value().minusHours(1), to.zone(), to.offset());
    }
    return new Value.DateTime(LocalDateTime.of(2026, 1, 1, 0, 0), null, null);
  }

  private static Value duration(@Nullable Value low, @Nullable Value high) {
    if (low instanceof Value.DayTimeDuration from) {
      return new Value.DayTimeDuration(
          high instanceof Value.DayTimeDuration to
              ? from.value().plus(to.value()).dividedBy(2)
              : from.value().plusHours(1));
    }
    return new Value.DayTimeDuration(
        high instanceof Value.DayTimeDuration to ? to.value().minusHours(1) : Duration.ZERO);
  }

  private static Value months(@Nullable Value low, @Nullable Value high) {
    if (low instanceof Value.YearMonthDuration from) {
      return new Value.YearMonthDuration(from.months() + 1);
    }
    return new Value.YearMonthDuration(
        high instanceof Value.YearMonthDuration to ? to.months() - 1 : 0);
  }
}
