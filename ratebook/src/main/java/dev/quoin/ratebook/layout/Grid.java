package dev.quoin.ratebook.layout;

import java.util.ArrayList;
import java.util.List;

/// Rows of texts in aligned columns, two blanks apart.
public final class Grid {
  private static final String GAP = "  ";

  /// On which side of its column a text stands.
  public enum Side {
    LEFT,
    RIGHT
  }

  private final List<Side> sides;
  private final List<List<String>> rows = new ArrayList<>();

  private Grid(List<Side> sides) {
    this.sides = sides;
  }

  public static Grid of(Side... sides) {
    return new Grid(List.of(sides));
  }

  /// Adds a row; it has as many texts as there are columns.
  public Grid row(String... texts) {
    if (texts.length != sides.size()) {
      throw new IllegalArgumentException(texts.length + " texts in " + sides.size() + " columns");
    }
    rows.add(List.of(texts));
    return this;
  }

  /// The width of the widest row, in cells.
  public int width() {
    int width = GAP.length() * (sides.size() - 1);
    for (int i = 0; i < sides.size(); i++) {
      width += width(i);
    }
    return width;
  }

  /// One line a row, without blanks at the end.
  public List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(i == 0 ? "" : GAP);
      line.append(
          switch (sides.get(i)) {
            case LEFT -> Cells.left(row.get(i), width(i));
            case RIGHT -> Cells.right(row.get(i), width(i));
          });
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> Cells.width(row.get(column))).max().orElse(0);
  }
}
