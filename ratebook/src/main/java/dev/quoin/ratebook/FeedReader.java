package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.ratebook.legacy.Dates;
import dev.quoin.ratebook.legacy.FieldPath;
import dev.quoin.ratebook.legacy.Notation;
import dev.quoin.ratebook.legacy.Numbers;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Allowed;
import dev.quoin.ratebook.value.Inputs;
import dev.quoin.ratebook.value.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads where the inputs of a service come from in a call.
final class FeedReader {
  private final MappingReader.Parts parts;
  private final Ratebook.Service service;
  private final List<Program.Input> inputs;
  private final NotationReader notations;
  private final Problems problems;

  FeedReader(
      MappingReader.Parts parts,
      Ratebook.Service service,
      List<Program.Input> inputs,
      NotationReader notations,
      Problems problems) {
    this.parts = parts;
    this.service = service;
    this.inputs = inputs;
    this.notations = notations;
    this.problems = problems;
  }

  /// A feed for each input; each that has none is a problem.
  Map<String, Feed> read(Keys written) {
    written.mapping().entries().forEach(this::refuseUnknown);
    Map<String, Feed> feeds = new LinkedHashMap<>();
    for (Program.Input input : inputs) {
      Optional<Keys> keys = written.optionalKeys(input.name());
      if (keys.isEmpty()) {
        problems.add(
            written.place(),
            "missing-key",
            "input `%s` of service `%s` has no feed".formatted(input.name(), service.name()));
      } else {
        feed(keys.get(), target(input)).ifPresent(feed -> feeds.put(input.name(), feed));
      }
    }
    return feeds;
  }

  private void refuseUnknown(Node.Mapping.Entry entry) {
    if (inputs.stream().anyMatch(input -> input.name().equals(entry.key()))) {
      return;
    }
    Optional<Ratebook.Lever> lever =
        parts
            .program()
            .global(entry.key())
            .flatMap(global ->
                parts.levers().stream()
                    .filter(bound -> bound.binds().equals(global.id()))
                    .findFirst());
    problems.add(
        entry.place(),
        lever.isPresent() ? "lever-in-request" : "unknown-field",
        lever
            .map(bound ->
                "`%s` is lever `%s` of the ratebook (expected: nothing, for levers are not sent)"
                    .formatted(entry.key(), bound.id()))
            .orElseGet(() ->
                "`%s` is no input of service `%s`%s"
                    .formatted(
                        entry.key(),
                        service.name(),
                        Suggestion.text(
                            entry.key(), inputs.stream().map(Program.Input::name).toList()))));
  }

  /// What is fed: an input, or an entry of one.
  private record Target(String name, Type type, boolean nullable, Allowed allowed) {

    Target entry(String entry, Type entryType) {
      return new Target(
          entry,
          entryType,
          entryType == Type.Simple.ANY,
          new Allowed(new CellTest.Any(), "anything"));
    }

    /// The type of the single values: of a list that of its items.
    Type single() {
      return type instanceof Type.ListType list ? list.element() : type;
    }
  }

  private static Target target(Program.Input input) {
    return new Target(input.name(), input.type(), input.nullable(), Allowed.by(input));
  }

  private Optional<Feed> feed(Keys written, Target target) {
    Optional<Node> constant = written.mapping().get("value");
    Optional<Keys> entries = written.optionalKeys("entries");
    Optional<Node.Scalar> field = written.optionalScalar("field");
    boolean several = constant.isPresent() && (field.isPresent() || entries.isPresent());
    if (several || (constant.isEmpty() && field.isEmpty() && entries.isEmpty())) {
      problems.add(
          written.place(),
          "bad-value",
          "`%s` has %s (expected: one of `field`, `value` and `entries`)"
              .formatted(target.name(), several ? "several feeds" : "no feed"));
      return Optional.empty();
    }
    if (constant.isPresent()) {
      return value(constant.get(), target).map(Feed.Constant::new);
    }
    boolean isObject =
        target.single() instanceof Type.ContextType
            || (target.single() == Type.Simple.ANY && entries.isPresent());
    if (isObject != entries.isPresent()) {
      problems.add(
          written.place(),
          "wrong-type",
          "`%s` is a %s (expected: %s)"
              .formatted(
                  target.name(),
                  target.single(),
                  isObject ? "`entries` that feed what is in it" : "a feed without `entries`"));
      return Optional.empty();
    }
    return isObject
        ? entries(
            entries.orElseThrow(), field.flatMap(name -> FieldPath.read(name, problems)), target)
        : field(written, target);
  }

  private Optional<Feed> entries(Keys written, Optional<FieldPath> path, Target target) {
    boolean open = target.single() == Type.Simple.ANY;
    Map<String, Type> types =
        target.single() instanceof Type.ContextType context ? context.entries() : Map.of();
    Map<String, Feed> feeds = new LinkedHashMap<>();
    for (Node.Mapping.Entry entry : written.mapping().entries()) {
      Type type = open ? Type.Simple.ANY : types.get(entry.key());
      if (type == null) {
        problems.add(
            entry.place(),
            "unknown-field",
            "`%s` is no entry of `%s`%s"
                .formatted(
                    entry.key(), target.name(), Suggestion.text(entry.key(), types.keySet())));
      } else {
        feed(Keys.of(entry.value()), target.entry(entry.key(), type))
            .ifPresent(feed -> feeds.put(entry.key(), feed));
      }
    }
    types.keySet().stream()
        .filter(name -> written.mapping().get(name).isEmpty())
        .forEach(name ->
            problems.add(
                written.place(),
                "missing-key",
                "entry `%s` of `%s` has no feed".formatted(name, target.name())));
    return Optional.of(new Feed.Entries(path, feeds));
  }

  private Optional<Feed> field(Keys written, Target target) {
    Optional<FieldPath> path = FieldPath.read(written.scalar("field"), problems);
    Optional<Map<String, Value>> codes =
        written.mapping().get("codes").map(list -> codes(list, target));
    Optional<Dates> dates = notations.dates(written, target.single(), true);
    Optional<Numbers> numbers = notations.numbers(written);
    if (numbers.isPresent() && target.single() != Type.Simple.NUMBER) {
      problems.add(
          written.place(),
          "wrong-type",
          "separators of numbers for `%s`, which is a %s"
              .formatted(target.name(), target.single()));
    }
    if (codes.isPresent() && (dates.isPresent() || numbers.isPresent())) {
      problems.add(
          written.place("codes"),
          "bad-value",
          "`%s` is written in a code list and in another way, too".formatted(target.name()));
    }
    Optional<Value> otherwise =
        written.mapping().get("default").flatMap(value -> value(value, target));
    return path.map(field ->
        new Feed.Field(
            field,
            new Notation(codes, dates, numbers),
            written.optionalScalar("empty").isPresent(),
            otherwise));
  }

  private Map<String, Value> codes(Node written, Target target) {
    Map<String, Value> codes = new LinkedHashMap<>();
    List<String> seen = new ArrayList<>();
    Target single =
        target.type() instanceof Type.ListType
            ? target.entry(target.name(), target.single())
            : target;
    for (NotationReader.Pair pair : notations.codes(written, true)) {
      if (seen.contains(pair.theirs().text())) {
        notations.ambiguous(pair.theirs());
      }
      seen.add(pair.theirs().text());
      value(pair.ours(), single).ifPresent(value -> codes.put(pair.theirs().text(), value));
    }
    return codes;
  }

  /// A value of ours, written as a request has it.
  private Optional<Value> value(Node written, Target target) {
    Place place = written.place();
    if (Inputs.isNull(written)) {
      if (!target.nullable()) {
        problems.add(
            place,
            "may-be-null",
            "`%s` is never null (expected: a %s)".formatted(target.name(), target.type()));
        return Optional.empty();
      }
      return Optional.of(Value.NULL);
    }
    return Inputs.of(parts.zone(), problems)
        .read(written, target.type(), "`" + target.name() + "`")
        .filter(value -> {
          boolean allowed = target.allowed().has(value);
          if (!allowed) {
            problems.add(
                place,
                "not-allowed",
                target.allowed().refusal(target.name(), "`" + Written.plain(value) + "`", value));
          }
          return allowed;
        });
  }
}
