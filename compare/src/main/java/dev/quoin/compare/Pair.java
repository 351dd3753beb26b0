package dev.quoin.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A request with what becomes of it under both policies.
///
/// @param id what its sender calls it, or else where it stands
/// @param inputs JSON without a blank
/// @param segments what it has in common with others, by [Comparison.Options#axes]; Java's null of a value that is null
public record Pair(
    String id, String inputs, Side before, Side after, List<@Nullable String> segments) {
  public Pair {
    segments = Collections.unmodifiableList(new ArrayList<>(segments));
  }

  /// What becomes of it under one of them.
  ///
  /// @param outcome `price`, `refusal` or `failure`
  /// @param units the price in whole units of the currency
  /// @param codes why there is none
  public record Side(String outcome, OptionalLong units, List<String> codes) {
    public Side {
      codes = List.copyOf(codes);
    }
  }

  /// What it adds to the difference of the totals; nothing where it has a price on neither side.
  public OptionalLong difference() {
    return before.units.isEmpty() && after.units.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(after.units.orElse(0) - before.units.orElse(0));
  }
}
