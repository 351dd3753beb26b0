package dev.quoin.ratebook.diff;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Something that differs between two ratebooks, and that can be taken over by itself.
public sealed interface Change {

  /// What changes, in one line.
  String text();

  /// Another value of a lever.
  record Lever(String id, String before, String after) implements Change {
    @Override
    public String text() {
      return "lever " + id + ": " + before + " → " + after;
    }
  }

  /// A cell of a rate table, with the name of its column.
  record Cell(String column, String text) {
    @Override
    public String toString() {
      return column + " " + text;
    }
  }

  /// A row of a rate table that answers differently, is new or is gone.
  ///
  /// @param table the id of the table
  /// @param key what the row asks for
  /// @param before what it answers; nothing where it is new
  record Row(String table, List<Cell> key, Optional<List<Cell>> before, Optional<List<Cell>> after)
      implements Change {
    public Row {
      key = List.copyOf(key);
      before = before.map(List::copyOf);
      after = after.map(List::copyOf);
    }

    @Override
    public String text() {
      String row =
          "row of "
              + table
              + ": "
              + key.stream().map(Cell::toString).collect(Collectors.joining(", "));
      if (before.isEmpty() || after.isEmpty()) {
        return row + (before.isEmpty() ? " (new)" : " (gone)");
      }
      List<Cell> old = before.get();
      List<Cell> changed = after.get();
      StringBuilder cells = new StringBuilder();
      for (int i = 0; i < old.size(); i++) {
        if (!old.get(i).equals(changed.get(i))) {
          cells
              .append(cells.isEmpty() ? ": " : ", ")
              .append(old.get(i))
              .append(" → ")
              .append(changed.get(i).text());
        }
      }
      return row + cells;
    }
  }

  /// Rows of a rate table that ask for something else: some are gone and others are new, and neither makes sense without the
  /// other.
  record Rows(String table, int gone, int added) implements Change {
    @Override
    public String text() {
      return "rows of %s: %d gone, %d new".formatted(table, gone, added);
    }
  }

  /// A rate table of which more has changed than rows: its columns, or the order that counts.
  record Table(String table) implements Change {
    @Override
    public String text() {
      return "table " + table;
    }
  }

  /// A decision or a business knowledge model.
  ///
  /// @param file of the model
  /// @param isFunction whether it is a business knowledge model
  record Decision(String file, String id, String name, boolean isFunction) implements Change {
    @Override
    public String text() {
      return (isFunction ? "function " : "decision ") + name;
    }
  }

  /// A file, but for what can be told of it more closely.
  record File(String path) implements Change {
    @Override
    public String text() {
      return "file " + path;
    }
  }
}
