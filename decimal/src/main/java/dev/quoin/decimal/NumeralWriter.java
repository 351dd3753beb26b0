package dev.quoin.decimal;

import java.math.BigDecimal;

/// Turns a number into a FEEL numeral.
final class NumeralWriter {

  /// Numbers of more digits are written with an exponent. No compact number has more than 36.
  private static final int MAX_PLAIN_DIGITS = 50;

  private NumeralWriter() {}

  static String write(BigDecimal value) {
    return plainDigits(value) <= MAX_PLAIN_DIGITS ? value.toPlainString() : value.toString();
  }

  private static int plainDigits(BigDecimal value) {
    return value.scale() <= 0
        ? value.precision() - value.scale()
        : Math.max(value.precision(), value.scale() + 1);
  }

  static String plain(long unscaled, int scale) {
    if (scale <= 0) {
      return unscaled == 0 ? "0" : unscaled + "0".repeat(-scale);
    }
    String digits = Long.toString(Math.abs(unscaled));
    int whole = digits.length() - scale;
    StringBuilder text = new StringBuilder(scale + 3);
    if (unscaled < 0) {
      text.append('-');
    }
    if (whole > 0) {
      return text.append(digits, 0, whole)
          .append('.')
          .append(digits, whole, digits.length())
          .toString();
    }
    return text.append("0.").repeat('0', -whole).append(digits).toString();
  }

  static BigDecimal withoutFractionalZeros(BigDecimal value) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (value.scale() <= 0) {
      return value;
    }
    BigDecimal stripped = value.stripTrailingZeros();
    // The zeros before the point come back: 100.00 was stripped to 1E+2.
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
