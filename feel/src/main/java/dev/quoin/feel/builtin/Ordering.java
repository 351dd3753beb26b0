package dev.quoin.feel.builtin;

import dev.quoin.feel.Value;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Equality and order of values (DMN 1.5, tables 52 to 54).
///
/// Only values of one kind can be compared. A local and a zoned time are two kinds: which comes first depends on where
/// one stands. Zoned date-times compare by their instant. A time of day in a named zone has no offset without a day, so
/// it compares with times of the same zone only.
final class Ordering {
  private Ordering() {}

  private enum Kind {
    NULL,
    NUMBER,
    TEXT,
    BOOLEAN,
    DATE,
    LOCAL_TIME,
    ZONED_TIME,
    LOCAL_DATE_TIME,
    ZONED_DATE_TIME,
    DAY_TIME_DURATION,
    YEAR_MONTH_DURATION,
    LIST,
    CONTEXT,
    RANGE,
    FUNCTION
  }

  private static Kind kind(Value value) {
    return switch (value) {
      case Value.Null _ -> Kind.NULL;
      case Value.Num _ -> Kind.NUMBER;
      case Value.Text _ -> Kind.TEXT;
      case Value.Bool _ -> Kind.BOOLEAN;
      case Value.Date _ -> Kind.DATE;
      case Value.Time time -> time.zone() == null ? Kind.LOCAL_TIME : Kind.ZONED_TIME;
      case Value.DateTime time -> time.zone() == null ? Kind.LOCAL_DATE_TIME : Kind.ZONED_DATE_TIME;
      case Value.DayTimeDuration _ -> Kind.DAY_TIME_DURATION;
      case Value.YearMonthDuration _ -> Kind.YEAR_MONTH_DURATION;
      case Value.Items _ -> Kind.LIST;
      case Value.Context _ -> Kind.CONTEXT;
      case Value.Range _ -> Kind.RANGE;
      case Value.Function _ -> Kind.FUNCTION;
    };
  }

  /// Whether `=` of the two has an answer.
  static boolean areOfOneKind(Value a, Value b) {
    return kind(a) == kind(b)
        && !(a instanceof Value.Function)
        && !(a instanceof Value.Time left
            && b instanceof Value.Time right
            && !haveOneClock(left, right));
  }

  /// Whether `<` of the two has an answer.
  static boolean areOrdered(Value a, Value b) {
    return areOfOneKind(a, b)
        && switch (kind(a)) {
          case NUMBER,
              TEXT,
              DATE,
              LOCAL_TIME,
              ZONED_TIME,
              LOCAL_DATE_TIME,
              ZONED_DATE_TIME,
              DAY_TIME_DURATION,
              YEAR_MONTH_DURATION ->
              true;
          case NULL, BOOLEAN, LIST, CONTEXT, RANGE, FUNCTION -> false;
        };
  }

  private static boolean haveOneClock(Value.Time a, Value.Time b) {
    return Objects.equals(a.zone(), b.zone())
        || (fixedOffset(a.zone()) != null && fixedOffset(b.zone()) != null);
  }

  /// The offset of a zone that has only one, such as `Etc/UTC`.
  static @Nullable ZoneOffset fixedOffset(@Nullable ZoneId zone) {
    if (zone == null) {
      return null;
    }
    return zone.getRules().isFixedOffset()
        ? zone.getRules().getStandardOffset(java.time.Instant.EPOCH)
        : null;
  }

  /// The order of two values for which [#areOrdered] holds.
  static int compare(Value a, Value b) {
    if (!areOrdered(a, b)) {
      throw new IllegalArgumentException("not ordered: " + a + " and " + b);
    }
    if (a instanceof Value.Num left && b instanceof Value.Num right) {
      return left.value().compareTo(right.value());
    }
    if (a instanceof Value.Text left && b instanceof Value.Text right) {
      return compare(left.value(), right.value());
    }
    if (a instanceof Value.Date left && b instanceof Value.Date right) {
      return left.value().compareTo(right.value());
    }
    if (a instanceof Value.Time left && b instanceof Value.Time right) {
      return Long.compare(nanos(left, right), nanos(right, left));
    }
    if (a instanceof Value.DateTime left && b instanceof Value.DateTime right) {
      return compare(left, right);
    }
    if (a instanceof Value.DayTimeDuration left && b instanceof Value.DayTimeDuration right) {
      return left.value().compareTo(right.value());
    }
    return Long.compare(
        ((Value.YearMonthDuration) a).months(), ((Value.YearMonthDuration) b).months());
  }

  /// By code points: Java's order is by UTF-16 units, which puts U+1F600 before U+FF5E.
  private static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean leftIsHalf = Character.isSurrogate(left);
        return leftIsHalf == Character.isSurrogate(right)
            ? Character.compare(left, right)
            : leftIsHalf ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /// By the second: a date and time is compared as the number of its seconds (DMN 1.5, 10.3.2.3.6).
  private static int compare(Value.DateTime a, Value.DateTime b) {
    return Long.compare(a.epochSecond(), b.epochSecond());
  }

  /// Nanoseconds of the day in UTC, or on the common clock of two times of one zone.
  static long nanos(Value.Time time, Value.Time other) {
    LocalTime local = time.value();
    ZoneOffset offset = Objects.equals(time.zone(), other.zone()) ? null : fixedOffset(time.zone());
    return local.toNanoOfDay() - (offset == null ? 0 : offset.getTotalSeconds() * 1_000_000_000L);
  }

  /// FEEL's equality with an answer always: null is null, and what cannot be compared is not equal.
  static boolean same(@Nullable Value a, @Nullable Value b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    if (!areOfOneKind(a, b)) {
      return false;
    }
    return switch (a) {
      case Value.Null _ -> true;
      case Value.Bool bool -> bool.equals(b);
      case Value.Items items -> sameItems(items, (Value.Items) b);
      case Value.Context context -> sameEntries(context, (Value.Context) b);
      case Value.Range range -> sameRange(range, (Value.Range) b);
      case Value.Function _ -> false;
      case Value.Num _,
          Value.Text _,
          Value.Date _,
          Value.Time _,
          Value.DateTime _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _ ->
          compare(a, b) == 0;
    };
  }

  private static boolean sameItems(Value.Items a, Value.Items b) {
    if (a.values().size() != b.values().size()) {
      return false;
    }
    Iterator<Value> others = b.values().iterator();
    for (Value value : a.values()) {
      if (!same(value, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameEntries(Value.Context a, Value.Context b) {
    if (a.entries().size() != b.entries().size()) {
      return false;
    }
    for (Map.Entry<String, Value> entry : a.entries().entrySet()) {
      Value other = b.entries().get(entry.getKey());
      if (other == null || !same(entry.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameRange(Value.Range a, Value.Range b) {
    return a.form() == b.form()
        && a.lowClosed() == b.lowClosed()
        && a.highClosed() == b.highClosed()
        && same(a.low(), b.low())
        && same(a.high(), b.high());
  }

  /// A hash that agrees with [#same].
  static int hash(@Nullable Value value) {
    if (value == null) {
      return 0;
    }
    return switch (value) {
      case Value.Null _ -> 1;
      case Value.Num number -> number.value().hashCode();
      case Value.Text text -> text.value().hashCode();
      case Value.Bool bool -> Boolean.hashCode(bool.value());
      case Value.Date date -> date.value().hashCode();
      // Times of several zones may be equal; few lists hold many of them.
      case Value.Time time -> time.zone() == null ? time.value().hashCode() : 3;
      case Value.DateTime time -> Long.hashCode(time.epochSecond());
      case Value.DayTimeDuration duration -> duration.value().hashCode();
      case Value.YearMonthDuration duration -> Long.hashCode(duration.months());
      case Value.Items items -> {
        int hash = 7;
        for (Value item : items.values()) {
          hash = 31 * hash + hash(item);
        }
        yield hash;
      }
      case Value.Context context -> {
        int hash = 11;
        for (Map.Entry<String, Value> entry : context.entries().entrySet()) {
          hash += entry.getKey().hashCode() ^ hash(entry.getValue());
        }
        yield hash;
      }
      case Value.Range range -> 31 * hash(range.low()) + hash(range.high());
      case Value.Function _ -> 13;
    };
  }

  /// A value that is found again in hash tables by FEEL's equality.
  record Key(Value value) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && same(value, key.value);
    }

    @Override
    public int hashCode() {
      return hash(value);
    }
  }
}
