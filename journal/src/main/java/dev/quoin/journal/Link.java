package dev.quoin.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the database is there, and since when not.
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private final InstantSource clock;
  private final Duration limit;
  private final Semaphore losses = new Semaphore(0);
  private volatile @Nullable Instant awaySince;

  Link(InstantSource clock, Duration limit) {
    this.clock = clock;
    this.limit = limit;
  }

  boolean isUp() {
    return awaySince == null;
  }

  Optional<Instant> awaySince() {
    return Optional.ofNullable(awaySince);
  }

  /// How much longer quotes are taken without the database, if it is away.
  Optional<Duration> left() {
    return awaySince()
        .map(since -> {
          Duration left = limit.minus(Duration.between(since, clock.instant()));
          return left.isNegative() ? Duration.ZERO : left;
        });
  }

  boolean isPastLimit() {
    return left().filter(Duration::isZero).isPresent();
  }

  synchronized void lost(Throwable why) {
    if (awaySince == null) {
      awaySince = clock.instant();
      LOG.warn("the database is away, quotes go to the spool: {}", why.getMessage());
      losses.release();
    }
  }

  synchronized void back() {
    Instant since = awaySince;
    if (since != null) {
      awaySince = null;
      LOG.info("the database is back after {}", Duration.between(since, clock.instant()));
    }
  }

  /// Waits for some time, or until the database is lost.
  void awaitLoss(Duration time) throws InterruptedException {
    if (losses.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
      losses.drainPermits();
    }
  }

  /// Ends a wait.
  void wake() {
    losses.release();
  }
}
