package dev.quoin.pricing;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes the ids of answers: UUIDs of version 7 (RFC 9562), which sort by the time at which they were made, so that an index
/// over them grows at its end only.
public final class Ids {
  private static final long VERSION = 7L << 12;
  private static final long VARIANT = 1L << 63;

  private Ids() {}

  public static UUID next(Instant at, RandomGenerator random) {
    long high = at.toEpochMilli() << 16 | VERSION | (random.nextLong() & 0xFFF);
    long low = VARIANT | (random.nextLong() >>> 2);
    return new UUID(high, low);
  }
}
