package dev.quoin.cli.compare;

import dev.quoin.compare.NotCompared;
import dev.quoin.compare.Sweep;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.layout.Grid.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the values of a lever do, as text.
public final class SweepTable {
  private SweepTable() {}

  /// The table: first what is in force, then each value.
  ///
  /// @param lever as it is in force
  public static List<String> lines(
      Sweep.Swept swept,
      Ratebook.Lever lever,
      Optional<NotCompared> notCompared,
      Language language) {
    Shown shown = new Shown(swept.points().getFirst().comparison(), language);
    List<String> lines = new ArrayList<>();
    lines.add(shown.service() + " · " + shown.ratebook());
    lines.add(Shown.policy(swept.policy()));
    lines.add("");
    lines.add("%s requests".formatted(Shown.count(shown.comparison().all().requests())));
    lines.addAll(LeftOut.lines(LeftOut.of(notCompared)));
    lines.add("");
    Grid grid =
        Grid.of(
            SweepRow.head(lever).stream()
                .map(name -> name.equals(lever.id()) ? Side.LEFT : Side.RIGHT)
                .toArray(Side[]::new));
    grid.row(SweepRow.head(lever).toArray(String[]::new));
    SweepRow.of(swept, lever, shown).forEach(row -> grid.row(row.cells().toArray(String[]::new)));
    lines.addAll(grid.lines());
    return lines;
  }
}
