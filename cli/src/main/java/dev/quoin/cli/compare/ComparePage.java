package dev.quoin.cli.compare;

import dev.quoin.compare.Attribution;
import dev.quoin.compare.Comparison;
import dev.quoin.compare.Distribution;
import dev.quoin.compare.Figures;
import dev.quoin.compare.NotCompared;
import dev.quoin.compare.Policy;
import dev.quoin.compare.Segments;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.html.Html;
import dev.quoin.ratebook.html.Style;
import dev.quoin.ratebook.worksheet.Worksheet;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// A comparison as one page that needs nothing else, for those who decide about it.
public final class ComparePage {
  private final Comparison comparison;
  private final List<LeftOut> leftOut;
  private final Language language;
  private final Shown shown;
  private final Html html = new Html();

  private ComparePage(Comparison comparison, Optional<NotCompared> notCompared, Language language) {
    this.comparison = comparison;
    this.leftOut = LeftOut.ofOthers(notCompared);
    this.language = language;
    this.shown = new Shown(comparison, language);
  }

  /// The comparison, with what was kept and is not compared where requests were kept.
  public static String of(
      Comparison comparison, Optional<NotCompared> notCompared, Language language) {
    return new ComparePage(comparison, notCompared, language).page();
  }

  private String page() {
    html.raw("<!doctype html>\n");
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.line("title", shown.service() + ": what changes · Quoin");
    html.open("style").raw(Style.of(ComparePage.class, "page.css")).close().close().newLine();
    html.open("body");
    head();
    cards();
    LeftOut.section(leftOut, html);
    sides();
    comparison.attribution().ifPresent(this::attribution);
    distribution();
    comparison.segments().forEach(this::segments);
    codes();
    movers("The largest changes", comparison.movers());
    movers("Newly refused, dearest first", comparison.refusedMovers());
    movers("Newly offered, dearest first", comparison.offeredMovers());
    howToRead();
    html.close().close();
    return html + "\n";
  }

  private void head() {
    html.open("header");
    html.line("h1", shown.service() + ": what changes");
    html.line("p", shown.ratebook());
    html.line(
        "p",
        "%s → %s · %s requests, each priced under both"
            .formatted(
                Shown.policy(comparison.before()),
                Shown.policy(comparison.after()),
                Shown.count(comparison.all().requests())));
    html.close().newLine();
  }

  private void cards() {
    Figures all = comparison.all();
    html.open("section", "class", "cards");
    card(
        "in all",
        shown.change(all.difference()) + " " + comparison.money().currency(),
        Shown.percentChange(all.difference(), all.before().total()),
        tone(all.difference()));
    card(
        "requests change",
        Shown.share(all.changed(), all.requests()),
        "%s of %s".formatted(Shown.count(all.changed()), Shown.count(all.requests())),
        "");
    card("become cheaper", Shown.count(all.winners().requests()), of(all.winners()), "cheaper");
    card("become dearer", Shown.count(all.losers().requests()), of(all.losers()), "dearer");
    card(
        "are newly refused",
        Shown.count(all.newlyRefused().requests()),
        "%s before".formatted(shown.amount(all.newlyRefused().total())),
        all.newlyRefused().requests() > 0 ? "warning" : "");
    card(
        "are newly offered",
        Shown.count(all.newlyOffered().requests()),
        "%s after".formatted(shown.amount(all.newlyOffered().total())),
        "");
    html.close().newLine();
    if (all.newlyFailed().requests() > 0) {
      html.line(
          "p",
          "%s requests that had a price have none after: something is wrong with them or with the ratebook, see below."
              .formatted(Shown.count(all.newlyFailed().requests())),
          "class",
          "warning");
    }
  }

  private String of(Figures.Part part) {
    return "%s, %s each"
        .formatted(shown.change(part.total()), shown.meanChange(part.total(), part.requests()));
  }

  private static String tone(BigInteger difference) {
    return difference.signum() < 0 ? "cheaper" : difference.signum() > 0 ? "dearer" : "";
  }

  private void card(String name, String figure, String beside, String tone) {
    html.open("div", "class", ("card " + tone).strip());
    html.line("span", name, "class", "name");
    html.line("b", figure);
    html.line("span", beside);
    html.close();
  }

  private void sides() {
    Figures all = comparison.all();
    html.open("section").line("h2", "Before and after");
    table("", "before", "after", "difference", "");
    row(
        "total, " + comparison.money().currency(),
        shown.amount(all.before().total()),
        shown.amount(all.after().total()),
        shown.change(all.difference()),
        Shown.percentChange(all.difference(), all.before().total()));
    row(
        "mean price",
        shown.mean(all.before().total(), all.before().priced()),
        shown.mean(all.after().total(), all.after().priced()),
        "",
        "");
    count("priced", all.before().priced(), all.after().priced());
    count("refused", all.before().refused(), all.after().refused());
    count("failed", all.before().failed(), all.after().failed());
    row(
        "of those priced on both sides: total",
        shown.amount(all.repriced().before()),
        shown.amount(all.repriced().after()),
        shown.change(all.repriced().difference()),
        Shown.percentChange(all.repriced()));
    html.close().close().close().newLine();
  }

  private void count(String name, long before, long after) {
    row(name, Shown.count(before), Shown.count(after), Shown.countChange(before, after), "");
  }

  private void attribution(Attribution attribution) {
    html.open("section").line("h2", "What causes it");
    html.open("div", "class", "wide");
    table("", "", "difference", "of the total before");
    BigInteger whole = comparison.all().before().total();
    List<BigInteger> amounts = new ArrayList<>();
    attribution.shares().forEach(share -> amounts.add(share.amount()));
    amounts.add(attribution.apart().total());
    List<Double> bars =
        Histogram.parts(amounts.stream().map(amount -> amount.doubleValue()).toList());
    for (int i = 0; i < attribution.shares().size(); i++) {
      cause(attribution.shares().get(i).unit().text(), bars.get(i), amounts.get(i), whole);
    }
    if (attribution.apart().requests() > 0) {
      cause(
          "requests that some of the changes leave without a price: "
              + Shown.count(attribution.apart().requests()),
          bars.getLast(),
          attribution.apart().total(),
          whole);
    }
    row(
        "total",
        "",
        shown.change(comparison.all().difference()),
        Shown.percentChange(comparison.all().difference(), whole));
    html.close().close().close();
    html.line(
        "p",
        "Changes work together. What one of them causes is the mean, over all orders in which they could be made, of what it"
            + " adds at its turn (Shapley's value), for each request; the amounts are rounded so that they add up.");
    html.close().newLine();
  }

  private void cause(String text, double bar, BigInteger amount, BigInteger whole) {
    html.open("tr").line("th", text).open("td");
    Histogram.bar(html, bar);
    html.close();
    cell(shown.change(amount));
    cell(Shown.percentChange(amount, whole));
    html.close();
  }

  private void distribution() {
    Distribution distribution = comparison.distribution();
    if (distribution.isEmpty()) {
      return;
    }
    Figures all = comparison.all();
    long unchanged = all.repriced().requests() - all.winners().requests() - all.losers().requests();
    html.open("section").line("h2", "How much a price changes");
    html.line(
        "p",
        "%s requests have a price before and after; %s of them (%s) keep it."
            .formatted(
                Shown.count(all.repriced().requests()),
                Shown.count(unchanged),
                Shown.share(unchanged, all.repriced().requests())));
    if (unchanged < all.repriced().requests()) {
      new Histogram(distribution, shown)
          .draw(
              html,
              "Requests by the change of their price, %s; without those that keep it"
                  .formatted(comparison.money().currency()));
    }
    html.line("p", "So many percent of the prices change by so much or less:");
    List<Integer> percents = Comparison.QUANTILES;
    html.open("div", "class", "wide").open("table").open("thead").open("tr");
    percents.forEach(percent -> html.line("th", percent + " %"));
    html.close().close().open("tbody").open("tr");
    percents.forEach(percent -> html.line("td", shown.change(distribution.quantile(percent))));
    html.close().close().close().close().close().newLine();
  }

  private void segments(Segments segments) {
    html.open("section").line("h2", "By " + segments.by().written());
    List<Double> parts =
        Histogram.parts(
            segments.list().stream().map(segment -> percent(segment.figures())).toList());
    html.open("div", "class", "wide");
    table(
        "",
        "requests",
        "before",
        "after",
        "difference",
        "",
        "",
        "cheaper",
        "dearer",
        "newly refused",
        "newly offered");
    for (int i = 0; i < parts.size(); i++) {
      Segments.Segment segment = segments.list().get(i);
      Figures figures = segment.figures();
      html.open("tr").line("th", Shown.labels(segment.labels()));
      cell(Shown.count(figures.requests()));
      cell(shown.amount(figures.before().total()));
      cell(shown.amount(figures.after().total()));
      cell(shown.change(figures.difference()));
      html.line(
          "td",
          Shown.percentChange(figures.difference(), figures.before().total()),
          "class",
          tone(figures.difference()));
      html.open("td");
      Histogram.bar(html, parts.get(i));
      html.close();
      cell(Shown.count(figures.winners().requests()));
      cell(Shown.count(figures.losers().requests()));
      cell(Shown.count(figures.newlyRefused().requests()));
      cell(Shown.count(figures.newlyOffered().requests()));
      html.close();
    }
    html.close().close().close().close().newLine();
  }

  /// For a bar, which is drawn and not read.
  private static double percent(Figures figures) {
    return figures.before().total().signum() == 0
        ? 0
        : new BigDecimal(figures.difference())
            .divide(new BigDecimal(figures.before().total()), MathContext.DECIMAL64)
            .doubleValue();
  }

  private void codes() {
    if (comparison.codesBefore().refusals().isEmpty()
        && comparison.codesAfter().refusals().isEmpty()
        && comparison.codesBefore().failures().isEmpty()
        && comparison.codesAfter().failures().isEmpty()) {
      return;
    }
    html.open("section").line("h2", "Without a price");
    table("", "before", "after", "newly refused", "newly offered");
    merged(comparison.codesBefore().refusals(), comparison.codesAfter().refusals())
        .forEach(code ->
            row(
                shown.refusal(code),
                count(comparison.codesBefore().refusals(), code),
                count(comparison.codesAfter().refusals(), code),
                count(comparison.newlyRefused(), code),
                count(comparison.newlyOffered(), code)));
    merged(comparison.codesBefore().failures(), comparison.codesAfter().failures())
        .forEach(code ->
            row(
                "failed: " + code,
                count(comparison.codesBefore().failures(), code),
                count(comparison.codesAfter().failures(), code),
                "",
                ""));
    html.close().close().close().newLine();
  }

  private static List<String> merged(Map<String, Long> before, Map<String, Long> after) {
    TreeSet<String> codes = new TreeSet<>(before.keySet());
    codes.addAll(after.keySet());
    return List.copyOf(codes);
  }

  private static String count(Map<String, Long> counts, String code) {
    return Shown.count(counts.getOrDefault(code, 0L));
  }

  private void movers(String title, List<Comparison.Mover> movers) {
    if (movers.isEmpty()) {
      return;
    }
    html.open("section").line("h2", title);
    for (Comparison.Mover mover : movers) {
      html.open("details").open("summary");
      html.text(
          "%s: %s → %s (%s)"
              .formatted(
                  mover.id(),
                  shown.price(mover.before(), mover.explainedBefore()),
                  shown.price(mover.after(), mover.explainedAfter()),
                  shown.change(mover.difference())));
      html.close();
      html.line("p", Shown.inputs(mover, " · "), "class", "inputs");
      html.open("div", "class", "pair");
      worksheet("before", comparison.before(), mover.explainedBefore());
      worksheet("after", comparison.after(), mover.explainedAfter());
      html.close().close().newLine();
    }
    html.close().newLine();
  }

  private void worksheet(String when, Policy policy, Explanation explanation) {
    html.open("div").line("h3", when);
    Worksheet worksheet = new Worksheet(policy.ratebook(), language);
    if (explanation.answer() instanceof Answer.Outcome outcome) {
      List<String> lines = worksheet.receipt(policy.service(), comparison.options().at(), outcome);
      html.line("pre", String.join("\n", lines));
      html.line(
          "pre",
          String.join("\n", worksheet.explanation(policy.service(), explanation, false)),
          "class",
          "why");
    } else {
      html.line("pre", explanation.answer().toString());
    }
    html.close();
  }

  private void howToRead() {
    html.open("section").line("h2", "How to read it");
    html.line(
        "p",
        "Each request is priced under both policies at the same instant. All figures are exact: sums are of whole units of"
            + " the currency, quantiles are nearest-rank over every request, and only means and percentages are rounded"
            + " (half away from zero). Cheaper and dearer are those whose price under both policies differs; what is newly"
            + " refused has no price after and takes its former price out of the total, what is newly offered brings its"
            + " price in.");
    html.close();
  }

  private void table(String... names) {
    html.open("table").open("thead").open("tr");
    for (String name : names) {
      html.line("th", name, "scope", "col");
    }
    html.close().close().open("tbody");
  }

  private void row(String name, String... cells) {
    html.open("tr").line("th", name, "scope", "row");
    for (String cell : cells) {
      cell(cell);
    }
    html.close();
  }

  private void cell(String text) {
    html.line("td", text);
  }
}
