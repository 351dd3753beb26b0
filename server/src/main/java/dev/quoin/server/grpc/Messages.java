package dev.quoin.server.grpc;

import dev.quoin.api.rental.v1.BookingState;
import dev.quoin.api.rental.v1.ExplainResponse;
import dev.quoin.api.rental.v1.QuoteBatchResponse;
import dev.quoin.api.v1.Answer;
import dev.quoin.api.v1.BatchItem;
import dev.quoin.api.v1.BatchPrice;
import dev.quoin.api.v1.BatchProblems;
import dev.quoin.api.v1.BatchRefusal;
import dev.quoin.api.v1.LineItem;
import dev.quoin.api.v1.Price;
import dev.quoin.api.v1.Problem;
import dev.quoin.api.v1.Reason;
import dev.quoin.api.v1.Refusal;
import dev.quoin.api.v1.Text;
import dev.quoin.feel.Value;
import dev.quoin.pricing.Batch;
import dev.quoin.pricing.Booked;
import dev.quoin.pricing.Explained;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Quoted;
import dev.quoin.pricing.Rejection;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.json.QuoteJson;
import dev.quoin.ratebook.value.Written;
import dev.quoin.server.page.ProblemPages;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Answers as messages.
final class Messages {
  /// Few texts are sent again and again, so each is made once.
  private final Map<Texts, Text> texts = new ConcurrentHashMap<>();

  private final ProblemPages pages;

  Messages(ProblemPages pages) {
    this.pages = pages;
  }

  ExplainResponse explained(Explained explained, Language language, boolean full) {
    boolean proven = explained.isProven();
    ExplainResponse.Builder response =
        ExplainResponse.newBuilder()
            .setAnswer(answer(explained.answer()))
            .setProven(proven)
            .setWorksheet(String.join("\n", explained.worksheet(language, full)) + "\n");
    if (proven) {
      response.setExplanation(JsonTree.compact(QuoteJson.of(explained.again().steps())));
    }
    explained
        .differences()
        .forEach(one ->
            response
                .addDifferencesBuilder()
                .setPart(one.part())
                .setAnswered(one.answered())
                .setAgain(one.again()));
    return response.build();
  }

  Answer answer(Quoted quoted) {
    Answer.Builder answer =
        Answer.newBuilder()
            .setId(quoted.id().toString())
            .setService(quoted.service())
            .setRatebook(quoted.release().ratebook().id())
            .setRelease(quoted.release().digest())
            .setPricedAt(quoted.at().toString());
    quoted.validUntil().ifPresent(until -> answer.setValidUntil(until.toString()));
    switch (quoted.outcome()) {
      case dev.quoin.ratebook.Answer.Quote quote -> answer.setPrice(price(quote));
      case dev.quoin.ratebook.Answer.Refusal refusal -> answer.setRefusal(refusal(refusal));
    }
    return answer.build();
  }

  private Price price(dev.quoin.ratebook.Answer.Quote quote) {
    Price.Builder price =
        Price.newBuilder().setCurrency(quote.currency()).setTotal(quote.total().toPlainText());
    for (var line : quote.lines()) {
      price.addLineItems(
          LineItem.newBuilder()
              .setCode(line.code())
              .setText(text(line.text()))
              .setAmount(line.amount().toPlainText()));
    }
    for (Map.Entry<String, Value> shown : quote.shown().entrySet()) {
      price.putShown(shown.getKey(), Written.plain(shown.getValue()));
    }
    return price.build();
  }

  private Refusal refusal(dev.quoin.ratebook.Answer.Refusal refusal) {
    Refusal.Builder message = Refusal.newBuilder();
    for (var reason : refusal.reasons()) {
      message.addReasons(Reason.newBuilder().setCode(reason.code()).setText(text(reason.text())));
    }
    return message.build();
  }

  private Text text(Texts text) {
    return texts.computeIfAbsent(
        text, made -> Text.newBuilder().setKo(made.ko()).setEn(made.en()).build());
  }

  QuoteBatchResponse batch(Batch batch) {
    QuoteBatchResponse.Builder message =
        QuoteBatchResponse.newBuilder()
            .setId(batch.id().toString())
            .setRatebook(batch.release().ratebook().id())
            .setRelease(batch.release().digest())
            .setPricedAt(batch.at().toString())
            .setCurrency(batch.release().ratebook().currency());
    batch.validUntil().ifPresent(until -> message.setValidUntil(until.toString()));
    Map<String, Texts> used = new HashMap<>();
    for (int i = 0; i < batch.items().size(); i++) {
      BatchItem.Builder item = message.addItemsBuilder().setId(batch.idOf(i).toString());
      switch (batch.items().get(i)) {
        case Batch.Item.Answered(_, dev.quoin.ratebook.Answer.Quote quote) ->
            item.setPrice(price(quote, used));
        case Batch.Item.Answered(_, dev.quoin.ratebook.Answer.Refusal refusal) -> {
          BatchRefusal.Builder codes = BatchRefusal.newBuilder();
          for (var reason : refusal.reasons()) {
            codes.addCodes(reason.code());
            used.put(reason.code(), reason.text());
          }
          item.setRefusal(codes);
        }
        case Batch.Item.Rejected(Rejection rejection) -> item.setProblems(problems(rejection));
      }
    }
    used.forEach((code, text) -> message.putTexts(code, text(text)));
    return message.build();
  }

  private static BatchPrice price(dev.quoin.ratebook.Answer.Quote quote, Map<String, Texts> used) {
    BatchPrice.Builder price = BatchPrice.newBuilder().setTotal(quote.total().toPlainText());
    for (var line : quote.lines()) {
      price.addCodes(line.code()).addAmounts(line.amount().toPlainText());
      used.put(line.code(), line.text());
    }
    for (Map.Entry<String, Value> shown : quote.shown().entrySet()) {
      price.putShown(shown.getKey(), Written.plain(shown.getValue()));
    }
    return price.build();
  }

  private BatchProblems problems(Rejection rejection) {
    BatchProblems.Builder problems = BatchProblems.newBuilder();
    rejection.flaws().forEach(flaw -> problems.addProblems(problem(flaw)));
    return problems.build();
  }

  Problem problem(Flaw flaw) {
    return Problem.newBuilder()
        .setField(flaw.field())
        .setCode(flaw.code())
        .setSentence(flaw.sentence())
        .setPage(pages.url(flaw.code()))
        .build();
  }

  static BookingState state(Booked booked) {
    return switch (booked.state()) {
      case BOOKED -> BookingState.BOOKING_STATE_BOOKED;
      case SETTLED -> BookingState.BOOKING_STATE_SETTLED;
      case CANCELLED -> BookingState.BOOKING_STATE_CANCELLED;
    };
  }
}
