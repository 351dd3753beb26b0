package dev.quoin.ratebook.calendar;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what a `ratebook.yaml` writes for parts of time.
public final class Spelling {
  private static final Pattern HOURS =
      Pattern.compile("(\\d{2}):(\\d{2})\\s*\\.\\.\\s*(\\d{2}):(\\d{2})");
  private static final Pattern WEEKLY = Pattern.compile("([A-Z]{3}) (\\d{2}):(\\d{2})");
  private static final Pattern DAYS =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2})\\s*\\.\\.\\s*(\\d{4}-\\d{2}-\\d{2})");
  private static final List<String> DAY_NAMES =
      List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

  private Spelling() {}

  /// `02:00..06:00`.
  public static Optional<SlotKinds.Hours> hours(String text) {
    Matcher parts = HOURS.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int from = second(parts.group(1), parts.group(2));
    int to = second(parts.group(3), parts.group(4));
    return from < 0 || from >= SlotKinds.DAY || to < 0 || from == to
        ? Optional.empty()
        : Optional.of(new SlotKinds.Hours(from, to));
  }

  /// `FRI 19:00`, in seconds from Monday's midnight.
  public static Optional<Integer> secondOfWeek(String text) {
    Matcher parts = WEEKLY.matcher(text);
    if (!parts.matches() || !DAY_NAMES.contains(parts.group(1))) {
      return Optional.empty();
    }
    int second = second(parts.group(2), parts.group(3));
    return second < 0 || second >= SlotKinds.DAY
        ? Optional.empty()
        : Optional.of(
            SlotKinds.Week.second(DayOfWeek.of(DAY_NAMES.indexOf(parts.group(1)) + 1), second));
  }

  /// `2018-01-01..2027-12-31`: the first and the last day.
  public static Optional<List<LocalDate>> horizon(String text) {
    Matcher parts = DAYS.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate first = LocalDate.parse(parts.group(1));
      LocalDate last = LocalDate.parse(parts.group(2));
      return last.isBefore(first) ? Optional.empty() : Optional.of(List.of(first, last));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// Seconds from midnight, up to 24:00; -1 where there is no such time.
  private static int second(String hour, String minute) {
    int second = 3_600 * Integer.parseInt(hour) + 60 * Integer.parseInt(minute);
    return Integer.parseInt(minute) < 60 && second <= SlotKinds.DAY ? second : -1;
  }
}
