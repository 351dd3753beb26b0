package dev.quoin.decimal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Objects;
import java.util.function.IntFunction;

// Idea. A transcendental number is computed with an error that is known, and rounded only when
// every number within that error rounds alike; otherwise it is computed again with twice the digits
// (Ziv, "Fast evaluation of elementary mathematical functions with correctly rounded last bit",
// ACM TOMS 17, 1991). So the 34 digits are always the right ones. The loop ends because no result
// here lies exactly on a boundary between two roundings: e^x and ln x of a decimal are
// transcendental, except at 0 and 1 (Lindemann), and powers that are decimals with few digits are
// found and computed exactly before (`exactPower`).
//
// exp halves its argument until a short Taylor series does, and squares back. ln takes square roots
// until the argument is near 1, where the artanh series is short. Neither needs a constant such as
// ln 10. Table-driven methods are several times faster; a price takes a logarithm rarely, if ever.
//
// Error bounds, with a working precision of w digits, so that one operation errs by 5·10^-w at
// most, relatively:
// - exp: |x| < 14,230 is halved m ≤ 21 times, to below 2^-7. A series of T ≤ 190 terms errs by
//   (T + 2)·5·10^-w; a squaring doubles the error and adds one rounding: in all less than
//   2^21·193·5·10^-w < 10^(10-w). `expDigits` works with w = digits + 10.
// - ln: at most 18 roots, rounded down, leave 2·10^(1-w); if there was a root, the result is at
// least
//   0.048 from 1, so that the difference to 1 errs by 46·10^(1-w); nothing else loses digits, as
// all
//   terms have one sign: in all less than 10^(3-w). `lnDigits` works with w = digits + 4.
// - power: y·ln x is below 14,230, so a relative error of 10^-d in ln x becomes an absolute one of
//   10^(4.2-d), which is a relative one of the power: ln is taken with 6 digits more.
//
// What hurts it: an argument whose result is nearly a boundary, such as exp(5E-34), is computed a
// second time.

/// Square root, e^x, ln x and x^y, each correct to 34 digits: rounded once, HALF_EVEN.
final class Elementary {

  /// e^14,150 is beyond decimal128: ln(1E+6145) is 14,149.4.
  private static final BigDecimal OVERFLOWING_EXPONENT = BigDecimal.valueOf(14_150);

  /// e^-14,230 rounds to zero: ln(5E-6177) is -14,221.
  private static final BigDecimal VANISHING_EXPONENT = BigDecimal.valueOf(-14_230);

  /// The digits with which the first approximation is made.
  private static final int FIRST_DIGITS = Decimal.PRECISION + 10;

  /// Powers of at most so many digits are multiplied out: some microseconds.
  private static final long EXACT_POWER_DIGITS = 1_000;

  /// The most decimals of an exponent with which a number of 34 digits, not a power of ten, can have
  /// a decimal power: 2^7 is beyond the 113 bits of 34 digits.
  private static final int MAX_ROOT_SCALE = 6;

  private static final int MAX_ROOT = 113;

  private static final BigDecimal NEAR_ONE_FROM = new BigDecimal("0.9");
  private static final BigDecimal NEAR_ONE_TO = new BigDecimal("1.1");

  private Elementary() {}

  static Decimal squareRoot(BigDecimal value) {
    if (value.signum() < 0) {
      throw new ArithmeticException("square root of a negative number");
    }
    if (value.signum() == 0) {
      return Decimal.ZERO;
    }
    BigDecimal root = root(value, Decimal.PRECISION + 2);
    if (root.multiply(root).compareTo(value) == 0) {
      return Decimal.of(NumeralWriter.withoutFractionalZeros(root));
    }
    // A 1 stands for all the digits that follow.
    BigInteger digits = root.unscaledValue().multiply(BigInteger.TEN).add(BigInteger.ONE);
    return Decimal.of(new BigDecimal(digits, root.scale() + 1));
  }

  /// The square root of a positive number, rounded down to `digits` digits or one more.
  private static BigDecimal root(BigDecimal value, int digits) {
    int raised = Math.max(0, 2 * digits - value.precision());
    if (((value.scale() + raised) & 1) != 0) {
      raised++;
    }
    BigInteger radicand = value.unscaledValue().multiply(BigInteger.TEN.pow(raised));
    return new BigDecimal(radicand.sqrt(), (value.scale() + raised) / 2);
  }

  static Decimal exp(Decimal exponent) {
    if (exponent.isZero()) {
      return Decimal.ONE;
    }
    return expOf(exponent.toBigDecimal(), digits -> expDigits(exponent.toBigDecimal(), digits));
  }

  static Decimal ln(Decimal number) {
    if (number.signum() <= 0) {
      throw new ArithmeticException("logarithm of zero or a negative number");
    }
    if (number.equals(Decimal.ONE)) {
      return Decimal.ZERO;
    }
    return correctlyRounded(digits -> lnDigits(number.toBigDecimal(), digits));
  }

  static Decimal power(Decimal base, Decimal exponent) {
    if (exponent.isZero()) {
      return Decimal.ONE;
    }
    if (base.isZero()) {
      if (exponent.signum() < 0) {
        throw new ArithmeticException("zero to a negative power");
      }
      return Decimal.ZERO;
    }
    if (base.signum() > 0) {
      return positivePower(base, exponent);
    }
    if (!exponent.isInteger()) {
      throw new ArithmeticException("fractional power of a negative number");
    }
    Decimal power = positivePower(base.negated(), exponent);
    return exponent.modulo(Decimal.of(2)).isZero() ? power : power.negated();
  }

  private static Decimal positivePower(Decimal base, Decimal exponent) {
    BigDecimal x = base.toBigDecimal().stripTrailingZeros();
    BigDecimal y = exponent.toBigDecimal().stripTrailingZeros();
    if (x.unscaledValue().equals(BigInteger.ONE)) {
      return powerOfTen(-x.scale(), x, y);
    }
    if (y.scale() <= 0) {
      return wholePower(base.toBigDecimal(), x, y);
    }
    if (y.scale() <= MAX_ROOT_SCALE) {
      BigInteger denominator = BigInteger.TEN.pow(y.scale());
      BigInteger common = y.unscaledValue().gcd(denominator);
      int degree = denominator.divide(common).intValueExact();
      if (degree <= MAX_ROOT) {
        BigDecimal root = nearestRoot(x, degree);
        if (isPower(x, root, degree)) {
          return wholePower(root, root, new BigDecimal(y.unscaledValue().divide(common)));
        }
      }
    }
    return irrationalPower(x, y);
  }

  private static Decimal powerOfTen(int places, BigDecimal x, BigDecimal y) {
    BigDecimal exponent = y.multiply(BigDecimal.valueOf(places)).stripTrailingZeros();
    if (exponent.scale() > 0) {
      return irrationalPower(x, y);
    }
    if (exponent.compareTo(BigDecimal.valueOf(Decimal.MAX_EXPONENT)) > 0) {
      throw overflow();
    }
    return exponent.compareTo(BigDecimal.valueOf(-Decimal.MAX_SCALE)) < 0
        ? Decimal.underflow()
        : Decimal.of(BigDecimal.ONE.scaleByPowerOfTen(exponent.intValueExact()));
  }

  /// Multiplies out what is short enough. `written` has the zeros that the result should show.
  private static Decimal wholePower(BigDecimal written, BigDecimal x, BigDecimal y) {
    if (isShort(written, y)) {
      return exactPower(written, y.intValueExact());
    }
    if (isShort(x, y)) {
      return exactPower(x, y.intValueExact());
    }
    // More than 1,000 digits, the last not a zero: no decimal, and no middle of two.
    return irrationalPower(x, y);
  }

  private static boolean isShort(BigDecimal x, BigDecimal y) {
    BigDecimal digits = y.abs().multiply(BigDecimal.valueOf(x.precision()));
    return digits.compareTo(BigDecimal.valueOf(EXACT_POWER_DIGITS)) <= 0;
  }

  private static Decimal exactPower(BigDecimal x, int exponent) {
    BigInteger digits = x.unscaledValue().pow(Math.abs(exponent));
    long scale = (long) x.scale() * exponent;
    return exponent > 0 ? scaled(new BigDecimal(digits), scale) : scaledReciprocal(digits, scale);
  }

  private static Decimal scaledReciprocal(BigInteger digits, long scale) {
    // Enough digits that nothing but a 1 for the rest is missing: 34, and what the zeros take away.
    int places = new BigDecimal(digits).precision() + Decimal.PRECISION + 2;
    BigInteger[] parts = BigInteger.TEN.pow(places).divideAndRemainder(digits);
    if (parts[1].signum() == 0) {
      return scaled(new BigDecimal(parts[0]).stripTrailingZeros(), scale + places);
    }
    BigInteger sticky = parts[0].multiply(BigInteger.TEN).add(BigInteger.ONE);
    return scaled(new BigDecimal(sticky), scale + places + 1);
  }

  /// `value` × 10^-`scale`, where neither the scale nor the result need fit.
  private static Decimal scaled(BigDecimal value, long scale) {
    long exponent = Decimal.exponent(value) - scale;
    if (exponent > Decimal.MAX_EXPONENT) {
      throw overflow();
    }
    return exponent < -Decimal.MAX_SCALE - 1
        ? Decimal.underflow()
        : Decimal.of(value.scaleByPowerOfTen(Math.toIntExact(-scale)));
  }

  /// The root rounded to 34 digits: the root itself, if it is a decimal.
  private static BigDecimal nearestRoot(BigDecimal x, int degree) {
    MathContext context = new MathContext(FIRST_DIGITS + 6);
    BigDecimal exponent = lnDigits(x, FIRST_DIGITS + 6).divide(BigDecimal.valueOf(degree), context);
    return expDigits(exponent, FIRST_DIGITS).round(MathContext.DECIMAL128).stripTrailingZeros();
  }

  private static boolean isPower(BigDecimal x, BigDecimal root, int degree) {
    // The coefficient of x has at most 34 digits, so that of an exact root has 34 / degree.
    return (root.precision() - 1L) * degree <= Decimal.PRECISION
        && root.pow(degree).compareTo(x) == 0;
  }

  private static Decimal irrationalPower(BigDecimal x, BigDecimal y) {
    BigDecimal exponent = lnDigits(x, FIRST_DIGITS).multiply(y);
    return expOf(
        exponent,
        digits -> {
          BigDecimal product = lnDigits(x, digits + 6).multiply(y);
          return expDigits(product, digits + 1);
        });
  }

  /// Refuses what is far out of range before anything is computed.
  private static Decimal expOf(BigDecimal exponent, IntFunction<BigDecimal> approximation) {
    if (exponent.compareTo(OVERFLOWING_EXPONENT) > 0) {
      throw overflow();
    }
    return exponent.compareTo(VANISHING_EXPONENT) < 0
        ? Decimal.underflow()
        : correctlyRounded(approximation);
  }

  /// Rounds what `approximation` gives, with an error of less than 10^-digits of it, as soon as all
  /// numbers within the error round alike.
  private static Decimal correctlyRounded(IntFunction<BigDecimal> approximation) {
    for (int digits = FIRST_DIGITS; ; digits *= 2) {
      BigDecimal value = approximation.apply(digits);
      BigDecimal error = value.scaleByPowerOfTen(-digits);
      Decimal one = Decimal.fit(value.subtract(error));
      Decimal other = Decimal.fit(value.add(error));
      if (Objects.equals(one, other)) {
        if (one == null) {
          throw overflow();
        }
        return one;
      }
    }
  }

  /// e^x with a relative error of less than 10^-`digits`, for |x| below 14,230.
  static BigDecimal expDigits(BigDecimal x, int digits) {
    MathContext context = new MathContext(digits + 10);
    int halvings = halvings(x);
    BigDecimal small = x.divide(BigDecimal.valueOf(1L << halvings), context);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int i = 1; Decimal.exponent(term) >= -context.getPrecision() - 1; i++) {
      term = term.multiply(small, context).divide(BigDecimal.valueOf(i), context);
      sum = sum.add(term, context);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, context);
    }
    return sum;
  }

  /// How often x must be halved to come below 2^-7.
  private static int halvings(BigDecimal x) {
    return Decimal.exponent(x) < -3
        ? 0
        : x.multiply(BigDecimal.valueOf(128)).toBigInteger().abs().bitLength();
  }

  /// ln x with a relative error of less than 10^-`digits`, for x > 0 other than 1.
  static BigDecimal lnDigits(BigDecimal x, int digits) {
    MathContext context = new MathContext(digits + 4);
    BigDecimal near = x;
    int roots = 0;
    while (near.compareTo(NEAR_ONE_FROM) < 0 || near.compareTo(NEAR_ONE_TO) > 0) {
      near = root(near, context.getPrecision());
      roots++;
    }
    BigDecimal z = near.subtract(BigDecimal.ONE).divide(near.add(BigDecimal.ONE), context);
    return artanh(z, context).multiply(BigDecimal.valueOf(2L << roots), context);
  }

  /// z + z³/3 + z⁵/5 + …
  private static BigDecimal artanh(BigDecimal z, MathContext context) {
    BigDecimal square = z.multiply(z, context);
    BigDecimal power = z;
    BigDecimal sum = z;
    long enough = Decimal.exponent(z) - context.getPrecision() - 1;
    for (int i = 3; Decimal.exponent(power) >= enough; i += 2) {
      power = power.multiply(square, context);
      sum = sum.add(power.divide(BigDecimal.valueOf(i), context), context);
    }
    return sum;
  }

  private static ArithmeticException overflow() {
    return new ArithmeticException("overflow: beyond 9.99E+6144");
  }
}
