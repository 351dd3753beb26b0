package dev.quoin.feel.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Value;
import dev.quoin.testkit.Seeded;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

/// Arithmetic on dates and times, which counts seconds, beside java.time.
final class MomentsTest {
  private static final int ROUNDS = 20_000;

  @Test
  void a_date_and_time_in_a_zone_moves_as_its_instant_does() {
    Seeded.forAll(
        ROUNDS,
        7_001,
        random -> {
          ZonedDateTime start = zoned(random);
          Duration by = duration(random);
          assertThat(Operators.add(value(start), new Value.DayTimeDuration(by)))
              .isEqualTo(value(start.plus(by)));
          assertThat(Operators.subtract(value(start), new Value.DayTimeDuration(by)))
              .isEqualTo(value(start.minus(by)));
        });
  }

  @Test
  void a_local_date_and_time_moves_on_its_calendar() {
    Seeded.forAll(
        ROUNDS,
        7_002,
        random -> {
          LocalDateTime start = local(random);
          Duration by = duration(random);
          assertThat(
                  Operators.add(
                      new Value.DateTime(start, null, null), new Value.DayTimeDuration(by)))
              .isEqualTo(new Value.DateTime(start.plus(by), null, null));
        });
  }

  @Test
  void the_time_between_two_is_that_between_their_instants() {
    Seeded.forAll(
        ROUNDS,
        7_003,
        random -> {
          ZonedDateTime from = zoned(random);
          ZonedDateTime to = zoned(random);
          assertThat(Operators.subtract(value(to), value(from)))
              .isEqualTo(
                  new Value.DayTimeDuration(Duration.between(from.toInstant(), to.toInstant())));
          assertThat(Operators.less(value(from), value(to)))
              .isEqualTo(Value.of(from.toInstant().isBefore(to.toInstant())));
        });
  }

  @Test
  void a_date_and_time_gives_back_what_it_was_made_of() {
    Seeded.forAll(
        ROUNDS,
        7_004,
        random -> {
          LocalDateTime local = local(random);
          Value.DateTime value = new Value.DateTime(local, null, null);
          assertThat(value.value()).isEqualTo(local);
          assertThat(value.date()).isEqualTo(local.toLocalDate());
          Duration duration = duration(random);
          assertThat(new Value.DayTimeDuration(duration).value()).isEqualTo(duration);
        });
  }

  private static Value.DateTime value(ZonedDateTime time) {
    return new Value.DateTime(time.toLocalDateTime(), time.getZone(), time.getOffset());
  }

  /// In zones that change their clocks for ever, that have stopped, that never did; often near a change.
  private static ZonedDateTime zoned(Seeded random) {
    ZoneId zone =
        ZoneId.of(
            random.pick("Asia/Seoul", "Europe/Berlin", "America/New_York", "+09:00", "Etc/UTC"));
    return local(random).atZone(zone);
  }

  private static LocalDateTime local(Seeded random) {
    LocalDate around =
        random.pick(
            LocalDate.of(1988, 5, 8),
            LocalDate.of(1988, 10, 9),
            LocalDate.of(2026, 3, 29),
            LocalDate.of(2024, 2, 29),
            LocalDate.of(1, 1, 4),
            LocalDate.of(9999, 12, 28),
            LocalDate.of(1900, 1, 1));
    LocalDateTime local = random.dateTime(around.minusDays(2), around.plusDays(2), 1);
    return random.oneIn(4) ? local.plusNanos(random.between(1, 999_999_999)) : local;
  }

  private static Duration duration(Seeded random) {
    Duration whole =
        Duration.ofSeconds(
            random.yes() ? random.between(-200_000, 200_000) : random.between(-900, 900) * 86_400L);
    return random.oneIn(4) ? whole.plusNanos(random.between(1, 999_999_999)) : whole;
  }
}
