package dev.quoin.cli.docs;

import dev.quoin.cli.docs.Layout.Cell;
import dev.quoin.cli.docs.Layout.Line;
import dev.quoin.ratebook.html.Html;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Draws a requirements graph as SVG, with the shapes of DMN (DMN 1.5, 6.2): decisions are rectangles, input data has
/// round ends, knowledge has two clipped corners; solid arrows carry information, dashed ones knowledge.
final class Drawing {
  private static final int CLIP = 10;
  private static final int PORT_STEP = 11;
  private static final int ARROW = 7;

  private final Layout layout;
  private final Html svg;

  /// Where each line enters and leaves a box, in pixels from the middle of the box.
  private final Map<List<Object>, Integer> ports = new HashMap<>();

  private Drawing(Layout layout, Html svg) {
    this.layout = layout;
    this.svg = svg;
  }

  /// Writes the picture.
  ///
  /// @param title what a screen reader says
  static void draw(Graph graph, String title, Html html) {
    new Drawing(Layout.of(graph), html).draw(title);
  }

  private void draw(String title) {
    svg.open(
        "svg",
        "class",
        "graph",
        "role",
        "img",
        "aria-label",
        title,
        "viewBox",
        "0 0 " + layout.width + " " + layout.height,
        "width",
        String.valueOf(layout.width),
        "height",
        String.valueOf(layout.height));
    setPorts();
    svg.open("g", "class", "edges");
    layout.lines.forEach(this::edge);
    svg.close();
    layout.levels.stream().flatMap(List::stream).filter(cell -> !cell.bend).forEach(this::box);
    svg.close().newLine();
  }

  private void setPorts() {
    for (List<Cell> level : layout.levels) {
      for (Cell cell : level) {
        if (!cell.bend) {
          spread(
              layout.lines.stream()
                  .filter(line -> line.cells().getFirst() == cell)
                  .sorted(Comparator.comparingInt((Line line) -> line.cells().get(1).x))
                  .toList(),
              true);
          spread(
              layout.lines.stream()
                  .filter(line -> line.cells().getLast() == cell)
                  .sorted(Comparator.comparingInt(Drawing::lastBend))
                  .toList(),
              false);
        }
      }
    }
  }

  private static int lastBend(Line line) {
    return line.cells().get(line.cells().size() - 2).x;
  }

  private void spread(List<Line> lines, boolean leaving) {
    int room = Layout.BOX_WIDTH - 2 * CLIP - 24;
    int step = lines.size() < 2 ? 0 : Math.min(PORT_STEP, room / (lines.size() - 1));
    for (int i = 0; i < lines.size(); i++) {
      ports.put(List.of(lines.get(i), leaving), i * step - step * (lines.size() - 1) / 2);
    }
  }

  private void edge(Line line) {
    List<Cell> cells = line.cells();
    Cell from = cells.getFirst();
    Cell to = cells.getLast();
    int x = from.x + ports.getOrDefault(List.of(line, true), 0);
    int y = from.y;
    StringBuilder path = new StringBuilder("M" + x + " " + y);
    for (Cell cell : cells.subList(1, cells.size())) {
      boolean arrives = cell == to;
      int nextX = arrives ? cell.x + ports.getOrDefault(List.of(line, false), 0) : cell.x;
      int nextY = cell.y + cell.height + (arrives ? ARROW - 1 : 0);
      int middle = (y + nextY) / 2;
      path.append(
          String.format(
              Locale.ROOT, " C%d %d %d %d %d %d", x, middle, nextX, middle, nextX, nextY));
      if (!arrives) {
        path.append(" V" + cell.y);
      }
      x = nextX;
      y = arrives ? nextY : cell.y;
    }
    boolean knowledge = from.node.kind().isKnowledge();
    svg.open(
        "g",
        "class",
        knowledge ? "edge knowledge" : "edge",
        "data-from",
        from.node.id(),
        "data-to",
        to.node.id());
    svg.empty("path", "d", path.toString());
    int tip = to.y + to.height;
    svg.empty(
        "path",
        "class",
        "arrow",
        "d",
        String.format(
                Locale.ROOT, "M%d %d L%d %d L%d %d", x - 4, tip + ARROW, x, tip, x + 4, tip + ARROW)
            + (knowledge ? "" : " Z"));
    svg.close();
  }

  private void box(Cell cell) {
    Graph.Node node = cell.node;
    int left = cell.x - Layout.BOX_WIDTH / 2;
    int right = left + Layout.BOX_WIDTH;
    int top = cell.y;
    int bottom = top + cell.height;
    String kind = node.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    svg.open("a", "href", node.href(), "class", "node " + kind, "data-id", node.id());
    svg.line("title", node.label());
    switch (node.kind()) {
      case DECISION, OUTPUT ->
          svg.empty(
              "path",
              "d",
              String.format(Locale.ROOT, "M%d %dH%dV%dH%dZ", left, top, right, bottom, left));
      case INPUT, LEVER -> {
        int radius = cell.height / 2;
        svg.empty(
            "path",
            "d",
            String.format(
                Locale.ROOT,
                "M%d %dH%dA%d %d 0 0 1 %d %dH%dA%d %d 0 0 1 %d %dZ",
                left + radius,
                top,
                right - radius,
                radius,
                radius,
                right - radius,
                bottom,
                left + radius,
                radius,
                radius,
                left + radius,
                top));
      }
      case FUNCTION, RATE_TABLE, CALENDAR ->
          svg.empty(
              "path",
              "d",
              String.format(
                  Locale.ROOT,
                  "M%d %dL%d %dH%dV%dL%d %dH%dZ",
                  left,
                  top + CLIP,
                  left + CLIP,
                  top,
                  right,
                  bottom - CLIP,
                  right - CLIP,
                  bottom,
                  left));
    }
    mark(node.kind(), cell.x, bottom);
    List<String> label = cell.label();
    int baseline =
        top + (cell.height - label.size() * Layout.LINE_HEIGHT) / 2 + Layout.LINE_HEIGHT - 4;
    for (int i = 0; i < label.size(); i++) {
      svg.line(
          "text",
          label.get(i),
          "x",
          String.valueOf(cell.x),
          "y",
          String.valueOf(baseline + i * Layout.LINE_HEIGHT));
    }
    svg.close();
  }

  /// A small sign on the lower edge: a grid for a rate table, a slider for a lever, a calendar leaf.
  private void mark(Graph.Kind kind, int x, int bottom) {
    int top = bottom - 5;
    switch (kind) {
      case RATE_TABLE ->
          svg.empty(
              "path",
              "class",
              "mark",
              "d",
              String.format(
                  Locale.ROOT,
                  "M%d %dh18v10h-18Zm0 3.5h18m-18 3h18m-12 -6.5v10m6 -10v10",
                  x - 9,
                  top));
      case CALENDAR ->
          svg.empty(
              "path",
              "class",
              "mark",
              "d",
              String.format(
                  Locale.ROOT, "M%d %dh14v10h-14Zm0 3.5h14m-10.5 -5.5v3m7 -3v3", x - 7, top));
      case LEVER ->
          svg.empty(
              "path",
              "class",
              "mark",
              "d",
              String.format(Locale.ROOT, "M%d %dh22m-9 -4h5v8h-5Z", x - 11, bottom));
      case INPUT, DECISION, OUTPUT, FUNCTION -> {}
    }
  }
}
