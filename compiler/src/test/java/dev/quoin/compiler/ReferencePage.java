package dev.quoin.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of the language reference: its tables, whose cells hold pieces of code in backticks.
final class ReferencePage {
  static final Path FOLDER = Path.of("..", "docs", "reference");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final Path file;
  private final List<String> lines;

  /// A row of a table.
  ///
  /// @param line its line in the page, from 0
  /// @param columns the cells of the table's head
  /// @param cells as many as there are columns
  record Row(int line, List<String> columns, List<String> cells) {
    /// The code in the cell of that column, or an empty text.
    String code(String column) {
      Matcher code = CODE.matcher(cell(column));
      return code.find() ? code.group(1) : "";
    }

    String cell(String column) {
      return cells.get(columns.indexOf(column));
    }

    /// Whether the table has these columns, in this order, before others.
    boolean begins(String... names) {
      return columns.size() >= names.length
          && columns.subList(0, names.length).equals(List.of(names));
    }

    Row with(String column, String cell) {
      List<String> changed = new ArrayList<>(cells);
      changed.set(columns.indexOf(column), cell);
      return new Row(line, columns, changed);
    }

    @Override
    public String toString() {
      return cells.stream()
          .map(cell -> cell.isEmpty() ? " " : " " + cell + " ")
          .reduce("|", (row, cell) -> row + cell + "|");
    }
  }

  private ReferencePage(Path file, List<String> lines) {
    this.file = file;
    this.lines = new ArrayList<>(lines);
  }

  static ReferencePage read(String name) throws IOException {
    Path file = FOLDER.resolve(name);
    return new ReferencePage(file, Files.readAllLines(file));
  }

  String text() {
    return String.join("\n", lines);
  }

  /// The rows of all tables, in order.
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    List<String> columns = List.of();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("|")) {
        columns = List.of();
      } else if (columns.isEmpty()) {
        columns = cells(lines.get(i));
      } else if (!lines.get(i).startsWith("| ---")) {
        rows.add(new Row(i, columns, cells(lines.get(i))));
      }
    }
    return rows;
  }

  private static List<String> cells(String line) {
    return List.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1)).stream()
        .map(String::strip)
        .toList();
  }

  /// Writes rows where they stood.
  void write(List<Row> rows) throws IOException {
    rows.forEach(row -> lines.set(row.line(), row.toString()));
    Files.writeString(file, text() + "\n");
  }
}
