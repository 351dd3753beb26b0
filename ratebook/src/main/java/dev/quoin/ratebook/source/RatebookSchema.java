package dev.quoin.ratebook.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Holds a `ratebook.yaml`, and the files of which it is made, against their JSON Schemas, the ones that are published in
/// `docs`, and says what differs in our own sentences, each at its place.
public final class RatebookSchema {
  private static final String FOLDER = "/dev/quoin/ratebook/";

  private static final int MAX_DIGITS = 400;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// What a pattern of the schema asks for; the patterns themselves are no sentence to read.
  private static final Map<String, String> PATTERNS =
      Map.of(
          "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "lowercase words with hyphens, such as `rental-fee`",
          "^[A-Z]{3}$", "three capital letters, such as `KRW`",
          "^/legacy(/[A-Za-z0-9._~-]+)+$", "a path under `/legacy`, such as `/legacy/pf/fee`");

  private final JsonNode text;
  private final Schema schema;

  /// What the whole file is, for the sentences.
  private final String whole;

  private RatebookSchema(String resource, String whole) {
    this.text = json(read(resource), new Problems());
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
    this.whole = whole;
  }

  private static Node read(String resource) {
    try (InputStream in = RatebookSchema.class.getResourceAsStream(FOLDER + resource)) {
      if (in == null) {
        throw new IllegalStateException("no " + resource + " in the jar");
      }
      Problems problems = new Problems();
      return Json.read(resource, in.readAllBytes(), problems)
          .orElseThrow(() -> new IllegalStateException(problems.sorted().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the tree is one of a `ratebook.yaml`; each difference is a problem.
  public static boolean check(Node root, Problems problems) {
    return OfRatebook.SCHEMA.holds(root, problems);
  }

  /// Whether the tree is one of a generator's file; each difference is a problem.
  public static boolean checkGenerator(Node root, Problems problems) {
    return OfGenerator.SCHEMA.holds(root, problems);
  }

  /// Whether the tree is one of a mapping's file; each difference is a problem.
  public static boolean checkMapping(Node root, Problems problems) {
    return OfMapping.SCHEMA.holds(root, problems);
  }

  // Each is loaded when first used: it costs more than the rest of a ratebook.

  private static final class OfRatebook {
    static final RatebookSchema SCHEMA = new RatebookSchema("ratebook.schema.json", "the ratebook");
  }

  private static final class OfGenerator {
    static final RatebookSchema SCHEMA =
        new RatebookSchema("generator.schema.json", "the generator");
  }

  private static final class OfMapping {
    static final RatebookSchema SCHEMA = new RatebookSchema("mapping.schema.json", "the mapping");
  }

  private boolean holds(Node root, Problems problems) {
    int before = problems.size();
    JsonNode instance = json(root, problems);
    for (Error error : schema.validate(instance)) {
      report(root, error, problems);
    }
    return problems.size() == before;
  }

  private static JsonNode json(Node node, Problems problems) {
    return switch (node) {
      case Node.Mapping mapping -> {
        ObjectNode object = NODES.objectNode();
        mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value(), problems)));
        yield object;
      }
      case Node.Listing listing -> {
        ArrayNode array = NODES.arrayNode();
        listing.items().forEach(item -> array.add(json(item, problems)));
        yield array;
      }
      case Node.Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT, CELL, FIELD -> NODES.textNode(scalar.text());
            case NUMBER -> number(scalar, problems);
            case BOOLEAN -> NODES.booleanNode(scalar.text().equalsIgnoreCase("true"));
            case NULL -> NODES.nullNode();
          };
    };
  }

  private static JsonNode number(Node.Scalar scalar, Problems problems) {
    try {
      BigDecimal number = new BigDecimal(scalar.text());
      if (Math.abs((long) number.precision() - number.scale()) <= MAX_DIGITS
          && number.precision() <= MAX_DIGITS) {
        return number.scale() <= 0
            ? NODES.numberNode(number.toBigInteger())
            : NODES.numberNode(number);
      }
    } catch (NumberFormatException e) {
      // `.inf` and `.nan` are numbers to YAML, not to us.
    }
    problems.add(scalar.place(), "bad-number", "`" + cut(scalar.text()) + "` is no number to us");
    return NODES.numberNode(0);
  }

  private void report(Node root, Error error, Problems problems) {
    Node node = at(root, error.getInstanceLocation());
    Place place = node.place();
    switch (error.getKeyword()) {
      case "additionalProperties" -> {
        String key = String.valueOf(error.getProperty());
        problems.add(keyPlace(node, key), "unknown-key", unknownKey(key, error));
      }
      case "propertyNames" -> {
        String key = String.valueOf(error.getProperty());
        problems.add(
            keyPlace(node, key),
            "bad-value",
            "`%s` (expected: %s)".formatted(cut(key), pattern("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")));
      }
      case "required", "dependentRequired" ->
          problems.add(
              place,
              "missing-key",
              "key `%s` is missing in %s"
                  .formatted(missing(error), where(error.getInstanceLocation())));
      case "type" ->
          problems.add(
              place,
              "wrong-type",
              "%s in %s (expected: %s)"
                  .formatted(
                      written(node), where(error.getInstanceLocation()), types(error, node)));
      case "enum" -> problems.add(place, "bad-value", enumSentence(node, error));
      case "pattern" ->
          problems.add(
              place,
              "bad-value",
              "%s (expected: %s)"
                  .formatted(written(node), pattern(String.valueOf(error.getArguments()[0]))));
      case "minItems", "minLength", "minProperties" ->
          problems.add(
              place,
              "bad-value",
              "nothing in %s (expected: something)".formatted(where(error.getInstanceLocation())));
      case "maxItems", "maxLength" ->
          problems.add(
              place,
              "too-large",
              "too much in %s (expected: at most %s)"
                  .formatted(where(error.getInstanceLocation()), error.getArguments()[0]));
      case "minimum", "maximum" ->
          problems.add(
              place,
              "bad-value",
              "%s in %s (expected: %s %s)"
                  .formatted(
                      written(node),
                      where(error.getInstanceLocation()),
                      error.getKeyword().equals("minimum") ? "at least" : "at most",
                      error.getArguments()[0]));
      case "uniqueItems" ->
          problems.add(
              place,
              "duplicate-value",
              "the same twice in %s".formatted(where(error.getInstanceLocation())));
      default ->
          problems.add(
              place,
              "bad-value",
              "%s: %s".formatted(where(error.getInstanceLocation()), error.getMessage()));
    }
  }

  private String unknownKey(String key, Error error) {
    List<String> known = new ArrayList<>();
    schemaBeside(error).path("properties").fieldNames().forEachRemaining(known::add);
    String hint = Suggestion.text(key, known);
    return "unknown key `%s`%s"
        .formatted(
            cut(key),
            hint.isEmpty()
                ? known.stream().collect(Collectors.joining("`, `", " (expected: `", "`)"))
                : hint);
  }

  /// The schema in which the keyword of an error stands.
  private JsonNode schemaBeside(Error error) {
    NodePath path = error.getSchemaLocation().getFragment();
    JsonNode schema = text;
    for (int i = 0; i < path.getNameCount() - 1; i++) {
      schema = schema.path(path.getName(i));
    }
    return schema;
  }

  private static String missing(Error error) {
    // The property of `dependentRequired` is the one that is there, its first argument the one that
    // is not.
    return error.getProperty() != null && error.getKeyword().equals("required")
        ? error.getProperty()
        : String.valueOf(error.getArguments()[0]);
  }

  private String enumSentence(Node node, Error error) {
    List<String> allowed =
        StreamSupport.stream(schemaBeside(error).path("enum").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    String expected = allowed.stream().collect(Collectors.joining("`, `", " (expected: `", "`)"));
    String hint = node instanceof Node.Scalar scalar ? Suggestion.text(scalar.text(), allowed) : "";
    return written(node) + (hint.isEmpty() ? expected : hint);
  }

  private String types(Error error, Node node) {
    JsonNode type = schemaBeside(error).path("type");
    List<String> wanted =
        type.isArray()
            ? StreamSupport.stream(type.spliterator(), false).map(JsonNode::asText).toList()
            : List.of(type.asText());
    String expected =
        wanted.stream()
            .map(name ->
                switch (name) {
                  case "object" -> "an object";
                  case "array" -> "a list";
                  case "string" -> "a text";
                  case "number" -> "a number";
                  case "integer" -> "a whole number";
                  case "boolean" -> "true or false";
                  default -> name;
                })
            .collect(Collectors.joining(" or "));
    return wanted.equals(List.of("string")) && isPlain(node)
        ? expected + "; write it in quotes"
        : expected;
  }

  private static boolean isPlain(Node node) {
    return node instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.NULL;
  }

  private static String pattern(String pattern) {
    return PATTERNS.getOrDefault(pattern, "`" + pattern + "`");
  }

  private static String written(Node node) {
    return node instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.NULL
        ? "`" + cut(scalar.text()) + "`"
        : node.what();
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  /// `services.rental.answer`, `levers[2]`; what the whole is called.
  private String where(NodePath path) {
    StringBuilder where = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      if (path.getElement(i) instanceof Integer index) {
        where.append('[').append(index + 1).append(']');
      } else {
        where.append(where.isEmpty() ? "" : ".").append(path.getName(i));
      }
    }
    return where.isEmpty() ? whole : "`" + where + "`";
  }

  private static Place keyPlace(Node node, String key) {
    return node instanceof Node.Mapping mapping
        ? mapping.entry(key).map(Node.Mapping.Entry::place).orElse(node.place())
        : node.place();
  }

  private static Node at(Node root, NodePath path) {
    Node node = root;
    for (int i = 0; i < path.getNameCount(); i++) {
      Object element = path.getElement(i);
      Optional<Node> next =
          switch (node) {
            case Node.Mapping mapping -> mapping.get(String.valueOf(element));
            case Node.Listing listing when element instanceof Integer index ->
                Optional.of(listing.items().get(index));
            case Node.Listing _, Node.Scalar _ -> Optional.empty();
          };
      if (next.isEmpty()) {
        return node;
      }
      node = next.get();
    }
    return node;
  }
}
