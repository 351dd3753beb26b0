package dev.quoin.compare;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;

/// What causes a difference: what each of the changes has to do with it. Amounts are whole numbers of the currency's smallest
/// unit.
///
/// @param shares one for each unit; they add up to the difference of the requests that have a price under each policy
///   between the two
/// @param requests how many these are
/// @param apart the requests that have a price before or after, but not under each policy between them: some of the changes
///   decide whether they are priced at all, and what they cost or bring is no sum of parts
public record Attribution(List<Share> shares, long requests, Figures.Part apart) {
  public Attribution {
    shares = List.copyOf(shares);
  }

  /// What one unit causes.
  ///
  /// @param amount rounded so that the amounts add up
  /// @param exact times `parts`
  /// @param parts k! of k units
  public record Share(Unit unit, BigInteger amount, BigInteger exact, BigInteger parts) {}

  /// The shares of what changes, by the values of all subsets.
  static List<Share> shares(List<Unit> units, List<BigInteger> values) {
    BigInteger parts = Shapley.factorial(units.size());
    List<BigInteger> exact = Shapley.values(values);
    List<BigInteger> rounded = Shapley.rounded(exact, parts);
    return IntStream.range(0, units.size())
        .mapToObj(i -> new Share(units.get(i), rounded.get(i), exact.get(i), parts))
        .toList();
  }

  /// What all of them cause together.
  public BigInteger difference() {
    return shares.stream().map(Share::amount).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
