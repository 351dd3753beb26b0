package dev.quoin.cli.compare;

import dev.quoin.compare.ComparisonJson;
import dev.quoin.compare.NotCompared;
import dev.quoin.compare.RowHits;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.layout.Grid.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How often rows answered, as text and as JSON.
public final class RowsTable {
  /// As many rows that never answered are named of each table.
  private static final int NAMED = 10;

  private RowsTable() {}

  /// A line for each table, and the rows that never answered.
  public static List<String> lines(RowHits.Counted counted, Optional<NotCompared> notCompared) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s requests of %s, %s without an answer"
            .formatted(
                Shown.count(counted.requests() + counted.failed()),
                Shown.policy(counted.policy()),
                Shown.count(counted.failed())));
    lines.addAll(LeftOut.lines(LeftOut.of(notCompared)));
    lines.add("");
    Grid grid = Grid.of(Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT);
    grid.row("table", "asked", "no row", "rows", "never");
    for (RowHits.Table table : counted.tables()) {
      grid.row(
          title(table),
          Shown.count(table.asked()),
          Shown.count(table.unanswered()),
          Shown.count(table.rules().size()),
          Shown.count(table.never().size()));
    }
    lines.addAll(grid.lines());
    counted.tables().stream()
        .filter(table -> !table.never().isEmpty())
        .forEach(table -> never(table, lines));
    return lines;
  }

  private static String title(RowHits.Table table) {
    return table.name() + "  " + table.file();
  }

  private static void never(RowHits.Table table, List<String> lines) {
    lines.add("");
    lines.add("never answered: " + table.name());
    table.never().stream()
        .limit(NAMED)
        .forEach(rule ->
            lines.add(
                "  %s:%d  rule %d"
                    .formatted(rule.place().file(), rule.place().line(), rule.number())));
    if (table.never().size() > NAMED) {
      lines.add("  … and %s more".formatted(Shown.count(table.never().size() - NAMED)));
    }
  }

  /// All of it for machines.
  public static Map<String, Object> json(
      RowHits.Counted counted, Optional<NotCompared> notCompared) {
    Map<String, Object> tree = json(counted);
    notCompared.ifPresent(kept -> tree.put("not_compared", ComparisonJson.of(kept)));
    return tree;
  }

  private static Map<String, Object> json(RowHits.Counted counted) {
    return JsonTree.object(
        "ratebook",
        counted.policy().ratebook().id(),
        "release",
        counted.policy().ratebook().digest(),
        "service",
        counted.policy().service().name(),
        "requests",
        counted.requests() + counted.failed(),
        "failed",
        counted.failed(),
        "tables",
        counted.tables().stream().map(RowsTable::json).toList());
  }

  private static Map<String, Object> json(RowHits.Table table) {
    return JsonTree.object(
        "table",
        table.name(),
        "file",
        table.file(),
        "asked",
        table.asked(),
        "unanswered",
        table.unanswered(),
        "never",
        table.never().size(),
        "rows",
        table.rules().stream()
            .map(rule ->
                JsonTree.object(
                    "line",
                    rule.place().line(),
                    "rule",
                    rule.number(),
                    "answers",
                    rule.answers(),
                    "requests",
                    rule.requests()))
            .toList());
  }
}
