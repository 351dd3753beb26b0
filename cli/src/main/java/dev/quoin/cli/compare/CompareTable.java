package dev.quoin.cli.compare;

import dev.quoin.compare.Attribution;
import dev.quoin.compare.Comparison;
import dev.quoin.compare.Distribution;
import dev.quoin.compare.Figures;
import dev.quoin.compare.NotCompared;
import dev.quoin.compare.Segments;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.layout.Cells;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.layout.Grid.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A comparison as text.
public final class CompareTable {
  /// So many segments are shown of each question; the page and the JSON have all.
  private static final int MOST_SEGMENTS = 40;

  /// So many cells of a line are for what was asked.
  private static final int INPUTS = 90;

  private final Comparison comparison;
  private final List<LeftOut> leftOut;
  private final Shown shown;
  private final List<String> lines = new ArrayList<>();

  private CompareTable(
      Comparison comparison, Optional<NotCompared> notCompared, Language language) {
    this.comparison = comparison;
    this.leftOut = LeftOut.of(notCompared);
    this.shown = new Shown(comparison, language);
  }

  /// The comparison, with what was kept and is not compared where requests were kept.
  public static List<String> lines(
      Comparison comparison, Optional<NotCompared> notCompared, Language language) {
    CompareTable table = new CompareTable(comparison, notCompared, language);
    table.write();
    return table.lines;
  }

  private void write() {
    Figures all = comparison.all();
    lines.add(shown.service() + " · " + shown.ratebook());
    lines.add(Shown.policy(comparison.before()) + " → " + Shown.policy(comparison.after()));
    lines.add("");
    lines.add(
        "%s requests, %s changed (%s)"
            .formatted(
                Shown.count(all.requests()),
                Shown.count(all.changed()),
                Shown.share(all.changed(), all.requests())));
    lines.addAll(LeftOut.lines(leftOut));
    lines.add("");
    sides(all);
    lines.add("");
    parts(all);
    comparison.attribution().ifPresent(this::attribution);
    codes("newly refused", comparison.newlyRefused());
    codes("newly offered", comparison.newlyOffered());
    failures("before", comparison.codesBefore());
    failures("after", comparison.codesAfter());
    distribution();
    comparison.segments().forEach(this::segments);
    movers("largest changes", comparison.movers());
    movers("newly refused, dearest first", comparison.refusedMovers());
    movers("newly offered, dearest first", comparison.offeredMovers());
  }

  private void sides(Figures all) {
    Figures.Side before = all.before();
    Figures.Side after = all.after();
    Grid grid = Grid.of(Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT);
    grid.row("", "before", "after", "difference", "");
    grid.row(
        "total, " + comparison.money().currency(),
        shown.amount(before.total()),
        shown.amount(after.total()),
        shown.change(all.difference()),
        Shown.percentChange(all.difference(), before.total()));
    grid.row(
        "mean price",
        shown.mean(before.total(), before.priced()),
        shown.mean(after.total(), after.priced()),
        "",
        "");
    count(grid, "priced", before.priced(), after.priced());
    count(grid, "refused", before.refused(), after.refused());
    count(grid, "failed", before.failed(), after.failed());
    lines.addAll(grid.lines());
  }

  private static void count(Grid grid, String name, long before, long after) {
    grid.row(name, Shown.count(before), Shown.count(after), Shown.countChange(before, after), "");
  }

  private void parts(Figures all) {
    Figures.Repriced repriced = all.repriced();
    Grid grid = Grid.of(Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT);
    grid.row("", "requests", "share", "difference", "of each");
    part(grid, "cheaper", all.winners());
    part(grid, "dearer", all.losers());
    grid.row(
        "priced before and after",
        Shown.count(repriced.requests()),
        Shown.share(repriced.requests(), all.requests()),
        shown.change(repriced.difference()),
        shown.meanChange(repriced.difference(), repriced.requests()));
    part(
        grid,
        "newly refused",
        new Figures.Part(all.newlyRefused().requests(), all.newlyRefused().total().negate()));
    part(grid, "newly offered", all.newlyOffered());
    if (all.newlyFailed().requests() > 0) {
      part(
          grid,
          "newly failed",
          new Figures.Part(all.newlyFailed().requests(), all.newlyFailed().total().negate()));
    }
    if (all.newlyWorking().requests() > 0) {
      part(grid, "newly working", all.newlyWorking());
    }
    lines.addAll(grid.lines());
  }

  private void part(Grid grid, String name, Figures.Part part) {
    grid.row(
        name,
        Shown.count(part.requests()),
        Shown.share(part.requests(), comparison.all().requests()),
        shown.change(part.total()),
        shown.meanChange(part.total(), part.requests()));
  }

  private void attribution(Attribution attribution) {
    lines.add("");
    lines.add("what causes the difference");
    Grid grid = Grid.of(Side.LEFT, Side.RIGHT, Side.RIGHT);
    for (Attribution.Share share : attribution.shares()) {
      grid.row(
          "  " + share.unit().text(),
          shown.change(share.amount()),
          Shown.percentChange(share.amount(), comparison.all().before().total()));
    }
    if (attribution.apart().requests() > 0) {
      grid.row(
          "  requests that some of the changes leave without a price: "
              + Shown.count(attribution.apart().requests()),
          shown.change(attribution.apart().total()),
          Shown.percentChange(attribution.apart().total(), comparison.all().before().total()));
    }
    grid.row(
        "  total",
        shown.change(comparison.all().difference()),
        Shown.percentChange(comparison.all().difference(), comparison.all().before().total()));
    lines.addAll(grid.lines());
  }

  private void codes(String name, SortedMap<String, Long> codes) {
    if (!codes.isEmpty()) {
      lines.add("");
      lines.add(name);
      Grid grid = Grid.of(Side.LEFT, Side.RIGHT, Side.LEFT);
      codes.forEach(
          (code, count) -> grid.row("  " + code, Shown.count(count), shown.refusal(code)));
      lines.addAll(grid.lines());
    }
  }

  private void failures(String when, Comparison.Codes codes) {
    if (!codes.failures().isEmpty()) {
      lines.add("");
      lines.add("failed " + when);
      Grid grid = Grid.of(Side.LEFT, Side.RIGHT);
      codes.failures().forEach((code, count) -> grid.row("  " + code, Shown.count(count)));
      lines.addAll(grid.lines());
    }
  }

  private void distribution() {
    Distribution distribution = comparison.distribution();
    if (distribution.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("of those priced before and after, so many percent change by so much or less");
    List<Integer> percents = Comparison.QUANTILES;
    Grid grid = Grid.of(percents.stream().map(_ -> Side.RIGHT).toArray(Side[]::new));
    grid.row(percents.stream().map(percent -> percent + " %").toArray(String[]::new));
    grid.row(
        percents.stream()
            .map(percent -> shown.change(distribution.quantile(percent)))
            .toArray(String[]::new));
    lines.addAll(grid.lines());
  }

  private void segments(Segments segments) {
    lines.add("");
    lines.add("by " + segments.by().written());
    Grid grid =
        Grid.of(
            Side.LEFT,
            Side.RIGHT,
            Side.RIGHT,
            Side.RIGHT,
            Side.RIGHT,
            Side.RIGHT,
            Side.RIGHT,
            Side.RIGHT,
            Side.RIGHT);
    grid.row(
        "", "requests", "before", "after", "difference", "", "cheaper", "dearer", "newly refused");
    for (Segments.Segment segment : segments.list().stream().limit(MOST_SEGMENTS).toList()) {
      Figures figures = segment.figures();
      grid.row(
          Shown.labels(segment.labels()),
          Shown.count(figures.requests()),
          shown.amount(figures.before().total()),
          shown.amount(figures.after().total()),
          shown.change(figures.difference()),
          Shown.percentChange(figures.difference(), figures.before().total()),
          Shown.count(figures.winners().requests()),
          Shown.count(figures.losers().requests()),
          Shown.count(figures.newlyRefused().requests()));
    }
    lines.addAll(grid.lines());
    if (segments.list().size() > MOST_SEGMENTS) {
      lines.add(
          "… and %s more, in `--report` and `--json`"
              .formatted(Shown.count(segments.list().size() - MOST_SEGMENTS)));
    }
  }

  private void movers(String title, List<Comparison.Mover> movers) {
    if (movers.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(title);
    Grid grid = Grid.of(Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.LEFT);
    grid.row("  request", "before", "after", "difference", "");
    for (Comparison.Mover mover : movers) {
      grid.row(
          "  " + mover.id(),
          shown.price(mover.before(), mover.explainedBefore()),
          shown.price(mover.after(), mover.explainedAfter()),
          shown.change(mover.difference()),
          inputs(mover));
    }
    lines.addAll(grid.lines());
  }

  private static String inputs(Comparison.Mover mover) {
    return Cells.cut(Shown.inputs(mover, ", "), INPUTS);
  }
}
