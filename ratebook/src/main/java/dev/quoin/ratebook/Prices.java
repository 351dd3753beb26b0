package dev.quoin.ratebook;

import dev.quoin.dmn.Column;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What a pricer says to a batch of requests.
///
/// @param totals the prices, numbers; of what has none, anything
/// @param without by lane: why there is no price
public record Prices(Column totals, NavigableMap<Integer, NoPrice> without) {
  public Prices {
    without = Collections.unmodifiableNavigableMap(new TreeMap<>(without));
  }
}
