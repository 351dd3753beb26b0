package dev.quoin.feel.builtin;

import dev.quoin.feel.Value;
import java.time.temporal.ChronoUnit;

/// Functions that make durations (DMN 1.5, 10.3.4.1).
final class DurationFunctions {
  private DurationFunctions() {}

  static Value duration(Value[] arguments) {
    return Literals.duration(TextFunctions.text(arguments[0]));
  }

  /// The whole months from one calendar date to the other; negative backwards.
  static Value yearsAndMonths(Value[] arguments) {
    return new Value.YearMonthDuration(
        ChronoUnit.MONTHS.between(
            TemporalFunctions.date(arguments[0]), TemporalFunctions.date(arguments[1])));
  }
}
