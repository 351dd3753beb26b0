package dev.quoin.server.command;

import dev.quoin.pricing.Ids;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Where instants and ids come from.
final class Moments {
  private final InstantSource clock;
  private final RandomGenerator random;

  Moments(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /// Now. The journal keeps microseconds, so nobody sees more.
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  UUID id(Instant at) {
    return Ids.next(at, random);
  }
}
