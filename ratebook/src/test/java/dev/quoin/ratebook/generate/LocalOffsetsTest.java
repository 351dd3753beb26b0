package dev.quoin.ratebook.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.testkit.Seeded;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalOffsetsTest {
  private static final LocalDate FIRST = LocalDate.of(1985, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2040, 1, 1);

  /// Zones that changed their clocks once, that change them every year, by half an hour, or not at all.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Asia/Seoul",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "+09:00",
        "UTC"
      })
  void a_local_time_has_the_offset_that_java_gives_it(String name) {
    ZoneId zone = ZoneId.of(name);
    LocalOffsets offsets = LocalOffsets.of(zone, FIRST, LAST);
    agree(offsets, zone, FIRST.atStartOfDay());
    agree(offsets, zone, LAST.atStartOfDay().minusSeconds(1));
    List<ZoneOffsetTransition> transitions =
        zone.getRules().getTransitions().stream()
            .filter(one -> !one.getDateTimeBefore().toLocalDate().isBefore(FIRST))
            .toList();
    for (ZoneOffsetTransition transition : transitions) {
      for (long seconds : new long[] {-3_600, -1, 0, 1, 1_800, 3_599, 3_600}) {
        agree(offsets, zone, transition.getDateTimeBefore().plusSeconds(seconds));
        agree(offsets, zone, transition.getDateTimeAfter().plusSeconds(seconds));
      }
    }
    Seeded.forAll(
        1_000, 4, random -> agree(offsets, zone, random.dateTime(FIRST, LAST.minusDays(1), 600)));
  }

  private static void agree(LocalOffsets offsets, ZoneId zone, LocalDateTime local) {
    ZonedDateTime there = local.atZone(zone);
    ZoneOffset found = offsets.at(local.toEpochSecond(ZoneOffset.UTC));
    if (there.toLocalDateTime().equals(local)) {
      assertThat(found).as("%s", there).isEqualTo(there.getOffset());
    } else {
      assertThat(found).as("%s was skipped", local).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Asia/Seoul", "America/New_York"})
  void what_lies_outside_has_none(String name) {
    LocalOffsets offsets = LocalOffsets.of(ZoneId.of(name), FIRST, LAST);
    assertThat(offsets.at(FIRST.atStartOfDay().toEpochSecond(ZoneOffset.UTC) - 1)).isNull();
    assertThat(offsets.at(LAST.atStartOfDay().toEpochSecond(ZoneOffset.UTC))).isNull();
  }
}
