package dev.quoin.decimal;

import java.math.BigDecimal;

/// FEEL's number.
public final class Decimal {
  private final BigDecimal value;

  private Decimal(BigDecimal value) {
    this.value = value;
  }

  /// The whole number.
  public static Decimal of(long value) {
    return new Decimal(BigDecimal.valueOf(value));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
