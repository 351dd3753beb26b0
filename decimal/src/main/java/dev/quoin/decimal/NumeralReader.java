package dev.quoin.decimal;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Turns a FEEL or JSON numeral into a number.
///
/// One scan collects up to 18 significant digits in a `long`, which is all there is in nearly every
/// numeral. Longer ones are scanned again for as many digits as rounding can see: a megabyte of
/// digits costs a scan, not a number of a million digits.
final class NumeralReader {

  /// Digits that decide how a coefficient of 34 rounds: those, the next, and whether anything
  /// follows.
  private static final int KEPT_DIGITS = Decimal.PRECISION + 1;

  /// Beyond any exponent that a text of 2^31 characters could bring back into range.
  private static final long ENDLESS_EXPONENT = 1L << 40;

  private static final int QUOTED_CHARACTERS = 40;

  private static final String NO_NUMBER = "not a number";
  private static final String OUT_OF_RANGE = "number out of range";

  private final CharSequence text;
  private int at;

  /// The first 18 significant digits.
  private long coefficient;

  /// All digits from the first that isn't zero.
  private int significant;

  private @Nullable String problem;

  NumeralReader(CharSequence text) {
    this.text = text;
  }

  /// The number, or null for a problem.
  @Nullable Decimal read() {
    boolean negative = skip('-');
    int whole = digits();
    int decimals = 0;
    if (skip('.')) {
      decimals = digits();
      if (decimals == 0) {
        return refuse(NO_NUMBER, "a digit after the point");
      }
    } else if (whole == 0) {
      return refuse(NO_NUMBER, "digits, as in -12.50 or 1e3");
    }
    int end = at;
    long exponent = 0;
    if (skip('e') || skip('E')) {
      boolean down = skip('-');
      if (!down) {
        skip('+');
      }
      int first = at;
      exponent = exponent(down);
      if (at == first) {
        return refuse(NO_NUMBER, "a digit in the exponent");
      }
    }
    if (at < text.length()) {
      return refuse(NO_NUMBER, "digits, as in -12.50 or 1e3");
    }
    return value(negative, decimals - exponent, end);
  }

  /// What was wrong, in one sentence.
  @Nullable String problem() {
    return problem;
  }

  private boolean skip(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private int digits() {
    int first = at;
    for (; at < text.length() && isDigit(text.charAt(at)); at++) {
      int digit = text.charAt(at) - '0';
      if (significant > 0 || digit > 0) {
        if (significant < Decimal.COMPACT_DIGITS) {
          coefficient = coefficient * 10 + digit;
        }
        significant++;
      }
    }
    return at - first;
  }

  private long exponent(boolean down) {
    long exponent = 0;
    for (; at < text.length() && isDigit(text.charAt(at)); at++) {
      exponent = Math.min(exponent * 10 + (text.charAt(at) - '0'), ENDLESS_EXPONENT);
    }
    return down ? -exponent : exponent;
  }

  private @Nullable Decimal value(boolean negative, long scale, int end) {
    if (significant == 0) {
      return Decimal.zero(scale);
    }
    long exponent = significant - 1 - scale;
    if (exponent > Decimal.MAX_EXPONENT) {
      return refuse(OUT_OF_RANGE, "less than 1E+6145");
    }
    if (exponent < -Decimal.MAX_SCALE - 1) {
      return Decimal.underflow();
    }
    if (significant <= Decimal.COMPACT_DIGITS) {
      return Decimal.of(negative ? -coefficient : coefficient, Math.toIntExact(scale));
    }
    Decimal value = Decimal.fit(wide(negative, scale, end));
    return value == null ? refuse(OUT_OF_RANGE, "less than 1E+6145") : value;
  }

  private BigDecimal wide(boolean negative, long scale, int end) {
    StringBuilder kept = new StringBuilder(KEPT_DIGITS + 2);
    boolean rest = false;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (!isDigit(c) || (kept.isEmpty() && c == '0')) {
        continue;
      }
      if (kept.length() < KEPT_DIGITS) {
        kept.append(c);
      } else {
        rest |= c != '0';
      }
    }
    int dropped = significant - kept.length();
    if (rest) {
      // A 1 stands for all that follows: enough to tell more than a half from a half.
      kept.append('1');
      dropped--;
    }
    BigInteger digits = new BigInteger(kept.toString());
    return new BigDecimal(negative ? digits.negate() : digits, Math.toIntExact(scale - dropped));
  }

  private @Nullable Decimal refuse(String what, String expected) {
    String quoted =
        text.length() <= QUOTED_CHARACTERS
            ? text.toString()
            : text.subSequence(0, QUOTED_CHARACTERS) + "…";
    problem = what + " `" + quoted + "` (expected: " + expected + ")";
    return null;
  }
}
