package dev.quoin.ratebook.guard;

import dev.quoin.ratebook.Ratebook;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/// When prices are looked at: from each instant on at which a lever changes, they are others. What is past is over.
final class Turns {
  /// At how many of these instants at most.
  private static final int MOST = 12;

  private Turns() {}

  /// The instant of pricing, and those after it at which a lever of the ratebooks changes, ascending.
  static List<Instant> from(Instant at, Ratebook... ratebooks) {
    List<Instant> later =
        Stream.of(ratebooks)
            .flatMap(ratebook -> ratebook.levers().stream())
            .flatMap(lever -> lever.changes().stream())
            .map(Ratebook.From::at)
            .filter(turn -> turn.isAfter(at))
            .distinct()
            .sorted()
            .toList();
    return Stream.concat(Stream.of(at), Spread.of(later, MOST).stream()).toList();
  }

  /// For a sentence: nothing for the instant of pricing.
  static String told(Instant turn, Instant at, ZoneId zone) {
    return turn.equals(at) ? "" : "priced at %s, ".formatted(turn.atZone(zone).toOffsetDateTime());
  }
}
