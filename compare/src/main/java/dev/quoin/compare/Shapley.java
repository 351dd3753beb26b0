package dev.quoin.compare;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

// Changes work together: a lever that raises what a row has raised already adds more than it would
// alone, and a rounding may swallow either. So what one of them causes depends on which of the
// others
// were made before it. Shapley's value is the mean over all orders in which the changes can be made
// of
// what each adds at its turn: the only division that gives everything to somebody, nothing to what
// changes nothing, the same to those that do the same, and that adds up over requests (L. S.
// Shapley,
// A Value for n-Person Games, 1953).
//
// With k changes there are k! orders, but what u adds to those that were made before depends on
// which
// these are and not on their order. Of the k! orders |S|! (k - 1 - |S|)! have exactly S before u:
//
//     k! φ(u) = Σ over S without u of |S|! (k - 1 - |S|)! (v(S + u) - v(S))
//
// All of it is whole. And since it is linear in v, the values of many requests add up to that of
// the
// sums of v: it is enough to sum v for each subset.

/// Divides what changes between several causes: exactly, in parts of k!.
final class Shapley {
  private Shapley() {}

  static BigInteger factorial(int k) {
    BigInteger factorial = BigInteger.ONE;
    for (int i = 2; i <= k; i++) {
      factorial = factorial.multiply(BigInteger.valueOf(i));
    }
    return factorial;
  }

  /// What each of the units causes, times k!.
  ///
  /// @param values of the subsets of the units; the bits of a subset are its units
  static List<BigInteger> values(List<BigInteger> values) {
    int units = Integer.numberOfTrailingZeros(values.size());
    List<BigInteger> shares = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      BigInteger share = BigInteger.ZERO;
      for (int subset = 0; subset < values.size(); subset++) {
        if ((subset & 1 << unit) == 0) {
          int before = Integer.bitCount(subset);
          share =
              share.add(
                  factorial(before)
                      .multiply(factorial(units - 1 - before))
                      .multiply(values.get(subset | 1 << unit).subtract(values.get(subset))));
        }
      }
      shares.add(share);
    }
    return shares;
  }

  /// The shares in whole units, which add up to the same: each is rounded down, and what is missing then goes by one to those
  /// that have lost most; of those that have lost as much, to the first (the method of the largest remainder).
  ///
  /// @param shares times `parts`; their sum is a multiple of it
  static List<BigInteger> rounded(List<BigInteger> shares, BigInteger parts) {
    List<BigInteger> rounded = new ArrayList<>();
    BigInteger lost = BigInteger.ZERO;
    for (BigInteger share : shares) {
      rounded.add(share.subtract(share.mod(parts)).divide(parts));
      lost = lost.add(share.mod(parts));
    }
    IntStream.range(0, shares.size())
        .boxed()
        .sorted(
            Comparator.comparing((Integer unit) -> shares.get(unit).mod(parts))
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .limit(lost.divide(parts).intValueExact())
        .forEach(unit -> rounded.set(unit, rounded.get(unit).add(BigInteger.ONE)));
    return rounded;
  }
}
