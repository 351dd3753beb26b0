package dev.quoin.feel.check;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.feel.syntax.Expr.TypeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The names of types, as models and `instance of` write them.
final class TypeNames {
  private TypeNames() {}

  static final Map<String, Type> BUILT_IN =
      Map.ofEntries(
          Map.entry("Any", Simple.ANY),
          Map.entry("Null", Simple.NULL),
          Map.entry("number", Simple.NUMBER),
          Map.entry("string", Simple.STRING),
          Map.entry("boolean", Simple.BOOLEAN),
          Map.entry("date", Simple.DATE),
          Map.entry("time", Simple.TIME),
          Map.entry("date and time", Simple.DATE_TIME),
          Map.entry("dateTime", Simple.DATE_TIME),
          Map.entry("days and time duration", Simple.DAY_TIME_DURATION),
          Map.entry("dayTimeDuration", Simple.DAY_TIME_DURATION),
          Map.entry("years and months duration", Simple.YEAR_MONTH_DURATION),
          Map.entry("yearMonthDuration", Simple.YEAR_MONTH_DURATION),
          Map.entry("list", new Type.ListType(Simple.ANY)),
          Map.entry("context", new Type.ContextType(Map.of())));

  static Type resolve(TypeName name, Map<String, Type> declared, Problems problems) {
    return switch (name) {
      case TypeName.Named named -> {
        Optional<Type> type =
            Optional.ofNullable(declared.get(named.name()))
                .or(() -> Optional.ofNullable(BUILT_IN.get(named.name())));
        if (type.isEmpty()) {
          TreeSet<String> known = new TreeSet<>(BUILT_IN.keySet());
          known.addAll(declared.keySet());
          problems.add(
              named.span(),
              "unknown-type",
              "unknown type `" + named.name() + "`" + Suggestion.text(named.name(), known));
        }
        yield type.orElse(Simple.ANY);
      }
      case TypeName.ListNamed list ->
          new Type.ListType(resolve(list.element(), declared, problems));
      case TypeName.RangeNamed range ->
          new Type.RangeType(resolve(range.element(), declared, problems));
      case TypeName.ContextNamed context -> {
        Map<String, Type> entries = new LinkedHashMap<>();
        context
            .fields()
            .forEach(field -> entries.put(field.name(), resolve(field.type(), declared, problems)));
        yield new Type.ContextType(entries);
      }
      case TypeName.FunctionNamed function -> {
        List<Type> parameters = new ArrayList<>();
        function
            .parameters()
            .forEach(parameter -> parameters.add(resolve(parameter, declared, problems)));
        yield new Type.FunctionType(parameters, resolve(function.result(), declared, problems));
      }
    };
  }

  /// The type of a value that is known.
  static Type of(Value value) {
    return switch (value) {
      case Value.Null _ -> Simple.NULL;
      case Value.Num _ -> Simple.NUMBER;
      case Value.Text _ -> Simple.STRING;
      case Value.Bool _ -> Simple.BOOLEAN;
      case Value.Date _ -> Simple.DATE;
      case Value.Time _ -> Simple.TIME;
      case Value.DateTime _ -> Simple.DATE_TIME;
      case Value.DayTimeDuration _ -> Simple.DAY_TIME_DURATION;
      case Value.YearMonthDuration _ -> Simple.YEAR_MONTH_DURATION;
      case Value.Items items ->
          new Type.ListType(
              items.values().stream().map(TypeNames::of).reduce(Type::join).orElse(Simple.NULL));
      case Value.Context context -> {
        Map<String, Type> entries = new LinkedHashMap<>();
        context.entries().forEach((name, entry) -> entries.put(name, of(entry)));
        yield new Type.ContextType(entries);
      }
      case Value.Function function -> function.type();
      case Value.Range range ->
          new Type.RangeType(
              range.low() == null
                  ? (range.high() == null ? Simple.ANY : of(range.high()))
                  : of(range.low()));
    };
  }
}
