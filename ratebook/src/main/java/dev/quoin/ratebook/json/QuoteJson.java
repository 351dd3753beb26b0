package dev.quoin.ratebook.json;

import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Explanation.Step;
import dev.quoin.ratebook.Ratebook;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers and explanations as trees of [JsonTree].
public final class QuoteJson {
  private QuoteJson() {}

  public static Map<String, Object> of(Ratebook book, String service, Instant at, Answer answer) {
    Map<String, Object> tree =
        JsonTree.object(
            "ratebook",
            book.id(),
            "release",
            book.digest(),
            "service",
            service,
            "priced_at",
            at.toString());
    tree.putAll(of(answer));
    return tree;
  }

  /// An answer by itself.
  public static Map<String, Object> of(Answer answer) {
    return switch (answer) {
      case Answer.Quote quote ->
          JsonTree.object(
              "outcome",
              "price",
              "currency",
              quote.currency(),
              "line_items",
              quote.lines().stream()
                  .map(line ->
                      JsonTree.object(
                          "code",
                          line.code(),
                          "text",
                          JsonTree.of(line.text()),
                          "amount",
                          JsonTree.of(line.amount())))
                  .toList(),
              "total",
              JsonTree.of(quote.total()),
              "shown",
              values(quote.shown()));
      case Answer.Refusal refusal ->
          JsonTree.object(
              "outcome",
              "refusal",
              "reasons",
              refusal.reasons().stream()
                  .map(reason ->
                      JsonTree.object("code", reason.code(), "text", JsonTree.of(reason.text())))
                  .toList());
      case Answer.Decided decided ->
          JsonTree.object(
              "outcome",
              "decision",
              "decision",
              decided.decision(),
              "value",
              JsonTree.of(decided.value()));
      case Answer.Failure failure ->
          JsonTree.object(
              "outcome",
              "problems",
              "problems",
              failure.problems().stream().map(JsonTree::of).toList());
    };
  }

  /// Values by their names.
  public static Map<String, Object> values(Map<String, Value> values) {
    Map<String, Object> object = new LinkedHashMap<>();
    values.forEach((name, value) -> object.put(name, JsonTree.of(value)));
    return object;
  }

  public static List<Map<String, Object>> of(List<Step> steps) {
    return steps.stream().map(QuoteJson::of).toList();
  }

  private static Map<String, Object> of(Step step) {
    return switch (step) {
      case Explanation.Decided decided ->
          JsonTree.object(
              "step",
              "decision",
              "name",
              decided.name(),
              "value",
              value(decided.value()),
              "place",
              decided.place().toString(),
              "because",
              of(decided.because()));
      case Explanation.Called called ->
          JsonTree.object(
              "step",
              "call",
              "name",
              called.name(),
              "bound",
              called.bound().<Object>map(id -> id).orElse(Value.NULL),
              "arguments",
              arguments(called.arguments()),
              "value",
              value(called.value()),
              "place",
              called.place().toString(),
              "because",
              of(called.because()));
      case Explanation.Asked asked ->
          JsonTree.object(
              "step",
              "table",
              "name",
              asked.table(),
              "file",
              asked.file(),
              "subjects",
              arguments(asked.subjects()),
              "rules",
              asked.hits().stream()
                  .map(hit -> JsonTree.object("rule", hit.rule(), "place", hit.place().toString()))
                  .toList());
      case Explanation.Given given ->
          JsonTree.object(
              "step", "input", "name", given.input(), "value", JsonTree.of(given.value()));
      case Explanation.Lever lever -> {
        Map<String, Object> tree =
            JsonTree.object(
                "step",
                "lever",
                "name",
                lever.id(),
                "value",
                JsonTree.of(lever.value()),
                "place",
                lever.place().toString());
        lever.since().ifPresent(since -> tree.put("since", since.toString()));
        lever.expires().ifPresent(expires -> tree.put("expires", expires.toString()));
        yield tree;
      }
      case Explanation.Known known ->
          JsonTree.object(
              "step", "known", "name", known.decision(), "value", JsonTree.of(known.value()));
    };
  }

  private static Object value(Optional<Value> value) {
    return value.map(JsonTree::of).orElse(Value.NULL);
  }

  private static Map<String, Object> arguments(List<Explanation.Argument> arguments) {
    Map<String, Object> object = new LinkedHashMap<>();
    arguments.forEach(argument -> object.put(argument.name(), JsonTree.of(argument.value())));
    return object;
  }
}
