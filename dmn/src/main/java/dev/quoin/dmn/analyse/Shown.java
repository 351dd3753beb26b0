package dev.quoin.dmn.analyse;

import dev.quoin.feel.Value;

/// A value as an analyst would write it in a cell, in backticks.
final class Shown {
  private Shown() {}

  static String of(Value value) {
    return switch (value) {
      case Value.Null _ -> "`null`";
      case Value.Num number -> "`" + number.value().toPlainText() + "`";
      case Value.Text text -> "`\"" + visible(text.value()) + "\"`";
      case Value.Bool bool -> "`" + bool.value() + "`";
      case Value.Date date -> "`" + date.value() + "`";
      case Value.Time time ->
          "`" + time.value() + (time.zone() == null ? "" : "@" + time.zone()) + "`";
      case Value.DateTime moment ->
          "`" + moment.value() + (moment.zone() == null ? "" : "@" + moment.zone()) + "`";
      case Value.DayTimeDuration duration -> "`" + duration.value() + "`";
      case Value.YearMonthDuration duration -> "`P" + duration.months() + "M`";
      case Value.Items items when items.values().isEmpty() -> "`[]`";
      case Value.Items _, Value.Context _, Value.Range _, Value.Function _ -> "`" + value + "`";
    };
  }

  /// The text right behind another differs from it by a character that nobody sees.
  private static String visible(String text) {
    return text.replace("\u0000", "\\u0000");
  }
}
