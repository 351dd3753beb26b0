package dev.quoin.journal;

import dev.quoin.pricing.Bookings;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.AsOf;
import java.time.Instant;
import java.util.Optional;

/// As of when something was priced, by what is kept of it.
public final class PricedAsOf {
  private PricedAsOf() {}

  /// Empty for a booking that locks its quote and does not know when that was given: one of before bookings knew it, whose quote was
  /// dropped before they learned it.
  public static Optional<AsOf> of(Release release, Entry entry) {
    return of(release, entry.kind(), entry.service(), entry.at(), entry.card().leversAt());
  }

  /// The same of what was read of a period.
  public static Optional<AsOf> of(Release release, Period.Recorded recorded) {
    return of(release, recorded.kind(), recorded.service(), recorded.at(), recorded.leversAt());
  }

  private static Optional<AsOf> of(
      Release release, Kind kind, String service, Instant at, Optional<Instant> leversAt) {
    return switch (kind) {
      case BOOKING ->
          Bookings.isLocked(release, service) ? leversAt.map(AsOf::at) : Optional.of(AsOf.at(at));
      case EXTENSION, SETTLEMENT, CANCELLATION -> Optional.of(new AsOf(at, leversAt.orElse(at)));
      case QUOTE, BATCH -> Optional.of(AsOf.at(at));
    };
  }
}
