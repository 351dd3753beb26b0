package dev.quoin.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How the journal is.
///
/// @param awaySince when the database was lost; empty while it is there
/// @param awayBecause why it was lost, in one line
/// @param left how much longer quotes are taken without it; empty while it is there
/// @param spooledEntries answers that wait on this machine's disk for the database
/// @param spoolFailure why the spool could not be written the last time, so that quotes are refused while the database is away
/// @param refusedEntries answers that the database refused when they were delivered; they are kept on the disk until somebody has
///     looked at them. A file of the spool that could not be read again counts as one
public record Health(
    Optional<Instant> awaySince,
    Optional<String> awayBecause,
    Optional<Duration> left,
    long spooledEntries,
    long spooledBytes,
    Optional<String> spoolFailure,
    int refusedEntries) {

  public boolean databaseUp() {
    return awaySince.isEmpty();
  }
}
