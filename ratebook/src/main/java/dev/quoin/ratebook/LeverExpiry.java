package dev.quoin.ratebook;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.value.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Finds levers that expire soon, and those that have.
public final class LeverExpiry {
  private LeverExpiry() {}

  /// A finding for each of them, at its base.
  ///
  /// @param at when it is asked
  /// @param within how long before it expires a lever is found
  public static List<Problem> of(Ratebook ratebook, Instant at, Duration within) {
    Problems found = new Problems();
    for (Ratebook.Lever lever : ratebook.levers()) {
      lever
          .expires()
          .filter(expires -> !expires.isAfter(at) || expires.isBefore(at.plus(within)))
          .ifPresent(expires -> {
            boolean isPast = !expires.isAfter(at);
            found.add(
                lever.changes().getLast().place(),
                isPast ? "expired-lever" : "expiring-lever",
                "lever `%s` %s %s, and %s its base, `%s`, instead of `%s`"
                    .formatted(
                        lever.id(),
                        isPast ? "expired on" : "expires on",
                        expires.atZone(ratebook.zone()).toOffsetDateTime(),
                        isPast ? "is" : "becomes",
                        Written.plain(lever.at(expires)),
                        Written.plain(lever.at(expires.minusNanos(1)))));
          });
    }
    return found.sorted();
  }
}
