package dev.quoin.cli.compare;

import dev.quoin.compare.Distribution;
import dev.quoin.ratebook.html.Html;
import java.util.ArrayList;
import java.util.List;

/// How many requests change by how much: bars, as SVG that stands in a page and prints. What does not change at all has no
/// bar; it would make all others vanish.
final class Histogram {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 260;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 14;
  private static final int BOTTOM = 34;
  private static final int BARS = 40;
  private static final int LINES = 4;
  private static final int MARKS = 8;

  private final Distribution distribution;
  private final Shown shown;
  private final long step;
  private final long first;
  private final long[] bars;

  Histogram(Distribution distribution, Shown shown) {
    this.distribution = distribution;
    this.shown = shown;
    // A hundredth at either end is drawn into the last bars: some outliers would push the others
    // together.
    long low = Math.min(0, distribution.quantile(1));
    long high = Math.max(0, distribution.quantile(99));
    this.step = round(Math.max(1, (high - low + BARS - 1) / BARS));
    this.first = Math.floorDiv(low, step);
    this.bars = new long[(int) (Math.floorDiv(high, step) - first) + 1];
    for (int i = 0; i < distribution.differences().length; i++) {
      long difference = distribution.differences()[i];
      if (difference != 0) {
        long bar = Math.floorDiv(difference, step) - first;
        bars[(int) Math.clamp(bar, 0, bars.length - 1L)] += distribution.requests()[i];
      }
    }
  }

  /// At least so much: 1, 2 or 5 times a power of ten.
  static long round(long least) {
    long power = 1;
    while (true) {
      for (int factor : new int[] {1, 2, 5}) {
        if (power * factor >= least) {
          return power * factor;
        }
      }
      power *= 10;
    }
  }

  void draw(Html html, String title) {
    long highest = 1;
    for (long bar : bars) {
      highest = Math.max(highest, bar);
    }
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
    long lineStep = round((highest + LINES - 1) / LINES);
    long lines = (highest + lineStep - 1) / lineStep;
    double top = lineStep * lines;
    for (long at = 0; at <= top; at += lineStep) {
      String y = pixels(y(at / top));
      html.empty("path", "class", "grid", "d", "M%d %s H%d".formatted(LEFT, y, WIDTH - RIGHT));
      html.line(
          "text",
          Shown.count(at),
          "x",
          String.valueOf(LEFT - 8),
          "y",
          y,
          "dy",
          "4",
          "class",
          "value");
    }
    double width = (double) (WIDTH - LEFT - RIGHT) / bars.length;
    for (int bar = 0; bar < bars.length; bar++) {
      long from = (first + bar) * step;
      double y = y(bars[bar] / top);
      html.open(
          "rect",
          "class",
          from < 0 ? "cheaper" : "dearer",
          "x",
          pixels(LEFT + bar * width + 0.5),
          "y",
          pixels(y),
          "width",
          pixels(Math.max(1, width - 1)),
          "height",
          pixels(HEIGHT - BOTTOM - y));
      html.line("title", "%s: %s".formatted(range(bar), Shown.count(bars[bar]))).close();
    }
    int every = (bars.length + MARKS - 1) / MARKS;
    for (int bar = 0; bar <= bars.length; bar++) {
      if (Math.floorMod(first + bar, every) == 0) {
        html.line(
            "text",
            shown.change((first + bar) * step),
            "x",
            pixels(LEFT + bar * width),
            "y",
            String.valueOf(HEIGHT - 12),
            "class",
            "mark");
      }
    }
    html.close().close().newLine();
  }

  private String range(int bar) {
    String from = shown.change((first + bar) * step);
    String to = shown.change((first + bar + 1) * step);
    return bar == 0 && distribution.quantile(0) < first * step
        ? "below " + to
        : bar == bars.length - 1 ? "from " + from : from + " to below " + to;
  }

  private static double y(double at) {
    return HEIGHT - BOTTOM - at * (HEIGHT - TOP - BOTTOM);
  }

  static String pixels(double pixels) {
    return "%.1f".formatted(pixels);
  }

  /// Bars to the left and to the right of a line, one for each row: what becomes cheaper, what dearer.
  static void bar(Html html, double part) {
    int half = 50;
    double width = Math.min(1, Math.abs(part)) * half;
    html.open("svg", "class", "bar", "viewBox", "0 0 100 10", "aria-hidden", "true");
    html.empty("path", "class", "grid", "d", "M50 0 V10");
    html.empty(
        "rect",
        "class",
        part < 0 ? "cheaper" : "dearer",
        "x",
        pixels(part < 0 ? half - width : half),
        "y",
        "1",
        "width",
        pixels(width),
        "height",
        "8");
    html.close();
  }

  static List<Double> parts(List<Double> changes) {
    double most = changes.stream().mapToDouble(Math::abs).max().orElse(0);
    List<Double> parts = new ArrayList<>();
    changes.forEach(change -> parts.add(most == 0 ? 0 : change / most));
    return parts;
  }
}
