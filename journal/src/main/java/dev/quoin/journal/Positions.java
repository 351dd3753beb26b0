package dev.quoin.journal;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/// Where in a file something may be, by a hash of its name: open addressing in two arrays, 12 bytes a place, since a spool
/// may hold millions. Hashes may meet; whoever looks compares what is in the file.
final class Positions {
  private static final int FREE = -1;

  private long[] hashes = new long[64];
  private int[] positions = new int[64];
  private int size;

  Positions() {
    Arrays.fill(positions, FREE);
  }

  synchronized void put(long hash, int position) {
    if (size * 3 > positions.length * 2) {
      grow();
    }
    insert(hash, position);
    size++;
  }

  /// The first place of those for a hash at which the other finds what it wants; the latest one is asked last.
  synchronized <T> Optional<T> find(long hash, IntFunction<Optional<T>> at) {
    int mask = positions.length - 1;
    for (int slot = slot(hash, mask); positions[slot] != FREE; slot = (slot + 1) & mask) {
      if (hashes[slot] == hash) {
        Optional<T> found = at.apply(positions[slot]);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldPositions = positions;
    hashes = new long[oldHashes.length * 2];
    positions = new int[oldPositions.length * 2];
    Arrays.fill(positions, FREE);
    for (int i = 0; i < oldPositions.length; i++) {
      if (oldPositions[i] != FREE) {
        insert(oldHashes[i], oldPositions[i]);
      }
    }
  }

  private void insert(long hash, int position) {
    int mask = positions.length - 1;
    int slot = slot(hash, mask);
    while (positions[slot] != FREE) {
      slot = (slot + 1) & mask;
    }
    hashes[slot] = hash;
    positions[slot] = position;
  }

  private static int slot(long hash, int mask) {
    return (int) ((hash * 0x9e3779b97f4a7c15L) >>> 32) & mask;
  }
}
