package dev.quoin.feel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A FEEL type (DMN 1.5, 10.3.2.9). Null conforms to every type: whether a value may be null is told beside the type.
public sealed interface Type {

  /// The types without parts.
  enum Simple implements Type {
    ANY("Any"),
    NULL("Null"),
    NUMBER("number"),
    STRING("string"),
    BOOLEAN("boolean"),
    DATE("date"),
    TIME("time"),
    DATE_TIME("date and time"),
    DAY_TIME_DURATION("days and time duration"),
    YEAR_MONTH_DURATION("years and months duration");

    private final String feelName;

    Simple(String feelName) {
      this.feelName = feelName;
    }

    @Override
    public String toString() {
      return feelName;
    }
  }

  /// A list whose elements are of a type.
  record ListType(Type element) implements Type {
    @Override
    public String toString() {
      return "list<" + element + ">";
    }
  }

  /// A range whose ends are of a type.
  record RangeType(Type element) implements Type {
    @Override
    public String toString() {
      return "range<" + element + ">";
    }
  }

  /// A context with at least these entries.
  record ContextType(Map<String, Type> entries) implements Type {
    public ContextType {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String toString() {
      return entries.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue())
          .collect(Collectors.joining(", ", "context<", ">"));
    }
  }

  /// A function of parameters in order; what is given may be more special, what it answers is the result.
  record FunctionType(List<Type> parameters, Type result) implements Type {
    public FunctionType {
      parameters = List.copyOf(parameters);
    }

    @Override
    public String toString() {
      return parameters.stream()
          .map(Type::toString)
          .collect(Collectors.joining(", ", "function<", "> -> " + result));
    }
  }

  /// Whether each value of this type is one of `other` (DMN 1.5, 10.3.2.9.4, "conforms to").
  default boolean conformsTo(Type other) {
    if (equals(other) || other.equals(Simple.ANY) || equals(Simple.NULL)) {
      return true;
    }
    return switch (this) {
      case Simple _ -> false;
      case ListType list -> other instanceof ListType to && list.element.conformsTo(to.element);
      case RangeType range -> other instanceof RangeType to && range.element.conformsTo(to.element);
      case ContextType context ->
          other instanceof ContextType to
              && to.entries.entrySet().stream()
                  .allMatch(entry ->
                      context.entries.containsKey(entry.getKey())
                          && context.entries.get(entry.getKey()).conformsTo(entry.getValue()));
      case FunctionType function ->
          other instanceof FunctionType to
              && function.parameters.size() == to.parameters.size()
              && function.result.conformsTo(to.result)
              && java.util.stream.IntStream.range(0, to.parameters.size())
                  .allMatch(i -> to.parameters.get(i).conformsTo(function.parameters.get(i)));
    };
  }

  /// The narrowest type here that both conform to.
  static Type join(Type a, Type b) {
    if (a.conformsTo(b)) {
      return b;
    }
    if (b.conformsTo(a)) {
      return a;
    }
    if (a instanceof ListType left && b instanceof ListType right) {
      return new ListType(join(left.element, right.element));
    }
    if (a instanceof ContextType left && b instanceof ContextType right) {
      Map<String, Type> common = new LinkedHashMap<>();
      left.entries.forEach((name, type) -> {
        Type other = right.entries.get(name);
        if (other != null) {
          common.put(name, join(type, other));
        }
      });
      return new ContextType(common);
    }
    return Simple.ANY;
  }
}
