package dev.quoin.compare;

import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.OptionalLong;

/// Amounts of one currency as whole numbers of its smallest unit: the won, the cent.
///
/// @param currency of ISO 4217
/// @param digits how many decimals the smallest unit has: 0 of the won, 2 of the dollar
public record Money(String currency, int digits) {
  /// A price beyond it is a slip; up to it a `long` holds the sum of a block of requests.
  private static final long MOST_UNITS = 1_000_000_000_000_000L;

  /// A mean or a percentage is told to so many digits behind those of the unit.
  private static final int FINER = 2;

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public static Money of(String currency) {
    return new Money(
        currency, Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits()));
  }

  /// The units of a packed number; empty where it is none, finer than the unit, or too large.
  OptionalLong units(long packed) {
    if (!Packed.isNumber(packed)) {
      return OptionalLong.empty();
    }
    long coefficient = Packed.coefficient(packed);
    int places = digits - Packed.scale(packed);
    if (places == 0) {
      return bounded(coefficient);
    }
    return places < 0 || places > 15 || Math.abs(coefficient) > MOST_UNITS
        ? units(Packed.decimal(packed))
        : bounded(coefficient, places);
  }

  private static OptionalLong bounded(long coefficient, int places) {
    long factor = 1;
    for (int i = 0; i < places; i++) {
      factor *= 10;
    }
    return Math.multiplyHigh(coefficient, factor) == (coefficient * factor) >> 63
        ? bounded(coefficient * factor)
        : OptionalLong.empty();
  }

  private static OptionalLong bounded(long units) {
    return units >= -MOST_UNITS && units <= MOST_UNITS
        ? OptionalLong.of(units)
        : OptionalLong.empty();
  }

  /// The units of an amount; empty where it is finer than the unit, or too large.
  OptionalLong units(Decimal amount) {
    BigDecimal units = amount.toBigDecimal().movePointRight(digits);
    if (units.stripTrailingZeros().scale() > 0
        || units.abs().compareTo(BigDecimal.valueOf(MOST_UNITS)) > 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(units.longValueExact());
  }

  /// The amount, with all decimals of the unit.
  public String text(BigInteger units) {
    return new BigDecimal(units, digits).toPlainString();
  }

  public String text(long units) {
    return text(BigInteger.valueOf(units));
  }

  /// So many units for each, rounded half up (away from zero) to a hundredth of the unit; of none it is nothing.
  public String mean(BigInteger units, long count) {
    return new BigDecimal(units, digits)
        .divide(BigDecimal.valueOf(count), digits + FINER, RoundingMode.HALF_UP)
        .toPlainString();
  }

  /// The part in percent, rounded half up (away from zero) to hundredths.
  public static String percent(BigInteger part, BigInteger whole) {
    return new BigDecimal(part)
        .multiply(HUNDRED)
        .divide(new BigDecimal(whole), FINER, RoundingMode.HALF_UP)
        .toPlainString();
  }
}
