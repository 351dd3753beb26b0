package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.legacy.FieldPath;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Allowed;
import dev.quoin.ratebook.value.Conditions;
import dev.quoin.ratebook.value.Inputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the call of another system as a request of ours. It speaks to the caller: each problem names his field.
final class CallReader {
  private final Mapping mapping;
  private final String file;
  private final Problems problems = new Problems();
  private final Map<Problem, String> fieldsOfProblems = new HashMap<>();
  private final Map<Place, String> fieldsOfPlaces = new HashMap<>();

  CallReader(Mapping mapping, String file) {
    this.mapping = mapping;
    this.file = file;
  }

  Mapping.Call read(byte[] content) {
    Optional<Node> tree = Json.read(file, content, problems);
    Optional<Request> request = tree.flatMap(this::request);
    return new Mapping.Call(
        tree,
        problems.isEmpty() ? request : Optional.empty(),
        problems.sorted(),
        new Mapping.Fields(fieldsOfProblems, fieldsOfPlaces));
  }

  private Optional<Request> request(Node root) {
    if (!(root instanceof Node.Mapping object)) {
      problems.add(
          root.place(), "wrong-type", "the call is " + root.what() + " (expected: an object)");
      return Optional.empty();
    }
    refuseOthers(object);
    Value[] values = new Value[mapping.globals()];
    @Nullable Place[] places = new Place[mapping.globals()];
    for (Program.Input input : mapping.inputs()) {
      Feed feed = mapping.feeds().get(input.name());
      Asked asked = new Asked(object, "", input.type(), input.nullable(), Optional.of(input));
      if (feed != null) {
        Read read = read(feed, asked);
        places[input.index()] = read.place();
        read.value().ifPresent(value -> values[input.index()] = value);
      }
    }
    return Optional.of(new Request(mapping.inputs(), values, places));
  }

  private void refuseOthers(Node.Mapping object) {
    Problems unknown = new Problems();
    mapping.known().refuseOthers(object, "", unknown);
    for (Problem problem : unknown.sorted()) {
      problems.add(problem);
      String sentence = problem.sentence();
      int from = sentence.indexOf('`') + 1;
      fieldsOfProblems.put(problem, sentence.substring(from, sentence.indexOf('`', from)));
    }
  }

  /// What is asked of a feed.
  ///
  /// @param around the object in which its fields stand
  /// @param path that of the object, for sentences; empty at the top
  /// @param input whose allowed values have to hold; empty inside of one
  private record Asked(
      Node.Mapping around,
      String path,
      Type type,
      boolean nullable,
      Optional<Program.Input> input) {

    String path(FieldPath inner) {
      return path.isEmpty() ? inner.text() : path + "." + inner.text();
    }
  }

  /// What a feed gave.
  ///
  /// @param value empty where something is wrong
  private record Read(Optional<Value> value, Place place) {}

  private Read read(Feed feed, Asked asked) {
    return switch (feed) {
      case Feed.Constant(Value value) -> new Read(Optional.of(value), asked.around().place());
      case Feed.Field field -> field(field, asked);
      case Feed.Entries entries -> entries(entries, asked);
    };
  }

  private Read field(Feed.Field feed, Asked asked) {
    String path = asked.path(feed.path());
    Found found = find(feed.path(), asked);
    if (found.broken()) {
      return new Read(Optional.empty(), found.place());
    }
    found.node().ifPresent(there -> fieldsOfPlaces.putIfAbsent(there.place(), path));
    Optional<Node> node = found.node().filter(there -> !isAbsent(there, feed));
    if (node.isEmpty()) {
      Optional<Value> value = absent(feed, found, path, asked);
      return new Read(value, found.place());
    }
    Optional<Value> value =
        value(feed, node.get(), path, asked.type())
            .filter(read -> isAllowed(read, node.get(), path, asked));
    return new Read(value, node.get().place());
  }

  private static boolean isAbsent(Node node, Feed.Field feed) {
    return Inputs.isNull(node)
        || (feed.emptyIsAbsent()
            && node instanceof Node.Scalar scalar
            && scalar.kind() == Node.Kind.TEXT
            && scalar.text().isBlank());
  }

  private Optional<Value> absent(Feed.Field feed, Found found, String path, Asked asked) {
    if (feed.otherwise().isPresent()) {
      return feed.otherwise();
    }
    if (asked.nullable()) {
      return Optional.of(Value.NULL);
    }
    Optional<Node> node = found.node();
    String what = node.isEmpty() ? "missing" : Inputs.isNull(node.get()) ? "null" : "empty";
    add(
        new Problem(
            found.place(),
            "missing-field",
            "`%s` is %s (expected: %s)"
                .formatted(path, what, feed.notation().expected(asked.type()))),
        path);
    return Optional.empty();
  }

  private Optional<Value> value(Feed.Field feed, Node node, String path, Type type) {
    if (type instanceof Type.ListType list && node instanceof Node.Listing items) {
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < items.items().size(); i++) {
        value(feed, items.items().get(i), path + "[" + (i + 1) + "]", list.element())
            .ifPresent(values::add);
      }
      return values.size() == items.items().size()
          ? Optional.of(new Value.Items(values))
          : Optional.empty();
    }
    Problems own = new Problems();
    Optional<Value> value = feed.notation().read(node, type, path, mapping.zone(), own);
    own.sorted().forEach(problem -> add(problem, path));
    return value;
  }

  private boolean isAllowed(Value value, Node node, String path, Asked asked) {
    if (asked.input().isEmpty() || Conditions.allows(asked.input().get().allowed(), value)) {
      return true;
    }
    String came = node instanceof Node.Scalar scalar ? "`" + scalar.text() + "`" : node.what();
    add(
        new Problem(
            node.place(),
            "not-allowed",
            Allowed.by(asked.input().get()).refusal(path, came, value)),
        path);
    return false;
  }

  private Read entries(Feed.Entries feed, Asked asked) {
    if (feed.path().isEmpty()) {
      return new Read(
          object(feed, asked.around(), asked.path(), asked.type()), asked.around().place());
    }
    String path = asked.path(feed.path().get());
    Found found = find(feed.path().get(), asked);
    if (found.broken()) {
      return new Read(Optional.empty(), found.place());
    }
    found.node().ifPresent(there -> fieldsOfPlaces.putIfAbsent(there.place(), path));
    Optional<Node> node = found.node().filter(there -> !Inputs.isNull(there));
    if (node.isEmpty() && asked.nullable()) {
      return new Read(Optional.of(Value.NULL), found.place());
    }
    if (node.isEmpty()) {
      add(
          new Problem(
              found.place(),
              "missing-field",
              "`%s` is missing (expected: a %s)".formatted(path, asked.type())),
          path);
      return new Read(Optional.empty(), found.place());
    }
    return new Read(objects(feed, node.get(), path, asked.type()), node.get().place());
  }

  private Optional<Value> objects(Feed.Entries feed, Node node, String path, Type type) {
    boolean open = type == Type.Simple.ANY;
    if ((type instanceof Type.ListType || open) && node instanceof Node.Listing items) {
      Type element = type instanceof Type.ListType list ? list.element() : type;
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < items.items().size(); i++) {
        objects(feed, items.items().get(i), path + "[" + (i + 1) + "]", element)
            .ifPresent(values::add);
      }
      return values.size() == items.items().size()
          ? Optional.of(new Value.Items(values))
          : Optional.empty();
    }
    if ((type instanceof Type.ContextType || open) && node instanceof Node.Mapping object) {
      return object(feed, object, path, type);
    }
    String expected = type instanceof Type.ListType ? "a list" : "an object";
    add(
        new Problem(
            node.place(),
            "wrong-type",
            "`%s` is %s (expected: %s)".formatted(path, node.what(), expected)),
        path);
    return Optional.empty();
  }

  private Optional<Value> object(Feed.Entries feed, Node.Mapping object, String path, Type type) {
    Map<String, Type> types =
        type instanceof Type.ContextType context ? context.entries() : Map.of();
    Map<String, Value> entries = new LinkedHashMap<>();
    feed.entries()
        .forEach((name, inner) -> {
          Type entryType = types.getOrDefault(name, Type.Simple.ANY);
          boolean nullable = entryType == Type.Simple.ANY;
          read(inner, new Asked(object, path, entryType, nullable, Optional.empty()))
              .value()
              .ifPresent(value -> entries.put(name, value));
        });
    return entries.size() == feed.entries().size()
        ? Optional.of(new Value.Context(entries))
        : Optional.empty();
  }

  /// What stands at a path.
  ///
  /// @param place that of what is there; of the innermost object around it where nothing is
  /// @param broken whether something on the way is no object
  private record Found(Optional<Node> node, Place place, boolean broken) {}

  private Found find(FieldPath path, Asked asked) {
    Node node = asked.around();
    for (int i = 0; i < path.names().size(); i++) {
      if (Inputs.isNull(node)) {
        return new Found(Optional.empty(), node.place(), false);
      }
      if (!(node instanceof Node.Mapping object)) {
        String outer = asked.path(new FieldPath(path.names().subList(0, i)));
        add(
            new Problem(
                node.place(),
                "wrong-type",
                "`%s` is %s (expected: an object)".formatted(outer, node.what())),
            outer);
        return new Found(Optional.empty(), node.place(), true);
      }
      Optional<Node> next = object.get(path.names().get(i));
      if (next.isEmpty()) {
        return new Found(Optional.empty(), object.place(), false);
      }
      node = next.get();
    }
    return new Found(Optional.of(node), node.place(), false);
  }

  private void add(Problem problem, String field) {
    problems.add(problem);
    fieldsOfProblems.putIfAbsent(problem, field);
  }
}
