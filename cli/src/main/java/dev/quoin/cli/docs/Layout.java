package dev.quoin.cli.docs;

import dev.quoin.ratebook.layout.Cells;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Places a requirements graph in layers: inputs at the bottom, each decision above what it requires.
///
/// The way of Sugiyama, Tagawa and Toda (1981): assign layers; put a *bend* where an edge crosses a layer; order each
/// layer by the barycentres of its neighbours, up and down in turn, and keep the order with the fewest crossings; then
/// shift each layer as a whole towards its neighbours without changing its order. Everything is in whole pixels and in
/// the order of the graph, so the same graph gives the same picture to the byte.
final class Layout {
  static final int BOX_WIDTH = 116;
  static final int LINE_HEIGHT = 15;
  static final int LABEL_CELLS = 15;
  private static final int BOX_PADDING = 20;
  private static final int LEVEL_GAP = 52;
  private static final int BOX_GAP = 14;
  private static final int BEND_GAP = 10;
  private static final int MARGIN = 12;
  private static final int MOST_INPUTS_IN_A_ROW = 9;
  private static final int ORDER_SWEEPS = 32;
  private static final int SHIFT_SWEEPS = 40;

  /// A node of the graph, or the bend of an edge.
  static final class Cell {
    final Graph.Node node;
    final boolean bend;
    int level;
    int x;
    int y;
    int height;
    final List<Cell> below = new ArrayList<>();
    final List<Cell> above = new ArrayList<>();

    private Cell(Graph.Node node, boolean bend) {
      this.node = node;
      this.bend = bend;
    }

    int width() {
      return bend ? 0 : BOX_WIDTH;
    }

    List<String> label() {
      return Cells.wrap(node.label(), LABEL_CELLS);
    }
  }

  /// An edge with the cells that it passes, from the one that is required.
  record Line(Graph.Edge edge, List<Cell> cells) {}

  final List<List<Cell>> levels = new ArrayList<>();
  final List<Line> lines = new ArrayList<>();
  int width;
  int height;

  private Layout() {}

  static Layout of(Graph graph) {
    Layout layout = new Layout();
    Map<String, Cell> cells = new LinkedHashMap<>();
    graph.nodes().forEach(node -> cells.put(node.id(), new Cell(node, false)));
    new Levels(graph, cells).assign();
    layout.fill(graph, cells);
    layout.order();
    layout.shift();
    layout.stack();
    return layout;
  }

  /// Which layer each node stands in, from 0 at the bottom.
  private record Levels(Graph graph, Map<String, Cell> cells) {
    void assign() {
      List<Cell> inputs =
          cells.values().stream().filter(cell -> cell.node.kind().isBottom()).toList();
      int rows = Math.max(1, Math.ceilDiv(inputs.size(), MOST_INPUTS_IN_A_ROW));
      cells.values().stream()
          .filter(cell -> !cell.node.kind().isBottom())
          .forEach(cell -> cell.level = rows);
      settle();
      raise();
      spread(inputs, rows);
    }

    /// Above all that is required. As many rounds as there are nodes suffice where there is no cycle.
    private void settle() {
      for (int round = 0; round <= cells.size(); round++) {
        boolean moved = false;
        for (Graph.Edge edge : graph.edges()) {
          Cell from = cell(edge.from());
          Cell to = cell(edge.to());
          if (to.level <= from.level) {
            to.level = from.level + 1;
            moved = true;
          }
        }
        if (!moved) {
          return;
        }
      }
      throw new IllegalArgumentException("a requirement that needs itself");
    }

    /// Knowledge stands right below the first that uses it, and so does a decision that fewer edges enter than leave.
    private void raise() {
      List<Cell> topDown =
          cells.values().stream()
              .filter(cell -> !cell.node.kind().isBottom())
              .sorted(Comparator.comparingInt((Cell cell) -> -cell.level))
              .toList();
      for (Cell cell : topDown) {
        String id = cell.node.id();
        long in = graph.edges().stream().filter(edge -> edge.to().equals(id)).count();
        long out = graph.edges().stream().filter(edge -> edge.from().equals(id)).count();
        if (out > 0 && in <= out) {
          cell.level = firstUse(id) - 1;
        }
      }
    }

    /// Inputs that are used low stand in the upper rows.
    private void spread(List<Cell> inputs, int rows) {
      List<Cell> sorted =
          inputs.stream()
              .sorted(Comparator.comparingInt((Cell cell) -> -firstUse(cell.node.id())))
              .toList();
      int perRow = Math.max(1, Math.ceilDiv(sorted.size(), rows));
      for (int i = 0; i < sorted.size(); i++) {
        sorted.get(i).level = i / perRow;
      }
    }

    private int firstUse(String id) {
      return graph.edges().stream()
          .filter(edge -> edge.from().equals(id))
          .mapToInt(edge -> cell(edge.to()).level)
          .min()
          .orElse(cells.size());
    }

    private Cell cell(String id) {
      return known(cells, id);
    }
  }

  private static Cell known(Map<String, Cell> cells, String id) {
    Cell cell = cells.get(id);
    if (cell == null) {
      throw new IllegalArgumentException("no node `" + id + "`");
    }
    return cell;
  }

  private void fill(Graph graph, Map<String, Cell> cells) {
    int top = cells.values().stream().mapToInt(cell -> cell.level).max().orElse(0);
    for (int level = 0; level <= top; level++) {
      levels.add(new ArrayList<>());
    }
    cells.values().forEach(cell -> levels.get(cell.level).add(cell));
    for (Graph.Edge edge : graph.edges()) {
      List<Cell> passed = new ArrayList<>();
      Cell from = known(cells, edge.from());
      Cell to = known(cells, edge.to());
      passed.add(from);
      for (int level = from.level + 1; level < to.level; level++) {
        Cell bend = new Cell(from.node, true);
        bend.level = level;
        levels.get(level).add(bend);
        passed.add(bend);
      }
      passed.add(to);
      for (int i = 1; i < passed.size(); i++) {
        passed.get(i - 1).above.add(passed.get(i));
        passed.get(i).below.add(passed.get(i - 1));
      }
      lines.add(new Line(edge, List.copyOf(passed)));
    }
  }

  private void order() {
    List<List<Cell>> best = copy();
    long fewest = crossings();
    for (int sweep = 0; sweep < ORDER_SWEEPS && fewest > 0; sweep++) {
      boolean up = sweep % 2 == 0;
      for (int i = 1; i < levels.size(); i++) {
        int level = up ? i : levels.size() - 1 - i;
        Map<Cell, Integer> beside = positions(levels.get(up ? level - 1 : level + 1));
        Map<Cell, Integer> own = positions(levels.get(level));
        Map<Cell, Integer> wanted = new HashMap<>();
        for (Cell cell : levels.get(level)) {
          List<Cell> neighbours = up ? cell.below : cell.above;
          wanted.put(cell, barycentre(neighbours, beside, own.getOrDefault(cell, 0)));
        }
        levels.get(level).sort(Comparator.comparing(wanted::get));
      }
      long now = crossings();
      if (now < fewest) {
        fewest = now;
        best = copy();
      }
    }
    levels.clear();
    levels.addAll(best);
  }

  private static int barycentre(List<Cell> neighbours, Map<Cell, Integer> at, int otherwise) {
    int scale = 1000;
    if (neighbours.isEmpty()) {
      return otherwise * scale;
    }
    int sum = 0;
    for (Cell neighbour : neighbours) {
      sum += at.getOrDefault(neighbour, 0) * scale;
    }
    return sum / neighbours.size();
  }

  private List<List<Cell>> copy() {
    List<List<Cell>> copy = new ArrayList<>();
    levels.forEach(level -> copy.add(new ArrayList<>(level)));
    return copy;
  }

  private static Map<Cell, Integer> positions(List<Cell> level) {
    Map<Cell, Integer> positions = new HashMap<>();
    for (int i = 0; i < level.size(); i++) {
      positions.put(level.get(i), i);
    }
    return positions;
  }

  private long crossings() {
    long count = 0;
    for (int level = 0; level + 1 < levels.size(); level++) {
      Map<Cell, Integer> upper = positions(levels.get(level + 1));
      List<int[]> pairs = new ArrayList<>();
      for (int i = 0; i < levels.get(level).size(); i++) {
        for (Cell above : levels.get(level).get(i).above) {
          pairs.add(new int[] {i, upper.getOrDefault(above, 0)});
        }
      }
      for (int a = 0; a < pairs.size(); a++) {
        for (int b = a + 1; b < pairs.size(); b++) {
          count += cross(pairs.get(a), pairs.get(b)) ? 1 : 0;
        }
      }
    }
    return count;
  }

  private static boolean cross(int[] a, int[] b) {
    return (a[0] - b[0]) * (a[1] - b[1]) < 0;
  }

  /// Moves each cell towards the mean of its neighbours; where two want the same room they share the regret (the
  /// pool-adjacent-violators algorithm).
  private void shift() {
    for (List<Cell> level : levels) {
      int x = 0;
      for (int i = 0; i < level.size(); i++) {
        x += i == 0 ? 0 : distance(level.get(i - 1), level.get(i));
        level.get(i).x = x;
      }
      int half = x / 2;
      level.forEach(cell -> cell.x -= half);
    }
    for (int sweep = 0; sweep < SHIFT_SWEEPS; sweep++) {
      boolean up = sweep % 2 == 0;
      for (int i = 0; i < levels.size(); i++) {
        pool(levels.get(up ? i : levels.size() - 1 - i));
      }
    }
    int left =
        levels.stream().flatMap(List::stream).mapToInt(c -> c.x - c.width() / 2).min().orElse(0);
    levels.stream().flatMap(List::stream).forEach(cell -> cell.x += MARGIN - left);
    int right =
        levels.stream().flatMap(List::stream).mapToInt(c -> c.x + c.width() / 2).max().orElse(0);
    width = right + MARGIN;
  }

  private static void pool(List<Cell> level) {
    int size = level.size();
    int[] offset = new int[size];
    for (int i = 1; i < size; i++) {
      offset[i] = offset[i - 1] + distance(level.get(i - 1), level.get(i));
    }
    List<long[]> blocks = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long[] wish = wish(level.get(i));
      long[] block = {wish[0] - offset[i] * wish[1], wish[1], i};
      blocks.add(block);
      while (blocks.size() > 1 && mean(blocks.get(blocks.size() - 2)) > mean(blocks.getLast())) {
        long[] last = blocks.removeLast();
        blocks.getLast()[0] += last[0];
        blocks.getLast()[1] += last[1];
      }
    }
    for (int b = 0; b < blocks.size(); b++) {
      int end = b + 1 < blocks.size() ? (int) blocks.get(b + 1)[2] : size;
      for (int i = (int) blocks.get(b)[2]; i < end; i++) {
        level.get(i).x = (int) mean(blocks.get(b)) + offset[i];
      }
    }
  }

  private static long mean(long[] block) {
    return Math.floorDiv(block[0], block[1]);
  }

  /// The weighted sum of the neighbours' places, and the sum of the weights. Bends in a row want to be straight.
  private static long[] wish(Cell cell) {
    long sum = cell.x;
    long weights = 1;
    for (List<Cell> side : List.of(cell.below, cell.above)) {
      for (Cell neighbour : side) {
        int weight = cell.bend && neighbour.bend ? 16 : cell.bend || neighbour.bend ? 2 : 4;
        sum += (long) weight * neighbour.x;
        weights += weight;
      }
    }
    return new long[] {sum, weights};
  }

  private static int distance(Cell left, Cell right) {
    int gap = left.bend && right.bend ? BEND_GAP : BOX_GAP;
    return (left.width() + right.width()) / 2 + gap;
  }

  private void stack() {
    int y = MARGIN;
    for (int level = levels.size() - 1; level >= 0; level--) {
      List<Cell> cells = levels.get(level);
      int tallest =
          cells.stream()
              .filter(cell -> !cell.bend)
              .mapToInt(cell -> cell.label().size() * LINE_HEIGHT + BOX_PADDING)
              .max()
              .orElse(0);
      for (Cell cell : cells) {
        cell.height = tallest;
        cell.y = y;
      }
      y += tallest + LEVEL_GAP;
    }
    height = y - LEVEL_GAP + MARGIN;
  }
}
