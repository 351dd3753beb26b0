package dev.quoin.ratebook.generate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The offsets of the local times of a zone within some years, for whoever asks for millions of them.
///
/// The twin is [java.time.LocalDateTime#atZone]: of a time that occurs twice it is the earlier offset, too. A time that the
/// zone has skipped has none here.
final class LocalOffsets {
  private final Stretch[] stretches;

  /// Local times of one offset, in seconds since 1970-01-01T00:00, from the first to before the last.
  private record Stretch(long from, long to, ZoneOffset offset) {}

  private LocalOffsets(List<Stretch> stretches) {
    this.stretches = stretches.toArray(Stretch[]::new);
  }

  /// From one day to before another.
  static LocalOffsets of(ZoneId zone, LocalDate first, LocalDate last) {
    ZoneRules rules = zone.getRules();
    List<Stretch> stretches = new ArrayList<>();
    // An offset is less than a day.
    Instant at = first.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant end = last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    long from = first.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    long to = last.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    while (at.isBefore(end)) {
      ZoneOffset offset = rules.getOffset(at);
      ZoneOffsetTransition next = rules.nextTransition(at);
      if (next == null || !next.getInstant().isBefore(end)) {
        stretches.add(new Stretch(from, to, offset));
        break;
      }
      long before = next.getDateTimeBefore().toEpochSecond(ZoneOffset.UTC);
      stretches.add(new Stretch(from, Math.min(before, to), offset));
      from = Math.max(from, Math.max(before, local(next)));
      at = next.getInstant();
    }
    return new LocalOffsets(stretches);
  }

  private static long local(ZoneOffsetTransition transition) {
    return transition.getDateTimeAfter().toEpochSecond(ZoneOffset.UTC);
  }

  /// The offset of a local time; Java's null where it does not occur, or lies outside.
  @Nullable ZoneOffset at(long second) {
    for (Stretch stretch : stretches) {
      if (second >= stretch.from && second < stretch.to) {
        return stretch.offset;
      }
    }
    return null;
  }
}
