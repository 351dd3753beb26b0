package dev.quoin.cli.load;

/// Writes microseconds as milliseconds.
final class Millis {
  private Millis() {}

  /// Three digits that count: `0.214`, `3.07`, `41.9`, `1,204`.
  static String text(long micros) {
    if (micros < 1_000) {
      return "0.%03d".formatted(micros);
    }
    if (micros < 10_000) {
      return "%d.%02d".formatted(micros / 1_000, micros % 1_000 / 10);
    }
    if (micros < 100_000) {
      return "%d.%d".formatted(micros / 1_000, micros % 1_000 / 100);
    }
    return "%,d".formatted(micros / 1_000);
  }
}
