package dev.quoin.cli.docs;

import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.html.Html;
import dev.quoin.ratebook.value.Written;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// Draws what a lever is over time: steps, the last of them where it expires.
final class LeverCourse {
  private static final int WIDTH = 280;
  private static final int HEIGHT = 64;
  private static final int EDGE = 6;

  /// How much of the width what was before the first change takes, and what comes after the last one.
  private static final double BESIDE = 0.12;

  private final Ratebook.Lever lever;
  private final ZoneId zone;
  private final Html html;

  private LeverCourse(Ratebook.Lever lever, ZoneId zone, Html html) {
    this.lever = lever;
    this.zone = zone;
    this.html = html;
  }

  static void draw(Ratebook.Lever lever, ZoneId zone, Html html) {
    if (!lever.isConstant()) {
      new LeverCourse(lever, zone, html).draw();
    }
  }

  private void draw() {
    List<Double> heights = heights();
    StringBuilder path = new StringBuilder("M0 " + y(heights.getFirst()));
    List<Ratebook.From> changes = lever.changes();
    html.open(
        "svg",
        "role",
        "img",
        "aria-label",
        lever.id() + ": " + lever.values(zone),
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "class",
        "course");
    for (int i = 0; i < changes.size(); i++) {
      String x = pixels(WIDTH * along(changes.get(i).at()));
      path.append(" H").append(x).append(" V").append(y(heights.get(i + 1)));
    }
    html.empty("path", "d", path.append(" H").append(WIDTH).toString());
    for (int i = 0; i < changes.size(); i++) {
      Ratebook.From change = changes.get(i);
      boolean isExpiry = lever.expires().filter(change.at()::equals).isPresent();
      html.open(
          "circle",
          "class",
          isExpiry ? "expiry" : "change",
          "cx",
          pixels(WIDTH * along(change.at())),
          "cy",
          y(heights.get(i + 1)),
          "r",
          "3");
      html.line("title", from(change)).close();
    }
    html.close();
  }

  /// `1.1 from 2026-12-01T00:00+09:00`.
  private String from(Ratebook.From change) {
    return Written.plain(change.value()) + " from " + change.at().atZone(zone).toOffsetDateTime();
  }

  /// Where in the picture an instant is, as a part of its width.
  private double along(Instant at) {
    Instant first = lever.changes().getFirst().at();
    double all = Math.max(1, Duration.between(first, lever.changes().getLast().at()).toMillis());
    return BESIDE + (1 - 2 * BESIDE) * (Duration.between(first, at).toMillis() / all);
  }

  /// How high each value is, as a part of the height: numbers by their size, others by their first occurrence.
  private List<Double> heights() {
    List<Value> values = new ArrayList<>(List.of(lever.value()));
    lever.changes().forEach(change -> values.add(change.value()));
    List<Value> known = values.stream().distinct().toList();
    List<Double> sizes = values.stream().map(value -> size(value, known)).toList();
    double least = sizes.stream().mapToDouble(size -> size).min().orElse(0);
    double most = sizes.stream().mapToDouble(size -> size).max().orElse(0);
    return sizes.stream()
        .map(size -> most == least ? 0.5 : (size - least) / (most - least))
        .toList();
  }

  private static double size(Value value, List<Value> known) {
    return value instanceof Value.Num number
        ? number.value().toBigDecimal().doubleValue()
        : known.indexOf(value);
  }

  private static String y(double height) {
    return pixels(EDGE + (1 - height) * (HEIGHT - 2 * EDGE));
  }

  private static String pixels(double at) {
    return String.valueOf(Math.round(at));
  }
}
