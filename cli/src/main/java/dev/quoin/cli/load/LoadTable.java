package dev.quoin.cli.load;

import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.layout.Grid.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run of load has measured, as text.
public final class LoadTable {
  /// The percentiles that are shown, each with its name.
  static final Map<String, Double> PERCENTILES = percentiles();

  private LoadTable() {}

  private static Map<String, Double> percentiles() {
    Map<String, Double> percentiles = new LinkedHashMap<>();
    percentiles.put("p50", 50.0);
    percentiles.put("p90", 90.0);
    percentiles.put("p99", 99.0);
    percentiles.put("p99.9", 99.9);
    percentiles.put("max", 100.0);
    return Collections.unmodifiableMap(percentiles);
  }

  public static List<String> lines(Measured measured) {
    List<String> lines = new ArrayList<>();
    lines.add(plan(measured));
    for (Measured.Lane lane : measured.lanes()) {
      lines.add("");
      lines.add(lane.target());
      lines.addAll(lane(measured, lane));
    }
    for (Measured.Lane lane : measured.lanes().stream().skip(1).toList()) {
      lines.add("");
      lines.addAll(compared(measured.lanes().getFirst(), lane));
    }
    lines.add("");
    lines.add(schedule(measured));
    return lines;
  }

  /// What was to be done, and what was.
  static String plan(Measured measured) {
    Plan plan = measured.plan();
    return "%,d calls a second%s for %s%s%s; latencies in ms from the moment at which a call was due"
        .formatted(
            plan.rate(),
            measured.lanes().size() > 1 ? " on each target" : "",
            seconds(measured.took().toMillis()),
            measured.stopped()
                ? " (stopped; planned were " + seconds(plan.duration().toMillis()) + ")"
                : "",
            plan.warmUp().isZero()
                ? ""
                : " after " + seconds(plan.warmUp().toMillis()) + " of warm-up");
  }

  private static String seconds(long millis) {
    return millis % 1_000 == 0
        ? "%,d s".formatted(millis / 1_000)
        : "%,d.%d s".formatted(millis / 1_000, millis % 1_000 / 100);
  }

  private static List<String> lane(Measured measured, Measured.Lane lane) {
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
            Side.RIGHT,
            Side.RIGHT,
            Side.RIGHT);
    grid.row(
        "",
        "sent",
        "priced",
        "refused",
        "failed",
        "answers/s",
        "p50",
        "p90",
        "p99",
        "p99.9",
        "max");
    lane.services().forEach((service, counts) -> row(grid, measured, service, counts));
    if (lane.services().size() > 1) {
      row(grid, measured, "all", lane.all());
    }
    List<String> lines = new ArrayList<>(grid.lines());
    lane.services()
        .forEach((service, counts) -> {
          if (counts.prices() > counts.priced()) {
            lines.add(
                "%s: %,d prices, %s a second"
                    .formatted(
                        service,
                        counts.prices(),
                        tenths(measured.tenthsPerSecond(counts.prices()))));
          }
        });
    lines.addAll(failures(lane));
    return lines;
  }

  private static void row(Grid grid, Measured measured, String name, Counts counts) {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add("%,d".formatted(counts.sent()));
    cells.add("%,d".formatted(counts.priced()));
    cells.add("%,d".formatted(counts.refused()));
    cells.add("%,d".formatted(counts.failures()));
    cells.add(tenths(measured.tenthsPerSecond(counts.answered())));
    PERCENTILES.values().forEach(percent -> cells.add(latency(counts, percent)));
    grid.row(cells.toArray(String[]::new));
  }

  static String latency(Counts counts, double percent) {
    return counts.latencies().getTotalCount() == 0 ? "" : Millis.text(counts.within(percent));
  }

  static String tenths(long tenths) {
    return "%,d.%d".formatted(tenths / 10, tenths % 10);
  }

  /// One line for each code by which calls failed, and for those that were not sent.
  static List<String> failures(Measured.Lane lane) {
    Counts all = lane.all();
    List<String> lines = new ArrayList<>();
    all.failed()
        .forEach((code, count) -> {
          String message = all.messages().getOrDefault(code, "");
          lines.add(
              "failed: %,d %s%s"
                  .formatted(count, code, message.isEmpty() ? "" : ", such as: " + message));
        });
    if (all.notSent() > 0) {
      lines.add(
          "not sent: %,d, because so many calls were under way already".formatted(all.notSent()));
    }
    return lines;
  }

  private static List<String> compared(Measured.Lane first, Measured.Lane other) {
    Grid grid = Grid.of(Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT);
    List<String> head = new ArrayList<>(List.of(other.target() + " against " + first.target()));
    List<String> differences = new ArrayList<>(List.of(""));
    PERCENTILES.forEach((name, percent) -> {
      head.add(name);
      differences.add(difference(first.all(), other.all(), percent));
    });
    return grid.row(head.toArray(String[]::new)).row(differences.toArray(String[]::new)).lines();
  }

  /// How much longer one takes than the other, in percent.
  static String difference(Counts first, Counts other, double percent) {
    if (first.latencies().getTotalCount() == 0 || other.latencies().getTotalCount() == 0) {
      return "";
    }
    long before = first.within(percent);
    long after = other.within(percent);
    long tenths = Math.round((after - before) * 1_000.0 / Math.max(1, before));
    return "%s%,d.%d %%"
        .formatted(tenths < 0 ? "-" : "+", Math.abs(tenths) / 10, Math.abs(tenths) % 10);
  }

  /// Whether the generator did what it was asked to, in one sentence.
  static String schedule(Measured measured) {
    String late =
        "calls went out %s ms after their time at p50, %s ms at p99, %s ms at most"
            .formatted(
                Millis.text(measured.lateness().getValueAtPercentile(50)),
                Millis.text(measured.lateness().getValueAtPercentile(99)),
                Millis.text(measured.lateness().getMaxValue()));
    if (measured.keptSchedule()) {
      return "The schedule was kept: " + late + ".";
    }
    return "THE SCHEDULE WAS NOT KEPT by the generator itself: %s%s. These are not the numbers of the server."
        .formatted(
            late,
            measured.notSent() == 0
                ? ""
                : ", and %,d calls were not sent".formatted(measured.notSent()));
  }
}
