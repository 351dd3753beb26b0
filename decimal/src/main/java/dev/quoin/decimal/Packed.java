package dev.quoin.decimal;

import java.math.RoundingMode;

// Idea. An object for each number costs more than the number: it is allocated, filled, followed and
// collected, and the JIT compiler takes it apart only as long as it stays within one method. Nearly
// every number of a price has at most 17 digits and few decimals; such a one fits into a `long`
// with its scale, and a `long` goes anywhere: into locals, fields, arrays, through calls.
//
// The low six bits are the scale, signed, from -18 to 18; the others are the coefficient, signed.
// So whole numbers are themselves, shifted; two numbers of one scale are added and compared as
// they are, and the sum of two coefficients is beyond its 58 bits exactly when the sum of the two
// longs is beyond 64.
//
// As with compact decimals nothing here is ever inexact: an operation knows the result, digit for
// digit and with the scale that `Decimal` gives it, or answers NONE, and the caller takes the way
// of the decimals. A long whose low six bits are those of NONE is no number; its other bits are the
// caller's, who may number there what does not fit.
//
// Left: a static scale for each expression. It would save the test of the scales, but inputs come
// with any scale, and what a model's author may write is not worth a second arithmetic.

/// Decimals of at most 17 digits and 18 places, each in a `long`.
///
/// The twin is [Decimal]: what an operation answers here is what it answers there, or [#NONE].
public final class Packed {

  /// What is no number: a result that does not fit, or one that only [Decimal] knows.
  public static final long NONE = 32;

  /// What [#compare] answers where only [Decimal] knows.
  public static final int UNKNOWN = 2;

  public static final long ZERO = 0;

  private static final int SCALE_BITS = 6;
  private static final long SCALE_MASK = (1 << SCALE_BITS) - 1;
  private static final int MAX_SCALE = 18;

  /// The greatest coefficient that fits when it is raised by that many places.
  private static final long[] ROOM = room();

  private Packed() {}

  /// The number, or NONE where it has too many digits.
  public static long of(Decimal number) {
    return number.isCompact() ? of(number.unscaledLong(), number.scale()) : NONE;
  }

  /// `unscaled` × 10^-`scale`, or NONE where it has too many digits or places.
  public static long of(long unscaled, int scale) {
    long shifted = unscaled << SCALE_BITS;
    return shifted >> SCALE_BITS == unscaled && scale <= MAX_SCALE && scale >= -MAX_SCALE
        ? shifted | (scale & SCALE_MASK)
        : NONE;
  }

  /// Whether it is a number and not NONE or a caller's own.
  public static boolean isNumber(long packed) {
    return (packed & SCALE_MASK) != NONE;
  }

  /// What is no number, with a mark of the caller's: at most 57 bits.
  public static long marked(int mark) {
    return (long) mark << SCALE_BITS | NONE;
  }

  /// The mark of what [#marked] made.
  public static int mark(long marked) {
    return (int) (marked >> SCALE_BITS);
  }

  /// The number that is packed, with its scale.
  public static Decimal decimal(long packed) {
    return Decimal.of(coefficient(packed), scale(packed));
  }

  /// The coefficient of a number: 1234 of 12.34.
  public static long coefficient(long packed) {
    return packed >> SCALE_BITS;
  }

  /// The scale of a number: 2 of 12.34.
  public static int scale(long packed) {
    return (int) (packed << (Long.SIZE - SCALE_BITS) >> (Long.SIZE - SCALE_BITS));
  }

  /// `a + b` as [Decimal#plus] has it, or NONE where that does not fit or an operand is NONE.
  public static long plus(long a, long b) {
    if (((a ^ b) & SCALE_MASK) != 0) {
      return plusUnaligned(a, b);
    }
    long sum = (a & ~SCALE_MASK) + b;
    return isNumber(b) && ((a ^ sum) & (b ^ sum)) >= 0 ? sum : NONE;
  }

  /// `a - b` as [Decimal#minus] has it, or NONE.
  public static long minus(long a, long b) {
    if (((a ^ b) & SCALE_MASK) != 0) {
      return plusUnaligned(a, negated(b));
    }
    long difference = a - (b & ~SCALE_MASK);
    return isNumber(b) && ((a ^ b) & (a ^ difference)) >= 0 ? difference : NONE;
  }

  private static long plusUnaligned(long a, long b) {
    if (!isNumber(a) || !isNumber(b)) {
      return NONE;
    }
    int gap = scale(a) - scale(b);
    if (gap > 0) {
      return hasRoom(coefficient(b), gap)
          ? of(coefficient(a) + coefficient(b) * Decimal.tenTo(gap), scale(a))
          : NONE;
    }
    return hasRoom(coefficient(a), -gap)
        ? of(coefficient(a) * Decimal.tenTo(-gap) + coefficient(b), scale(b))
        : NONE;
  }

  /// `-packed`, or NONE.
  public static long negated(long packed) {
    long shifted = packed & ~SCALE_MASK;
    return isNumber(packed) && shifted != Long.MIN_VALUE ? -shifted | (packed & SCALE_MASK) : NONE;
  }

  /// `a * b` as [Decimal#times] has it, or NONE.
  public static long times(long a, long b) {
    if (!isNumber(a) || !isNumber(b)) {
      return NONE;
    }
    int scale = scale(a) + scale(b);
    long shifted = a & ~SCALE_MASK;
    long product = shifted * coefficient(b);
    return Math.multiplyHigh(shifted, coefficient(b)) == product >> 63
            && scale <= MAX_SCALE
            && scale >= -MAX_SCALE
        ? product | (scale & SCALE_MASK)
        : NONE;
  }

  /// The quotient where it ends within reach; NONE for a divisor of zero, too.
  public static long dividedBy(long a, long b) {
    long divisor = coefficient(b);
    if (!isNumber(a) || !isNumber(b) || divisor == 0) {
      return NONE;
    }
    long dividend = coefficient(a);
    long quotient = dividend / divisor;
    long remainder = dividend - quotient * divisor;
    int scale = scale(a) - scale(b);
    if (remainder == 0) {
      return of(quotient, scale);
    }
    // Tenths are the same digits, one place further.
    return divisor == 10
        ? of(dividend, scale + 1)
        : dividedWithRemainder(quotient, remainder, divisor, scale);
  }

  /// As `Decimal` does it: all the decimals of the remainder at once.
  private static long dividedWithRemainder(long quotient, long remainder, long divisor, int scale) {
    int places = Decimal.placesWithinLong(remainder);
    long raised = remainder * Decimal.tenTo(places);
    long decimals = raised / divisor;
    if (decimals * divisor != raised) {
      return NONE;
    }
    while (decimals % 10 == 0) {
      decimals /= 10;
      places--;
    }
    return hasRoom(quotient, places)
        ? of(quotient * Decimal.tenTo(places) + decimals, scale + places)
        : NONE;
  }

  /// Rounded to `places` decimals, or, where negative, to tens, hundreds, …
  public static long round(long packed, int places, RoundingMode mode) {
    int scale = scale(packed);
    if (!isNumber(packed) || places >= scale) {
      return isNumber(packed) ? packed : NONE;
    }
    if (places < -MAX_SCALE || scale - places > MAX_SCALE) {
      return NONE;
    }
    long unscaled = coefficient(packed);
    long unit = Decimal.tenTo(scale - places);
    long quotient = withoutPlaces(unscaled, scale - places);
    long remainder = unscaled - quotient * unit;
    if (remainder != 0 && Decimal.isAwayFromZero(quotient, remainder, unit, mode)) {
      quotient += unscaled >> 63 | 1;
    }
    int target = Math.max(places, Math.min(scale, 0));
    return of(quotient * Decimal.tenTo(target - places), target);
  }

  /// The number by ten to the `places`: the JIT compiler multiplies where it knows by what is divided.
  private static long withoutPlaces(long number, int places) {
    return switch (places) {
      case 1 -> number / 10;
      case 2 -> number / 100;
      case 3 -> number / 1_000;
      case 4 -> number / 10_000;
      case 5 -> number / 100_000;
      case 6 -> number / 1_000_000;
      case 7 -> number / 10_000_000;
      case 8 -> number / 100_000_000;
      default -> number / Decimal.tenTo(places);
    };
  }

  /// The quotient, rounded at once: see [Decimal#quotient].
  public static long quotient(long a, long b, int places, RoundingMode mode) {
    long divisor = coefficient(b);
    if (!isNumber(a) || !isNumber(b) || divisor == 0) {
      return NONE;
    }
    int raise = places - scale(a) + scale(b);
    if (scale(a) >= scale(b)
        && (raise >= 0 ? hasRoom(coefficient(a), raise) : hasRoom(divisor, -raise))) {
      long sign = divisor >> 63 | 1;
      long dividend = sign * (raise >= 0 ? coefficient(a) * Decimal.tenTo(raise) : coefficient(a));
      long unit = sign * (raise >= 0 ? divisor : divisor * Decimal.tenTo(-raise));
      // Where the divisor is known, so is the unit, but only if it is not raised.
      long quotient = raise >= 0 ? dividend / (sign * divisor) : dividend / unit;
      long remainder = dividend - quotient * unit;
      if (remainder != 0 && Math.abs(quotient) < Decimal.MAX_ROUNDED_TWICE) {
        if (Decimal.isAwayFromZero(quotient, remainder, unit, mode)) {
          quotient += dividend >> 63 | 1;
        }
        int target = Math.max(places, 0);
        return hasRoom(quotient, target - places)
            ? of(quotient * Decimal.tenTo(target - places), target)
            : NONE;
      }
    }
    return round(dividedBy(a, b), places, mode);
  }

  /// -1, 0 or 1 by value, or UNKNOWN.
  public static int compare(long a, long b) {
    if (((a ^ b) & SCALE_MASK) != 0) {
      return compareUnaligned(a, b);
    }
    return isNumber(b) ? Long.compare(a, b) : UNKNOWN;
  }

  private static int compareUnaligned(long a, long b) {
    if (!isNumber(a) || !isNumber(b)) {
      return UNKNOWN;
    }
    int gap = scale(a) - scale(b);
    if (gap > 0) {
      return hasRoom(coefficient(b), gap)
          ? Long.compare(coefficient(a), coefficient(b) * Decimal.tenTo(gap))
          : UNKNOWN;
    }
    return hasRoom(coefficient(a), -gap)
        ? Long.compare(coefficient(a) * Decimal.tenTo(-gap), coefficient(b))
        : UNKNOWN;
  }

  private static boolean hasRoom(long coefficient, int places) {
    return places <= MAX_SCALE && Math.abs(coefficient) <= ROOM[places];
  }

  private static long[] room() {
    long[] room = new long[MAX_SCALE + 1];
    for (int i = 0; i < room.length; i++) {
      room[i] = (Long.MAX_VALUE >> SCALE_BITS) / Decimal.tenTo(i);
    }
    return room;
  }
}
