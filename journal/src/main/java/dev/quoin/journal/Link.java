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
  private volatile @Nullable Loss loss;

  /// @param why in one line
  private record Loss(Instant since, String why) {
    static Loss of(Instant since, Throwable failure) {
      String message = String.valueOf(failure.getMessage());
      return new Loss(since, message.lines().findFirst().orElse(message));
    }
  }

  Link(InstantSource clock, Duration limit) {
    this.clock = clock;
    this.limit = limit;
  }

  boolean isUp() {
    return loss == null;
  }

  Optional<Instant> awaySince() {
    return Optional.ofNullable(loss).map(Loss::since);
  }

  /// Why it is away.
  Optional<String> awayBecause() {
    return Optional.ofNullable(loss).map(Loss::why);
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
    if (loss == null) {
      loss = Loss.of(clock.instant(), why);
      LOG.warn("the database is away, quotes go to the spool: {}", why.getMessage());
      losses.release();
    }
  }

  synchronized void back() {
    Loss ended = loss;
    if (ended != null) {
      loss = null;
      LOG.info(
          "the database is back after {} ms",
          Duration.between(ended.since(), clock.instant()).toMillis());
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
