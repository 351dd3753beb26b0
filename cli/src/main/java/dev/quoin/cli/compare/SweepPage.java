package dev.quoin.cli.compare;

import dev.quoin.compare.NotCompared;
import dev.quoin.compare.Sweep;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.html.Html;
import dev.quoin.ratebook.html.Style;
import dev.quoin.ratebook.value.Written;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the values of a lever do, as one page that needs nothing else.
public final class SweepPage {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 300;
  private static final int LEFT = 84;
  private static final int RIGHT = 24;
  private static final int TOP = 18;
  private static final int BOTTOM = 34;
  private static final int LINES = 5;

  private final Sweep.Swept swept;
  private final Ratebook.Lever lever;
  private final List<LeftOut> leftOut;
  private final Language language;
  private final Shown shown;
  private final Html html = new Html();

  private SweepPage(
      Sweep.Swept swept,
      Ratebook.Lever lever,
      Optional<NotCompared> notCompared,
      Language language) {
    this.swept = swept;
    this.lever = lever;
    this.leftOut = LeftOut.ofOthers(notCompared);
    this.language = language;
    this.shown = new Shown(swept.points().getFirst().comparison(), language);
  }

  /// The page.
  ///
  /// @param lever as it is in force
  public static String of(
      Sweep.Swept swept,
      Ratebook.Lever lever,
      Optional<NotCompared> notCompared,
      Language language) {
    return new SweepPage(swept, lever, notCompared, language).page();
  }

  private String page() {
    html.raw("<!doctype html>\n");
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.line("title", "%s: %s · Quoin".formatted(shown.service(), lever.id()));
    html.open("style").raw(Style.of(SweepPage.class, "page.css")).close().close().newLine();
    html.open("body");
    head();
    List<SweepRow> rows = SweepRow.of(swept, lever, shown);
    html.open("section").line("h2", "What each value does");
    chart(rows);
    table(rows);
    html.close().newLine();
    LeftOut.section(leftOut, html);
    howToRead();
    html.close().close();
    return html + "\n";
  }

  private void head() {
    html.open("header");
    html.line("h1", "%s: %s".formatted(shown.service(), lever.id()));
    html.line("p", lever.reason().in(language));
    html.line("p", shown.ratebook());
    html.line(
        "p",
        "%s · %s requests, each priced under %s and under %s"
            .formatted(
                Shown.policy(swept.policy()),
                Shown.count(shown.comparison().all().requests()),
                Written.plain(lever.value()),
                String.join(
                    ", ",
                    swept.points().stream()
                        .map(point -> Written.plain(point.lever().value()))
                        .toList())));
    html.close().newLine();
  }

  /// By how much the total changes, by the value: a line through all values, and a dot for each.
  private void chart(List<SweepRow> rows) {
    List<SweepRow> ordered = new ArrayList<>(rows);
    ordered.sort(Comparator.comparingDouble(SweepRow::value));
    double low = ordered.getFirst().value();
    double width = Math.max(ordered.getLast().value() - low, Double.MIN_NORMAL);
    double least = Math.min(0, ordered.stream().mapToDouble(SweepRow::change).min().orElse(0));
    double most = Math.max(0, ordered.stream().mapToDouble(SweepRow::change).max().orElse(0));
    double height = Math.max(most - least, 0.0001);
    String title = "By how much the total changes, in percent, by the value of " + lever.id();
    html.open("figure").line("figcaption", title);
    html.open(
        "svg",
        "role",
        "img",
        "aria-label",
        title,
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "class",
        "chart");
    for (int i = 0; i <= LINES; i++) {
      grid(least + height * i / LINES, (double) i / LINES);
    }
    StringBuilder path = new StringBuilder();
    for (SweepRow row : ordered) {
      path.append(path.isEmpty() ? "M" : " L")
          .append(x((row.value() - low) / width))
          .append(' ')
          .append(y((row.change() - least) / height));
    }
    html.empty("path", "class", "swept", "d", path.toString());
    for (SweepRow row : ordered) {
      dot(row, x((row.value() - low) / width), y((row.change() - least) / height));
    }
    html.close().close().newLine();
  }

  private void grid(double change, double at) {
    html.empty("path", "class", "grid", "d", "M%d %s H%d".formatted(LEFT, y(at), WIDTH - RIGHT));
    html.line(
        "text",
        "%+.2f %%".formatted(100 * change),
        "x",
        String.valueOf(LEFT - 8),
        "y",
        y(at),
        "dy",
        "4",
        "class",
        "value");
  }

  private void dot(SweepRow row, String x, String y) {
    String tone = row.change() < 0 ? "cheaper" : row.change() > 0 ? "dearer" : "";
    html.open("circle", "class", tone, "cx", x, "cy", y, "r", "4.5");
    html.line("title", String.join(" · ", row.cells().subList(0, 4)).strip()).close();
    html.line("text", row.name(), "x", x, "y", String.valueOf(HEIGHT - 10), "class", "mark");
  }

  private static String x(double at) {
    return Histogram.pixels(LEFT + at * (WIDTH - LEFT - RIGHT));
  }

  private static String y(double at) {
    return Histogram.pixels(HEIGHT - BOTTOM - at * (HEIGHT - TOP - BOTTOM));
  }

  private void table(List<SweepRow> rows) {
    html.open("div", "class", "wide").open("table").open("thead").open("tr");
    SweepRow.head(lever).forEach(name -> html.line("th", name, "scope", "col"));
    html.close().close().open("tbody");
    for (SweepRow row : rows) {
      html.open("tr").line("th", row.cells().getFirst(), "scope", "row");
      row.cells().stream().skip(1).forEach(cell -> html.line("td", cell));
      html.close();
    }
    html.close().close().close();
  }

  private void howToRead() {
    html.open("section").line("h2", "How to read it");
    html.line(
        "p",
        "Each request is priced as it is and under each value, at the same instant. Differences are from what is in force, to the"
            + " last unit of the currency; only means and percentages are rounded (half away from zero). It says what the same"
            + " customers would pay for the same, not who would still come.");
    html.close();
  }
}
