package dev.quoin.bench;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;

/// Where weekday turns to weekend and day to late night, as stretches of seconds that a binary search finds.
///
/// Seoul has had no summer time since 1988, so local times of the calendar's years are counted as if in UTC.
final class RentalCalendar {
  static final int SLOT_SECONDS = 600;
  static final int SLOTS_PER_BLOCK = 144;

  private static final LocalDate FIRST_DAY = LocalDate.of(2018, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(2027, 12, 31);
  private static final int[] HOURS = {0, 2, 6, 19, 24};

  static final int WEEKEND = 1;
  static final int LATE_NIGHT = 2;

  /// `starts[i]` is where stretch `i` begins and `i - 1` ends; the last one is the end of the calendar.
  private final long[] starts;

  private final byte[] kinds;

  RentalCalendar(Set<LocalDate> specialDays) {
    int days = Math.toIntExact(LAST_DAY.toEpochDay() - FIRST_DAY.toEpochDay() + 1);
    long[] boundaries = new long[days * 4 + 1];
    byte[] found = new byte[days * 4];
    int count = 0;
    for (LocalDate day = FIRST_DAY; !day.isAfter(LAST_DAY); day = day.plusDays(1)) {
      for (int part = 0; part < 4; part++) {
        byte kind = kind(day, HOURS[part], specialDays.contains(day));
        if (count == 0 || found[count - 1] != kind) {
          boundaries[count] = (day.toEpochDay() * 24 + HOURS[part]) * 3600;
          found[count++] = kind;
        }
      }
    }
    boundaries[count] = (LAST_DAY.toEpochDay() + 1) * 86_400;
    starts = Arrays.copyOf(boundaries, count + 1);
    kinds = Arrays.copyOf(found, count);
  }

  private static byte kind(LocalDate day, int hour, boolean special) {
    DayOfWeek weekday = day.getDayOfWeek();
    boolean weekend =
        special
            || weekday == DayOfWeek.SATURDAY
            || (weekday == DayOfWeek.FRIDAY && hour >= 19)
            || (weekday == DayOfWeek.SUNDAY && hour < 19);
    boolean lateNight = hour == 2;
    return (byte) ((weekend ? WEEKEND : 0) + (lateNight ? LATE_NIGHT : 0));
  }

  static long seconds(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC);
  }

  /// Counts the slots of a 24-hour block into `all` and those of them that begin before `until` into `used`, by kind.
  void count(long blockStart, long until, int[] used, int[] all) {
    Arrays.fill(used, 0);
    Arrays.fill(all, 0);
    int usedSlots = Math.min(SLOTS_PER_BLOCK, slotsUpTo(until - blockStart));
    int found = Arrays.binarySearch(starts, blockStart);
    int stretch = found >= 0 ? found : -found - 2;
    int slot = 0;
    while (slot < SLOTS_PER_BLOCK) {
      if (stretch < 0 || stretch >= kinds.length) {
        throw new IllegalArgumentException("outside the calendar");
      }
      int end = Math.min(SLOTS_PER_BLOCK, slotsUpTo(starts[stretch + 1] - blockStart));
      all[kinds[stretch]] += end - slot;
      used[kinds[stretch]] += Math.max(0, Math.min(end, usedSlots) - slot);
      slot = end;
      stretch++;
    }
  }

  /// How many slots begin within the first so many seconds.
  private static int slotsUpTo(long seconds) {
    return Math.toIntExact(Math.ceilDiv(Math.max(0, seconds), SLOT_SECONDS));
  }
}
