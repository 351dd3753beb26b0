package dev.quoin.server.command;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.journal.Card;
import dev.quoin.pricing.Batch;
import dev.quoin.pricing.Quoted;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.value.Written;
import dev.quoin.server.release.Engine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the card of an answer: what it will be found by. Of a batch it has what any of its cars has.
final class Cards {
  private final Ratebook ratebook;
  private final List<Program.Input> searchBy;
  private final Set<String> lines = new LinkedHashSet<>();
  private final Set<String> refusals = new LinkedHashSet<>();
  private final Set<String> searched = new LinkedHashSet<>();
  private @Nullable BigDecimal lowest;
  private @Nullable BigDecimal highest;

  private Cards(Release release, String service) {
    this.ratebook = release.ratebook();
    this.searchBy =
        Objects.requireNonNull(ratebook.services().get(service), service).searchBy().stream()
            .map(index -> (Program.Input) ratebook.program().globals().get(index))
            .toList();
  }

  /// @param customer the customer's pseudonym
  /// @param leversAt of when its levers are, where a card says that
  static Card of(Quoted quoted, Optional<String> customer, Optional<Instant> leversAt) {
    Cards cards = new Cards(quoted.release(), quoted.service());
    cards.add(quoted.request(), quoted.outcome());
    return cards.card(customer, leversAt);
  }

  /// @param customer the customer's pseudonym
  static Card of(Batch batch, Optional<String> customer) {
    Cards cards = new Cards(batch.release(), batch.service());
    for (Batch.Item item : batch.items()) {
      if (item instanceof Batch.Item.Answered(Request request, Answer.Outcome outcome)) {
        cards.add(request, outcome);
      }
    }
    return cards.card(customer, Optional.empty());
  }

  private void add(Request request, Answer.Outcome outcome) {
    for (Program.Input input : searchBy) {
      Value value = request.value(input);
      if (!(value instanceof Value.Null)) {
        searched.add(Card.searched(input.name(), plain(value)));
      }
    }
    switch (outcome) {
      case Answer.Quote quote -> {
        quote.lines().forEach(line -> lines.add(line.code()));
        BigDecimal total = new BigDecimal(quote.total().toPlainText());
        lowest = lowest == null || total.compareTo(lowest) < 0 ? total : lowest;
        highest = highest == null || total.compareTo(highest) > 0 ? total : highest;
      }
      case Answer.Refusal refusal ->
          refusal.reasons().forEach(reason -> refusals.add(reason.code()));
    }
  }

  /// A value as it is searched for: the same number is the same text.
  static String plain(Value value) {
    String text = Written.plain(value);
    return value instanceof Value.Num ? number(new BigDecimal(text)) : text;
  }

  static String number(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private Card card(Optional<String> customer, Optional<Instant> leversAt) {
    boolean isOne = lowest != null && highest != null && lowest.compareTo(highest) == 0;
    return new Card(
        customer,
        outcome(),
        Optional.ofNullable(lowest),
        isOne ? Optional.empty() : Optional.ofNullable(highest),
        lowest == null ? Optional.empty() : Optional.of(ratebook.currency()),
        List.copyOf(lines),
        List.copyOf(refusals),
        List.copyOf(searched),
        Optional.of(Engine.current().version()),
        Optional.of(Engine.current().zoneData()),
        leversAt);
  }

  /// A batch with one price at least is one of prices.
  private Optional<Card.Answered> outcome() {
    if (lowest != null) {
      return Optional.of(Card.Answered.PRICE);
    }
    return refusals.isEmpty() ? Optional.empty() : Optional.of(Card.Answered.REFUSAL);
  }
}
