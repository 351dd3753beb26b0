package dev.quoin.cli.compare;

import dev.quoin.compare.Attribution;
import dev.quoin.compare.Comparison;
import dev.quoin.compare.Distribution;
import dev.quoin.compare.Figures;
import dev.quoin.compare.NotCompared;
import dev.quoin.compare.Segments;
import dev.quoin.ratebook.Language;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A comparison as a comment of a pull request.
public final class CompareMarkdown {
  private static final int MOST_SEGMENTS = 60;

  private final Comparison comparison;
  private final List<LeftOut> leftOut;
  private final Shown shown;
  private final StringBuilder text = new StringBuilder();

  private CompareMarkdown(
      Comparison comparison, Optional<NotCompared> notCompared, Language language) {
    this.comparison = comparison;
    this.leftOut = LeftOut.ofOthers(notCompared);
    this.shown = new Shown(comparison, language);
  }

  /// The comparison, with what was kept and is not compared where requests were kept.
  public static String of(
      Comparison comparison, Optional<NotCompared> notCompared, Language language) {
    CompareMarkdown markdown = new CompareMarkdown(comparison, notCompared, language);
    markdown.write();
    return markdown.text.toString();
  }

  private void write() {
    Figures all = comparison.all();
    text.append("## ").append(escaped(shown.service())).append(": what changes\n\n");
    text.append(
        "`%s` → `%s`: **%s of %s requests change (%s)**.\n\n"
            .formatted(
                Shown.policy(comparison.before()),
                Shown.policy(comparison.after()),
                Shown.count(all.changed()),
                Shown.count(all.requests()),
                Shown.share(all.changed(), all.requests())));
    leftOut();
    sides(all);
    parts(all);
    comparison.attribution().ifPresent(this::attribution);
    distribution();
    comparison.segments().forEach(this::segments);
    movers();
  }

  private void leftOut() {
    if (!leftOut.isEmpty()) {
      head(LeftOut.TITLE, "", "");
      leftOut.forEach(
          row -> row(escaped(row.what()), Shown.count(row.count()), escaped(row.why())));
      text.append('\n');
    }
  }

  private void sides(Figures all) {
    head("", "before", "after", "difference", "");
    row(
        "total, " + comparison.money().currency(),
        shown.amount(all.before().total()),
        shown.amount(all.after().total()),
        shown.change(all.difference()),
        Shown.percentChange(all.difference(), all.before().total()));
    count("priced", all.before().priced(), all.after().priced());
    count("refused", all.before().refused(), all.after().refused());
    count("failed", all.before().failed(), all.after().failed());
    text.append('\n');
  }

  private void count(String name, long before, long after) {
    row(name, Shown.count(before), Shown.count(after), Shown.countChange(before, after), "");
  }

  private void parts(Figures all) {
    head("", "requests", "share", "difference", "of each");
    part("cheaper", all.winners());
    part("dearer", all.losers());
    part(
        "newly refused",
        new Figures.Part(all.newlyRefused().requests(), all.newlyRefused().total().negate()));
    part("newly offered", all.newlyOffered());
    if (all.newlyFailed().requests() > 0) {
      part(
          "newly failed",
          new Figures.Part(all.newlyFailed().requests(), all.newlyFailed().total().negate()));
    }
    if (all.newlyWorking().requests() > 0) {
      part("newly working", all.newlyWorking());
    }
    text.append('\n');
    comparison
        .newlyRefused()
        .forEach((code, count) ->
            text.append("- newly refused, ")
                .append(Shown.count(count))
                .append(" times: ")
                .append(escaped(shown.refusal(code)))
                .append(" (`")
                .append(code)
                .append("`)\n"));
    failures("before", comparison.codesBefore());
    failures("after", comparison.codesAfter());
    if (!comparison.newlyRefused().isEmpty()
        || !comparison.codesBefore().failures().isEmpty()
        || !comparison.codesAfter().failures().isEmpty()) {
      text.append('\n');
    }
  }

  private void failures(String when, Comparison.Codes codes) {
    codes
        .failures()
        .forEach((code, count) ->
            text.append("- failed ")
                .append(when)
                .append(", ")
                .append(Shown.count(count))
                .append(" times: `")
                .append(code)
                .append("`\n"));
  }

  private void part(String name, Figures.Part part) {
    row(
        name,
        Shown.count(part.requests()),
        Shown.share(part.requests(), comparison.all().requests()),
        shown.change(part.total()),
        shown.meanChange(part.total(), part.requests()));
  }

  private void attribution(Attribution attribution) {
    head("what causes the difference", "", "");
    BigInteger whole = comparison.all().before().total();
    for (Attribution.Share share : attribution.shares()) {
      row(
          escaped(share.unit().text()),
          shown.change(share.amount()),
          Shown.percentChange(share.amount(), whole));
    }
    if (attribution.apart().requests() > 0) {
      row(
          "requests that some of the changes leave without a price: "
              + Shown.count(attribution.apart().requests()),
          shown.change(attribution.apart().total()),
          Shown.percentChange(attribution.apart().total(), whole));
    }
    row(
        "**total**",
        shown.change(comparison.all().difference()),
        Shown.percentChange(comparison.all().difference(), whole));
    text.append('\n');
  }

  private void distribution() {
    Distribution distribution = comparison.distribution();
    if (distribution.isEmpty()) {
      return;
    }
    text.append("Of those priced before and after, so many percent change by so much or less:\n\n");
    List<Integer> percents = Comparison.QUANTILES;
    head(percents.stream().map(percent -> percent + " %").toArray(String[]::new));
    row(
        percents.stream()
            .map(percent -> shown.change(distribution.quantile(percent)))
            .toArray(String[]::new));
    text.append('\n');
  }

  private void segments(Segments segments) {
    text.append("<details><summary>by ")
        .append(html(segments.by().written()))
        .append("</summary>\n\n");
    head("", "requests", "before", "after", "difference", "", "cheaper", "dearer", "newly refused");
    segments.list().stream()
        .limit(MOST_SEGMENTS)
        .forEach(segment -> {
          Figures figures = segment.figures();
          row(
              escaped(Shown.labels(segment.labels())),
              Shown.count(figures.requests()),
              shown.amount(figures.before().total()),
              shown.amount(figures.after().total()),
              shown.change(figures.difference()),
              Shown.percentChange(figures.difference(), figures.before().total()),
              Shown.count(figures.winners().requests()),
              Shown.count(figures.losers().requests()),
              Shown.count(figures.newlyRefused().requests()));
        });
    if (segments.list().size() > MOST_SEGMENTS) {
      text.append("\n… and %,d more.\n".formatted(segments.list().size() - MOST_SEGMENTS));
    }
    text.append("\n</details>\n\n");
  }

  private void movers() {
    if (comparison.movers().isEmpty()) {
      return;
    }
    text.append("<details><summary>largest changes</summary>\n\n");
    head("request", "before", "after", "difference");
    comparison
        .movers()
        .forEach(mover ->
            row(
                escaped(mover.id()),
                shown.amount(mover.before()),
                shown.amount(mover.after()),
                shown.change(mover.difference())));
    text.append("\n</details>\n");
  }

  /// The first column is of names, the others are of figures.
  private void head(String... names) {
    row(names);
    text.append("| --- |").append(" ---: |".repeat(names.length - 1)).append('\n');
  }

  private void row(String... cells) {
    text.append(List.of(cells).stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /// A text that is not taken for a part of the table, for HTML or for emphasis, and that calls nobody.
  private static String escaped(String text) {
    return html(text).replaceAll("([\\\\`*_\\[\\]|~#])", "\\\\$1");
  }

  private static String html(String text) {
    return text.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "@&ZeroWidthSpace;");
  }
}
