package dev.quoin.ratebook.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.table.RateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// An output cell of a rate table.
///
/// @param name the column's, such as `day fee`
/// @param place where the cell begins
/// @param text what it says
record Cell(String name, boolean isNumber, Place place, String text) implements Adjustable {
  /// The output cells of a row of a rate table; none where the row stands in no file of rows.
  static List<Cell> of(Ratebook ratebook, Place place) {
    Optional<RateTable> table = table(ratebook, place.file());
    Optional<Csv> csv = table.flatMap(_ -> csv(ratebook, place.file()));
    List<Cell> cells = new ArrayList<>();
    for (Csv.Row row : csv.map(Csv::rows).orElse(List.of())) {
      if (row.line() == place.line()) {
        for (RateTable.Out out : table.orElseThrow().outs()) {
          int column = column(csv.orElseThrow(), out);
          boolean isNumber = out.type() == Type.Simple.NUMBER;
          cells.add(new Cell(out.name(), isNumber, row.place(column), row.text(column)));
        }
      }
    }
    return cells;
  }

  private static Optional<RateTable> table(Ratebook ratebook, String file) {
    return ratebook.tables().stream()
        .map(Ratebook.Table::rules)
        .filter(table -> table.file().equals(file))
        .findFirst();
  }

  private static Optional<Csv> csv(Ratebook ratebook, String file) {
    return Optional.ofNullable(ratebook.files().get(file))
        .flatMap(content -> Csv.read(file, content, new Problems()));
  }

  /// Where in the file an output stands.
  private static int column(Csv csv, RateTable.Out out) {
    return IntStream.range(0, csv.header().size())
        .filter(column -> csv.header().place(column).equals(out.place()))
        .findFirst()
        .orElseThrow();
  }

  /// What else stands in the column, each once.
  @Override
  public List<String> others(Ratebook ratebook) {
    RateTable table = table(ratebook, place.file()).orElseThrow();
    Csv csv = csv(ratebook, place.file()).orElseThrow();
    TreeSet<String> others = new TreeSet<>();
    for (RateTable.Out out : table.outs()) {
      if (out.name().equals(name)) {
        int column = column(csv, out);
        csv.rows().forEach(row -> others.add(row.text(column)));
      }
    }
    others.remove(text);
    return List.copyOf(others);
  }

  /// A value with which the ratebook was read is one that it takes.
  @Override
  public boolean allows(String other) {
    return true;
  }

  @Override
  public Optional<Ratebook> with(Ratebook ratebook, String other) {
    Map<String, byte[]> files = new TreeMap<>(ratebook.files());
    String content = new String(files.getOrDefault(place.file(), new byte[0]), UTF_8);
    int start = offset(content);
    int end = start;
    if (content.startsWith("\"", start)) {
      end = content.indexOf('"', start + 1) + 1;
      while (content.startsWith("\"", end)) {
        end = content.indexOf('"', end + 1) + 1;
      }
    } else {
      while (end < content.length() && ",\r\n".indexOf(content.charAt(end)) < 0) {
        end++;
      }
    }
    String cell = other.matches("[^\",\r\n]*") ? other : "\"" + other.replace("\"", "\"\"") + "\"";
    files.put(
        place.file(),
        (content.substring(0, start) + cell + content.substring(end)).getBytes(UTF_8));
    return Ratebook.load(files, new Problems());
  }

  /// Where the cell begins: lines and columns count as [Csv] counts them.
  private int offset(String content) {
    int line = 1;
    int offset = content.startsWith("\uFEFF") ? 1 : 0;
    while (line < place.line()) {
      boolean pair = content.startsWith("\r\n", offset);
      char c = content.charAt(offset);
      offset += pair ? 2 : 1;
      line += c == '\n' || c == '\r' ? 1 : 0;
    }
    return offset + place.column() - 1;
  }
}
