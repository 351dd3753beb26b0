package dev.quoin.server.rest;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.journal.Card;
import dev.quoin.journal.Listed;
import dev.quoin.pricing.Batch;
import dev.quoin.pricing.Booked;
import dev.quoin.pricing.Decided;
import dev.quoin.pricing.Explained;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Quoted;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.json.QuoteJson;
import dev.quoin.server.command.Found;
import dev.quoin.server.page.ProblemPages;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/// Answers as trees of JSON: what `quoin quote --json` prints, and what makes it an answer that was kept.
final class AnswerJson {
  private final ProblemPages pages;

  AnswerJson(ProblemPages pages) {
    this.pages = pages;
  }

  static Map<String, Object> answer(Quoted quoted) {
    Map<String, Object> tree =
        JsonTree.object("id", quoted.id().toString(), "valid_until", until(quoted.validUntil()));
    tree.putAll(
        QuoteJson.of(quoted.release().ratebook(), quoted.service(), quoted.at(), quoted.outcome()));
    return tree;
  }

  /// An answer with what was asked and how it came to be; or, where that is not what was answered, with the differences.
  static Map<String, Object> explained(Explained explained) {
    Map<String, Object> tree = answer(explained.answer());
    tree.put("inputs", QuoteJson.values(explained.answer().request().inputs()));
    boolean proven = explained.isProven();
    tree.put("proven", proven);
    tree.put(
        "engine",
        JsonTree.object(
            "answered",
            explained.engines().answered().<Object>map(Function.identity()).orElse(Value.NULL),
            "again",
            explained.engines().again()));
    if (proven) {
      tree.put("explanation", QuoteJson.of(explained.again().steps()));
    } else {
      tree.put(
          "differences",
          explained.differences().stream()
              .map(difference ->
                  JsonTree.object(
                      "part",
                      difference.part(),
                      "answered",
                      difference.answered(),
                      "again",
                      difference.again()))
              .toList());
    }
    return tree;
  }

  /// What is known of answers without reading them again under their releases.
  static Map<String, Object> found(Found found) {
    return JsonTree.object(
        "answers",
        found.answers().stream().map(AnswerJson::listed).toList(),
        "next",
        found.next().<Object>map(UUID::toString).orElse(Value.NULL));
  }

  private static Map<String, Object> listed(Listed listed) {
    Card card = listed.card();
    Map<String, Object> tree =
        JsonTree.object(
            "id",
            listed.id().toString(),
            "kind",
            word(listed.kind()),
            "ratebook",
            listed.ratebook(),
            "release",
            listed.digest(),
            "service",
            listed.service(),
            "priced_at",
            listed.at().toString(),
            "valid_until",
            until(listed.validUntil()),
            "caller",
            listed.caller());
    listed.requestId().ifPresent(id -> tree.put("request_id", id));
    listed.booking().ifPresent(id -> tree.put("booking_id", id));
    card.customer().ifPresent(pseudonym -> tree.put("customer", pseudonym));
    card.outcome().ifPresent(outcome -> tree.put("outcome", word(outcome)));
    card.currency().ifPresent(currency -> tree.put("currency", currency));
    card.total().map(BigDecimal::toPlainString).ifPresent(total -> tree.put("total", total));
    card.highestTotal()
        .map(BigDecimal::toPlainString)
        .ifPresent(total -> tree.put("highest_total", total));
    tree.put("line_items", card.lines());
    tree.put("reasons", card.refusals());
    tree.put("inputs", card.searched());
    card.engine().ifPresent(engine -> tree.put("engine", engine));
    card.zoneData().ifPresent(version -> tree.put("zone_data", version));
    return tree;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Object until(Optional<Instant> validUntil) {
    return validUntil.<Object>map(Instant::toString).orElse(Value.NULL);
  }

  /// A booking as it was after its last step.
  static Map<String, Object> step(Booked booked) {
    Map<String, Object> tree = JsonTree.object("booking_id", booked.id(), "state", state(booked));
    booked
        .difference()
        .filter(_ -> booked.steps().getLast().kind() == Booked.Step.Kind.EXTEND)
        .map(Decimal::toPlainText)
        .ifPresent(difference -> tree.put("difference", difference));
    tree.put("answer", answer(booked.answer()));
    return tree;
  }

  static Map<String, Object> history(Booked booked) {
    return JsonTree.object(
        "booking_id",
        booked.id(),
        "quote_id",
        booked.quote().toString(),
        "state",
        state(booked),
        "total",
        booked.total().toPlainText(),
        "answers",
        booked.steps().stream().map(step -> answer(step.answer())).toList());
  }

  static Map<String, Object> decision(Decided decided) {
    return JsonTree.object(
        "ratebook",
        decided.release().ratebook().id(),
        "release",
        decided.release().digest(),
        "decision",
        decided.decision(),
        "priced_at",
        decided.at().toString(),
        "value",
        JsonTree.of(decided.value()));
  }

  static Map<String, Object> ratebook(Release release) {
    Ratebook ratebook = release.ratebook();
    return JsonTree.object(
        "id",
        ratebook.id(),
        "release",
        release.digest(),
        "title",
        JsonTree.of(ratebook.title()),
        "currency",
        ratebook.currency(),
        "time_zone",
        ratebook.zone().getId(),
        "services",
        ratebook.services().values().stream()
            .map(service ->
                JsonTree.object("name", service.name(), "title", JsonTree.of(service.title())))
            .toList());
  }

  private static String state(Booked booked) {
    return booked.state().name().toLowerCase(Locale.ROOT);
  }

  /// A batch: texts stand once for all cars.
  Map<String, Object> batch(Batch batch) {
    List<Object> items = new ArrayList<>(batch.items().size());
    Map<String, Object> texts = new TreeMap<>();
    for (int i = 0; i < batch.items().size(); i++) {
      Map<String, Object> item = JsonTree.object("id", batch.idOf(i).toString());
      item.putAll(item(batch.items().get(i), texts));
      items.add(item);
    }
    return JsonTree.object(
        "id",
        batch.id().toString(),
        "valid_until",
        until(batch.validUntil()),
        "ratebook",
        batch.release().ratebook().id(),
        "release",
        batch.release().digest(),
        "service",
        batch.service(),
        "priced_at",
        batch.at().toString(),
        "currency",
        batch.release().ratebook().currency(),
        "items",
        items,
        "texts",
        texts);
  }

  private Map<String, Object> item(Batch.Item item, Map<String, Object> texts) {
    return switch (item) {
      case Batch.Item.Answered(_, Answer.Quote quote) -> {
        quote.lines().forEach(line -> text(line.code(), line.text(), texts));
        yield JsonTree.object(
            "outcome",
            "price",
            "line_items",
            quote.lines().stream()
                .map(line ->
                    JsonTree.object("code", line.code(), "amount", line.amount().toPlainText()))
                .toList(),
            "total",
            quote.total().toPlainText(),
            "shown",
            QuoteJson.values(quote.shown()));
      }
      case Batch.Item.Answered(_, Answer.Refusal refusal) -> {
        refusal.reasons().forEach(reason -> text(reason.code(), reason.text(), texts));
        yield JsonTree.object(
            "outcome",
            "refusal",
            "reasons",
            refusal.reasons().stream().map(Answer.Refused::code).toList());
      }
      case Batch.Item.Rejected(Rejection rejection) ->
          JsonTree.object(
              "outcome",
              "problems",
              "problems",
              rejection.flaws().stream().map(this::flaw).toList());
    };
  }

  private static void text(String code, Texts text, Map<String, Object> texts) {
    texts.computeIfAbsent(code, _ -> JsonTree.of(text));
  }

  Map<String, Object> flaw(Flaw flaw) {
    return JsonTree.object(
        "field",
        flaw.field(),
        "code",
        flaw.code(),
        "sentence",
        flaw.sentence(),
        "page",
        pages.url(flaw.code()));
  }
}
