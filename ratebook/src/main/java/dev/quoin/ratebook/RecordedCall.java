package dev.quoin.ratebook;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A call of an older system with what it was answered: a golden case of a mapping, or a line of that system's log.
///
/// @param name the case, or the id under which the log has it; empty where it has none
/// @param call the call's body
/// @param status empty where any will do
public record RecordedCall(
    String name, Place place, Instant at, String call, Optional<Integer> status, Node response) {

  /// The path of what is no field: the status of HTTP.
  public static final String STATUS = "HTTP status";

  /// A field that is answered otherwise.
  ///
  /// @param path its names with dots between them, those in the second object of a list as `FEES[2].AMOUNT`; empty for the
  ///   whole answer
  /// @param expected empty where there should be no such field
  /// @param got empty where there is none
  /// @param place where it is expected
  public record Difference(
      String path, Optional<String> expected, Optional<String> got, Place place) {}

  /// What differs in a reply, and in its status. Fields come in any order: in JSON they have none. Everything else counts as it is written: `1` is
  /// not `"1"`, and `1.0` neither. Of what a cell of a table expects, nobody knows whether it is a text: so its text counts.
  ///
  /// @param whole whether a field is wrong that nobody expects
  public List<Difference> differences(Mapping.Reply reply, boolean whole) {
    List<Difference> differences = new ArrayList<>();
    status
        .filter(expected -> expected != reply.status())
        .ifPresent(expected ->
            differences.add(
                new Difference(
                    STATUS,
                    Optional.of(String.valueOf(expected)),
                    Optional.of(String.valueOf(reply.status())),
                    place)));
    differences.addAll(new ReplyComparison(whole).of(response, reply.tree()));
    return differences;
  }

  /// Reads calls that are written as objects of JSON.
  public static final class Reader {
    private static final List<String> KEYS =
        List.of("case", "id", "at", "request", "status", "response", "note");

    private final Set<String> names = new HashSet<>();
    private final boolean named;
    private final Optional<Instant> otherwiseAt;
    private final Problems problems;

    private Reader(boolean named, Optional<Instant> otherwiseAt, Problems problems) {
      this.named = named;
      this.otherwiseAt = otherwiseAt;
      this.problems = problems;
    }

    /// Golden cases: each has a name of its own.
    static Reader ofCases(Problems problems) {
      return new Reader(true, Optional.of(Cases.DEFAULT_AT), problems);
    }

    /// A log: its calls may be known by an id, which stands under `id` or `case`, or by nothing.
    ///
    /// @param otherwiseAt the pricing instant of those that do not say theirs
    public static Reader ofLog(Optional<Instant> otherwiseAt, Problems problems) {
      return new Reader(false, otherwiseAt, problems);
    }

    /// The call, unless something is wrong with it.
    public Optional<RecordedCall> read(Node line) {
      if (!(line instanceof Node.Mapping object)) {
        problems.add(
            line.place(),
            "wrong-type",
            "a %s is %s (expected: an object)"
                .formatted(named ? "case" : "recorded call", line.what()));
        return Optional.empty();
      }
      int before = problems.size();
      object.entries().stream()
          .filter(entry -> !KEYS.contains(entry.key()) || (named && entry.key().equals("id")))
          .forEach(entry ->
              problems.add(
                  entry.place(),
                  "unknown-key",
                  "unknown key `%s`%s".formatted(entry.key(), Suggestion.text(entry.key(), KEYS))));
      String name = named ? caseName(object) : id(object);
      Optional<Node> request = needed(object, "request");
      Optional<Node> response = needed(object, "response").flatMap(this::response);
      Instant at = at(object);
      Optional<Integer> status = object.get("status").flatMap(this::status);
      return problems.size() == before
          ? Optional.of(
              new RecordedCall(
                  name,
                  object.place(),
                  at,
                  call(request.orElseThrow()),
                  status,
                  response.orElseThrow()))
          : Optional.empty();
    }

    private String caseName(Node.Mapping object) {
      String name = needed(object, "case").filter(this::isName).map(Reader::text).orElse("");
      if (!name.isEmpty() && !names.add(name)) {
        problems.add(object.place(), "duplicate-value", "case `" + name + "` occurs twice");
      }
      return name;
    }

    private boolean isName(Node node) {
      boolean is =
          node instanceof Node.Scalar scalar
              && scalar.kind() == Node.Kind.TEXT
              && !scalar.text().isBlank();
      if (!is) {
        problems.add(
            node.place(), "wrong-type", "`case` is %s (expected: a text)".formatted(node.what()));
      }
      return is;
    }

    private static String id(Node.Mapping object) {
      return object.get("id").or(() -> object.get("case")).map(Reader::text).orElse("");
    }

    private static String text(Node node) {
      return node instanceof Node.Scalar scalar ? scalar.text() : Json.write(node);
    }

    /// A text is a call that need not be JSON.
    private static String call(Node request) {
      return request instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT
          ? scalar.text()
          : Json.write(request);
    }

    /// A text is JSON that was logged as a text.
    private Optional<Node> response(Node response) {
      return response instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT
          ? Json.read(response.place(), scalar.text(), problems)
          : Optional.of(response);
    }

    private Optional<Node> needed(Node.Mapping object, String key) {
      Optional<Node> node = object.get(key);
      if (node.isEmpty()) {
        problems.add(
            object.place(),
            "missing-key",
            "key `%s` is missing in the %s".formatted(key, named ? "case" : "recorded call"));
      }
      return node;
    }

    private Instant at(Node.Mapping object) {
      Optional<Node> node = object.get("at");
      if (node.isEmpty() && otherwiseAt.isEmpty()) {
        problems.add(
            object.place(),
            "missing-key",
            "key `at` is missing in the recorded call (expected: when it was priced; or one instant for all that say none)");
      }
      return node.map(this::at).or(() -> otherwiseAt).orElse(Cases.DEFAULT_AT);
    }

    private Instant at(Node node) {
      try {
        if (node instanceof Node.Scalar scalar) {
          return OffsetDateTime.parse(scalar.text()).toInstant();
        }
      } catch (DateTimeException e) {
        // Said below.
      }
      problems.add(
          node.place(),
          "bad-value",
          "`at` is no moment (expected: such as 2026-05-01T10:00:00+09:00)");
      return Cases.DEFAULT_AT;
    }

    private Optional<Integer> status(Node node) {
      if (node instanceof Node.Scalar scalar && scalar.text().matches("[1-5]\\d\\d")) {
        return Optional.of(Integer.valueOf(scalar.text()));
      }
      problems.add(node.place(), "bad-value", "`status` is no status of HTTP (expected: 200)");
      return Optional.empty();
    }
  }
}
