package dev.quoin.ratebook.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Value;
import dev.quoin.testkit.Seeded;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotCalendarTest {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final int HOUR = 3600;

  private static final SlotKinds.Week WEEKEND =
      new SlotKinds.Week(
          SlotKinds.Week.second(DayOfWeek.FRIDAY, 19 * HOUR),
          SlotKinds.Week.second(DayOfWeek.SUNDAY, 19 * HOUR));

  @Test
  void a_slot_counts_under_the_kind_of_its_own_start() {
    SlotCalendar calendar = SlotCalendar.of(seoul(2026, 2026));
    // Friday 18:50 is a weekday's slot, Friday 19:00 a weekend's.
    assertThat(calendar.call(trip("2026-05-01T18:50", "2026-05-01T19:20", SEOUL)))
        .isEqualTo(counts(0, 2, 0, 1));
    // 01:55 is not late night though most of its slot is.
    assertThat(calendar.call(trip("2026-05-06T01:55", "2026-05-06T02:25", SEOUL)))
        .isEqualTo(counts(0, 0, 2, 1));
  }

  @Test
  void a_listed_date_is_a_whole_local_day() {
    SlotCalendar calendar = SlotCalendar.of(seoul(2026, 2026));
    // Tuesday, 5 May 2026, is listed.
    assertThat(calendar.call(trip("2026-05-04T23:50", "2026-05-06T00:10", SEOUL)))
        .isEqualTo(counts(24, 120, 0, 2));
  }

  @Test
  void nothing_lies_between_a_moment_and_one_that_is_not_later() {
    SlotCalendar calendar = SlotCalendar.of(seoul(2026, 2026));
    assertThat(calendar.call(trip("2026-05-04T10:00", "2026-05-04T10:00", SEOUL)))
        .isEqualTo(counts(0, 0, 0, 0));
    assertThat(calendar.call(trip("2026-05-04T10:00", "2026-05-04T09:00", SEOUL)))
        .isEqualTo(counts(0, 0, 0, 0));
  }

  @Test
  void a_question_beyond_the_horizon_is_refused() {
    SlotCalendar calendar = SlotCalendar.of(seoul(2026, 2026));
    assertThat(calendar.call(trip("2026-12-31T23:00", "2027-01-01T00:00", SEOUL)))
        .isEqualTo(counts(0, 0, 0, 6));
    assertThat(calendar.call(trip("2026-12-31T23:00", "2027-01-01T00:10", SEOUL)))
        .isEqualTo(
            Value.error(
                "outside-calendar",
                "calendar `c` does not know 2026-12-31T23:00 to 2027-01-01T00:10 (expected: from 2026-01-01 to 2026-12-31)"));
  }

  @Test
  void a_local_time_is_taken_in_the_calendars_zone_where_it_occurs_once() {
    SlotCalendar calendar = SlotCalendar.of(kinds(ZoneId.of("Europe/Berlin"), 2026, 2026));
    Value.DateTime before = new Value.DateTime(LocalDateTime.parse("2026-10-25T01:00"), null, null);
    Value.DateTime twice = new Value.DateTime(LocalDateTime.parse("2026-10-25T02:30"), null, null);
    Value.DateTime after = new Value.DateTime(LocalDateTime.parse("2026-10-25T03:00"), null, null);
    assertThat(calendar.call(new Value[] {before, after})).isEqualTo(counts(12, 6, 0, 0));
    assertThat(calendar.call(new Value[] {before, twice}))
        .isEqualTo(
            Value.error(
                "ambiguous-time",
                "`2026-10-25T02:30` does not occur exactly once in Europe/Berlin"));
  }

  @Test
  void agrees_with_its_slow_twin_on_100_000_trips_in_zones_that_change_their_clocks() {
    List<SlotKinds> declared = new ArrayList<>();
    declared.add(seoul(1986, 1989));
    declared.add(seoul(2018, 2027));
    for (String zone :
        List.of(
            "Europe/Berlin",
            "America/New_York",
            "America/Sao_Paulo",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Asia/Kathmandu",
            "UTC")) {
      declared.add(kinds(ZoneId.of(zone), 2009, 2012));
      declared.add(odd(ZoneId.of(zone)));
    }
    Map<SlotKinds, SlotCalendar> calendars = new HashMap<>();
    Seeded.forAll(
        100_000,
        20261122,
        seeded -> {
          SlotKinds kinds = seeded.note("calendar", seeded.pick(declared));
          SlotCalendar calendar = calendars.computeIfAbsent(kinds, SlotCalendar::of);
          ZonedDateTime from = moment(kinds, seeded);
          int most = seeded.oneIn(300) ? 4_320 : 144;
          ZonedDateTime to =
              from.plusSeconds(seeded.between(0, most) * kinds.slot().toSeconds())
                  .plusSeconds(seeded.oneIn(4) ? seeded.between(-700, 700) : 0)
                  .plusNanos(seeded.oneIn(10) ? seeded.between(0, 999_999_999) : 0);
          if (to.toLocalDate().isAfter(kinds.lastDay())) {
            return;
          }
          seeded.note("from", from);
          seeded.note("to", to);
          assertThat(calendar.call(new Value[] {value(from), value(to)}))
              .isEqualTo(slotBySlot(kinds, from, to));
        });
  }

  private static ZonedDateTime moment(SlotKinds kinds, Seeded seeded) {
    LocalDate day = seeded.date(kinds.firstDay(), kinds.lastDay());
    ZonedDateTime moment =
        day.atTime(seeded.time(seeded.pick(List.of(600, 1, 60)))).atZone(kinds.zone());
    if (seeded.oneIn(3)) {
      var next = kinds.zone().getRules().nextTransition(moment.toInstant());
      if (next != null) {
        ZonedDateTime near =
            next.getInstant().atZone(kinds.zone()).plusMinutes(seeded.between(-300, 120));
        moment = near.toLocalDate().isAfter(kinds.lastDay()) ? moment : near;
      }
    }
    return seeded.oneIn(10) ? moment.plusNanos(seeded.between(0, 999_999_999)) : moment;
  }

  /// The twin: each slot's start is asked for its kind.
  private static Value slotBySlot(SlotKinds declared, ZonedDateTime from, ZonedDateTime to) {
    long[] counts = new long[declared.kinds().size()];
    for (ZonedDateTime start = from;
        start.toInstant().isBefore(to.toInstant());
        start = start.toInstant().plus(declared.slot()).atZone(declared.zone())) {
      counts[kind(declared, start.toLocalDateTime())]++;
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      entries.put(declared.kinds().get(i).name(), Value.of(counts[i]));
    }
    return new Value.Context(entries);
  }

  private static int kind(SlotKinds declared, LocalDateTime start) {
    for (int i = 0; i < declared.kinds().size(); i++) {
      SlotKinds.Kind kind = declared.kinds().get(i);
      boolean hours = kind.hours().map(part -> isInHours(part, start)).orElse(true);
      boolean days = kind.days().map(part -> isInDays(part, start)).orElse(true);
      if (hours && days) {
        return i;
      }
    }
    throw new AssertionError("no kind at " + start);
  }

  private static boolean isInHours(SlotKinds.Hours hours, LocalDateTime start) {
    LocalTime time = start.toLocalTime();
    boolean late = !time.isBefore(LocalTime.ofSecondOfDay(hours.from()));
    boolean early =
        hours.to() == SlotKinds.DAY || time.isBefore(LocalTime.ofSecondOfDay(hours.to()));
    return hours.from() < hours.to() ? late && early : late || early;
  }

  private static boolean isInDays(SlotKinds.Days days, LocalDateTime start) {
    return days.dates().contains(start.toLocalDate())
        || days.week().map(week -> isInWeek(week, start)).orElse(false);
  }

  /// Whether the weekly part that began last has not ended yet.
  private static boolean isInWeek(SlotKinds.Week week, LocalDateTime start) {
    LocalDateTime began =
        start.with(TemporalAdjusters.previousOrSame(day(week.from()))).with(time(week.from()));
    began = began.isAfter(start) ? began.minusWeeks(1) : began;
    LocalDateTime ends =
        began.with(TemporalAdjusters.nextOrSame(day(week.to()))).with(time(week.to()));
    ends = ends.isAfter(began) ? ends : ends.plusWeeks(1);
    return start.isBefore(ends);
  }

  private static DayOfWeek day(int secondOfWeek) {
    return DayOfWeek.of(secondOfWeek / SlotKinds.DAY + 1);
  }

  private static LocalTime time(int secondOfWeek) {
    return LocalTime.ofSecondOfDay(secondOfWeek % SlotKinds.DAY);
  }

  private static SlotKinds seoul(int firstYear, int lastYear) {
    return kinds(SEOUL, firstYear, lastYear);
  }

  private static SlotKinds kinds(ZoneId zone, int firstYear, int lastYear) {
    Optional<SlotKinds.Hours> night = Optional.of(new SlotKinds.Hours(2 * HOUR, 6 * HOUR));
    Set<LocalDate> dates =
        Set.of(
            LocalDate.of(2026, 5, 5),
            LocalDate.of(2010, 3, 28),
            LocalDate.of(2011, 12, 29),
            LocalDate.of(1988, 5, 8));
    Optional<SlotKinds.Days> weekend = Optional.of(new SlotKinds.Days(Optional.of(WEEKEND), dates));
    return new SlotKinds(
        "c",
        zone,
        Duration.ofMinutes(10),
        LocalDate.of(firstYear, 1, 1),
        LocalDate.of(lastYear, 12, 31),
        List.of(
            new SlotKinds.Kind("weekend late night", night, weekend),
            new SlotKinds.Kind("weekend", Optional.empty(), weekend),
            new SlotKinds.Kind("weekday late night", night, Optional.empty()),
            new SlotKinds.Kind("weekday", Optional.empty(), Optional.empty())));
  }

  /// Hours and weeks that go on over their ends, and slots that fit into no hour.
  private static SlotKinds odd(ZoneId zone) {
    return new SlotKinds(
        "odd",
        zone,
        Duration.ofMinutes(7),
        LocalDate.of(2009, 7, 1),
        LocalDate.of(2012, 6, 30),
        List.of(
            new SlotKinds.Kind(
                "evening", Optional.of(new SlotKinds.Hours(22 * HOUR, HOUR)), Optional.empty()),
            new SlotKinds.Kind(
                "turn of the week",
                Optional.empty(),
                Optional.of(
                    new SlotKinds.Days(
                        Optional.of(
                            new SlotKinds.Week(
                                SlotKinds.Week.second(DayOfWeek.SUNDAY, 12 * HOUR + 60),
                                SlotKinds.Week.second(DayOfWeek.MONDAY, 7 * HOUR + 1))),
                        Set.of()))),
            new SlotKinds.Kind(
                "afternoon",
                Optional.of(new SlotKinds.Hours(12 * HOUR, SlotKinds.DAY)),
                Optional.empty()),
            new SlotKinds.Kind("else", Optional.empty(), Optional.empty())));
  }

  private static Value counts(long weekendNight, long weekend, long night, long weekday) {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("weekend late night", Value.of(weekendNight));
    entries.put("weekend", Value.of(weekend));
    entries.put("weekday late night", Value.of(night));
    entries.put("weekday", Value.of(weekday));
    return new Value.Context(entries);
  }

  private static Value[] trip(String from, String to, ZoneId zone) {
    return new Value[] {
      value(LocalDateTime.parse(from).atZone(zone)), value(LocalDateTime.parse(to).atZone(zone))
    };
  }

  private static Value value(ZonedDateTime moment) {
    ZoneOffset offset = moment.getOffset();
    return new Value.DateTime(moment.toLocalDateTime(), moment.getZone(), offset);
  }
}
