package dev.quoin.compiler.plan;

import dev.quoin.feel.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Values of one kind can be told apart and, but for booleans, put in order; values of two kinds are never equal. Local
/// and zoned times are two kinds, for which is the earlier cannot be said.
enum Kind {
  NUMBER("number"),
  TEXT("string"),
  BOOLEAN("boolean"),
  DATE("date"),
  LOCAL_TIME("time"),
  ZONED_TIME("time"),
  LOCAL_DATE_TIME("date and time"),
  ZONED_DATE_TIME("date and time"),
  DAY_TIME_DURATION("days and time duration"),
  YEAR_MONTH_DURATION("years and months duration"),
  ITEMS("list"),
  CONTEXT("context"),
  RANGE("range"),
  FUNCTION("function"),
  NULL("null");

  /// Seconds that surely fit into a `long` as nanoseconds: the years 1684 to 2255, durations of 285 years.
  private static final long SECONDS_IN_REACH = 9_000_000_000L;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /// FEEL's name of the type.
  final String typeName;

  Kind(String typeName) {
    this.typeName = typeName;
  }

  static Kind of(Value value) {
    return switch (value) {
      case Value.Null _ -> NULL;
      case Value.Num _ -> NUMBER;
      case Value.Text _ -> TEXT;
      case Value.Bool _ -> BOOLEAN;
      case Value.Date _ -> DATE;
      case Value.Time time -> time.zone() == null ? LOCAL_TIME : ZONED_TIME;
      case Value.DateTime dateTime -> dateTime.offset() == null ? LOCAL_DATE_TIME : ZONED_DATE_TIME;
      case Value.DayTimeDuration _ -> DAY_TIME_DURATION;
      case Value.YearMonthDuration _ -> YEAR_MONTH_DURATION;
      case Value.Items _ -> ITEMS;
      case Value.Context _ -> CONTEXT;
      case Value.Range _ -> RANGE;
      case Value.Function _ -> FUNCTION;
    };
  }

  /// Whether values of this kind can be looked up.
  boolean isScalar() {
    return compareTo(ITEMS) < 0;
  }

  /// Whether an interval of them has a meaning.
  boolean isOrdered() {
    return isScalar() && this != BOOLEAN;
  }

  /// Whether [#key] places values of this kind.
  boolean hasKey() {
    return isScalar() && this != NUMBER && this != TEXT;
  }

  /// The value's place in the order of its kind. Moments and durations out of reach are `Long.MIN_VALUE` or
  /// `Long.MAX_VALUE`, beyond all that are within.
  static long key(Value value) {
    return switch (value) {
      case Value.Bool bool -> bool.value() ? 1 : 0;
      case Value.Date date -> date.value().toEpochDay();
      case Value.Time time -> time.value().toNanoOfDay() - offsetNanos(time.zone());
      case Value.DateTime dateTime -> nanos(dateTime.epochSecond(), 0);
      case Value.DayTimeDuration duration -> nanos(duration.seconds(), duration.nano());
      case Value.YearMonthDuration duration -> duration.months();
      case Value.Num _,
          Value.Text _,
          Value.Null _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          throw new IllegalArgumentException("no key for " + value);
    };
  }

  /// Whether [#key] tells the value from all others of its kind.
  static boolean isWithinReach(Value value) {
    long key = key(value);
    return key != Long.MIN_VALUE && key != Long.MAX_VALUE;
  }

  private static long nanos(long seconds, int nano) {
    if (seconds >= SECONDS_IN_REACH) {
      return Long.MAX_VALUE;
    }
    if (seconds <= -SECONDS_IN_REACH) {
      return Long.MIN_VALUE;
    }
    return seconds * NANOS_PER_SECOND + nano;
  }

  private static long offsetNanos(@Nullable ZoneId zone) {
    if (zone == null) {
      return 0;
    }
    ZoneOffset offset =
        zone instanceof ZoneOffset fixed ? fixed : zone.getRules().getStandardOffset(Instant.EPOCH);
    return offset.getTotalSeconds() * NANOS_PER_SECOND;
  }
}
