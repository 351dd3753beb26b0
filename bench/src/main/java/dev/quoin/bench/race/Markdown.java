package dev.quoin.bench.race;

import java.util.Arrays;
import java.util.Locale;

/// Prints tables as the pages about benchmarks show them.
final class Markdown {
  private Markdown() {}

  static void heading(String name, String... columns) {
    System.out.printf("%n## %s%n%n", name);
    row(columns);
    row(Arrays.stream(columns).map(_ -> "---").toArray(String[]::new));
  }

  static void row(String... cells) {
    System.out.println("| " + String.join(" | ", cells) + " |");
  }

  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  static String tenths(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
