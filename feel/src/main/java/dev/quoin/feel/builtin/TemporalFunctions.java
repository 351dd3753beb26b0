package dev.quoin.feel.builtin;

import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.Locale;

/// Functions of dates (DMN 1.5, 10.3.4.7 and 10.3.4.8), and those that read the moment of the evaluation.
final class TemporalFunctions {
  private TemporalFunctions() {}

  static Value now(Moment moment) {
    return Arithmetic.zoned(ZonedDateTime.ofInstant(moment.instant(), moment.zone()));
  }

  static Value today(Moment moment) {
    return new Value.Date(LocalDate.ofInstant(moment.instant(), moment.zone()));
  }

  /// The calendar date of a date or date and time, as it is written.
  static LocalDate date(Value value) {
    return value instanceof Value.DateTime dateTime
        ? dateTime.date()
        : ((Value.Date) value).value();
  }

  static Value dayOfYear(Value[] arguments) {
    return Value.of(date(arguments[0]).getDayOfYear());
  }

  static Value dayOfWeek(Value[] arguments) {
    return name(date(arguments[0]).getDayOfWeek());
  }

  static Value monthOfYear(Value[] arguments) {
    return name(date(arguments[0]).getMonth());
  }

  /// `Monday`, `January`: English, whatever the machine speaks.
  private static Value name(Enum<?> constant) {
    return Value.of(
        constant.name().charAt(0) + constant.name().substring(1).toLowerCase(Locale.ROOT));
  }

  /// The week by ISO 8601: weeks begin on Monday, and the first one has the year's first Thursday.
  static Value weekOfYear(Value[] arguments) {
    return Value.of(date(arguments[0]).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  /// Whether both are the same thing, not only equal: 10:00 in UTC is not 11:00 at +01:00.
  static Value is(Value[] arguments) {
    return Value.of(isOne(arguments[0], arguments[1]));
  }

  private static boolean isOne(Value a, Value b) {
    if (a instanceof Value.Time || a instanceof Value.DateTime) {
      return a.equals(b);
    }
    return Ordering.same(a, b);
  }
}
