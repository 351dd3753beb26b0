package dev.quoin.ratebook.worksheet;

import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.ratebook.value.Written;
import java.util.stream.Collectors;

/// The tests of cells as people write them: `[4..72]`, `>= 2026-05-01`, `not("none")`.
final class CellTexts {
  private CellTexts() {}

  static String of(CellTest test) {
    return switch (test) {
      case CellTest.Any _ -> "-";
      case CellTest.Points points ->
          points.values().stream().map(CellTexts::value).collect(Collectors.joining(", "));
      case CellTest.Interval interval -> interval(interval);
      case CellTest.AnyOf any ->
          any.tests().stream().map(CellTexts::of).collect(Collectors.joining(", "));
      case CellTest.Not not -> "not(" + of(not.test()) + ")";
      case CellTest.Holds holds -> holds.condition().span().text();
    };
  }

  private static String interval(CellTest.Interval interval) {
    Value low = interval.low();
    Value high = interval.high();
    if (low == null) {
      return high == null ? "-" : (interval.highClosed() ? "<= " : "< ") + value(high);
    }
    if (high == null) {
      return (interval.lowClosed() ? ">= " : "> ") + value(low);
    }
    return (interval.lowClosed() ? "[" : "(")
        + value(low)
        + ".."
        + value(high)
        + (interval.highClosed() ? "]" : ")");
  }

  private static String value(Value value) {
    return value instanceof Value.Text ? Written.json(value) : Written.plain(value);
  }
}
