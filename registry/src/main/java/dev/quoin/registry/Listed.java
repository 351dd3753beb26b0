package dev.quoin.registry;

import java.time.Instant;
import java.util.Optional;

/// A release with what became of it.
///
/// @param storedAt when it was kept first
/// @param publication absent where a server of before has kept it
/// @param since since when it is active, or was when it was so last
/// @param until until when it was; absent while it is
/// @param scheduledFor from when on it will be
public record Listed(
    String release,
    String ratebook,
    Instant storedAt,
    Optional<Publication> publication,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<Instant> scheduledFor,
    Optional<Retirement> retirement) {

  public boolean isActive() {
    return since.isPresent() && until.isEmpty();
  }
}
