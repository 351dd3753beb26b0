package dev.quoin.compiler.run;

import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Column;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.stream.IntStream;

/// An input of dates and times in the lanes of a chunk, as seconds.
final class Instants {
  private static final long SECONDS_PER_DAY = 86_400;

  private static final int DAYS_PER_WEEK = 7;

  /// The weekday of 1970-01-01.
  private static final int THURSDAY = 4;

  private final long[] seconds;
  private final long[] localSeconds;

  /// The parts of the dates as packed numbers, made when one of them is first asked for.
  private final long[] years;

  private final long[] months;
  private final long[] days;
  private final long[] weekdays;

  private int[] selected = {};
  private boolean isKnown;
  private boolean isLocal;
  private boolean hasParts;

  Instants(int width) {
    seconds = new long[width];
    localSeconds = new long[width];
    years = new long[width];
    months = new long[width];
    days = new long[width];
    weekdays = new long[width];
  }

  /// Whether the chunk has seconds.
  boolean isKnown() {
    return isKnown;
  }

  void forget() {
    isKnown = false;
  }

  /// Takes the seconds of a chunk of the column, unless one of them is null.
  void take(Column.Moments column, int base, int[] lanes) {
    selected = lanes;
    hasParts = false;
    isLocal = column.zone() == null;
    isKnown = true;
    System.arraycopy(
        column.epochSeconds(), base, seconds, 0, Math.min(seconds.length, column.size() - base));
    for (int lane : lanes) {
      isKnown &= seconds[lane] != Column.Moments.NULL;
    }
    ZoneId zone = column.zone();
    if (zone == null) {
      System.arraycopy(seconds, 0, localSeconds, 0, seconds.length);
    } else if (isKnown) {
      localise(zone.getRules());
    }
  }

  private void localise(ZoneRules rules) {
    Offset offset = null;
    for (int lane : selected) {
      long second = seconds[lane];
      if (offset == null || second < offset.from || second >= offset.until) {
        offset = Offset.at(second, rules);
      }
      localSeconds[lane] = second + offset.seconds;
    }
  }

  /// An offset and how long it holds.
  private record Offset(long from, long until, int seconds) {
    static Offset at(long second, ZoneRules rules) {
      Instant instant = Instant.ofEpochSecond(second);
      ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
      ZoneOffsetTransition after = rules.nextTransition(instant);
      return new Offset(
          before == null ? Long.MIN_VALUE : before.toEpochSecond(),
          after == null ? Long.MAX_VALUE : after.toEpochSecond(),
          rules.getOffset(instant).getTotalSeconds());
    }
  }

  boolean isLocal() {
    return isLocal;
  }

  /// Since 1970-01-01T00:00 in UTC; of a local date and time, as if it were in UTC.
  long second(int lane) {
    return seconds[lane];
  }

  /// The years in the lanes of the chunk.
  long[] years() {
    take();
    return years;
  }

  long[] months() {
    take();
    return months;
  }

  long[] days() {
    take();
    return days;
  }

  long[] weekdays() {
    take();
    return weekdays;
  }

  private void take() {
    if (hasParts) {
      return;
    }
    hasParts = true;
    for (int lane : selected) {
      long day = Math.floorDiv(localSeconds[lane], SECONDS_PER_DAY);
      int date = Calendar.of(day);
      years[lane] = Packed.of(Calendar.year(date), 0);
      months[lane] = Packed.of(Calendar.month(date), 0);
      days[lane] = Packed.of(Calendar.day(date), 0);
      weekdays[lane] = Packed.of(Math.floorMod(day + THURSDAY - 1, DAYS_PER_WEEK) + 1, 0);
    }
  }

  /// Year, month and day in an int; those of two centuries are looked up.
  private static final class Calendar {
    private static final int MONTH_BITS = 4;
    private static final int DAY_BITS = 5;
    private static final int FIRST = (int) LocalDate.of(1900, 1, 1).toEpochDay();
    private static final int[] KNOWN =
        IntStream.range(FIRST, (int) LocalDate.of(2100, 1, 1).toEpochDay())
            .map(Calendar::computed)
            .toArray();

    static int of(long day) {
      long place = day - FIRST;
      return place >= 0 && place < KNOWN.length ? KNOWN[(int) place] : computed(day);
    }

    private static int computed(long day) {
      LocalDate date = LocalDate.ofEpochDay(day);
      return (date.getYear() << MONTH_BITS | date.getMonthValue()) << DAY_BITS
          | date.getDayOfMonth();
    }

    static int year(int date) {
      return date >> (MONTH_BITS + DAY_BITS);
    }

    static int month(int date) {
      return date >> DAY_BITS & ((1 << MONTH_BITS) - 1);
    }

    static int day(int date) {
      return date & ((1 << DAY_BITS) - 1);
    }
  }
}
