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
  private boolean closed;

  Waiting(Settings settings) {
    this.settings = settings;
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
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// All that waits, up to the size of a group, as soon as something does; nothing at the end.
  List<Append> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty()) {
        if (closed) {
          return List.of();
        }
        filled.await();
      }
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
