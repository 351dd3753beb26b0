package dev.quoin.identity;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Does some pieces of work at once and lets some more wait for their turn, the first come first; what comes beyond those is not done:
/// so strangers, however many, take no more than that.
final class Turns {
  private final Semaphore places;
  private final Semaphore turns;

  /// @param atOnce how many are done at once
  /// @param waiting how many wait, at most
  Turns(int atOnce, int waiting) {
    this.places = new Semaphore(atOnce + waiting);
    this.turns = new Semaphore(atOnce, true);
  }

  /// Does it in its turn.
  ///
  /// @return nothing, undone, where too many wait already
  <T> Optional<T> take(Supplier<T> work) {
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return Optional.of(wait(work));
    } finally {
      places.release();
    }
  }

  /// Does it in its turn, however many wait.
  <T> T wait(Supplier<T> work) {
    turns.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }
}
