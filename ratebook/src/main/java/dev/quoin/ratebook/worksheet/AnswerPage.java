package dev.quoin.ratebook.worksheet;

import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.html.Html;
import dev.quoin.ratebook.html.Style;
import dev.quoin.ratebook.worksheet.Worksheet.Priced;
import java.util.List;
import java.util.Locale;

/// An answer, and how it came to be, as one page that needs nothing else: to be sent to whoever asks.
final class AnswerPage {
  private final Priced priced;
  private final Receipt receipt;
  private final Wording words;
  private final Shown values;
  private final Html html = new Html();

  AnswerPage(Priced priced, Receipt receipt) {
    this.priced = priced;
    this.receipt = receipt;
    this.words = new Wording(receipt.language());
    this.values = new Shown(receipt.ratebook().zone(), true, words);
  }

  /// The page of an answer that is explained.
  String of(List<Tree> trees) {
    begin();
    html.open("section").line("h2", words.why()).newLine();
    trees.forEach(tree -> {
      html.open("details", "open", "");
      html.open("summary");
      told(tree);
      html.close();
      branches(tree);
      html.close().newLine();
    });
    html.close();
    return end();
  }

  /// The page of an answer that is not explained, for it did not come out again.
  ///
  /// @param differences what did not, by rows; the first is their heading
  String of(String sentence, List<List<String>> differences) {
    begin();
    html.open("section").line("h2", words.why()).line("p", sentence, "class", "warning");
    html.open("div", "class", "wide").open("table");
    html.open("thead").open("tr");
    differences.getFirst().forEach(cell -> html.line("th", cell, "scope", "col"));
    html.close().close().open("tbody").newLine();
    differences.stream()
        .skip(1)
        .forEach(cells -> {
          html.open("tr");
          cells.forEach(cell -> html.line("td", cell));
          html.close().newLine();
        });
    html.close().close().close().close();
    return end();
  }

  private void begin() {
    String title = receipt.heading().getFirst();
    html.raw("<!doctype html>\n");
    html.open("html", "lang", receipt.language().name().toLowerCase(Locale.ROOT)).open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.line("title", title);
    html.open("style").raw(Style.of(AnswerPage.class, "page.css")).close().close().newLine();
    html.open("body").open("header").line("h1", title);
    receipt.heading().stream()
        .skip(1)
        .filter(line -> !line.isEmpty())
        .forEach(line -> html.line("p", line));
    priced.id().ifPresent(id -> html.line("p", id));
    html.close().newLine();
    answer();
    asked();
  }

  private String end() {
    html.close().close();
    return html + "\n";
  }

  private void answer() {
    html.open("section").line("h2", words.answer());
    html.open("div", "class", "wide").open("table");
    switch (priced.outcome()) {
      case Answer.Quote quote -> quote(quote);
      case Answer.Refusal refusal -> {
        html.open("caption").line("b", receipt.refused(), "class", "warning").close();
        html.open("tbody");
        refusal.reasons().forEach(reason -> row(reason.code(), receipt.text(reason.text())));
        html.close();
      }
    }
    html.close().close().close().newLine();
  }

  private void quote(Answer.Quote quote) {
    html.open("tbody");
    quote
        .lines()
        .forEach(line -> row(line.code(), receipt.text(line.text()), receipt.money(line.amount())));
    html.close().open("tfoot").open("tr", "class", "total");
    cells("", receipt.total(), receipt.money(quote.total()) + " " + quote.currency());
    html.close();
    quote
        .shown()
        .forEach((name, value) ->
            row("", receipt.shownName(name, quote.shown()), Receipt.amount(value)));
    html.close();
  }

  private void asked() {
    html.open("section").line("h2", words.request());
    html.open("div", "class", "wide").open("table").open("tbody");
    priced
        .inputs()
        .forEach((name, value) -> {
          if (!(value instanceof Value.Null)) {
            row(name, values.text(value));
          }
        });
    html.close().close().close().close().newLine();
  }

  private void row(String code, String... cells) {
    html.open("tr");
    cells(code, cells);
    html.close().newLine();
  }

  private void cells(String code, String... cells) {
    html.line("th", code, "scope", "row", "class", "code");
    for (String cell : cells) {
      html.line("td", cell);
    }
  }

  private void branches(Tree tree) {
    if (tree.branches().isEmpty()) {
      return;
    }
    html.open("ul");
    tree.branches()
        .forEach(branch -> {
          html.open("li");
          told(branch);
          branches(branch);
          html.close().newLine();
        });
    html.close();
  }

  private void told(Tree tree) {
    html.text(tree.text());
    tree.notes().forEach(note -> html.text(" ").line("span", note, "class", "note"));
  }
}
