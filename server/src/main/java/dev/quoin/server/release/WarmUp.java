package dev.quoin.server.release;

import dev.quoin.pricing.Release;
import dev.quoin.ratebook.GoldenCases;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;

/// Runs work until the JVM has compiled what it needs: until it no longer gets faster, or long enough.
///
/// Speed is the number of rounds in a window. A window that is slower tells nothing, for the machine may be busy; only that
/// none of the last few has been clearly faster than the best before them tells that there is no more to win.
public final class WarmUp {
  private static final Duration WINDOW = Duration.ofMillis(100);

  /// Windows without a new best one after which it has settled.
  private static final int CALM = 4;

  /// In percent: what counts as faster.
  private static final long CLEARLY = 5;

  private WarmUp() {}

  /// Prices the golden cases of releases until the JVM has compiled what prices them.
  ///
  /// @param most for all of them together
  public static void of(Collection<Release> releases, Duration most, LongSupplier nanos) {
    long end = nanos.getAsLong() + most.toNanos();
    for (Release release : releases) {
      GoldenCases cases = GoldenCases.of(release.ratebook());
      if (cases.size() > 0) {
        run(
            () -> cases.run(release.pricer(), _ -> {}),
            Duration.ofNanos(Math.max(0, end - nanos.getAsLong())),
            nanos);
      }
    }
  }

  /// Runs rounds of work.
  ///
  /// @param most after which it ends in any case
  /// @param nanos a clock that only goes forward
  /// @return how long it took
  public static Duration run(Runnable round, Duration most, LongSupplier nanos) {
    long start = nanos.getAsLong();
    long best = 0;
    int calm = 0;
    while (calm < CALM && nanos.getAsLong() - start < most.toNanos()) {
      long speed = speed(round, nanos);
      if (speed * 100 > best * (100 + CLEARLY)) {
        best = speed;
        calm = 0;
      } else {
        calm++;
      }
    }
    return Duration.ofNanos(nanos.getAsLong() - start);
  }

  /// Rounds per 1,000 seconds in a window of at least one round.
  private static long speed(Runnable round, LongSupplier nanos) {
    long start = nanos.getAsLong();
    long rounds = 0;
    long taken;
    do {
      round.run();
      rounds++;
      taken = nanos.getAsLong() - start;
    } while (taken < WINDOW.toNanos());
    return rounds * 1_000_000_000_000L / Math.max(1, taken);
  }
}
