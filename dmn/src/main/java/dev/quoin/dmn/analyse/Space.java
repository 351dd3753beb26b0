package dev.quoin.dmn.analyse;

import java.math.BigInteger;

/// A part of all inputs: per column a stretch of its axis' pieces.
final class Space {
  private final int[] from;
  private final int[] to; // exclusive

  private Space(int[] from, int[] to) {
    this.from = from;
    this.to = to;
  }

  /// All pieces of axes of the given sizes.
  static Space whole(int[] sizes) {
    return new Space(new int[sizes.length], sizes.clone());
  }

  int columns() {
    return from.length;
  }

  int from(int column) {
    return from[column];
  }

  int to(int column) {
    return to[column];
  }

  /// The same but for one column.
  Space with(int column, int newFrom, int newTo) {
    int[] otherFrom = from.clone();
    int[] otherTo = to.clone();
    otherFrom[column] = newFrom;
    otherTo[column] = newTo;
    return new Space(otherFrom, otherTo);
  }

  /// How many points there are, a piece of each column.
  BigInteger size() {
    BigInteger size = BigInteger.ONE;
    for (int i = 0; i < from.length; i++) {
      size = size.multiply(BigInteger.valueOf(to[i] - from[i]));
    }
    return size;
  }

  /// Whether all of another lies in here.
  boolean contains(Space other) {
    for (int i = 0; i < from.length; i++) {
      if (other.from[i] < from[i] || other.to[i] > to[i]) {
        return false;
      }
    }
    return true;
  }
}
