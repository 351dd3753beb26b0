package dev.quoin.cli.compare;

import dev.quoin.compare.NotCompared;
import dev.quoin.compare.RowHits;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.html.Html;
import dev.quoin.ratebook.html.Style;
import dev.quoin.ratebook.source.Csv;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// How often rows answered as a heat map of each table, in one page that needs nothing else.
public final class RowsPage {
  /// A page with more rows of a table than that is no picture any more.
  private static final int MOST = 1_000;

  private static final int STEPS = 8;

  private final RowHits.Counted counted;
  private final Html html = new Html();

  private RowsPage(RowHits.Counted counted) {
    this.counted = counted;
  }

  public static String of(RowHits.Counted counted, Optional<NotCompared> notCompared) {
    return new RowsPage(counted).page(LeftOut.ofOthers(notCompared));
  }

  private String page(List<LeftOut> leftOut) {
    String title = counted.policy().service().title().en() + ": which rows answer";
    html.raw("<!doctype html>\n");
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.line("title", title + " · Quoin");
    html.open("style").raw(Style.of(RowsPage.class, "page.css")).close().close().newLine();
    html.open("body").open("header").line("h1", title);
    html.line("p", counted.policy().ratebook().title().en());
    html.line(
        "p",
        "%s · %s requests, %s without an answer"
            .formatted(
                Shown.policy(counted.policy()),
                Shown.count(counted.requests() + counted.failed()),
                Shown.count(counted.failed())));
    html.line(
        "p",
        "The darker a row, the more often it answered, each step twice the one before. Rows that never did"
            + " have no colour and a 0: nobody asks for them, or another row takes their place.");
    html.close().newLine();
    LeftOut.section(leftOut, html);
    counted.tables().forEach(this::table);
    html.close().close();
    return html + "\n";
  }

  private void table(RowHits.Table table) {
    html.open("section").line("h2", table.name());
    html.line(
        "p",
        "%s · asked %s times, %s without a row · %s of %s rows never answered"
            .formatted(
                table.file(),
                Shown.count(table.asked()),
                Shown.count(table.unanswered()),
                Shown.count(table.never().size()),
                Shown.count(table.rules().size())));
    Optional<Csv> csv = csv(table);
    Map<Integer, Csv.Row> rows = new HashMap<>();
    csv.ifPresent(read -> read.rows().forEach(row -> rows.put(row.line(), row)));
    html.open("div", "class", "wide").open("table").open("thead").open("tr");
    html.line("th", "line").line("th", "answers").line("th", "requests");
    csv.ifPresent(read -> cells(read.header(), "th"));
    html.close().close().open("tbody");
    long most = table.rules().stream().mapToLong(RowHits.Rule::answers).max().orElse(0);
    table.rules().stream()
        .limit(MOST)
        .forEach(rule -> {
          html.open("tr", "class", "heat" + step(rule.answers(), most));
          html.line("th", String.valueOf(rule.place().line()), "scope", "row");
          html.line("td", Shown.count(rule.answers())).line("td", Shown.count(rule.requests()));
          Optional.ofNullable(rows.get(rule.place().line())).ifPresent(row -> cells(row, "td"));
          html.close().newLine();
        });
    html.close().close().close();
    if (table.rules().size() > MOST) {
      html.line("p", "… and %s rows more".formatted(Shown.count(table.rules().size() - MOST)));
    }
    html.close().newLine();
  }

  private void cells(Csv.Row row, String tag) {
    IntStream.range(0, row.size()).forEach(i -> html.line(tag, row.text(i)));
  }

  /// The file of a rate table; a table of a model has none.
  private Optional<Csv> csv(RowHits.Table table) {
    byte[] content = counted.policy().ratebook().files().get(table.file());
    return content == null || !table.file().endsWith(".csv")
        ? Optional.empty()
        : Csv.read(table.file(), content, new Problems());
  }

  /// From 0 for never to [#STEPS] for the most; each step is half of the one above it, for counts differ by thousands.
  private static int step(long answers, long most) {
    if (answers == 0) {
      return 0;
    }
    int step = STEPS;
    for (long left = most; step > 1 && answers <= left / 2; left /= 2) {
      step--;
    }
    return step;
  }
}
