package dev.quoin.decimal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

// Idea. A price has six digits, a rate nine, and their product fifteen: nearly every number of a
// pricing run fits into a `long` with a scale. Such a number is *compact*: two fields, no
// BigDecimal, and its arithmetic is one machine instruction and a check. Whatever doesn't fit is
// *wide*: a BigDecimal rounded to 34 digits, computed by BigDecimal code that anyone can read. The
// compact path is never inexact. It either knows the exact result, digit for digit what BigDecimal
// would have said, or it hands the operands over; it never rounds to stay compact.
//
// The bound of a compact coefficient is 18 digits, not the whole `long`. So negation can't
// overflow, the sum of two is a `long` always, and raising to a finer scale is one comparison with
// ROOM. Only multiplication can leave the `long`, and multiplyHigh says so without an exception.
// The bound of a compact scale is 18 both ways, so that one table of powers serves all.
//
// INVARIANT: `wide` is null exactly when the value, at its own scale, is within both bounds. Equal
// numbers may still differ in form (1 and 1.0000000000000000000), so equality is by value.
//
// Left: two subclasses under an abstract Decimal. Every call in a generated hot loop would then be
// bimorphic and nothing would be scalar-replaced. One final class with a branch that is never taken
// costs a test and a trap. Also left: 128-bit coefficients in two longs, which would make 34 digits
// fast, at the price of a division nobody can review. Also left: canonical form (zeros stripped),
// because 1.10 should print as it was written, and stripping is a loop.
//
// What hurts it: division that doesn't end (1/3 makes 34 digits, and whatever touches them stays
// wide until it is rounded), long chains of factors without rounding in between, and coefficients
// with many trailing zeros, which cost hashCode a division by ten each.
//
// Spec: DMN 1.5, 10.3.2.3.1 (number); IEEE 754-2008, decimal128; java.math.MathContext.DECIMAL128.

/// A FEEL number: a decimal of up to 34 significant digits, rounded HALF_EVEN where a result has
/// more.
///
/// Follows IEEE 754-2008 decimal128: results beyond ±9.99…E+6144 are an [ArithmeticException];
/// results nearer to zero than 1E-6143 keep fewer digits, the last at 1E-6176, and round to zero
/// below that. There is no negative zero, no infinity, no NaN.
///
/// Immutable. Equality, order and hash are by numeric value: 1.0 equals 1. The scale, as in
/// [BigDecimal], is only for [#toString].
public final class Decimal implements Comparable<Decimal> {

  /// The most significant digits that a number has.
  static final int PRECISION = 34;

  /// The greatest exponent of the leading digit: IEEE's Emax.
  static final int MAX_EXPONENT = 6144;

  /// The greatest scale; its unit is the smallest positive number, 1E-6176.
  static final int MAX_SCALE = 6176;

  /// The least scale of a zero; IEEE clamps the exponents of zeros to it.
  static final int MIN_ZERO_SCALE = -6111;

  static final int COMPACT_DIGITS = 18;

  private static final int COMPACT_SCALE = 18;

  /// The greatest compact coefficient, 18 nines.
  private static final long COMPACT_MAX = 999_999_999_999_999_999L;

  /// Below it, rounding a quotient at 34 digits first changes nothing: see [#quotient].
  static final long MAX_ROUNDED_TWICE = 1_000_000_000_000_000L;

  private static final long[] POWERS = powersOfTen();

  /// The greatest coefficient that stays compact when it is raised by that many places.
  private static final long[] ROOM = room();

  public static final Decimal ZERO = new Decimal(0, 0);
  public static final Decimal ONE = new Decimal(1, 0);
  public static final Decimal TEN = new Decimal(10, 0);

  /// The coefficient of a compact number, 0 for a wide one.
  private final long unscaled;

  private final int scale;

  private final @Nullable BigDecimal wide;

  private Decimal(long unscaled, int scale) {
    this.unscaled = unscaled;
    this.scale = scale;
    this.wide = null;
  }

  private Decimal(BigDecimal wide) {
    this.unscaled = 0;
    this.scale = wide.scale();
    this.wide = wide;
  }

  /// The whole number `value`.
  public static Decimal of(long value) {
    return of(value, 0);
  }

  /// `unscaled` × 10^-`scale`: `of(1234, 2)` is 12.34.
  ///
  /// @throws ArithmeticException beyond decimal128
  public static Decimal of(long unscaled, int scale) {
    if (isWithinCompact(unscaled, scale)) {
      return new Decimal(unscaled, scale);
    }
    return rounded(BigDecimal.valueOf(unscaled, scale));
  }

  /// `value`, rounded to 34 digits HALF_EVEN.
  ///
  /// @throws ArithmeticException beyond decimal128
  public static Decimal of(BigDecimal value) {
    return rounded(value);
  }

  /// `value`, rounded to 34 digits HALF_EVEN.
  ///
  /// @throws ArithmeticException beyond decimal128
  public static Decimal of(BigInteger value) {
    return rounded(new BigDecimal(value));
  }

  /// Reads a FEEL or JSON numeral: `-12`, `.5`, `12.50`, `1e3`, `1E-3`. Not `+1`, not `1.`, not hex,
  /// no spaces, ASCII digits only. More than 34 digits are rounded, HALF_EVEN.
  ///
  /// @throws NumberFormatException with one sentence, when the text isn't a numeral or its number is
  ///     beyond decimal128. A number too small for decimal128 is no error: it rounds to zero.
  public static Decimal parse(CharSequence text) {
    NumeralReader reader = new NumeralReader(text);
    Decimal value = reader.read();
    if (value == null) {
      throw new NumberFormatException(reader.problem());
    }
    return value;
  }

  /// Like [#parse], but null when the text isn't a numeral or its number is beyond decimal128.
  public static @Nullable Decimal tryParse(CharSequence text) {
    return new NumeralReader(text).read();
  }

  /// The sum. @throws ArithmeticException beyond decimal128
  public Decimal plus(Decimal other) {
    if (scale == other.scale && wide == null && other.wide == null) {
      return of(unscaled + other.unscaled, scale);
    }
    return plusUnaligned(other);
  }

  private Decimal plusUnaligned(Decimal other) {
    if (wide == null && other.wide == null) {
      int gap = scale - other.scale;
      if (gap > 0 && hasRoom(other.unscaled, gap)) {
        return of(unscaled + other.unscaled * POWERS[gap], scale);
      }
      if (gap < 0 && hasRoom(unscaled, -gap)) {
        return of(unscaled * POWERS[-gap] + other.unscaled, other.scale);
      }
    }
    return rounded(toBigDecimal().add(other.toBigDecimal(), MathContext.DECIMAL128));
  }

  /// The difference. @throws ArithmeticException beyond decimal128
  public Decimal minus(Decimal other) {
    if (scale == other.scale && wide == null && other.wide == null) {
      return of(unscaled - other.unscaled, scale);
    }
    return plusUnaligned(other.negated());
  }

  /// The product. @throws ArithmeticException beyond decimal128
  public Decimal times(Decimal other) {
    long low = unscaled * other.unscaled;
    if (wide == null
        && other.wide == null
        && Math.multiplyHigh(unscaled, other.unscaled) == low >> 63) {
      return of(low, scale + other.scale);
    }
    return rounded(toBigDecimal().multiply(other.toBigDecimal()));
  }

  /// The quotient: exact where it has at most 34 digits, with no more fractional zeros than the
  /// operands' scales ask for (as [BigDecimal] does), else rounded.
  ///
  /// @throws ArithmeticException when the divisor is zero, or beyond decimal128
  public Decimal dividedBy(Decimal divisor) {
    if (wide == null && divisor.wide == null && divisor.unscaled != 0) {
      long quotient = unscaled / divisor.unscaled;
      long remainder = unscaled - quotient * divisor.unscaled;
      if (remainder == 0) {
        return of(quotient, scale - divisor.scale);
      }
      return dividedWithRemainder(quotient, remainder, divisor);
    }
    return dividedWide(divisor);
  }

  /// Takes all the decimals of the remainder at once, as many as a `long` has room for. If the
  /// division doesn't come out even then, it doesn't within reach.
  /// The quotient, rounded: `dividedBy(divisor).round(places, mode)`, digit for digit.
  ///
  /// Most quotients of a price are rounded at once, and most of them never end: 34 digits of a third
  /// are made to be thrown away. Where both numbers are compact, the remainder tells how to round.
  /// Rounding twice gives the same, since a quotient that is no tie is further from one than the
  /// 34th digit: at least half a unit of the last place divided by 10^18, and below 10^15 units the
  /// 34th digit is worth less.
  ///
  /// @throws ArithmeticException for a divisor of zero
  public Decimal quotient(Decimal divisor, int places, RoundingMode mode) {
    if (wide == null && divisor.wide == null && divisor.unscaled != 0 && scale >= divisor.scale) {
      int raise = places - scale + divisor.scale;
      if (raise >= 0 ? hasRoom(unscaled, raise) : hasRoom(divisor.unscaled, -raise)) {
        long sign = divisor.unscaled >> 63 | 1;
        long dividend = sign * (raise >= 0 ? unscaled * POWERS[raise] : unscaled);
        long unit = sign * (raise >= 0 ? divisor.unscaled : divisor.unscaled * POWERS[-raise]);
        long quotient = dividend / unit;
        long remainder = dividend - quotient * unit;
        if (remainder != 0 && Math.abs(quotient) < MAX_ROUNDED_TWICE) {
          if (isAwayFromZero(quotient, remainder, unit, mode)) {
            quotient += dividend >> 63 | 1;
          }
          int target = Math.max(places, 0);
          return of(quotient * POWERS[target - places], target);
        }
      }
    }
    return dividedBy(divisor).round(places, mode);
  }

  private Decimal dividedWithRemainder(long quotient, long remainder, Decimal divisor) {
    int places = placesWithinLong(remainder);
    long raised = remainder * POWERS[places];
    long decimals = raised / divisor.unscaled;
    if (decimals * divisor.unscaled != raised) {
      return dividedWide(divisor);
    }
    while (decimals % 10 == 0) {
      decimals /= 10;
      places--;
    }
    if (!hasRoom(quotient, places)) {
      return dividedWide(divisor);
    }
    return of(quotient * POWERS[places] + decimals, scale - divisor.scale + places);
  }

  private Decimal dividedWide(Decimal divisor) {
    if (divisor.isZero()) {
      throw new ArithmeticException("division by zero");
    }
    BigDecimal dividend = toBigDecimal();
    BigDecimal by = divisor.toBigDecimal();
    // The quotient's leading digit stands here or one place lower.
    long exponent = exponent(dividend) - exponent(by);
    if (exponent >= PRECISION - MAX_SCALE || dividend.signum() == 0) {
      return rounded(dividend.divide(by, MathContext.DECIMAL128));
    }
    if (exponent < -MAX_SCALE - 1) {
      return underflow();
    }
    // Subnormal: rounded at its last place, once.
    return rounded(dividend.divide(by, MAX_SCALE, RoundingMode.HALF_EVEN));
  }

  /// The number with the other sign.
  public Decimal negated() {
    return wide == null ? new Decimal(-unscaled, scale) : new Decimal(wide.negate());
  }

  /// The number without its sign.
  public Decimal abs() {
    return signum() < 0 ? negated() : this;
  }

  /// -1, 0 or 1.
  public int signum() {
    return wide == null ? Long.signum(unscaled) : wide.signum();
  }

  /// Whether it is 0, of whatever scale.
  public boolean isZero() {
    return signum() == 0;
  }

  /// Whether the value is whole: 2.00 is.
  public boolean isInteger() {
    if (scale <= 0) {
      return true;
    }
    return wide == null
        ? unscaled % POWERS[scale] == 0
        : wide.signum() == 0 || wide.stripTrailingZeros().scale() <= 0;
  }

  /// FEEL's modulo: dividend - divisor × floor(dividend / divisor), which has the divisor's sign.
  ///
  /// Exact, however large the quotient, as long as the result has at most 34 digits; else rounded.
  ///
  /// @throws ArithmeticException when the divisor is zero
  public Decimal modulo(Decimal divisor) {
    if (wide == null && divisor.wide == null && divisor.unscaled != 0) {
      int gap = scale - divisor.scale;
      if (gap >= 0 && hasRoom(divisor.unscaled, gap)) {
        return of(Math.floorMod(unscaled, divisor.unscaled * POWERS[gap]), scale);
      }
    }
    return moduloWide(divisor);
  }

  private Decimal moduloWide(Decimal divisor) {
    if (divisor.isZero()) {
      throw new ArithmeticException("modulo by zero");
    }
    BigDecimal dividend = toBigDecimal();
    BigDecimal by = divisor.toBigDecimal();
    int gap = dividend.scale() - by.scale();
    if (gap <= 0) {
      // The dividend may be 10^12000 units of the divisor: its power of ten is taken modulo, too.
      BigInteger modulus = by.unscaledValue();
      BigInteger power = BigInteger.TEN.modPow(BigInteger.valueOf(-gap), modulus.abs());
      BigInteger units = dividend.unscaledValue().multiply(power);
      return rounded(new BigDecimal(floorMod(units, modulus), by.scale()));
    }
    if (gap <= PRECISION) {
      BigInteger modulus = by.unscaledValue().multiply(BigInteger.TEN.pow(gap));
      return rounded(new BigDecimal(floorMod(dividend.unscaledValue(), modulus), scale));
    }
    // The divisor is at least 10^gap units of the dividend, the dividend is less: floor is 0 or -1.
    return dividend.signum() == 0 || dividend.signum() == by.signum() ? this : plus(divisor);
  }

  private static BigInteger floorMod(BigInteger dividend, BigInteger divisor) {
    BigInteger remainder = dividend.mod(divisor.abs());
    return divisor.signum() < 0 && remainder.signum() != 0 ? remainder.add(divisor) : remainder;
  }

  /// This number to the `exponent`: the exact power, rounded once. Anything to the 0 is 1.
  ///
  /// @throws ArithmeticException for zero to a negative exponent, or beyond decimal128
  public Decimal power(int exponent) {
    if (exponent > 0 && exponent < 60) {
      Decimal power = this;
      for (int i = 1; i < exponent && power.wide == null; i++) {
        power = power.times(this);
      }
      if (power.wide == null) {
        return power;
      }
    }
    return Elementary.power(this, of(exponent));
  }

  /// This number to the `exponent`, correct to 34 digits: rounded once, HALF_EVEN.
  ///
  /// @throws ArithmeticException for zero to a negative exponent, for a negative number to an
  ///     exponent that isn't whole, or beyond decimal128
  public Decimal power(Decimal exponent) {
    return Elementary.power(this, exponent);
  }

  /// The square root, correct to 34 digits: rounded once, HALF_EVEN.
  ///
  /// @throws ArithmeticException for a negative number
  public Decimal squareRoot() {
    return squareRoot(toBigDecimal());
  }

  /// The square root of a number with any count of digits, correct to 34 digits: rounded once, HALF_EVEN.
  ///
  /// @throws ArithmeticException for a negative number, or beyond decimal128
  public static Decimal squareRoot(BigDecimal radicand) {
    return Elementary.squareRoot(radicand);
  }

  /// e to this number, correct to 34 digits: rounded once, HALF_EVEN.
  ///
  /// @throws ArithmeticException beyond decimal128
  public Decimal exp() {
    return Elementary.exp(this);
  }

  /// The natural logarithm, correct to 34 digits: rounded once, HALF_EVEN.
  ///
  /// @throws ArithmeticException for zero and negative numbers
  public Decimal ln() {
    return Elementary.ln(this);
  }

  /// The greatest number of `places` decimals that isn't greater than this one.
  public Decimal floor(int places) {
    return round(places, RoundingMode.FLOOR);
  }

  /// The least number of `places` decimals that isn't less than this one.
  public Decimal ceiling(int places) {
    return round(places, RoundingMode.CEILING);
  }

  /// Rounded to `places` decimals, or, where negative, to tens, hundreds, …: 48317.25 to -1 is 48320.
  /// A number that has no more decimals than that is returned as it is: no zeros are added.
  ///
  /// @throws ArithmeticException when `mode` is UNNECESSARY and something would be lost, or beyond
  ///     decimal128 (1 rounded UP to -7000)
  public Decimal round(int places, RoundingMode mode) {
    if (places >= scale) {
      return this;
    }
    if (wide == null && places >= -COMPACT_SCALE && scale - places <= COMPACT_SCALE) {
      return roundedCompact(places, mode);
    }
    return roundedWide(places, mode);
  }

  private Decimal roundedCompact(int places, RoundingMode mode) {
    long unit = POWERS[scale - places];
    long quotient = unscaled / unit;
    long remainder = unscaled - quotient * unit;
    if (remainder != 0 && isAwayFromZero(quotient, remainder, unit, mode)) {
      quotient += unscaled >> 63 | 1;
    }
    // Tens and hundreds are written out, so that the next addition finds equal scales.
    int target = Math.max(places, Math.min(scale, 0));
    return of(quotient * POWERS[target - places], target);
  }

  static boolean isAwayFromZero(long quotient, long remainder, long unit, RoundingMode mode) {
    long twice = 2 * Math.abs(remainder);
    return switch (mode) {
      case HALF_UP -> twice >= unit;
      case HALF_EVEN -> twice > unit || (twice == unit && (quotient & 1) != 0);
      case HALF_DOWN -> twice > unit;
      case UP -> true;
      case DOWN -> false;
      case FLOOR -> remainder < 0;
      case CEILING -> remainder > 0;
      case UNNECESSARY -> throw new ArithmeticException("rounding necessary");
    };
  }

  private Decimal roundedWide(int places, RoundingMode mode) {
    BigDecimal value = toBigDecimal();
    if ((long) scale - places > value.precision()) {
      // Less than a tenth of the unit: any such number rounds alike, and setScale on this one would
      // divide by a power of ten with thousands of digits.
      value = BigDecimal.valueOf(value.signum(), places + 2);
    }
    BigDecimal rounded = value.setScale(places, mode);
    int target = Math.max(places, Math.min(scale, 0));
    boolean fits = (long) rounded.precision() + target - places <= PRECISION;
    return rounded(fits ? rounded.setScale(target) : rounded);
  }

  /// The lesser of the two.
  public Decimal min(Decimal other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /// The greater of the two.
  public Decimal max(Decimal other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// The value as an `int`. @throws ArithmeticException when it isn't whole or doesn't fit
  public int intValueExact() {
    return Math.toIntExact(longValueExact());
  }

  /// The value as a `long`. @throws ArithmeticException when it isn't whole or doesn't fit
  public long longValueExact() {
    return wide == null && scale == 0 ? unscaled : toBigDecimal().longValueExact();
  }

  /// Whether [#longValueExact] has an answer.
  public boolean fitsLong() {
    if (wide == null && scale >= 0) {
      return isInteger();
    }
    BigDecimal value = toBigDecimal();
    return value.signum() == 0
        || (isInteger() && exponent(value) < 19 && value.toBigInteger().bitLength() < Long.SIZE);
  }

  /// The same number and scale.
  public BigDecimal toBigDecimal() {
    return wide == null ? BigDecimal.valueOf(unscaled, scale) : wide;
  }

  /// Whether the number is held as a `long` and a scale: at most 18 digits, scale from -18 to 18.
  public boolean isCompact() {
    return wide == null;
  }

  /// The coefficient of a compact number: 1234 of 12.34.
  ///
  /// @throws IllegalStateException when the number isn't compact
  public long unscaledLong() {
    if (wide != null) {
      throw new IllegalStateException("not a compact number: " + wide);
    }
    return unscaled;
  }

  /// The number of decimals as written or calculated: 2 of 12.30, -3 of 1e3.
  public int scale() {
    return scale;
  }

  /// The number of digits of the coefficient: 4 of 12.30, 1 of zero.
  public int digits() {
    if (wide != null) {
      return wide.precision();
    }
    int digits = 1;
    while (digits <= COMPACT_DIGITS && Math.abs(unscaled) >= POWERS[digits]) {
      digits++;
    }
    return digits;
  }

  @Override
  public int compareTo(Decimal other) {
    if (scale == other.scale && wide == null && other.wide == null) {
      return Long.compare(unscaled, other.unscaled);
    }
    return compareUnaligned(other);
  }

  private int compareUnaligned(Decimal other) {
    if (wide == null && other.wide == null) {
      int gap = scale - other.scale;
      if (gap > 0 && hasRoom(other.unscaled, gap)) {
        return Long.compare(unscaled, other.unscaled * POWERS[gap]);
      }
      if (gap < 0 && hasRoom(unscaled, -gap)) {
        return Long.compare(unscaled * POWERS[-gap], other.unscaled);
      }
    }
    return toBigDecimal().compareTo(other.toBigDecimal());
  }

  /// By value: 1.0 equals 1.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Decimal that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    if (wide == null) {
      return hash(unscaled, scale);
    }
    BigDecimal stripped = wide.stripTrailingZeros();
    return stripped.precision() <= COMPACT_DIGITS
        ? hash(stripped.unscaledValue().longValueExact(), stripped.scale())
        : stripped.hashCode();
  }

  private static int hash(long unscaled, int scale) {
    if (unscaled == 0) {
      return 0;
    }
    long significant = unscaled;
    int places = scale;
    while (significant % 10 == 0) {
      significant /= 10;
      places--;
    }
    return 31 * Long.hashCode(significant) + places;
  }

  /// The numeral as written or calculated: 1.10 stays `1.10`. Plain up to 50 digits, beyond that as
  /// in `1E+400`. [#parse] reads it back.
  @Override
  public String toString() {
    return wide == null ? NumeralWriter.plain(unscaled, scale) : NumeralWriter.write(wide);
  }

  /// The numeral of the value alone: 1.10 is `1.1` and 2.00 is `2`. Like [#toString] otherwise.
  public String toPlainText() {
    if (wide == null && scale == 0) {
      return Long.toString(unscaled);
    }
    return NumeralWriter.write(NumeralWriter.withoutFractionalZeros(toBigDecimal()));
  }

  /// The one way from BigDecimal to Decimal: rounds to decimal128 and prefers the compact form.
  static Decimal rounded(BigDecimal value) {
    Decimal rounded = fit(value);
    if (rounded == null) {
      throw new ArithmeticException("overflow: beyond 9.99E+6144");
    }
    return rounded;
  }

  /// Like [#rounded], but null for an overflow.
  static @Nullable Decimal fit(BigDecimal exact) {
    if (exact.signum() == 0) {
      return zero(exact.scale());
    }
    BigDecimal value = atLastPlace(exact).round(MathContext.DECIMAL128);
    if (value.signum() != 0 && exponent(value) > MAX_EXPONENT) {
      return null;
    }
    if (value.precision() <= COMPACT_DIGITS) {
      long unscaled = value.unscaledValue().longValueExact();
      if (isWithinCompact(unscaled, value.scale())) {
        return new Decimal(unscaled, value.scale());
      }
    }
    return new Decimal(value);
  }

  /// Cuts a subnormal number at 1E-6176, so that it is rounded only once.
  private static BigDecimal atLastPlace(BigDecimal value) {
    long beyond = (long) value.scale() - MAX_SCALE;
    if (beyond <= 0 || beyond < value.precision() - PRECISION) {
      return value;
    }
    return beyond > value.precision()
        ? BigDecimal.valueOf(0, MAX_SCALE)
        : value.setScale(MAX_SCALE, RoundingMode.HALF_EVEN);
  }

  /// A zero of that scale, clamped as IEEE does it.
  static Decimal zero(long scale) {
    int clamped = Math.clamp(scale, MIN_ZERO_SCALE, MAX_SCALE);
    return Math.abs(clamped) <= COMPACT_SCALE
        ? new Decimal(0, clamped)
        : new Decimal(BigDecimal.valueOf(0, clamped));
  }

  /// What is left of a number too small for decimal128.
  static Decimal underflow() {
    return zero(MAX_SCALE);
  }

  /// The power of ten of the leading digit, "adjusted exponent" in IEEE's words.
  static long exponent(BigDecimal value) {
    return (long) value.precision() - value.scale() - 1;
  }

  private static boolean isWithinCompact(long unscaled, int scale) {
    return unscaled <= COMPACT_MAX
        && unscaled >= -COMPACT_MAX
        && scale <= COMPACT_SCALE
        && scale >= -COMPACT_SCALE;
  }

  private static boolean hasRoom(long unscaled, int places) {
    return places <= COMPACT_SCALE && Math.abs(unscaled) <= ROOM[places];
  }

  /// The places by which a coefficient, not zero, can be raised within a `long`, at most 18: the
  /// unused bits times log10(2), which is a little more than 1233 / 4096.
  static int placesWithinLong(long unscaled) {
    return ((Long.numberOfLeadingZeros(Math.abs(unscaled)) - 1) * 1233) >> 12;
  }

  /// Ten to the `places`, of 0 to 18.
  static long tenTo(int places) {
    return POWERS[places];
  }

  private static long[] powersOfTen() {
    long[] powers = new long[COMPACT_SCALE + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  private static long[] room() {
    long[] room = powersOfTen();
    for (int i = 0; i < room.length; i++) {
      room[i] = COMPACT_MAX / room[i];
    }
    return room;
  }
}
