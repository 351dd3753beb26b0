package dev.quoin.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Entries that wait to be written. Bounded, so that too much fails at once instead of late.
final class Waiting {
  private final Settings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final ArrayDeque<Append> waiting = new ArrayDeque<>();
  private long bytes;
  private long taken;
  private boolean closed;

  Waiting(Settings settings) {
    this.settings = settings;
    this.taken = System.nanoTime() - settings.pace().toNanos();
  }

  /// Whether there was room.
  boolean offer(Append append) {
    lock.lock();
    try {
      boolean full =
          waiting.size() >= settings.maxWaiting()
              || bytes + append.size() > settings.maxWaitingBytes();
      if (full && !waiting.isEmpty()) {
        return false;
      }
      if (closed) {
        throw new IllegalStateException("the journal is closed");
      }
      waiting.add(append);
      bytes += append.size();
      if (waiting.size() == 1 || waiting.size() == settings.maxGroup()) {
        filled.signal(); // a writer that paces itself is not woken by each
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// All that waits, up to the size of a group, as soon as something does and the last group is a pace away; nothing at the end.
  List<Append> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && (waiting.isEmpty() || early() > 0)) {
        if (waiting.isEmpty()) {
          filled.await();
        } else {
          long _ = filled.awaitNanos(early());
        }
      }
      if (waiting.isEmpty()) {
        return List.of();
      }
      taken = System.nanoTime();
      List<Append> group = new ArrayList<>(Math.min(waiting.size(), settings.maxGroup()));
      long groupBytes = 0;
      while (!waiting.isEmpty() && group.size() < settings.maxGroup()) {
        Append next = waiting.peek();
        if (!group.isEmpty() && groupBytes + next.size() > settings.maxGroupBytes()) {
          break;
        }
        waiting.remove();
        group.add(next);
        groupBytes += next.size();
      }
      bytes -= groupBytes;
      if (!waiting.isEmpty()) {
        filled.signal();
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  /// How many nanoseconds the next group has to wait for more.
  private long early() {
    return waiting.size() >= settings.maxGroup()
        ? 0
        : taken + settings.pace().toNanos() - System.nanoTime();
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// What waits may still be taken; nothing is added.
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
