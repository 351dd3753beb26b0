package dev.quoin.dmn.analyse;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.check.TypedExpr.CellTest;
import java.util.Optional;

/// Which values can come into a column, beyond what its type says.
///
/// @param allowed the allowed values; empty where all of the type are
/// @param step how fine the values are: 1 for whole numbers; empty where they are dense. Dates go by days of themselves
public record ColumnDomain(Optional<CellTest> allowed, Optional<Decimal> step) {

  /// All values of the column's type.
  public static final ColumnDomain ALL = new ColumnDomain(Optional.empty(), Optional.empty());

  public ColumnDomain {
    if (step.isPresent() && step.get().signum() <= 0) {
      throw new IllegalArgumentException("a step of " + step.get());
    }
  }
}
