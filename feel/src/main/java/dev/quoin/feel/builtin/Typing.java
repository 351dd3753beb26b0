package dev.quoin.feel.builtin;

import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which values a type has, and how a value becomes one of a type (DMN 1.5, 10.3.2.9).
final class Typing {
  private Typing() {}

  static boolean instanceOf(Value value, Type type) {
    return value instanceof Value.Null
        ? type.equals(Type.Simple.NULL)
        : conforms(value, type, true);
  }

  /// @param partsMayBeNull whether an element or entry may be null whatever its type is
  private static boolean conforms(@Nullable Value value, Type type, boolean partsMayBeNull) {
    if (value == null || value instanceof Value.Null) {
      return true;
    }
    return switch (type) {
      case Type.Simple simple ->
          switch (simple) {
            case ANY -> true;
            case NULL -> false;
            case NUMBER -> value instanceof Value.Num;
            case STRING -> value instanceof Value.Text;
            case BOOLEAN -> value instanceof Value.Bool;
            case DATE -> value instanceof Value.Date;
            case TIME -> value instanceof Value.Time;
            case DATE_TIME -> value instanceof Value.DateTime;
            case DAY_TIME_DURATION -> value instanceof Value.DayTimeDuration;
            case YEAR_MONTH_DURATION -> value instanceof Value.YearMonthDuration;
          };
      case Type.ListType list ->
          value instanceof Value.Items items
              && allConform(items.values(), list.element(), partsMayBeNull);
      case Type.RangeType range ->
          value instanceof Value.Range of
              && conforms(of.low(), range.element(), partsMayBeNull)
              && conforms(of.high(), range.element(), partsMayBeNull);
      case Type.ContextType context ->
          value instanceof Value.Context of
              && hasEntries(of.entries(), context.entries(), partsMayBeNull);
      case Type.FunctionType _ ->
          value instanceof Value.Function function
              && (function.overloaded() || function.type().conformsTo(type));
    };
  }

  private static boolean partConforms(Value part, Type type, boolean partsMayBeNull) {
    return part instanceof Value.Null
        ? partsMayBeNull || type.equals(Type.Simple.ANY) || type.equals(Type.Simple.NULL)
        : conforms(part, type, partsMayBeNull);
  }

  private static boolean allConform(List<Value> items, Type element, boolean partsMayBeNull) {
    for (Value item : items) {
      if (!partConforms(item, element, partsMayBeNull)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasEntries(
      Map<String, Value> entries, Map<String, Type> wanted, boolean partsMayBeNull) {
    for (Map.Entry<String, Type> entry : wanted.entrySet()) {
      Value value = entries.get(entry.getKey());
      if (value == null || !partConforms(value, entry.getValue(), partsMayBeNull)) {
        return false;
      }
    }
    return true;
  }

  static Value conform(Value value, Type type, String what, boolean partsMayBeNull) {
    if (conforms(value, type, partsMayBeNull)) {
      return value;
    }
    if (value instanceof Value.Items items
        && items.values().size() == 1
        && !(type instanceof Type.ListType)) {
      Value only = items.values().getFirst();
      if (partConforms(only, type, partsMayBeNull)) {
        return only;
      }
    }
    if (type instanceof Type.ListType list
        && !(value instanceof Value.Items)
        && conforms(value, list.element(), partsMayBeNull)) {
      return new Value.Items(List.of(value));
    }
    if (type.equals(Type.Simple.DATE_TIME) && value instanceof Value.Date) {
      Value.DateTime midnight = Arithmetic.asDateTime(value);
      if (midnight != null) {
        return midnight;
      }
    }
    return Value.error(
        "wrong-type",
        "the value of "
            + what
            + " is "
            + Values.kind(value)
            + ", "
            + Values.quoted(value)
            + " (expected: "
            + type
            + ")");
  }
}
