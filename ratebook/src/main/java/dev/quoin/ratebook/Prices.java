package dev.quoin.ratebook;

import dev.quoin.dmn.Column;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a pricer says to a batch of requests.
///
/// @param totals the prices, numbers; of what has none, anything
/// @param without by lane: why there is no price
/// @param noRequests the lanes among them that hold no request of the service, for an input is wrong or a requirement is not
///     met: there the ratebook owes no price
public record Prices(
    Column totals, NavigableMap<Integer, NoPrice> without, NavigableSet<Integer> noRequests) {
  public Prices {
    without = Collections.unmodifiableNavigableMap(new TreeMap<>(without));
    noRequests = Collections.unmodifiableNavigableSet(new TreeSet<>(noRequests));
  }
}
