package dev.quoin.decimal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;

/// Seeded operands that crowd at the boundaries: 18 and 19 digits, 34 and 35, powers of ten and
/// their neighbours, zeros with a scale, negative scales.
final class Operands {

  private final SplittableRandom random;

  Operands(long seed) {
    random = new SplittableRandom(seed);
  }

  /// At most 34 digits, scale from -40 to 40.
  BigDecimal next() {
    return new BigDecimal(coefficient(), scale());
  }

  /// Up to 40 digits, which decimal128 has to round.
  BigDecimal long40() {
    return new BigDecimal(digits(random.nextInt(1, 41)), scale());
  }

  /// At most 34 digits at any exponent of decimal128.
  BigDecimal extreme() {
    BigInteger digits = coefficient();
    int precision = new BigDecimal(digits).precision();
    int exponent =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(-6176, -6100);
          case 1 -> random.nextInt(6040, 6145) - precision + 1;
          case 2 -> random.nextInt(-3100, -3060);
          default -> random.nextInt(-6176, 6145 - precision);
        };
    return new BigDecimal(digits, -exponent);
  }

  /// A price, a factor or a rate: up to 8 digits, up to 4 decimals.
  BigDecimal price() {
    return BigDecimal.valueOf(random.nextLong(-99_999_999, 100_000_000), random.nextInt(5));
  }

  int nextInt(int from, int to) {
    return random.nextInt(from, to);
  }

  private BigInteger coefficient() {
    BigInteger digits =
        switch (random.nextInt(8)) {
          case 0 -> BigInteger.ZERO;
          case 1 -> BigInteger.valueOf(Long.MAX_VALUE - random.nextInt(3));
          case 2 -> BigInteger.TEN.pow(random.nextInt(34)).add(nudge());
          case 3 -> BigInteger.TEN.pow(34).subtract(BigInteger.valueOf(random.nextInt(1, 4)));
          case 4 -> BigInteger.TEN.pow(18).add(nudge());
          case 5 -> BigInteger.valueOf(random.nextInt(1000));
          default -> digits(random.nextInt(1, 35));
        };
    return random.nextBoolean() ? digits : digits.negate();
  }

  private BigInteger nudge() {
    return BigInteger.valueOf(random.nextInt(-1, 2));
  }

  private BigInteger digits(int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    return new BigInteger(text.toString());
  }

  private int scale() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextInt(-40, 41);
      case 2 -> random.nextInt(17, 20) * (random.nextBoolean() ? 1 : -1);
      default -> random.nextInt(7);
    };
  }
}
