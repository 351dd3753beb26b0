package dev.quoin.journal;

import java.time.Duration;

/// What may be tuned.
///
/// @param writers how many threads, each with a connection, write groups
/// @param maxWaiting how many entries may wait to be written; more are refused. Enough for a database that stands still until it counts
///     as away, and few enough that the last of them is answered while its caller still waits
/// @param maxWaitingBytes how many bytes they may have
/// @param maxGroup how many entries are committed together at most
/// @param maxGroupBytes how many bytes they may have; a single larger entry makes a group of its own
/// @param pace the least time between one group and the next: answers that come meanwhile share a commit, which costs as much as a
///     hundred of them, and an idle journal answers at once
/// @param answerWait how long the database may take for a statement before it counts as away
/// @param awayLimit for how long quotes are taken without the database
/// @param remembered how many recent request ids are remembered for the time without the database
/// @param rememberedBytes how many bytes of their answers
/// @param segmentBytes how large a file of the spool becomes
public record Settings(
    int writers,
    int maxWaiting,
    long maxWaitingBytes,
    int maxGroup,
    int maxGroupBytes,
    Duration pace,
    Duration answerWait,
    Duration awayLimit,
    int remembered,
    long rememberedBytes,
    int segmentBytes) {

  /// For a server of its own.
  public static final Settings DEFAULT =
      new Settings(
          2,
          20_000,
          256_000_000,
          2_000,
          8_000_000,
          Duration.ofMillis(4),
          Duration.ofSeconds(3),
          Duration.ofMinutes(10),
          200_000,
          64_000_000,
          32_000_000);
}
