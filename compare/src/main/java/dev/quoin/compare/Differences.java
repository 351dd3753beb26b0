package dev.quoin.compare;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// How often each difference occurs: an exact histogram, a table of open addressing in two arrays.
///
/// Prices are rounded, and a change moves many of them alike, so that ten million requests have some tens of thousands of
/// differences. Should there be more than [#MOST], there is no histogram and no comparison, rather than a rough one.
final class Differences {
  /// 2 × 8 bytes for each in a table that is half full at most: 64 MB.
  static final int MOST = 2_000_000;

  private long[] keys = new long[1 << 10];
  private long[] counts = new long[1 << 10];
  private int size;

  void add(long difference, long count) {
    int slot = slot(difference);
    if (counts[slot] == 0) {
      if (size == MOST) {
        throw new TooMuch(
            new Problem(
                new Place("requests", 0, 0),
                "too-many-differences",
                "prices change by more than %,d different amounts".formatted(MOST)));
      }
      keys[slot] = difference;
      size++;
    }
    counts[slot] += count;
    if (2 * size > keys.length) {
      grow();
    }
  }

  void add(Differences other) {
    for (int slot = 0; slot < other.keys.length; slot++) {
      if (other.counts[slot] > 0) {
        add(other.keys[slot], other.counts[slot]);
      }
    }
  }

  /// Each as what it is more than the one before.
  void write(Wire.Writer wire) {
    Distribution sorted = distribution();
    wire.number(sorted.differences().length);
    long before = 0;
    for (int i = 0; i < sorted.differences().length; i++) {
      wire.number(sorted.differences()[i] - before);
      wire.number(sorted.requests()[i]);
      before = sorted.differences()[i];
    }
  }

  void read(Wire.Reader wire) {
    long before = 0;
    for (int left = wire.count(); left > 0; left--) {
      before += wire.number();
      add(before, wire.number());
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    long mixed = key * 0x9e37_79b9_7f4a_7c15L; // Fibonacci hashing: Knuth, TAOCP 6.4
    int slot = (int) (mixed >>> 40) & mask;
    while (counts[slot] > 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldCounts = counts;
    keys = new long[2 * oldKeys.length];
    counts = new long[2 * oldKeys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] > 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
      }
    }
  }

  /// The differences with how often each occurs, from the greatest fall to the greatest rise.
  Distribution distribution() {
    Map<Long, Long> sorted = new TreeMap<>();
    for (int slot = 0; slot < keys.length; slot++) {
      if (counts[slot] > 0) {
        sorted.put(keys[slot], counts[slot]);
      }
    }
    long[] values = sorted.keySet().stream().mapToLong(Long::longValue).toArray();
    long[] often = Arrays.stream(values).map(value -> sorted.getOrDefault(value, 0L)).toArray();
    return new Distribution(values, often);
  }
}
