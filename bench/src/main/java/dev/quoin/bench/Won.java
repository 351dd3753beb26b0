package dev.quoin.bench;

/// Rounding of exact fractions to won.
final class Won {

  /// `numerator / denominator` rounded half up (away from zero) to whole won.
  static long round(long numerator, long denominator) {
    long doubled = Math.multiplyExact(2, Math.absExact(numerator));
    long rounded = Math.addExact(doubled, denominator) / (2 * denominator);
    return numerator < 0 ? -rounded : rounded;
  }

  /// `numerator / denominator` rounded half up (away from zero) to 10 won.
  static long roundToTen(long numerator, long denominator) {
    return 10 * round(numerator, 10 * denominator);
  }

  private Won() {}
}
