package dev.quoin.compare;

import java.util.Arrays;

/// How prices change: each difference, with how many requests have it. Nothing is rounded and nothing left out.
///
/// @param differences in the currency's smallest unit, ascending
/// @param requests how many have each
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record Distribution(long[] differences, long[] requests) {

  /// How many requests there are.
  public long count() {
    return Arrays.stream(requests).sum();
  }

  public boolean isEmpty() {
    return differences.length == 0;
  }

  /// The nearest-rank quantile: the least difference that so many percent of the requests do not exceed.
  ///
  /// @param percent from 0 to 100
  public long quantile(int percent) {
    long count = count();
    // ceiling(percent / 100 × count), without leaving the longs: the count apart in hundreds.
    long rank = count / 100 * percent + (count % 100 * percent + 99) / 100;
    long seen = 0;
    for (int i = 0; i < differences.length; i++) {
      seen += requests[i];
      if (seen >= Math.max(1, rank)) {
        return differences[i];
      }
    }
    throw new IllegalStateException("a quantile of nothing");
  }
}
