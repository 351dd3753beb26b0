package dev.quoin.ratebook.generate;

import java.util.List;

/// How often each of some things is drawn, compared with the others.
final class Weights {
  /// So many places a thing, and some more, lead to it: then few are passed on the way.
  private static final int PLACES_EACH = 4;

  private static final int MORE_PLACES = 64;

  /// The sum of the weights up to each, itself included.
  private final long[] sums;

  /// By the high bits of a point: the first thing whose sum is above all points below these.
  private final int[] places;

  /// How many bits of a point are not looked at there.
  private final int low;

  private Weights(long[] sums) {
    this.sums = sums;
    long last = sums[sums.length - 1] - 1;
    int bits = 0;
    while (last >> bits >= (long) PLACES_EACH * sums.length + MORE_PLACES) {
      bits++;
    }
    this.low = bits;
    this.places = new int[(int) (last >> bits) + 1];
    for (int place = 0, index = 0; place < places.length; place++) {
      while (sums[index] <= (long) place << bits) {
        index++;
      }
      places[place] = index;
    }
  }

  /// @param weights none negative, not all zero
  static Weights of(List<Long> weights) {
    long[] sums = new long[weights.size()];
    long sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum = Math.addExact(sum, weights.get(i));
      sums[i] = sum;
    }
    if (sum <= 0) {
      throw new IllegalArgumentException("nothing weighs anything: " + weights);
    }
    return new Weights(sums);
  }

  /// How many things there are.
  int count() {
    return sums.length;
  }

  /// The index of one: the first whose sum is above a point that is drawn. So what weighs nothing is never drawn.
  int draw(Chance chance) {
    long point = chance.below(sums[sums.length - 1]);
    int index = places[(int) (point >> low)];
    while (sums[index] <= point) {
      index++;
    }
    return index;
  }
}
