package dev.quoin.bench;

import java.util.List;

/// What the hand-written policy answers.
public sealed interface Answer {

  /// A price in won: the lines that are shown, their sum, and the VAT that it contains.
  record Price(List<Line> lines, long total, long vat) implements Answer {
    static Price of(List<Line> lines) {
      long total = 0;
      for (Line line : lines) {
        total += line.amount;
      }
      return new Price(lines, total, Won.round(total, 11));
    }
  }

  /// Why there is no price: the codes of all reasons.
  record Refused(List<String> codes) implements Answer {}

  /// A line item.
  record Line(String code, long amount) {}
}
