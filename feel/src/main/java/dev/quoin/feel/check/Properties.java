package dev.quoin.feel.check;

import static dev.quoin.feel.Type.Simple.ANY;
import static dev.quoin.feel.Type.Simple.BOOLEAN;
import static dev.quoin.feel.Type.Simple.DATE;
import static dev.quoin.feel.Type.Simple.DATE_TIME;
import static dev.quoin.feel.Type.Simple.DAY_TIME_DURATION;
import static dev.quoin.feel.Type.Simple.NUMBER;
import static dev.quoin.feel.Type.Simple.STRING;
import static dev.quoin.feel.Type.Simple.TIME;
import static dev.quoin.feel.Type.Simple.YEAR_MONTH_DURATION;

import dev.quoin.feel.Type;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names that may follow a dot, with their types (DMN 1.5, tables 65 and 66).
final class Properties {
  private Properties() {}

  private static final Map<Type, Map<String, Type>> OF_TEMPORAL =
      Map.of(
          DATE, Map.of("year", NUMBER, "month", NUMBER, "day", NUMBER, "weekday", NUMBER),
          TIME,
              Map.of(
                  "hour",
                  NUMBER,
                  "minute",
                  NUMBER,
                  "second",
                  NUMBER,
                  "time offset",
                  DAY_TIME_DURATION,
                  "timezone",
                  STRING),
          DATE_TIME,
              Map.ofEntries(
                  Map.entry("year", NUMBER),
                  Map.entry("month", NUMBER),
                  Map.entry("day", NUMBER),
                  Map.entry("weekday", NUMBER),
                  Map.entry("hour", NUMBER),
                  Map.entry("minute", NUMBER),
                  Map.entry("second", NUMBER),
                  Map.entry("time offset", DAY_TIME_DURATION),
                  Map.entry("timezone", STRING)),
          DAY_TIME_DURATION,
              Map.of("days", NUMBER, "hours", NUMBER, "minutes", NUMBER, "seconds", NUMBER),
          YEAR_MONTH_DURATION, Map.of("years", NUMBER, "months", NUMBER));

  /// The type of `value.name`; empty where no such value has that name.
  static Optional<Type> type(Type source, String name) {
    return switch (source) {
      case Type.Simple simple when simple == ANY -> Optional.of(ANY);
      case Type.Simple simple ->
          Optional.ofNullable(OF_TEMPORAL.getOrDefault(simple, Map.of()).get(name));
      case Type.ContextType context -> Optional.ofNullable(context.entries().get(name));
      case Type.ListType list -> type(list.element(), name).map(Type.ListType::new);
      case Type.RangeType range ->
          switch (name) {
            case "start", "end" -> Optional.of(range.element());
            case "start included", "end included" -> Optional.of(BOOLEAN);
            default -> Optional.empty();
          };
      case Type.FunctionType _ -> Optional.empty();
    };
  }

  /// All names that may follow, for a suggestion.
  static Set<String> names(Type source) {
    return switch (source) {
      case Type.Simple simple -> OF_TEMPORAL.getOrDefault(simple, Map.of()).keySet();
      case Type.ContextType context -> context.entries().keySet();
      case Type.ListType list -> names(list.element());
      case Type.RangeType _ -> Set.of("start", "end", "start included", "end included");
      case Type.FunctionType _ -> Set.of();
    };
  }
}
