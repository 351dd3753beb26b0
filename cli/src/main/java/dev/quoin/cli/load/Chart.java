package dev.quoin.cli.load;

import dev.quoin.ratebook.html.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/// A chart of lines, as SVG that stands in a page and prints.
///
/// @param title what it shows, with its unit
/// @param logarithmic whether values go up by powers of ten: latencies do, for what counts is how many times
/// @param valueText writes a value at the axis
record Chart(
    String title,
    boolean logarithmic,
    LongFunction<String> valueText,
    List<Mark> marks,
    List<Series> series) {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 300;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 14;
  private static final int BOTTOM = 34;
  private static final int LINES = 5;

  /// A place on the x axis, from 0 to 1, with its text.
  record Mark(double at, String text) {}

  /// A line.
  ///
  /// @param lane by its number, for the colour
  /// @param dashed whether it is drawn with gaps, as the second value of one target is
  record Series(String name, int lane, boolean dashed, List<Point> points) {}

  /// @param at from 0 to 1
  record Point(double at, long value) {}

  void draw(Html html) {
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
    Axis axis = axis();
    for (long tick : axis.ticks) {
      String y = text(y(axis.at.apply(tick)));
      html.empty("path", "class", "grid", "d", "M%d %s H%d".formatted(LEFT, y, WIDTH - RIGHT));
      html.line(
          "text",
          valueText.apply(tick),
          "x",
          String.valueOf(LEFT - 8),
          "y",
          y,
          "dy",
          "4",
          "class",
          "value");
    }
    for (Mark mark : marks) {
      html.line(
          "text",
          mark.text(),
          "x",
          text(x(mark.at())),
          "y",
          String.valueOf(HEIGHT - 12),
          "class",
          "mark");
    }
    series.forEach(line -> line(html, axis, line));
    html.close();
    legend(html);
    html.close().newLine();
  }

  private void line(Html html, Axis axis, Series line) {
    StringBuilder path = new StringBuilder();
    for (Point point : line.points()) {
      path.append(path.isEmpty() ? "M" : " L")
          .append(text(x(point.at())))
          .append(' ')
          .append(text(y(axis.at.apply(point.value()))));
    }
    if (!path.isEmpty()) {
      html.empty("path", "class", "line " + style(line), "d", path.toString());
    }
  }

  private void legend(Html html) {
    html.open("p", "class", "legend");
    for (Series line : series) {
      html.open("span")
          .open("svg", "width", "28", "height", "10", "aria-hidden", "true")
          .empty("path", "class", "line " + style(line), "d", "M0 5 H28")
          .close()
          .text(" " + line.name())
          .close();
    }
    html.close();
  }

  private static String style(Series line) {
    return "lane" + line.lane() + (line.dashed() ? " dashed" : "");
  }

  /// @param at from 0, the bottom, to 1
  private record Axis(List<Long> ticks, LongFunction<Double> at) {}

  private Axis axis() {
    List<Long> values =
        series.stream().flatMap(line -> line.points().stream()).map(Point::value).toList();
    long highest = values.stream().mapToLong(Long::longValue).max().orElse(1);
    if (!logarithmic) {
      long step = roundStep(highest);
      List<Long> ticks = new ArrayList<>();
      for (long tick = 0; tick < highest + step; tick += step) {
        ticks.add(tick);
      }
      double top = Math.max(1, ticks.getLast());
      return new Axis(ticks, value -> (double) value / top);
    }
    long lowest = values.stream().mapToLong(Long::longValue).filter(v -> v > 0).min().orElse(1);
    List<Long> ticks = new ArrayList<>();
    long tick = 1;
    while (tick * 10 <= lowest) {
      tick *= 10;
    }
    ticks.add(tick);
    while (tick < highest || ticks.size() < 2) {
      tick *= 10;
      ticks.add(tick);
    }
    double low = powerOfTen(ticks.getFirst());
    double high = powerOfTen(ticks.getLast());
    return new Axis(ticks, value -> Math.max(0, (powerOfTen(value) - low) / (high - low)));
  }

  private static double powerOfTen(long value) {
    return Math.log10((double) Math.max(1, value));
  }

  /// A step of 1, 2 or 5 times a power of ten, of which some five make the whole.
  private static long roundStep(long highest) {
    long step = 1;
    while (true) {
      for (int factor : new int[] {1, 2, 5}) {
        if (step * factor * LINES >= highest) {
          return step * factor;
        }
      }
      step *= 10;
    }
  }

  private static double x(double at) {
    return LEFT + at * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double at) {
    return HEIGHT - BOTTOM - at * (HEIGHT - TOP - BOTTOM);
  }

  private static String text(double pixels) {
    return "%.1f".formatted(pixels);
  }
}
