package dev.quoin.compare;

import dev.quoin.dmn.Column;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.Prices;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// What one policy says to a block of requests, in whole units of the currency.
final class Priced {
  /// Of a price that is no whole number of units, or too large for a price: no figure is made of it.
  static final NoPrice NO_AMOUNT = NoPrice.failedBy(List.of("no-amount"));

  private final Kind[] kinds;
  private final long[] units;
  private final NavigableMap<Integer, NoPrice> without;

  private Priced(Kind[] kinds, long[] units, NavigableMap<Integer, NoPrice> without) {
    this.kinds = kinds;
    this.units = units;
    this.without = without;
  }

  /// Of all lanes.
  static Priced of(Prices prices, Map<Integer, NoPrice> wrong, Money money) {
    return of(prices, IntStream.range(0, prices.totals().size()).toArray(), wrong, money);
  }

  /// Of some lanes; of others anything.
  ///
  /// @param wrong by lane: what is no request of this policy
  static Priced of(Prices prices, int[] lanes, Map<Integer, NoPrice> wrong, Money money) {
    int size = prices.totals().size();
    NavigableMap<Integer, NoPrice> without = new TreeMap<>(prices.without());
    without.putAll(wrong);
    Kind[] kinds = new Kind[size];
    long[] units = new long[size];
    for (int lane = 0; lane < size; lane++) {
      kinds[lane] = Kind.PRICED;
    }
    without.forEach((lane, why) -> kinds[lane] = kind(why));
    for (int lane : lanes) {
      if (kinds[lane] == Kind.PRICED) {
        OptionalLong amount = amount(prices.totals(), lane, money);
        if (amount.isPresent()) {
          units[lane] = amount.getAsLong();
        } else {
          without.put(lane, NO_AMOUNT);
          kinds[lane] = Kind.FAILED;
        }
      }
    }
    return new Priced(kinds, units, without);
  }

  /// What another one says, lane by lane; without the reasons.
  static Priced picked(int size, IntFunction<Priced> from) {
    Kind[] kinds = new Kind[size];
    long[] units = new long[size];
    for (int lane = 0; lane < size; lane++) {
      Priced priced = from.apply(lane);
      kinds[lane] = priced.kinds[lane];
      units[lane] = priced.units[lane];
    }
    return new Priced(kinds, units, new TreeMap<>());
  }

  private static Kind kind(NoPrice why) {
    return why.isRefusal() ? Kind.REFUSED : Kind.FAILED;
  }

  private static OptionalLong amount(Column totals, int lane, Money money) {
    if (totals instanceof Column.Numbers numbers) {
      OptionalLong units = money.units(numbers.packed()[lane]);
      if (units.isPresent()) {
        return units;
      }
    }
    return totals.value(lane) instanceof Value.Num number
        ? money.units(number.value())
        : OptionalLong.empty();
  }

  int size() {
    return kinds.length;
  }

  Kind kind(int lane) {
    return kinds[lane];
  }

  /// The price; 0 where there is none.
  long units(int lane) {
    return units[lane];
  }

  /// The lanes without a price, with the reason.
  Map<Integer, NoPrice> without() {
    return Collections.unmodifiableMap(without);
  }
}
