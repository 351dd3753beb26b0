package dev.quoin.ratebook.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a calendar declares: into slots of which length time is cut, and which kind a slot is of. A slot is of the
/// first kind that holds at the slot's own start, in local time; the last kind holds always.
///
/// @param name the calendar's id
/// @param firstDay the first day of the horizon
/// @param lastDay its last day, inclusive
public record SlotKinds(
    String name,
    ZoneId zone,
    Duration slot,
    LocalDate firstDay,
    LocalDate lastDay,
    List<Kind> kinds) {

  static final int DAY = 86_400;
  static final int WEEK = 7 * DAY;

  public SlotKinds {
    kinds = List.copyOf(kinds);
    if (slot.toSeconds() <= 0 || !slot.equals(Duration.ofSeconds(slot.toSeconds()))) {
      throw new IllegalArgumentException("a slot of " + slot);
    }
    if (lastDay.isBefore(firstDay)) {
      throw new IllegalArgumentException("a horizon from " + firstDay + " to " + lastDay);
    }
    if (kinds.isEmpty()
        || kinds.getLast().hours().isPresent()
        || kinds.getLast().days().isPresent()) {
      throw new IllegalArgumentException("the last kind has to hold always");
    }
  }

  /// A kind of time: holds where all that is present holds.
  public record Kind(String name, Optional<Hours> hours, Optional<Days> days) {}

  /// A part of each day, in seconds from midnight; `to` is exclusive, and before `from` where the part goes on after
  /// midnight.
  public record Hours(int from, int to) {
    public Hours {
      if (from < 0 || from >= DAY || to < 0 || to > DAY || from == to) {
        throw new IllegalArgumentException("hours from " + from + " to " + to);
      }
    }

    boolean holds(int secondOfDay) {
      return from < to
          ? secondOfDay >= from && secondOfDay < to
          : secondOfDay >= from || secondOfDay < to;
    }
  }

  /// Inside the weekly span, or on a listed date.
  public record Days(Optional<Week> week, Set<LocalDate> dates) {
    public Days {
      dates = Set.copyOf(dates);
    }
  }

  /// A part of each week, in seconds from Monday's midnight; `to` is exclusive, and before `from` where the part goes
  /// on after Sunday.
  public record Week(int from, int to) {
    public Week {
      if (from < 0 || from >= WEEK || to < 0 || to >= WEEK || from == to) {
        throw new IllegalArgumentException("a week's part from " + from + " to " + to);
      }
    }

    static int second(DayOfWeek day, int secondOfDay) {
      return (day.getValue() - 1) * DAY + secondOfDay;
    }

    boolean holds(int secondOfWeek) {
      return from < to
          ? secondOfWeek >= from && secondOfWeek < to
          : secondOfWeek >= from || secondOfWeek < to;
    }
  }
}
