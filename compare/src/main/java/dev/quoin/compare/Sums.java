package dev.quoin.compare;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Sums prices under each of the policies between two, of those requests that have one under all of them.
final class Sums {
  private final List<Sum> values;
  private long requests;
  private long apart;
  private final Sum apartDifference = new Sum();

  /// @param subsets how many policies there are
  Sums(int subsets) {
    this.values = Stream.generate(Sum::new).limit(subsets).toList();
  }

  /// Takes a block in.
  ///
  /// @param priced what each policy says, from the one before to the one after
  void add(List<Priced> priced) {
    Priced before = priced.getFirst();
    Priced after = priced.getLast();
    for (int lane = 0; lane < before.size(); lane++) {
      if (isPriced(priced, lane)) {
        requests++;
        for (int subset = 0; subset < priced.size(); subset++) {
          values.get(subset).add(priced.get(subset).units(lane));
        }
      } else if (before.kind(lane) == Kind.PRICED || after.kind(lane) == Kind.PRICED) {
        apart++;
        apartDifference.add(after.units(lane) - before.units(lane));
      }
    }
  }

  private static boolean isPriced(List<Priced> priced, int lane) {
    for (Priced one : priced) {
      if (one.kind(lane) != Kind.PRICED) {
        return false;
      }
    }
    return true;
  }

  void add(Sums other) {
    for (int subset = 0; subset < values.size(); subset++) {
      values.get(subset).add(other.values.get(subset));
    }
    requests += other.requests;
    apart += other.apart;
    apartDifference.add(other.apartDifference);
  }

  void write(Wire.Writer wire) {
    wire.number(values.size());
    values.forEach(value -> value.write(wire));
    wire.number(requests);
    wire.number(apart);
    apartDifference.write(wire);
  }

  void read(Wire.Reader wire) {
    wire.require(values.size());
    values.forEach(value -> value.read(wire));
    requests += wire.number();
    apart += wire.number();
    apartDifference.read(wire);
  }

  Attribution attribution(List<Unit> units) {
    List<BigInteger> sums = new ArrayList<>();
    values.forEach(sum -> sums.add(sum.value()));
    return new Attribution(
        Attribution.shares(units, sums),
        requests,
        new Figures.Part(apart, apartDifference.value()));
  }
}
