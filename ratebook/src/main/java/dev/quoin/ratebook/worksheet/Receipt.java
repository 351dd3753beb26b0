package dev.quoin.ratebook.worksheet;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.layout.Grid.Side;
import dev.quoin.ratebook.value.Written;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A quote for people: its lines, amounts under each other, and what it was priced with.
record Receipt(Ratebook ratebook, Ratebook.Service service, Instant at, Language language) {
  private static final int SHORT_DIGEST = 12;
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx");

  List<String> lines(Answer.Quote quote) {
    Grid items = Grid.of(Side.LEFT, Side.LEFT, Side.RIGHT);
    for (Answer.Line line : quote.lines()) {
      items.row(line.code(), text(line.text()), money(line.amount()));
    }
    items.row("", total(), money(quote.total()));
    quote
        .shown()
        .forEach((name, value) -> items.row("", shownName(name, quote.shown()), amount(value)));

    List<String> receipt = new ArrayList<>(heading());
    List<String> rows = items.lines();
    receipt.addAll(rows.subList(0, quote.lines().size()));
    receipt.add("─".repeat(items.width()));
    receipt.add(rows.get(quote.lines().size()) + " " + quote.currency());
    receipt.addAll(rows.subList(quote.lines().size() + 1, rows.size()));
    return receipt;
  }

  List<String> lines(Answer.Refusal refusal) {
    Grid reasons = Grid.of(Side.LEFT, Side.LEFT);
    refusal.reasons().forEach(reason -> reasons.row(reason.code(), text(reason.text())));
    List<String> receipt = new ArrayList<>(heading());
    receipt.add(refused());
    reasons.lines().forEach(line -> receipt.add("  " + line));
    return receipt;
  }

  String total() {
    return text(TOTAL);
  }

  String refused() {
    return text(REFUSED);
  }

  private static final Texts TOTAL = new Texts("합계", "Total");
  private static final Texts REFUSED = new Texts("거절:", "Refused:");

  List<String> heading() {
    return List.of(
        text(service.title()) + " · " + text(ratebook.title()),
        ratebook.id()
            + " "
            + ratebook.digest().substring(0, SHORT_DIGEST)
            + " · "
            + MINUTES.format(ZonedDateTime.ofInstant(at, ratebook.zone())),
        "");
  }

  /// The term that is spelled like the decision, or like its last word where no other decision that is shown ends
  /// so; else the decision's name.
  String shownName(String name, Map<String, Value> shown) {
    String last = lastWord(name);
    boolean alone =
        shown.keySet().stream().filter(other -> lastWord(other).equals(last)).count() == 1;
    return term(name).or(() -> alone ? term(last) : Optional.empty()).orElse(name);
  }

  private Optional<String> term(String spelled) {
    return ratebook.terms().stream()
        .filter(term -> term.term().en().equalsIgnoreCase(spelled))
        .map(term -> text(term.term()))
        .findFirst();
  }

  private static String lastWord(String name) {
    return name.substring(name.lastIndexOf(' ') + 1);
  }

  String money(Decimal amount) {
    return Amounts.grouped(
        amount.toPlainText(), Currency.getInstance(ratebook.currency()).getDefaultFractionDigits());
  }

  static String amount(Value value) {
    return value instanceof Value.Num number
        ? Amounts.grouped(number.value().toPlainText())
        : Written.plain(value);
  }

  String text(Texts texts) {
    return texts.in(language);
  }
}
