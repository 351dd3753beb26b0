package dev.quoin.server.rest;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The JSON object of a request: its members, each of which is asked for once.
final class Body {
  private static final Pattern TWICE = Pattern.compile("`(.*)` occurs twice", Pattern.DOTALL);

  private final Node.Mapping members;
  private final List<Flaw> flaws = new ArrayList<>();

  private Body(Node.Mapping members) {
    this.members = members;
  }

  /// The body of a request that has none.
  static Body empty() {
    return new Body(new Node.Mapping(List.of(), new Place("body", 1, 1)));
  }

  /// Reads a body.
  static Verdict<Body> read(byte[] content) {
    Problems problems = new Problems();
    Optional<Node> tree = Json.read("body", content, problems);
    if (!problems.isEmpty() || tree.isEmpty()) {
      return new Verdict.Rejected<>(
          new Rejection(Rejection.Kind.WRONG, problems.sorted().stream().map(Body::flaw).toList()));
    }
    if (!(tree.get() instanceof Node.Mapping members)) {
      return Verdict.rejected(
          Rejection.Kind.WRONG,
          "",
          "wrong-type",
          "the body is " + tree.get().what() + " (expected: an object)");
    }
    return new Verdict.Given<>(new Body(members));
  }

  /// Says which members it may have; each other is a flaw.
  void allow(List<String> known) {
    for (Node.Mapping.Entry entry : members.entries()) {
      if (!known.contains(entry.key())) {
        flaw(
            entry.key(),
            "unknown-field",
            "unknown field `%s`%s".formatted(entry.key(), Suggestion.text(entry.key(), known)));
      }
    }
  }

  /// Notes something that is wrong.
  void flaw(String field, String code, String sentence) {
    flaws.add(new Flaw(field, code, sentence));
  }

  private static Flaw flaw(Problem problem) {
    Place place = problem.place();
    String where = place.line() == 0 ? "" : place.line() + ":" + place.column() + ": ";
    return new Flaw(field(problem), problem.code(), where + problem.sentence());
  }

  /// The member that stands twice: whatever else keeps a body from being read is no member's fault.
  private static String field(Problem problem) {
    Matcher twice = TWICE.matcher(problem.sentence());
    return problem.code().equals("duplicate-key") && twice.matches() ? twice.group(1) : "";
  }

  /// A text that may be left out; then it is empty.
  String text(String name) {
    Optional<Node> sent = members.get(name);
    if (sent.isEmpty() || isNull(sent.get())) {
      return "";
    }
    if (sent.get() instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
      return scalar.text();
    }
    flaw(name, "wrong-type", "`%s` is %s (expected: a text)".formatted(name, sent.get().what()));
    return "";
  }

  /// A truth value that may be left out; then it is false.
  boolean flag(String name) {
    Optional<Node> sent = members.get(name);
    if (sent.isEmpty()) {
      return false;
    }
    if (sent.get() instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.BOOLEAN) {
      return scalar.text().equals("true");
    }
    flaw(
        name,
        "wrong-type",
        "`%s` is %s (expected: `true` or `false`)".formatted(name, sent.get().what()));
    return false;
  }

  /// Whether a member is there, null or not.
  boolean has(String name) {
    return members.get(name).isPresent();
  }

  /// Notes where a member is not there, null or not.
  void require(String name) {
    if (members.get(name).isEmpty()) {
      flaw(name, "missing-field", "`%s` is missing".formatted(name));
    }
  }

  /// A tree that must be there.
  private Node tree(String name) {
    Optional<Node> sent = members.get(name);
    if (sent.isEmpty()) {
      // First: where all that should be inside of it came without it, this is the cause.
      flaws.addFirst(new Flaw(name, "missing-field", "`%s` is missing".formatted(name)));
    }
    return sent.orElse(members);
  }

  /// An object that must be there.
  Node object(String name) {
    Node sent = tree(name);
    if (!(sent instanceof Node.Mapping)) {
      flaw(name, "wrong-type", "`%s` is %s (expected: an object)".formatted(name, sent.what()));
    }
    return sent;
  }

  /// A list that must be there.
  List<Node> list(String name) {
    Node sent = tree(name);
    if (sent instanceof Node.Listing list) {
      return list.items();
    }
    if (members.get(name).isPresent()) {
      flaw(name, "wrong-type", "`%s` is %s (expected: a list)".formatted(name, sent.what()));
    }
    return List.of();
  }

  /// A list of texts that may be left out; then it is empty.
  List<String> texts(String name) {
    if (!has(name)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Node item : list(name)) {
      if (item instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
        texts.add(scalar.text());
      } else {
        flaw(name, "wrong-type", "`%s` has %s (expected: texts)".formatted(name, item.what()));
      }
    }
    return texts;
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL;
  }

  /// The value, unless something was wrong with the members that were asked for.
  <T> Verdict<T> unless(T value) {
    return flaws.isEmpty()
        ? new Verdict.Given<>(value)
        : new Verdict.Rejected<>(new Rejection(Rejection.Kind.WRONG, flaws));
  }
}
