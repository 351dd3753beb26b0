package dev.quoin.cli.compare;

import dev.quoin.compare.Figures;
import dev.quoin.compare.Sweep;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.value.Written;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/// What one value of a lever does, as a row of a table.
///
/// @param value as it is drawn: numbers by their size, others by their place
/// @param change of the total, as a part of it; drawn, not read
record SweepRow(String name, double value, double change, List<String> cells) {

  /// The names of the columns.
  static List<String> head(Ratebook.Lever lever) {
    return List.of(
        lever.id(),
        "total",
        "difference",
        "",
        "mean price",
        "changed",
        "",
        "cheaper",
        "dearer",
        "refused",
        "newly refused",
        "newly offered");
  }

  /// First what is in force, then each value.
  static List<SweepRow> of(Sweep.Swept swept, Ratebook.Lever lever, Shown shown) {
    Figures first = swept.points().getFirst().comparison().all();
    List<SweepRow> rows = new ArrayList<>();
    rows.add(
        row(
            lever,
            0,
            0,
            List.of(
                Written.plain(lever.value()) + ", as it is",
                shown.amount(first.before().total()),
                "",
                "",
                shown.mean(first.before().total(), first.before().priced()),
                "",
                "",
                "",
                "",
                Shown.count(first.before().refused()),
                "",
                "")));
    for (Sweep.Point point : swept.points()) {
      Figures all = point.comparison().all();
      rows.add(
          row(
              point.lever(),
              rows.size(),
              part(all.difference(), all.before().total()),
              List.of(
                  Written.plain(point.lever().value()),
                  shown.amount(all.after().total()),
                  shown.change(all.difference()),
                  Shown.percentChange(all.difference(), all.before().total()),
                  shown.mean(all.after().total(), all.after().priced()),
                  Shown.count(all.changed()),
                  Shown.share(all.changed(), all.requests()),
                  Shown.count(all.winners().requests()),
                  Shown.count(all.losers().requests()),
                  Shown.count(all.after().refused()),
                  Shown.count(all.newlyRefused().requests()),
                  Shown.count(all.newlyOffered().requests()))));
    }
    return rows;
  }

  private static SweepRow row(Ratebook.Lever lever, int place, double change, List<String> cells) {
    double value =
        lever.value() instanceof Value.Num number
            ? number.value().toBigDecimal().doubleValue()
            : place;
    return new SweepRow(Written.plain(lever.value()), value, change, cells);
  }

  private static double part(BigInteger difference, BigInteger total) {
    return total.signum() == 0
        ? 0
        : new BigDecimal(difference)
            .divide(new BigDecimal(total), MathContext.DECIMAL64)
            .doubleValue();
  }
}
