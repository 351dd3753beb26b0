package dev.quoin.ratebook.generate;

import java.util.Arrays;
import java.util.List;

/// How often each of some things is drawn, compared with the others.
final class Weights {
  /// The sum of the weights up to each, itself included.
  private final long[] sums;

  private Weights(long[] sums) {
    this.sums = sums;
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

  /// The index of one.
  int draw(Chance chance) {
    long point = chance.below(sums[sums.length - 1]);
    int found = Arrays.binarySearch(sums, point);
    // Things that weigh nothing have the sum of the one before: the first whose sum is above the
    // point is meant.
    int index = found < 0 ? -found - 1 : found + 1;
    while (sums[index] == point) {
      index++;
    }
    return index;
  }
}
