package dev.quoin.bench;

import java.util.function.ToLongFunction;

/// A range of whole numbers, both ends inclusive.
record Span(long low, long high) {
  static final Span ALL = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

  /// Reads a cell of a rate table: `-`, `7`, `<= 7`, `> 7`, `[7..9]`, `(7..9]`.
  ///
  /// @param number what an end means; open ends move by one of its units
  static Span parse(String cell, ToLongFunction<String> number) {
    if (cell.equals("-")) {
      return ALL;
    }
    if (cell.startsWith("<=")) {
      return new Span(Long.MIN_VALUE, number.applyAsLong(cell.substring(2).strip()));
    }
    if (cell.startsWith(">=")) {
      return new Span(number.applyAsLong(cell.substring(2).strip()), Long.MAX_VALUE);
    }
    if (cell.startsWith("<")) {
      return new Span(Long.MIN_VALUE, number.applyAsLong(cell.substring(1).strip()) - 1);
    }
    if (cell.startsWith(">")) {
      return new Span(number.applyAsLong(cell.substring(1).strip()) + 1, Long.MAX_VALUE);
    }
    int dots = cell.indexOf("..");
    if (dots < 0) {
      long point = number.applyAsLong(cell);
      return new Span(point, point);
    }
    long low = number.applyAsLong(cell.substring(1, dots).strip());
    long high = number.applyAsLong(cell.substring(dots + 2, cell.length() - 1).strip());
    return new Span(cell.startsWith("[") ? low : low + 1, cell.endsWith("]") ? high : high - 1);
  }

  boolean holds(long value) {
    return low <= value && value <= high;
  }
}
