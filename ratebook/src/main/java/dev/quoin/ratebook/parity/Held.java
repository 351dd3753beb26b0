package dev.quoin.ratebook.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.RecordedCall;
import dev.quoin.ratebook.RecordedCall.Difference;
import dev.quoin.ratebook.ReplyField;
import dev.quoin.ratebook.ReplyField.Tells;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.worksheet.LineSources;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A recorded call, held against what a ratebook answers to it.
///
/// @param read the call, read through the mapping
/// @param answer the ratebook's
/// @param reply the same in the older system's shape
/// @param fields what the fields of the reply tell
/// @param differences what was answered otherwise, but for what is another at each quote
record Held(
    RecordedCall call,
    Mapping.Call read,
    Answer answer,
    Node reply,
    Map<String, ReplyField> fields,
    List<Difference> differences) {

  /// The place in a list.
  private static final Pattern INDEX = Pattern.compile("\\[([1-9]\\d{0,8})]");

  Held {
    differences = List.copyOf(differences);
  }

  /// Asks a ratebook what was asked of the older system.
  static Held of(Pricer pricer, Mapping mapping, RecordedCall recorded, boolean whole) {
    Ratebook ratebook = pricer.ratebook();
    Mapping.Call call = mapping.call("call", recorded.call().getBytes(UTF_8));
    Answer answer = mapping.answer(call, pricer, recorded.at());
    Mapping.Reply reply =
        mapping.reply(
            call, answer, Mapping.About.offline(ratebook, mapping.service(), recorded.at()));
    Map<String, ReplyField> fields = mapping.replyFields(answer);
    List<Difference> differences =
        recorded.differences(reply, whole).stream()
            .filter(difference -> !isOfThisQuote(difference, fields))
            .toList();
    return new Held(recorded, call, answer, reply.tree(), fields, differences);
  }

  private static boolean isOfThisQuote(Difference difference, Map<String, ReplyField> fields) {
    ReplyField field = fields.get(general(difference.path()));
    return field != null && field.tells() instanceof Tells.OfThisQuote;
  }

  /// A path for all objects of its lists.
  static String general(String path) {
    return INDEX.matcher(path).replaceAll("[]");
  }

  boolean isEqual() {
    return differences.isEmpty();
  }

  /// What is suspicious: what took part in the fields that differ, without what took part in those that are answered alike, unless
  /// nothing else did.
  ///
  /// @param pricer the one that answered
  Set<Suspect> suspects(Pricer pricer, String service) {
    if (answer instanceof Answer.Failure failure) {
      return problems(failure);
    }
    Involved involved = involved(pricer, service);
    Told told = told(pricer.ratebook(), service);
    Set<Suspect> suspects = involved.behind(told.otherwise());
    if (suspects.isEmpty()) {
      return involved.all();
    }
    Set<Suspect> left = new LinkedHashSet<>(suspects);
    left.removeAll(involved.behind(told.alike()));
    return left.isEmpty() ? suspects : left;
  }

  /// All that took part in the answer.
  Set<Suspect> all(Pricer pricer, String service) {
    return answer instanceof Answer.Failure failure
        ? problems(failure)
        : involved(pricer, service).all();
  }

  private Involved involved(Pricer pricer, String service) {
    Explanation explanation =
        pricer.explain(service, read.request().orElseThrow(), call.at(), answer);
    return new Involved(pricer.ratebook(), explanation);
  }

  private Set<Suspect> problems(Answer.Failure failure) {
    Set<Suspect> suspects = new LinkedHashSet<>();
    for (Problem problem : failure.problems()) {
      Place place = new Place(problem.place().file(), 0, 0);
      String field = read.field(problem).orElse("");
      suspects.add(new Suspect(Suspect.Kind.PROBLEM, field, problem.code(), 0, place));
    }
    return suspects;
  }

  /// The decisions whose values the reply tells.
  ///
  /// @param otherwise of fields that differ: of single lines where such differ, else of those that are shown, else of all lines.
  ///   Where one side has a price and the other none, it is what refuses
  /// @param alike of single lines and of the total, where these do not differ
  private record Told(Set<String> otherwise, Set<String> alike) {}

  private Told told(Ratebook ratebook, String service) {
    Ratebook.Service asked = Objects.requireNonNull(ratebook.services().get(service));
    if (!(answer instanceof Answer.Quote quote) || saysOtherwise()) {
      return new Told(
          asked.refusals().stream()
              .map(index -> ratebook.program().globals().get(index).name())
              .collect(Collectors.toSet()),
          Set.of());
    }
    LineSources sources = LineSources.of(ratebook.program(), asked);
    Set<String> all = codes(quote);
    Set<String> codes = new LinkedHashSet<>();
    Set<String> shown = new LinkedHashSet<>();
    boolean total = false;
    for (Difference difference : differences) {
      ReplyField field = fields.get(general(difference.path()));
      if (field == null && isList(difference.path())) {
        codes.addAll(all);
      }
      if (field != null) {
        switch (field.tells()) {
          case Tells.Lines lines -> codes.addAll(lines.codes());
          case Tells.OneLine _ -> line(quote, difference).ifPresent(codes::add);
          case Tells.Decision decision -> shown.add(decision.name());
          case Tells.Total _ -> total = true;
          case Tells.Refusal _, Tells.Problem _, Tells.OfThisQuote _, Tells.Fixed _ -> {}
        }
      }
    }
    if (codes.isEmpty() && !total && !shown.isEmpty()) {
      String sum = ratebook.program().globals().get(asked.total()).name();
      return new Told(shown, tells(Tells.Total.class) ? Set.of(sum) : Set.of());
    }
    Set<String> otherwise = codes.isEmpty() ? all : codes;
    Set<String> alike = new LinkedHashSet<>(tells(Tells.OneLine.class) ? all : Set.of());
    alike.removeAll(otherwise);
    return new Told(decisions(otherwise, sources), decisions(alike, sources));
  }

  /// Whether the list of lines stands there: then one of both has more of them.
  private boolean isList(String path) {
    return fields.entrySet().stream()
        .anyMatch(field ->
            field.getKey().startsWith(general(path) + "[].")
                && field.getValue().tells() instanceof Tells.OneLine);
  }

  private static Set<String> codes(Answer.Quote quote) {
    return quote.lines().stream()
        .map(Answer.Line::code)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Whether a field of the reply tells an amount of that kind.
  private boolean tells(Class<? extends Tells> kind) {
    return fields.values().stream()
        .anyMatch(field -> kind.isInstance(field.tells()) && field.isAmount());
  }

  private static Set<String> decisions(Set<String> codes, LineSources sources) {
    return codes.stream()
        .flatMap(code -> sources.of(code).stream())
        .map(source -> source.global().name())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Whether theirs is a reply of another kind: something differs that is the same in all our replies of this kind, or one of both
  /// has no amount where the other has one.
  private boolean saysOtherwise() {
    return differences.stream().anyMatch(this::saysOtherwise);
  }

  private boolean saysOtherwise(Difference difference) {
    ReplyField field = fields.get(general(difference.path()));
    boolean oneSided = difference.expected().isEmpty() || difference.got().isEmpty();
    return difference.path().equals(RecordedCall.STATUS)
        || (field != null
            && (field.tells() instanceof Tells.Fixed
                || (field.tells() instanceof Tells.Total && oneSided)));
  }

  private static Optional<String> line(Answer.Quote quote, Difference difference) {
    Matcher index = INDEX.matcher(difference.path());
    if (!index.find()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(index.group(1));
    return number <= quote.lines().size()
        ? Optional.of(quote.lines().get(number - 1).code())
        : Optional.empty();
  }

  /// By how much theirs is more, in the first field that has a number on both sides and tells of the price.
  Optional<Shift> shift() {
    for (Difference difference : differences) {
      ReplyField field = fields.get(general(difference.path()));
      if (field != null
          && field.isAmount()
          && difference.expected().isPresent()
          && difference.got().isPresent()) {
        Optional<Decimal> theirs = field.number(difference.expected().get());
        Optional<Decimal> ours = field.number(difference.got().get());
        if (theirs.isPresent() && ours.isPresent()) {
          return Optional.of(new Shift(difference.path(), theirs.get(), ours.get()));
        }
      }
    }
    return Optional.empty();
  }

  /// A number on both sides.
  record Shift(String path, Decimal theirs, Decimal ours) {
    Decimal by() {
      return theirs.minus(ours);
    }
  }

  /// The number that our reply has in a field; empty where it has none there.
  Optional<Decimal> ours(String path) {
    ReplyField field = fields.get(general(path));
    return field == null
        ? Optional.empty()
        : at(reply, path).flatMap(node -> field.number(Json.write(node)));
  }

  private static Optional<Node> at(Node root, String path) {
    Optional<Node> node = Optional.of(root);
    for (String step : List.of(path.split("\\.", -1))) {
      String name = step.replaceAll("\\[.*", "");
      node =
          node.flatMap(
              outer -> outer instanceof Node.Mapping object ? object.get(name) : Optional.empty());
      Matcher index = INDEX.matcher(step);
      while (index.find()) {
        int number = Integer.parseInt(index.group(1)) - 1;
        node =
            node.flatMap(list ->
                list instanceof Node.Listing items && number < items.items().size()
                    ? Optional.of(items.items().get(number))
                    : Optional.empty());
      }
    }
    return node;
  }
}
