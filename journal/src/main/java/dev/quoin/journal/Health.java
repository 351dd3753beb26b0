package dev.quoin.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How the journal is.
///
/// @param awaySince when the database was lost; empty while it is there
/// @param left how much longer quotes are taken without it; empty while it is there
/// @param spooledEntries answers that wait on this machine's disk for the database
/// @param refusedEntries answers that the database refused when they were delivered; they are kept on the disk until somebody has
///     looked at them
public record Health(
    Optional<Instant> awaySince,
    Optional<Duration> left,
    long spooledEntries,
    long spooledBytes,
    int refusedEntries) {

  public boolean databaseUp() {
    return awaySince.isEmpty();
  }
}
