package dev.quoin.cli.parity;

import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.html.Html;
import dev.quoin.ratebook.html.Style;
import dev.quoin.ratebook.parity.ParityReport;
import dev.quoin.ratebook.parity.Suspect;
import java.util.List;

/// A report as one page that needs nothing else, to pass on.
public final class ParityPage {
  private static final int BAR = 1_000;

  private final ParityReport report;
  private final Wording wording;
  private final Html html = new Html();

  private ParityPage(ParityReport report, Wording wording) {
    this.report = report;
    this.wording = wording;
  }

  /// The page.
  ///
  /// @param typed the ratebook's folder as it was typed
  /// @param log the file of the older system's answers as it was typed
  public static String of(
      ParityReport report, Ratebook ratebook, Mapping mapping, String typed, String log) {
    return new ParityPage(report, new Wording(typed))
        .page(ParityText.heading(ratebook, mapping), log);
  }

  private String page(String heading, String log) {
    html.raw("<!doctype html>\n").open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.line("title", "Parity · Quoin");
    html.open("style").raw(Style.of(ParityPage.class, "page.css")).close().close().newLine();
    html.open("body").open("header").line("h1", "Parity").line("p", heading).line("p", log).close();
    share();
    fields();
    html.open("section").line("h2", "What is behind it");
    if (report.groups().isEmpty()) {
      html.line(
          "p",
          report.differing() == 0 ? "Nothing differs." : "No part of the ratebook is suspicious.");
    }
    for (int i = 0; i < report.groups().size(); i++) {
      group(i + 1, report.groups().get(i));
    }
    Wording.beyond(report).ifPresent(text -> html.line("p", text, "class", "warning"));
    examples(report.unexplained());
    Wording.ranOut(report).ifPresent(text -> html.line("p", text, "class", "warning"));
    Wording.summary(report).ifPresent(text -> html.line("p", text, "class", "summary"));
    html.close();
    html.open("section").line("h2", "How to read it");
    html.line(
        "p",
        "Each recorded call was read through the mapping, priced by the ratebook, and answered through the mapping; the answer was"
            + " held against the recorded one, field by field. What is another at each quote, such as its number and until when it"
            + " holds, is left out. A part of the ratebook is suspicious that took part in the calls that differ and in few others."
            + " Where another value makes those calls equal, and hardly any other differ, that value is shown.");
    html.close().close().close();
    return html + "\n";
  }

  /// How many calls are answered alike, as a bar.
  private void share() {
    long width = report.calls() == 0 ? BAR : report.equal() * BAR / report.calls();
    html.open("section").open("figure");
    html.open("figcaption")
        .text(
            "%,d of %s answered alike (%s), %,d differ"
                .formatted(
                    report.equal(),
                    Wording.calls(report.calls()),
                    Wording.percent(report.equal(), report.calls()),
                    report.differing()))
        .close();
    html.open("svg", "viewBox", "0 0 " + BAR + " 24", "class", "bar", "role", "img");
    html.line("title", Wording.percent(report.equal(), report.calls()) + " answered alike");
    rect(0, BAR, "differ");
    rect(0, width, "equal");
    html.close().close().close().newLine();
  }

  private void rect(long x, long width, String style) {
    html.empty("rect", "x", "" + x, "y", "0", "width", "" + width, "height", "24", "class", style);
  }

  private void fields() {
    if (!report.fields().isEmpty()) {
      html.open("section").line("h2", "Which fields differ").open("table").open("tbody");
      report
          .fields()
          .forEach((path, calls) ->
              html.open("tr")
                  .line("th", Wording.field(path))
                  .line("td", Wording.calls(calls))
                  .line("td", Wording.percent(calls, report.calls()))
                  .close());
      html.close().close().close().newLine();
    }
  }

  private void group(int number, ParityReport.Group group) {
    html.open("article");
    html.line(
        "h3",
        "%d. %s: %s"
            .formatted(number, Wording.calls(group.differing()), wording.suspect(group.suspect())));
    wording.where(group.suspect()).ifPresent(where -> html.line("p", where, "class", "where"));
    group.repair().map(Wording::repair).ifPresent(text -> html.line("p", text, "class", "repair"));
    for (Suspect alike : group.alike()) {
      html.line(
          "p",
          "or %s%s, which took part in the same calls"
              .formatted(
                  wording.suspect(alike),
                  wording.where(alike).map(where -> ", " + where).orElse("")));
    }
    String shift = Wording.shift(group).map(text -> "; " + text).orElse("");
    html.line("p", Wording.innocent(group.equal()) + shift);
    examples(group.examples());
    html.close().newLine();
  }

  private void examples(List<ParityReport.Example> examples) {
    if (examples.isEmpty()) {
      return;
    }
    html.open("details").line("summary", "Examples").open("table");
    html.open("thead").open("tr");
    List.of("call", "field", "theirs", "ours").forEach(name -> html.line("th", name));
    html.close().close().open("tbody");
    for (ParityReport.Example example : examples) {
      example
          .fields()
          .forEach((path, pair) ->
              html.open("tr")
                  .line("th", Wording.name(example))
                  .line("td", Wording.field(path))
                  .line("td", pair.theirs().orElse("no field"))
                  .line("td", pair.ours().orElse("no field"))
                  .close());
    }
    html.close().close().close();
  }
}
