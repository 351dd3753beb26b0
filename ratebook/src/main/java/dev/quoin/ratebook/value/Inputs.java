package dev.quoin.ratebook.value;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what somebody sent as a value of the type that the model wants. Nothing is guessed: what does not fit is a
/// problem at its own place, all of them at once.
///
/// @param plain reads the single values
/// @param problems where problems go; the same as `plain`'s
public record Inputs(Plain plain, Problems problems) {
  private static final int MAX_TEXT = 10_000;
  private static final int MAX_ITEMS = 10_000;

  /// The first day that is no slip.
  public static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

  /// The last day that is no slip.
  public static final LocalDate LAST_DAY = LocalDate.of(2200, 12, 31);

  public static Inputs of(ZoneId zone, Problems problems) {
    return new Inputs(new Plain(zone, problems), problems);
  }

  /// The value, unless it does not fit.
  ///
  /// @param what whose value it is, for the sentences: "`distance`"
  public Optional<Value> read(Node node, Type type, String what) {
    if (isNull(node)) {
      if (type == Type.Simple.ANY || type == Type.Simple.NULL) {
        return Optional.of(Value.NULL);
      }
      problems.add(node.place(), "missing-field", what + " is null (expected: a " + type + ")");
      return Optional.empty();
    }
    return switch (type) {
      case Type.Simple simple -> simple(node, simple, what);
      case Type.ListType list -> list(node, list, what);
      case Type.ContextType context -> context(node, context, what);
      case Type.RangeType _, Type.FunctionType _ -> wrongType(node, type, what);
    };
  }

  /// Whether null was written, in any notation.
  public static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar
        && (scalar.kind() == Node.Kind.NULL
            || (scalar.kind() == Node.Kind.CELL && scalar.text().equals("null")));
  }

  private Optional<Value> simple(Node node, Type.Simple type, String what) {
    if (type == Type.Simple.ANY) {
      return any(node);
    }
    if (!(node instanceof Node.Scalar scalar) || !fits(scalar.kind(), type)) {
      return wrongType(node, type, what);
    }
    if (type == Type.Simple.STRING) {
      return text(scalar, what);
    }
    return plain
        .read(scalar.text(), type, scalar.place())
        .filter(value -> isInTime(value, scalar, what));
  }

  private static boolean fits(Node.Kind kind, Type.Simple type) {
    return switch (kind) {
      case CELL, FIELD -> type != Type.Simple.NULL;
      case NUMBER -> type == Type.Simple.NUMBER;
      case BOOLEAN -> type == Type.Simple.BOOLEAN;
      case TEXT -> type != Type.Simple.BOOLEAN && type != Type.Simple.NULL;
      case NULL -> type == Type.Simple.NULL;
    };
  }

  private Optional<Value> text(Node.Scalar scalar, String what) {
    String text = scalar.text();
    if (scalar.kind() == Node.Kind.CELL && Quoted.is(text)) {
      Optional<String> inner = Quoted.read(text);
      if (inner.isEmpty()) {
        problems.add(scalar.place(), "bad-value", "`%s` is no text in quotes".formatted(text));
        return Optional.empty();
      }
      text = inner.get();
    }
    if (text.length() > MAX_TEXT) {
      problems.add(
          scalar.place(),
          "too-large",
          "%s has %,d characters (expected: at most %,d)".formatted(what, text.length(), MAX_TEXT));
      return Optional.empty();
    }
    return Optional.of(Value.of(text));
  }

  /// Centuries away, a date is a slip.
  public static boolean isInTime(LocalDate day) {
    return !day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY);
  }

  private boolean isInTime(Value value, Node.Scalar scalar, String what) {
    LocalDate day =
        switch (value) {
          case Value.Date date -> date.value();
          case Value.DateTime dateTime -> dateTime.date();
          default -> FIRST_DAY;
        };
    if (!isInTime(day)) {
      problems.add(
          scalar.place(),
          "out-of-range",
          "%s is `%s` (expected: from %s to %s)"
              .formatted(what, scalar.text(), FIRST_DAY, LAST_DAY));
      return false;
    }
    return true;
  }

  private Optional<Value> list(Node node, Type.ListType type, String what) {
    List<Node> items;
    if (node instanceof Node.Listing listing) {
      items = listing.items();
    } else if (holds(node, "[")) {
      return embedded((Node.Scalar) node).flatMap(json -> read(json, type, what));
    } else if (node instanceof Node.Scalar cell && cell.kind() == Node.Kind.CELL) {
      items =
          Stream.of(cell.text().split(";", -1))
              .<Node>map(text -> new Node.Scalar(Node.Kind.CELL, text.strip(), cell.place()))
              .toList();
    } else {
      return wrongType(node, type, what);
    }
    if (items.size() > MAX_ITEMS) {
      problems.add(
          node.place(),
          "too-large",
          "%s has %,d items (expected: at most %,d)".formatted(what, items.size(), MAX_ITEMS));
      return Optional.empty();
    }
    List<Value> values = new ArrayList<>();
    for (Node item : items) {
      read(item, type.element(), "an item of " + what).ifPresent(values::add);
    }
    return values.size() == items.size() ? Optional.of(new Value.Items(values)) : Optional.empty();
  }

  private Optional<Value> context(Node node, Type.ContextType type, String what) {
    if (holds(node, "{")) {
      return embedded((Node.Scalar) node).flatMap(json -> read(json, type, what));
    }
    if (!(node instanceof Node.Mapping mapping)) {
      return wrongType(node, type, what);
    }
    boolean known = refuseUnknown(mapping, List.copyOf(type.entries().keySet()), what);
    Map<String, Value> entries = new LinkedHashMap<>();
    type.entries()
        .forEach((name, entryType) ->
            entry(mapping, name, entryType, what).ifPresent(value -> entries.put(name, value)));
    return known && entries.size() == type.entries().size()
        ? Optional.of(new Value.Context(entries))
        : Optional.empty();
  }

  private Optional<Value> entry(Node.Mapping mapping, String name, Type type, String what) {
    Optional<Node> sent = mapping.get(name);
    if (sent.isPresent()) {
      return read(sent.get(), type, "`" + name + "` of " + what);
    }
    if (type == Type.Simple.ANY) {
      return Optional.of(Value.NULL);
    }
    problems.add(
        mapping.place(),
        "missing-field",
        "`%s` is missing in %s (expected: a %s)".formatted(name, what, type));
    return Optional.empty();
  }

  /// Whether all names of a mapping are known; each that is not is a problem.
  public boolean refuseUnknown(Node.Mapping mapping, List<String> known, String what) {
    boolean all = true;
    for (Node.Mapping.Entry entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        all = false;
        problems.add(
            entry.place(),
            "unknown-field",
            "unknown field `%s` in %s%s"
                .formatted(entry.key(), what, Suggestion.text(entry.key(), known)));
      }
    }
    return all;
  }

  /// A value whose type the model leaves open, as its notation says.
  private Optional<Value> any(Node node) {
    return switch (node) {
      case Node.Listing list -> list(list, new Type.ListType(Type.Simple.ANY), "the list");
      case Node.Mapping mapping -> {
        Map<String, Value> entries = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach(
                entry -> any(entry.value()).ifPresent(value -> entries.put(entry.key(), value)));
        yield entries.size() == mapping.entries().size()
            ? Optional.of(new Value.Context(entries))
            : Optional.empty();
      }
      case Node.Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT -> text(scalar, "the text");
            case NUMBER -> plain.number(scalar.text(), scalar.place()).map(Value::of);
            case BOOLEAN -> Optional.of(Value.of(scalar.text().equals("true")));
            case NULL -> Optional.of(Value.NULL);
            case CELL, FIELD -> anyCell(scalar);
          };
    };
  }

  private Optional<Value> anyCell(Node.Scalar cell) {
    if (cell.text().equals("null")) {
      return Optional.of(Value.NULL);
    }
    // What is no JSON is a text; what is JSON has to be sound.
    return Json.read(cell.place(), cell.text(), new Problems()).isEmpty()
        ? text(cell, "the text")
        : embedded(cell).flatMap(this::any);
  }

  private static boolean holds(Node node, String beginning) {
    return node instanceof Node.Scalar scalar
        && (scalar.kind() == Node.Kind.CELL || scalar.kind() == Node.Kind.FIELD)
        && scalar.text().startsWith(beginning);
  }

  /// The JSON of a cell, unless anything is wrong with it.
  private Optional<Node> embedded(Node.Scalar cell) {
    Problems own = new Problems();
    Optional<Node> tree = Json.read(cell.place(), cell.text(), own);
    problems.addAll(own.sorted());
    return own.isEmpty() ? tree : Optional.empty();
  }

  private Optional<Value> wrongType(Node node, Type type, String what) {
    String written =
        node instanceof Node.Scalar scalar
            ? scalar.what() + " `" + cut(scalar.text()) + "`"
            : node.what();
    problems.add(
        node.place(), "wrong-type", "%s is %s (expected: a %s)".formatted(what, written, type));
    return Optional.empty();
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  /// A cell as a node.
  public static Node cell(String text, Place place) {
    return new Node.Scalar(Node.Kind.CELL, text, place);
  }
}
