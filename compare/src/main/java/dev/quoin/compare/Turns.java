package dev.quoin.compare;

import java.io.IOException;
import java.util.Optional;

// Whoever is ahead waits, and holds the one block that he is ahead with. So there are never more
// blocks in memory than there are threads; and he who holds the first of them waits for nobody, so
// that all come on.

/// Lets threads work at blocks of requests at once, and do what needs an order one after the other.
final class Turns {
  private final Requests requests;
  private long taken;
  private long turn;
  private boolean hasFailed;

  Turns(Requests requests) {
    this.requests = requests;
  }

  /// A block that a thread works at.
  ///
  /// @param number counted from 0, in the order of the requests
  record Taken(long number, Requests.Block block) {}

  /// What is left to do of a block.
  interface Rest {
    void run() throws IOException;
  }

  /// The next block; nothing at the end, and when nobody needs to go on.
  synchronized Optional<Taken> take() throws IOException {
    return hasFailed ? Optional.empty() : requests.next().map(block -> new Taken(taken++, block));
  }

  /// Does what is left to do of a block when that is done of all before it. Each block has a turn, or none has.
  void inTurn(Taken block, Rest rest) throws IOException {
    if (comes(block.number())) {
      rest.run();
      passOn();
    }
  }

  /// Waits.
  ///
  /// @return whether it is its turn, for somebody may have failed meanwhile
  private synchronized boolean comes(long number) {
    while (turn != number && !hasFailed) {
      try {
        wait();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        fail();
      }
    }
    return !hasFailed;
  }

  private synchronized void passOn() {
    turn++;
    notifyAll();
  }

  /// Nobody needs to go on.
  synchronized void fail() {
    hasFailed = true;
    notifyAll();
  }
}
