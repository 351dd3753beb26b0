package dev.quoin.ratebook.table;

import dev.quoin.feel.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Ranges as people write them elsewhere: `4-72`, `4+`, `3 or less`, `3 이하`. None of them is read, for `4-72` could be a date or a
/// difference as well; but who writes one is shown what it most likely means.
final class RangeSlip {
  private static final Pattern BETWEEN = Pattern.compile("\\s*(?:\\.{2,3}|[-–~～]|\\bto\\b)\\s*");

  private static final List<Comparison> COMPARISONS =
      List.of(
          Comparison.of("(.+?) ?(?:\\+|or more|이상)", ">="),
          Comparison.of("(?:=>|≥) ?(.+)", ">="),
          Comparison.of("(.+?) ?(?:or less|이하)", "<="),
          Comparison.of("(?:=<|≤|up to) ?(.+)", "<="),
          Comparison.of("(.+?) ?초과", ">"),
          Comparison.of("(.+?) ?미만", "<"));

  /// How a range with one end is written, and the comparison that is meant.
  private record Comparison(Pattern written, String meant) {
    static Comparison of(String written, String meant) {
      return new Comparison(Pattern.compile(written), meant);
    }
  }

  private RangeSlip() {}

  /// The range that was meant, as a cell has it.
  ///
  /// @param read gives the value of an end, if it is one
  static Optional<String> meant(String text, Function<String, Optional<Value>> read) {
    for (Comparison comparison : COMPARISONS) {
      Matcher end = comparison.written().matcher(text);
      if (end.matches() && read.apply(end.group(1)).isPresent()) {
        return Optional.of(comparison.meant() + " " + end.group(1));
      }
    }
    // A date has hyphens of its own, so each of them is tried.
    Matcher between = BETWEEN.matcher(text);
    while (between.find()) {
      String low = text.substring(0, between.start());
      String high = text.substring(between.end());
      Optional<Value> first = read.apply(low);
      Optional<Value> last = read.apply(high);
      if (first.isPresent() && last.isPresent() && Cells.compare(first.get(), last.get()) < 0) {
        return Optional.of("[%s..%s]".formatted(low, high));
      }
    }
    return Optional.empty();
  }
}
