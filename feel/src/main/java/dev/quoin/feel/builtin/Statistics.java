package dev.quoin.feel.builtin;

import dev.quoin.decimal.Decimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/// What numbers are together: computed exactly, and rounded once at the end.
final class Statistics {
  /// More than any result keeps, for a quotient that is rounded afterwards.
  private static final int QUOTIENT_DIGITS = 40;

  /// The square of a root of 37 digits has no more, so that no square lies between two of them.
  private static final int RADICAND_DIGITS = 76;

  private Statistics() {}

  /// @throws ArithmeticException beyond decimal128
  static Decimal mean(List<Decimal> numbers) {
    Decimal total = Decimal.ZERO;
    for (Decimal number : numbers) {
      total = total.plus(number);
      if (!total.isCompact()) { // It may have been rounded; a compact sum never was.
        return Decimal.of(quotient(exactTotal(numbers), numbers.size(), QUOTIENT_DIGITS));
      }
    }
    return total.dividedBy(Decimal.of(numbers.size()));
  }

  /// The deviation of a sample, which divides by one less than its size: with n numbers of the sum s and the squares' sum
  /// q, the root of (n·q - s²) / (n·(n - 1)).
  ///
  /// @throws ArithmeticException beyond decimal128
  static Decimal deviation(List<Decimal> sample) {
    BigDecimal total = exactTotal(sample);
    BigDecimal squares =
        sample.stream()
            .map(Decimal::toBigDecimal)
            .map(number -> number.multiply(number))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    long size = sample.size();
    BigDecimal spread = squares.multiply(BigDecimal.valueOf(size)).subtract(total.multiply(total));
    return Decimal.squareRoot(quotient(spread, size * (size - 1), RADICAND_DIGITS));
  }

  private static BigDecimal exactTotal(List<Decimal> numbers) {
    return numbers.stream().map(Decimal::toBigDecimal).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /// Rounded down to so many digits; where it goes on, a 1 stands for all the digits that follow.
  private static BigDecimal quotient(BigDecimal dividend, long divisor, int digits) {
    BigDecimal by = BigDecimal.valueOf(divisor);
    BigDecimal quotient = dividend.divide(by, new MathContext(digits, RoundingMode.DOWN));
    if (quotient.multiply(by).compareTo(dividend) == 0) {
      return quotient;
    }
    BigInteger more =
        quotient
            .unscaledValue()
            .multiply(BigInteger.TEN)
            .add(BigInteger.valueOf(dividend.signum()));
    return new BigDecimal(more, quotient.scale() + 1);
  }
}
