package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.ratebook.CaseRunner.Difference;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.Utf8;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The golden cases of a mapping: calls of the older system, and to the letter what they must be answered.
public record MappingCases(String file, Mapping mapping, List<Case> cases) {

  /// Stands in cases for what is another at each quote or each change of a file.
  public static final String NO_ID = "00000000-0000-0000-0000-000000000000";

  /// Stands in cases for the ratebook's digest, which covers the cases, too.
  public static final String NO_DIGEST = "0".repeat(64);

  private static final List<String> KEYS =
      List.of("case", "at", "request", "status", "response", "note");

  public MappingCases {
    cases = List.copyOf(cases);
  }

  /// A case.
  ///
  /// @param call the call's body
  /// @param status empty where any will do
  public record Case(
      String name, Place place, Instant at, String call, Optional<Integer> status, Node response) {}

  /// What became of a case.
  public record Result(Case golden, Mapping.Reply reply, List<Difference> differences)
      implements Tested {
    public Result {
      differences = List.copyOf(differences);
    }

    @Override
    public String name() {
      return golden.name();
    }
  }

  /// Reads a file of cases: one JSON object a line.
  ///
  /// @param problems everything that is wrong with it, should nothing be returned
  public static Optional<MappingCases> read(
      Mapping mapping, Ratebook.CaseFile file, Problems problems) {
    int before = problems.size();
    List<Case> cases = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Optional<String> text = Utf8.decode(file.file(), file.content(), problems);
    List<String> lines = text.map(read -> read.lines().toList()).orElse(List.of());
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        Json.read(new Place(file.file(), i + 1, 1), lines.get(i), problems)
            .flatMap(line -> new Reading(names, problems).read(line))
            .ifPresent(cases::add);
      }
    }
    return problems.size() == before
        ? Optional.of(new MappingCases(file.file(), mapping, cases))
        : Optional.empty();
  }

  private record Reading(Set<String> names, Problems problems) {

    Optional<Case> read(Node line) {
      if (!(line instanceof Node.Mapping object)) {
        problems.add(
            line.place(), "wrong-type", "a case is " + line.what() + " (expected: an object)");
        return Optional.empty();
      }
      int before = problems.size();
      object.entries().stream()
          .filter(entry -> !KEYS.contains(entry.key()))
          .forEach(entry ->
              problems.add(
                  entry.place(),
                  "unknown-key",
                  "unknown key `%s`%s".formatted(entry.key(), Suggestion.text(entry.key(), KEYS))));
      String name = text(object, "case").orElse("");
      if (!name.isEmpty() && !names.add(name)) {
        problems.add(object.place(), "duplicate-value", "case `" + name + "` occurs twice");
      }
      Optional<Node> request = needed(object, "request");
      Optional<Node> response = needed(object, "response");
      Instant at = object.get("at").map(this::at).orElse(Cases.DEFAULT_AT);
      Optional<Integer> status = object.get("status").flatMap(this::status);
      return problems.size() == before
          ? Optional.of(
              new Case(
                  name,
                  object.place(),
                  at,
                  call(request.orElseThrow()),
                  status,
                  response.orElseThrow()))
          : Optional.empty();
    }

    /// A text is a call that need not be JSON.
    private static String call(Node request) {
      return request instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT
          ? scalar.text()
          : Json.write(request);
    }

    private Optional<Node> needed(Node.Mapping object, String key) {
      Optional<Node> node = object.get(key);
      if (node.isEmpty()) {
        problems.add(
            object.place(), "missing-key", "key `%s` is missing in the case".formatted(key));
      }
      return node;
    }

    private Optional<String> text(Node.Mapping object, String key) {
      return needed(object, key)
          .filter(node -> {
            boolean named =
                node instanceof Node.Scalar scalar
                    && scalar.kind() == Node.Kind.TEXT
                    && !scalar.text().isBlank();
            if (!named) {
              problems.add(
                  node.place(),
                  "wrong-type",
                  "`%s` is %s (expected: a text)".formatted(key, node.what()));
            }
            return named;
          })
          .map(node -> ((Node.Scalar) node).text());
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

  /// Makes the calls and holds the replies against what is expected.
  ///
  /// @param progress is told each result as it comes
  public List<Result> run(Pricer pricer, Consumer<Result> progress) {
    List<Result> results = new ArrayList<>(cases.size());
    for (Case golden : cases) {
      Result result = run(pricer, golden);
      results.add(result);
      progress.accept(result);
    }
    return results;
  }

  private Result run(Pricer pricer, Case golden) {
    Ratebook ratebook = pricer.ratebook();
    Mapping.Call call = mapping.call("call", golden.call().getBytes(UTF_8));
    Answer answer =
        call.request()
            .map(request -> pricer.quote(mapping.service(), request, golden.at()))
            .orElseGet(() -> new Answer.Failure(call.problems()));
    Mapping.About about =
        new Mapping.About(
            Optional.of(NO_ID),
            ratebook.id(),
            NO_DIGEST,
            golden.at(),
            golden.at().plus(ratebook.validity(mapping.service())));
    Mapping.Reply reply = mapping.reply(call, answer, about);
    List<Difference> differences = new ArrayList<>();
    golden
        .status()
        .filter(status -> status != reply.status())
        .ifPresent(status ->
            differences.add(
                new Difference(
                    golden.place(),
                    "status",
                    String.valueOf(status),
                    String.valueOf(reply.status()))));
    Node got = Json.read("reply", reply.body(), new Problems()).orElseThrow();
    compare(golden.response(), got, "", differences);
    return new Result(golden, reply, differences);
  }

  /// Fields in any order: in JSON they have none. Everything else as it is written: `1` is not `"1"`, and `1.0` neither.
  private static void compare(Node expected, Node got, String path, List<Difference> differences) {
    if (expected instanceof Node.Mapping wanted && got instanceof Node.Mapping there) {
      for (Node.Mapping.Entry entry : wanted.entries()) {
        String name = path.isEmpty() ? entry.key() : path + "." + entry.key();
        Optional<Node> value = there.get(entry.key());
        if (value.isPresent()) {
          compare(entry.value(), value.get(), name, differences);
        } else {
          differ(entry.value(), name, Json.write(entry.value()), "no field", differences);
        }
      }
      there.entries().stream()
          .filter(entry -> wanted.get(entry.key()).isEmpty())
          .forEach(entry ->
              differ(
                  wanted,
                  path.isEmpty() ? entry.key() : path + "." + entry.key(),
                  "no field",
                  Json.write(entry.value()),
                  differences));
    } else if (expected instanceof Node.Listing wanted
        && got instanceof Node.Listing there
        && wanted.items().size() == there.items().size()) {
      for (int i = 0; i < wanted.items().size(); i++) {
        compare(
            wanted.items().get(i), there.items().get(i), path + "[" + (i + 1) + "]", differences);
      }
    } else if (!Json.write(expected).equals(Json.write(got))) {
      differ(expected, path, Json.write(expected), Json.write(got), differences);
    }
  }

  private static void differ(
      Node at, String path, String expected, String got, List<Difference> differences) {
    String what = path.isEmpty() ? "the answer" : "`" + path + "`";
    differences.add(new Difference(at.place(), what, expected, got));
  }
}
