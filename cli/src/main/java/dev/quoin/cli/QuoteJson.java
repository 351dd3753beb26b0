package dev.quoin.cli;

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

/// Answers and explanations as trees of [Json].
final class QuoteJson {
  private QuoteJson() {}

  static Map<String, Object> of(Ratebook book, String service, Instant at, Answer answer) {
    Map<String, Object> tree =
        Json.object(
            "ratebook",
            book.id(),
            "digest",
            book.digest(),
            "service",
            service,
            "at",
            at.toString());
    tree.putAll(of(answer));
    return tree;
  }

  private static Map<String, Object> of(Answer answer) {
    return switch (answer) {
      case Answer.Quote quote ->
          Json.object(
              "answer",
              "quote",
              "currency",
              quote.currency(),
              "lines",
              quote.lines().stream()
                  .map(line ->
                      Json.object(
                          "code",
                          line.code(),
                          "text",
                          Json.of(line.text()),
                          "amount",
                          Json.of(line.amount())))
                  .toList(),
              "total",
              Json.of(quote.total()),
              "shown",
              values(quote.shown()));
      case Answer.Refusal refusal ->
          Json.object(
              "answer",
              "refusal",
              "refusals",
              refusal.reasons().stream()
                  .map(reason -> Json.object("code", reason.code(), "text", Json.of(reason.text())))
                  .toList());
      case Answer.Decided decided ->
          Json.object(
              "answer",
              "decision",
              "decision",
              decided.decision(),
              "value",
              Json.of(decided.value()));
      case Answer.Failure failure ->
          Json.object(
              "answer", "failure", "problems", failure.problems().stream().map(Json::of).toList());
    };
  }

  private static Map<String, Object> values(Map<String, Value> values) {
    Map<String, Object> object = new LinkedHashMap<>();
    values.forEach((name, value) -> object.put(name, Json.of(value)));
    return object;
  }

  static List<Map<String, Object>> of(List<Step> steps) {
    return steps.stream().map(QuoteJson::of).toList();
  }

  private static Map<String, Object> of(Step step) {
    return switch (step) {
      case Explanation.Decided decided ->
          Json.object(
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
          Json.object(
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
          Json.object(
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
                  .map(hit -> Json.object("rule", hit.rule(), "place", hit.place().toString()))
                  .toList());
      case Explanation.Given given ->
          Json.object("step", "input", "name", given.input(), "value", Json.of(given.value()));
      case Explanation.Lever lever ->
          Json.object(
              "step",
              "lever",
              "name",
              lever.id(),
              "value",
              Json.of(lever.value()),
              "place",
              lever.place().toString());
      case Explanation.Known known ->
          Json.object("step", "known", "name", known.decision(), "value", Json.of(known.value()));
    };
  }

  private static Object value(Optional<Value> value) {
    return value.map(Json::of).orElse(Value.NULL);
  }

  private static Map<String, Object> arguments(List<Explanation.Argument> arguments) {
    Map<String, Object> object = new LinkedHashMap<>();
    arguments.forEach(argument -> object.put(argument.name(), Json.of(argument.value())));
    return object;
  }
}
