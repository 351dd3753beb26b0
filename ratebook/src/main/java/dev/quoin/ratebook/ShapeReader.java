package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.ratebook.Shape.Aspect;
import dev.quoin.ratebook.Shape.Fact;
import dev.quoin.ratebook.Shape.Item;
import dev.quoin.ratebook.Shape.Part;
import dev.quoin.ratebook.Shape.Style;
import dev.quoin.ratebook.Shape.What;
import dev.quoin.ratebook.legacy.Dates;
import dev.quoin.ratebook.legacy.FieldPath;
import dev.quoin.ratebook.legacy.Numbers;
import dev.quoin.ratebook.source.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the shape of an answer: a list of fields, each with its path and with what it says, as a tree.
final class ShapeReader {
  /// What a field can say; each has one.
  private static final List<String> KINDS =
      List.of("value", "echo", "amount", "shown", "line", "refusal", "problem", "quote", "each");

  private static final Set<String> NUMBERS =
      Set.of("as", "thousands", "decimal", "decimals", "negated");
  private static final Set<String> DATES = Set.of("format", "zone");
  private static final Set<String> CODES = Set.of("codes", "default");

  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

  /// What may be wrong with any call. A code of a list that is near to one of these, but none, is a slip.
  private static final Set<String> PROBLEMS =
      Set.of(
          "ambiguous-time",
          "bad-json",
          "bad-number",
          "bad-value",
          "duplicate-key",
          "missing-field",
          "no-rule",
          "no-such-time",
          "not-allowed",
          "not-utf-8",
          "out-of-range",
          "outside-calendar",
          "several-rules",
          "too-large",
          "unknown-field",
          "wrong-type");

  private final MappingReader.Parts parts;
  private final Ratebook.Service service;
  private final Mapping.Outcome outcome;
  private final NotationReader notations;
  private final KnownFields known;
  private final Problems problems;

  /// @param known is told of the fields that are echoed
  ShapeReader(
      MappingReader.Parts parts,
      Ratebook.Service service,
      Mapping.Outcome outcome,
      NotationReader notations,
      KnownFields known,
      Problems problems) {
    this.parts = parts;
    this.service = service;
    this.outcome = outcome;
    this.notations = notations;
    this.known = known;
    this.problems = problems;
  }

  Shape read(Keys written) {
    int status =
        written
            .optionalScalar("status")
            .map(text -> Integer.parseInt(text.text()))
            .orElse(outcome == Mapping.Outcome.FAILURE ? 400 : 200);
    return new Shape(status, fields(written, Optional.empty()));
  }

  /// @param around what the list is over in which the fields stand
  private Part.Fields fields(Keys written, Optional<Item> around) {
    Branch root = new Branch();
    for (Keys field : written.objects("fields")) {
      Node.Scalar name = field.scalar("field");
      Optional<FieldPath> path = FieldPath.read(name, problems);
      Optional<Part> part = part(field, around);
      if (path.isPresent() && part.isPresent() && !root.put(path.get().names(), part.get())) {
        problems.add(
            name.place(),
            "duplicate-value",
            "`" + name.text() + "` stands twice, or is a value and an object");
      }
    }
    return root.part();
  }

  /// An object that grows field by field.
  private static final class Branch {
    private final Map<String, Object> parts = new LinkedHashMap<>();

    boolean put(List<String> path, Part part) {
      String name = path.getFirst();
      if (path.size() == 1) {
        return parts.putIfAbsent(name, part) == null;
      }
      return parts.computeIfAbsent(name, _ -> new Branch()) instanceof Branch inner
          && inner.put(path.subList(1, path.size()), part);
    }

    Part.Fields part() {
      Map<String, Part> fields = new LinkedHashMap<>();
      parts.forEach((name, part) ->
          fields.put(name, part instanceof Branch inner ? inner.part() : (Part) part));
      return new Part.Fields(fields);
    }
  }

  private Optional<Part> part(Keys field, Optional<Item> around) {
    List<String> kinds =
        KINDS.stream().filter(kind -> field.mapping().get(kind).isPresent()).toList();
    if (kinds.size() != 1) {
      problems.add(
          field.place(),
          "bad-value",
          "%s (expected: one of %s)"
              .formatted(
                  kinds.isEmpty()
                      ? "a field that says nothing"
                      : "a field that says " + list(kinds),
                  list(KINDS)));
      return Optional.empty();
    }
    String kind = kinds.getFirst();
    if (!isThere(field, kind, around)) {
      return Optional.empty();
    }
    if (kind.equals("each")) {
      Item item = Item.valueOf(field.text("each").toUpperCase(Locale.ROOT));
      refuseOthers(field, kind, Set.of("fields"));
      return Optional.of(new Part.Each(item, fields(field, Optional.of(item))));
    }
    return told(field, kind);
  }

  /// Whether there is such a thing in this shape.
  private boolean isThere(Keys field, String kind, Optional<Item> around) {
    String asked = kind.equals("each") ? field.text("each") : kind;
    boolean there =
        switch (asked) {
          case "amount", "shown" -> outcome == Mapping.Outcome.QUOTE && around.isEmpty();
          case "line" ->
              outcome == Mapping.Outcome.QUOTE && around.isPresent() != kind.equals("each");
          case "refusal" -> outcome == Mapping.Outcome.REFUSAL;
          case "problem" -> outcome == Mapping.Outcome.FAILURE;
          default -> true;
        };
    if (!there) {
      problems.add(
          field.place(kind),
          "bad-value",
          "`%s` in the shape of a %s%s, where there is none"
              .formatted(
                  kind.equals("each") ? "each: " + asked : kind,
                  outcome.name().toLowerCase(Locale.ROOT),
                  around.isEmpty() && asked.equals("line") && outcome == Mapping.Outcome.QUOTE
                      ? " outside of `each: line`"
                      : ""));
    }
    return there;
  }

  private Optional<Part> told(Keys field, String kind) {
    return switch (kind) {
      case "value" -> constant(field.scalar("value")).map(what -> plain(field, kind, what));
      case "echo" -> echo(field).map(what -> plain(field, kind, what));
      case "amount" ->
          amount(field).map(what -> styled(field, kind, what, Type.Simple.NUMBER, List.of()));
      case "shown" ->
          shown(field.scalar("shown"))
              .map(decision ->
                  styled(field, kind, new What.Shown(decision.name()), decision.type(), List.of()));
      case "line", "refusal", "problem" -> Optional.of(ofItem(field, kind));
      case "quote" -> Optional.of(ofQuote(field));
      default -> throw new IllegalStateException("no such kind: " + kind);
    };
  }

  private Part plain(Keys field, String kind, What what) {
    refuseOthers(field, kind, Set.of());
    return new Part.Told(what, style(field, Optional.empty(), Optional.empty(), List.of()));
  }

  private Optional<What> constant(Node.Scalar written) {
    if (written.kind() == Node.Kind.NUMBER && !JSON_NUMBER.matcher(written.text()).matches()) {
      problems.add(
          written.place(),
          "bad-value",
          "`%s` is no number of JSON (expected: such as 1200.5)".formatted(written.text()));
      return Optional.empty();
    }
    return Optional.of(new What.Constant(written));
  }

  private Optional<What> echo(Keys field) {
    Optional<FieldPath> path = FieldPath.read(field.scalar("echo"), problems);
    path.filter(echoed -> !known.isObject(echoed)).ifPresent(known::add);
    return path.map(What.Echo::new);
  }

  private Optional<What> amount(Keys field) {
    Node written = field.mapping().get("amount").orElseThrow();
    if (written instanceof Node.Scalar scalar) {
      if (!scalar.text().equals("total")) {
        problems.add(
            scalar.place(),
            "bad-value",
            "`%s` (expected: `total`, or a list of codes)".formatted(scalar.text()));
      }
      return Optional.of(new What.Total());
    }
    List<Node.Scalar> codes = field.scalars("amount");
    codes.forEach(code -> known(code, parts.lineItems().keySet(), "line item"));
    return Optional.of(new What.Sum(codes.stream().map(Node.Scalar::text).toList()));
  }

  private void known(Node.Scalar code, Collection<String> all, String what) {
    if (!all.contains(code.text())) {
      problems.add(
          code.place(),
          "bad-value",
          "`%s` is no %s of the ratebook%s"
              .formatted(code.text(), what, Suggestion.text(code.text(), all)));
    }
  }

  private Optional<Program.Global> shown(Node.Scalar written) {
    List<Program.Global> all =
        service.shown().stream().map(parts.program().globals()::get).toList();
    Optional<Program.Global> found =
        all.stream().filter(decision -> decision.name().equals(written.text())).findFirst();
    if (found.isEmpty()) {
      problems.add(
          written.place(),
          "unknown-decision",
          "service `%s` shows no decision `%s`%s"
              .formatted(
                  service.name(),
                  written.text(),
                  Suggestion.text(
                      written.text(), all.stream().map(Program.Global::name).toList())));
    } else if (!(found.get().type() instanceof Type.Simple)) {
      problems.add(
          written.place(),
          "wrong-type",
          "decision `%s` is of type %s (expected: a single value)"
              .formatted(written.text(), found.get().type()));
      return Optional.empty();
    }
    return found;
  }

  private Part ofItem(Keys field, String kind) {
    Item item = Item.valueOf(kind.toUpperCase(Locale.ROOT));
    Aspect aspect = Aspect.valueOf(field.text(kind).toUpperCase(Locale.ROOT));
    What what = new What.OfItem(item, aspect);
    return switch (aspect) {
      case CODE -> {
        Collection<String> all =
            switch (item) {
              case LINE -> parts.lineItems().keySet();
              case REFUSAL -> parts.refusals().keySet();
              case PROBLEM -> problemCodes();
            };
        yield styled(field, kind, what, Type.Simple.STRING, all);
      }
      case AMOUNT -> styled(field, kind, what, Type.Simple.NUMBER, List.of());
      case TEXT -> {
        refuseOthers(field, kind, Set.of("language"));
        if (field.optionalScalar("language").isEmpty()) {
          problems.add(
              field.place(),
              "missing-key",
              "key `language` is missing beside `%s: text` (expected: `ko` or `en`)"
                  .formatted(kind));
        }
        yield new Part.Told(what, style(field, Optional.empty(), Optional.empty(), List.of()));
      }
      case FIELD -> plain(field, kind, what);
    };
  }

  private Set<String> problemCodes() {
    Set<String> codes = new TreeSet<>(PROBLEMS);
    service.requirements().forEach(requirement -> codes.add(requirement.code()));
    return codes;
  }

  private Part ofQuote(Keys field) {
    Fact fact = Fact.valueOf(field.text("quote").toUpperCase(Locale.ROOT).replace(' ', '_'));
    What what = new What.OfQuote(fact);
    return fact == Fact.ASKED_AT || fact == Fact.VALID_UNTIL
        ? styled(field, "quote", what, Type.Simple.DATE_TIME, List.of())
        : plain(field, "quote", what);
  }

  /// @param codes what a code list may name; none where anything is possible
  private Part styled(Keys field, String kind, What what, Type type, Collection<String> codes) {
    boolean number = type == Type.Simple.NUMBER;
    boolean date =
        type == Type.Simple.DATE || type == Type.Simple.TIME || type == Type.Simple.DATE_TIME;
    boolean coded = kind.equals("shown") || (!number && !date);
    Set<String> fitting = new TreeSet<>();
    if (number) {
      fitting.addAll(NUMBERS);
    }
    if (date) {
      fitting.addAll(DATES);
    }
    if (coded) {
      fitting.addAll(CODES);
    }
    refuseOthers(field, kind, fitting);
    Optional<Numbers> numbers = number ? numbers(field) : Optional.empty();
    Optional<Dates> dates = date ? notations.dates(field, type, false) : Optional.empty();
    List<NotationReader.Pair> pairs =
        coded
            ? field
                .mapping()
                .get("codes")
                .map(list -> notations.codes(list, false))
                .orElse(List.of())
            : List.of();
    if (kind.equals("problem")) {
      pairs.forEach(pair -> refuseSlip(pair.ours(), codes));
    } else if (!codes.isEmpty()) {
      pairs.forEach(pair -> known(pair.ours(), codes, kind.equals("line") ? "line item" : kind));
    }
    return new Part.Told(what, style(field, numbers, dates, pairs));
  }

  /// A server has codes of its own for calls that never reach a ratebook, so not each that is unknown is wrong.
  private void refuseSlip(Node.Scalar code, Collection<String> codes) {
    String hint = Suggestion.text(code.text(), codes);
    if (!codes.contains(code.text()) && !hint.isEmpty()) {
      problems.add(
          code.place(), "bad-value", "`%s` is no code of a problem%s".formatted(code.text(), hint));
    }
  }

  private Optional<Numbers> numbers(Keys field) {
    boolean text = field.optionalScalar("as").map(Node.Scalar::text).equals(Optional.of("text"));
    Optional<Numbers> separated = notations.numbers(field);
    if (separated.isPresent() && !text) {
      problems.add(
          field.place(),
          "bad-value",
          "separators for a number of JSON (expected: `as: text` beside them)");
    }
    return text ? Optional.of(separated.orElse(Numbers.PLAIN)) : Optional.empty();
  }

  private Style style(
      Keys field,
      Optional<Numbers> numbers,
      Optional<Dates> dates,
      List<NotationReader.Pair> pairs) {
    Map<String, Node.Scalar> codes = new LinkedHashMap<>();
    for (NotationReader.Pair pair : pairs) {
      if (codes.put(pair.ours().text(), pair.theirs()) != null) {
        notations.ambiguous(pair.ours());
      }
    }
    return new Style(
        numbers,
        dates,
        codes,
        field.optionalScalar("default"),
        is(field, "negated", "true"),
        is(field, "language", "ko"),
        is(field, "absent", "omit"));
  }

  private static boolean is(Keys field, String key, String text) {
    return field.optionalScalar(key).map(Node.Scalar::text).equals(Optional.of(text));
  }

  /// A key that says nothing of what the field says would be passed over; nobody writes it for that.
  private void refuseOthers(Keys field, String kind, Set<String> fitting) {
    List<String> always = List.of("field", kind, "absent");
    for (Node.Mapping.Entry entry : field.mapping().entries()) {
      if (!always.contains(entry.key()) && !fitting.contains(entry.key())) {
        Place place = entry.place();
        problems.add(
            place,
            "bad-value",
            "`%s` says nothing of `%s`%s"
                .formatted(
                    entry.key(),
                    kind,
                    fitting.isEmpty() ? "" : " (expected: one of " + list(fitting) + ")"));
      }
    }
  }

  private static String list(Collection<String> names) {
    List<String> all = new ArrayList<>(names);
    return all.stream().collect(Collectors.joining("`, `", "`", "`"));
  }
}
