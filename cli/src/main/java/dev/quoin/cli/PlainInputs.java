package dev.quoin.cli;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.ratebook.source.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads JSON as the inputs of a model that belongs to no ratebook: no zone to convert to, what is missing is null, and
/// texts become dates and durations by FEEL's own functions.
record PlainInputs(Problems problems, Moment moment) {

  /// The value, unless it does not fit.
  Optional<Value> read(Node node, Type type, String what) {
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL) {
      return Optional.of(Value.NULL);
    }
    return switch (type) {
      case Type.Simple simple -> simple(node, simple, what);
      case Type.ListType list -> list(node, list, what);
      case Type.ContextType context -> context(node, context, what);
      case Type.RangeType _, Type.FunctionType _ -> wrong(node, type, what);
    };
  }

  private Optional<Value> simple(Node node, Type.Simple type, String what) {
    if (type == Type.Simple.ANY || type == Type.Simple.NULL) {
      return any(node);
    }
    if (!(node instanceof Node.Scalar scalar)) {
      return wrong(node, type, what);
    }
    boolean text = scalar.kind() == Node.Kind.TEXT;
    return switch (type) {
      case STRING -> text ? Optional.of(Value.of(scalar.text())) : wrong(node, type, what);
      case BOOLEAN ->
          scalar.kind() == Node.Kind.BOOLEAN
              ? Optional.of(Value.of(scalar.text().equals("true")))
              : wrong(node, type, what);
      case NUMBER ->
          text || scalar.kind() == Node.Kind.NUMBER
              ? number(scalar, what)
              : wrong(node, type, what);
      case DATE, TIME, DATE_TIME -> converted(node, scalar, type, type.toString(), what);
      case DAY_TIME_DURATION, YEAR_MONTH_DURATION ->
          converted(node, scalar, type, "duration", what);
      case ANY, NULL -> any(node);
    };
  }

  private Optional<Value> number(Node.Scalar scalar, String what) {
    Decimal number = Decimal.tryParse(scalar.text());
    return number == null ? wrong(scalar, Type.Simple.NUMBER, what) : Optional.of(Value.of(number));
  }

  /// By FEEL's function of that name, the one that takes a text.
  private Optional<Value> converted(
      Node node, Node.Scalar scalar, Type.Simple type, String function, String what) {
    if (scalar.kind() != Node.Kind.TEXT) {
      return wrong(node, type, what);
    }
    for (Builtin builtin : Builtin.named(function)) {
      boolean takesText =
          builtin.parameters().size() == 1
              && builtin.parameters().getFirst().type() == Type.Simple.STRING;
      if (takesText) {
        Value value = builtin.apply(new Value[] {Value.of(scalar.text())}, moment);
        return value instanceof Value.Null ? wrong(node, type, what) : Optional.of(value);
      }
    }
    throw new IllegalStateException("no function `" + function + "` of a text");
  }

  private Optional<Value> list(Node node, Type.ListType type, String what) {
    if (!(node instanceof Node.Listing listing)) {
      return wrong(node, type, what);
    }
    List<Value> values = new ArrayList<>();
    listing
        .items()
        .forEach(item -> read(item, type.element(), "an item of " + what).ifPresent(values::add));
    return values.size() == listing.items().size()
        ? Optional.of(new Value.Items(values))
        : Optional.empty();
  }

  private Optional<Value> context(Node node, Type.ContextType type, String what) {
    if (!(node instanceof Node.Mapping mapping)) {
      return wrong(node, type, what);
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    type.entries().keySet().forEach(name -> entries.put(name, Value.NULL));
    int before = problems.size();
    for (Node.Mapping.Entry entry : mapping.entries()) {
      Type entryType = type.entries().getOrDefault(entry.key(), Type.Simple.ANY);
      read(entry.value(), entryType, "`" + entry.key() + "` of " + what)
          .ifPresent(value -> entries.put(entry.key(), value));
    }
    return problems.size() == before ? Optional.of(new Value.Context(entries)) : Optional.empty();
  }

  /// A value whose type nobody has declared, as JSON says.
  private Optional<Value> any(Node node) {
    return switch (node) {
      case Node.Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT, CELL, FIELD -> Optional.of(Value.of(scalar.text()));
            case NUMBER -> number(scalar, "the number");
            case BOOLEAN -> Optional.of(Value.of(scalar.text().equals("true")));
            case NULL -> Optional.of(Value.NULL);
          };
      case Node.Listing list -> list(list, new Type.ListType(Type.Simple.ANY), "the list");
      case Node.Mapping mapping -> context(mapping, new Type.ContextType(Map.of()), "the context");
    };
  }

  private Optional<Value> wrong(Node node, Type type, String what) {
    String written =
        node instanceof Node.Scalar scalar
            ? scalar.what() + " `" + scalar.text() + "`"
            : node.what();
    problems.add(
        node.place(), "wrong-type", what + " is " + written + " (expected: a " + type + ")");
    return Optional.empty();
  }
}
