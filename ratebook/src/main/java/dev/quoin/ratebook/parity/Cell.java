package dev.quoin.ratebook.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.source.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An output cell of a rate table.
///
/// @param name the column's, such as `day fee`
/// @param place where the cell begins
/// @param text what it says
record Cell(String name, boolean isNumber, Place place, String text) implements Adjustable {
  private static final Pattern OUT = Pattern.compile("out\\s+([^:]*\\S)\\s*:\\s*(.*\\S)\\s*");

  /// The output cells of a row of a rate table; none where the row stands in no file of rows.
  static List<Cell> of(Ratebook ratebook, Place place) {
    List<Cell> cells = new ArrayList<>();
    Optional<Csv> csv = csv(ratebook, place.file());
    for (Csv.Row row : csv.map(Csv::rows).orElse(List.of())) {
      for (int i = 0; row.line() == place.line() && i < row.size(); i++) {
        Matcher out = OUT.matcher(csv.orElseThrow().header().text(i));
        if (out.matches()) {
          boolean isNumber = out.group(2).equals("number");
          cells.add(new Cell(out.group(1), isNumber, row.place(i), row.text(i)));
        }
      }
    }
    return cells;
  }

  private static Optional<Csv> csv(Ratebook ratebook, String file) {
    byte[] content = ratebook.files().get(file);
    boolean isTable =
        ratebook.tables().stream().anyMatch(table -> table.rules().file().equals(file));
    return content == null || !isTable ? Optional.empty() : Csv.read(file, content, new Problems());
  }

  /// What else stands in the column, each once.
  @Override
  public List<String> others(Ratebook ratebook) {
    TreeSet<String> others = new TreeSet<>();
    Csv csv = csv(ratebook, place.file()).orElseThrow();
    for (int i = 0; i < csv.header().size(); i++) {
      Matcher out = OUT.matcher(csv.header().text(i));
      if (out.matches() && out.group(1).equals(name)) {
        for (Csv.Row row : csv.rows()) {
          others.add(row.text(i));
        }
      }
    }
    others.remove(text);
    return List.copyOf(others);
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
