package dev.quoin.feel.builtin;

import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Dates, times and durations as text (DMN 1.5, 10.3.2.3.5 to 10.3.2.3.8: the lexical forms of XML Schema, and named
/// zones after an `@`).
///
/// A local time that its named zone skips is an error; of one that occurs twice, the earlier moment is meant.
public final class Literals {
  private Literals() {}

  // Possessive, so that no text takes more than one pass.
  private static final String DATE = "(-?(?:[1-9]\\d{4,8}|\\d{4}))-(\\d\\d)-(\\d\\d)";
  private static final String TIME =
      "(\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))?(Z|[+-]\\d\\d:\\d\\d(?::\\d\\d)?|@[A-Za-z0-9_+/-]+)?";
  private static final Pattern DATE_FORM = Pattern.compile(DATE);
  private static final Pattern TIME_FORM = Pattern.compile(TIME);
  private static final Pattern DATE_TIME_FORM = Pattern.compile(DATE + "T" + TIME);
  private static final Pattern DAYS_FORM =
      Pattern.compile(
          "(-)?P(?=.)(?:(\\d++)D)?(?:T(?=.)(?:(\\d++)H)?(?:(\\d++)M)?(?:(\\d++)(?:\\.(\\d{0,9}))?S)?)?");
  private static final Pattern MONTHS_FORM =
      Pattern.compile("(-)?P(?=.)(?:(\\d++)Y)?(?:(\\d++)M)?");

  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

  /// The value of `@"text"`; the error `not-a-date` for what is no date, time, date and time or duration.
  public static Value at(String text) {
    Value value = null;
    if (text.startsWith("P") || text.startsWith("-P")) {
      value = readDuration(text);
    } else if (text.indexOf('T') > 0 && DATE_TIME_FORM.matcher(text).matches()) {
      return dateTime(text);
    } else if (TIME_FORM.matcher(text).matches()) {
      value = readTime(text);
    } else {
      value = readDate(text);
    }
    return value != null
        ? value
        : Value.error(
            "not-a-date",
            Values.quoted(text)
                + " is no date, time, date and time or duration"
                + example("2026-05-01"));
  }

  /// A date such as `2026-05-01`, or the error `not-a-date`.
  public static Value date(String text) {
    Value date = readDate(text);
    return date != null
        ? date
        : Value.error("not-a-date", Values.quoted(text) + " is no date" + example("2026-05-01"));
  }

  /// A time such as `10:00:00`, `10:00:00+09:00`, `10:00:00@Asia/Seoul`, or the error `not-a-date`.
  public static Value time(String text) {
    Value time = readTime(text);
    return time != null
        ? time
        : Value.error("not-a-date", Values.quoted(text) + " is no time" + example("10:00:00"));
  }

  /// A date and time such as `2026-05-01T10:00:00+09:00`; of a date alone, its midnight without a zone; or an error.
  public static Value dateTime(String text) {
    Value value = readDateTime(text);
    return value != null
        ? value
        : Value.error(
            "not-a-date",
            Values.quoted(text) + " is no date and time" + example("2026-05-01T10:00:00"));
  }

  /// A duration such as `P1DT2H` or `P1Y2M`, or the error `not-a-date`.
  public static Value duration(String text) {
    Value duration = readDuration(text);
    return duration != null
        ? duration
        : Value.error("not-a-date", Values.quoted(text) + " is no duration" + example("PT10M"));
  }

  private static String example(String text) {
    return " (expected: such as `" + text + "`)";
  }

  private static @Nullable Value readDate(String text) {
    Matcher matcher = DATE_FORM.matcher(text);
    LocalDate date = matcher.matches() ? date(matcher) : null;
    return date == null ? null : new Value.Date(date);
  }

  private static @Nullable LocalDate date(Matcher matcher) {
    if (matcher.group(1).equals("-0000")) {
      return null;
    }
    try {
      return LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static @Nullable Value readTime(String text) {
    Matcher matcher = TIME_FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    LocalTime time = time(matcher, 1);
    String zone = matcher.group(5);
    if (time == null || zone == null) {
      return time == null ? null : new Value.Time(time, null);
    }
    ZoneId id = zone(zone);
    return id == null ? null : new Value.Time(time, id);
  }

  /// `24:00:00` is midnight; of which day, the caller knows.
  private static @Nullable LocalTime time(Matcher matcher, int group) {
    if (isEndOfDay(matcher, group)) {
      return LocalTime.MIDNIGHT;
    }
    try {
      return LocalTime.of(
          number(matcher, group),
          number(matcher, group + 1),
          number(matcher, group + 2),
          nanos(matcher.group(group + 3)));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static boolean isEndOfDay(Matcher matcher, int group) {
    return number(matcher, group) == 24
        && number(matcher, group + 1) == 0
        && number(matcher, group + 2) == 0
        && nanos(matcher.group(group + 3)) == 0;
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null || fraction.isEmpty()
        ? 0
        : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  private static @Nullable ZoneId zone(String text) {
    if (text.startsWith("@")) {
      String name = text.substring(1);
      return ZONES.contains(name) ? ZoneId.of(name) : null;
    }
    try {
      return ZoneOffset.of(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Value readDateTime(String text) {
    Matcher matcher = DATE_TIME_FORM.matcher(text);
    if (!matcher.matches()) {
      return readDate(text) instanceof Value.Date date
          ? new Value.DateTime(date.value().atStartOfDay(), null, null)
          : null;
    }
    LocalDate date = date(matcher);
    LocalTime time = time(matcher, 4);
    String zone = matcher.group(8);
    ZoneId id = zone == null ? null : zone(zone);
    if (date == null || time == null || (zone != null && id == null)) {
      return null;
    }
    if (isEndOfDay(matcher, 4)) {
      if (date.equals(LocalDate.MAX)) {
        return null;
      }
      date = date.plusDays(1);
    }
    return dateTime(date.atTime(time), id);
  }

  /// A local date and time in a zone: the error `no-such-time` where the zone skips it.
  static Value dateTime(LocalDateTime local, @Nullable ZoneId zone) {
    if (zone == null) {
      return new Value.DateTime(local, null, null);
    }
    ZonedDateTime time = ZonedDateTime.of(local, zone);
    return time.toLocalDateTime().equals(local)
        ? Arithmetic.zoned(time)
        : Value.error(
            "no-such-time",
            "`"
                + Values.date(local.toLocalDate())
                + "T"
                + Values.time(local.toLocalTime())
                + "` does not exist in `"
                + zone
                + "`, whose clocks skip it");
  }

  private static @Nullable Value readDuration(String text) {
    try {
      Matcher months = MONTHS_FORM.matcher(text);
      if (months.matches()) {
        long count = Math.addExact(Math.multiplyExact(amount(months, 2), 12), amount(months, 3));
        return new Value.YearMonthDuration(months.group(1) == null ? count : -count);
      }
      Matcher days = DAYS_FORM.matcher(text);
      if (!days.matches()) {
        return null;
      }
      Duration duration =
          Duration.ofDays(amount(days, 2))
              .plusHours(amount(days, 3))
              .plusMinutes(amount(days, 4))
              .plusSeconds(amount(days, 5))
              .plusNanos(nanos(days.group(6)));
      return new Value.DayTimeDuration(days.group(1) == null ? duration : duration.negated());
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  private static long amount(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
