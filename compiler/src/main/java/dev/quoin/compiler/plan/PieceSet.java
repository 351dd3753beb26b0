package dev.quoin.compiler.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A set of pieces, as disjoint ranges in order: `bounds` holds the first piece of a range and the one behind its last,
/// by turns.
@SuppressWarnings("ArrayRecordComponent") // Compared by content: see equals.
record PieceSet(int[] bounds) {

  static final PieceSet EMPTY = new PieceSet(new int[0]);

  /// The pieces from `from` (inclusive) to `to` (exclusive); none where `to` is not greater.
  static PieceSet range(int from, int to) {
    return from < to ? new PieceSet(new int[] {from, to}) : EMPTY;
  }

  /// The pieces named, in any order.
  static PieceSet of(int[] pieces) {
    int[] sorted = pieces.clone();
    Arrays.sort(sorted);
    int[] bounds = new int[2 * sorted.length];
    int size = 0;
    for (int piece : sorted) {
      if (size > 0 && piece <= bounds[size - 1]) {
        bounds[size - 1] = piece + 1;
      } else {
        bounds[size++] = piece;
        bounds[size++] = piece + 1;
      }
    }
    return new PieceSet(Arrays.copyOf(bounds, size));
  }

  boolean contains(int piece) {
    int[] all = bounds;
    for (int i = 0; i < all.length; i += 2) {
      if (piece < all[i + 1]) {
        return piece >= all[i];
      }
    }
    return false;
  }

  int count() {
    int count = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      count += bounds[i + 1] - bounds[i];
    }
    return count;
  }

  PieceSet union(PieceSet other) {
    return combined(other, 1);
  }

  PieceSet intersection(PieceSet other) {
    return combined(other, 2);
  }

  PieceSet minus(PieceSet other, int pieces) {
    return intersection(other.complement(pieces));
  }

  private PieceSet complement(int pieces) {
    int[] turned = new int[bounds.length + 2];
    System.arraycopy(bounds, 0, turned, 1, bounds.length);
    turned[turned.length - 1] = pieces;
    int from = turned[1] == 0 ? 2 : 0;
    int to =
        turned.length >= 2 && turned[turned.length - 2] == pieces
            ? turned.length - 2
            : turned.length;
    return from < to ? new PieceSet(Arrays.copyOfRange(turned, from, to)) : EMPTY;
  }

  /// The pieces that are in at least `needed` of the two sets: at every bound the depth changes by one.
  private PieceSet combined(PieceSet other, int needed) {
    int[] a = bounds;
    int[] b = other.bounds;
    int[] result = new int[a.length + b.length];
    int size = 0;
    int i = 0;
    int j = 0;
    boolean inside = false;
    while (i < a.length || j < b.length) {
      int at =
          Math.min(
              i < a.length ? a[i] : Integer.MAX_VALUE, j < b.length ? b[j] : Integer.MAX_VALUE);
      if (i < a.length && a[i] == at) {
        i++;
      }
      if (j < b.length && b[j] == at) {
        j++;
      }
      boolean nowInside = (i & 1) + (j & 1) >= needed;
      if (nowInside != inside) {
        result[size++] = at;
        inside = nowInside;
      }
    }
    return new PieceSet(Arrays.copyOf(result, size));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PieceSet set && Arrays.equals(bounds, set.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  @Override
  public String toString() {
    return Arrays.toString(bounds);
  }
}
