package dev.quoin.ratebook.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.source.Csv;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

// A row is known by what it asks for. Where rows answer differently, each is a change. Where rows
// are
// only new, or only gone, each is one, too. Where some are gone and others new, as when the bound
// between two bands moves, they are one change: half of it would be a table with a gap.
//
// Notes say nothing that counts; they are left out of what is put together.

/// What differs in the file of a rate table.
final class TablePart implements Part {
  private final List<String> header;
  private final Map<List<String>, List<String>> before;
  private final Map<List<String>, List<String>> after;

  /// By the key of the row: the change that it belongs to.
  private final Map<List<String>, Change> changes;

  private TablePart(
      List<String> header,
      Map<List<String>, List<String>> before,
      Map<List<String>, List<String>> after,
      Map<List<String>, Change> changes) {
    this.header = header;
    this.before = before;
    this.after = after;
    this.changes = changes;
  }

  /// The part of a table, or its whole where rows cannot be told from each other.
  static Part of(Ratebook.Table table, byte[] before, byte[] after) {
    String file = table.rules().file();
    Csv old = Csv.read(file, before, new Problems()).orElseThrow();
    Csv changed = Csv.read(file, after, new Problems()).orElseThrow();
    Part whole =
        new Part.Whole(new Change.Table(table.id()), Optional.of(before), Optional.of(after));
    List<String> header = header(old);
    if (!header.equals(header(changed))) {
      return whole;
    }
    Map<List<String>, List<String>> oldRows = rows(old);
    Map<List<String>, List<String>> newRows = rows(changed);
    boolean areUnique =
        oldRows.size() == old.rows().size() && newRows.size() == changed.rows().size();
    boolean isOrdered =
        table.rules().sorted()
            || List.copyOf(oldRows.keySet()).equals(List.copyOf(newRows.keySet()));
    return areUnique && isOrdered
        ? new TablePart(header, oldRows, newRows, changes(table.id(), header, oldRows, newRows))
        : whole;
  }

  private static List<String> header(Csv csv) {
    return columns(csv).mapToObj(csv.header()::text).toList();
  }

  private static IntStream columns(Csv csv) {
    return IntStream.range(0, csv.header().size()).filter(i -> !isNote(csv.header().text(i)));
  }

  private static boolean isNote(String header) {
    return header.equals("note") || header.startsWith("note ");
  }

  private static boolean isKey(String header) {
    return header.startsWith("in ");
  }

  /// The rows without their notes, by their keys, in their order.
  private static Map<List<String>, List<String>> rows(Csv csv) {
    Map<List<String>, List<String>> rows = new LinkedHashMap<>();
    List<Integer> columns = columns(csv).boxed().toList();
    for (Csv.Row row : csv.rows()) {
      rows.put(
          columns.stream()
              .filter(column -> isKey(csv.header().text(column)))
              .map(row::text)
              .toList(),
          columns.stream().map(row::text).toList());
    }
    return rows;
  }

  private static Map<List<String>, Change> changes(
      String table,
      List<String> header,
      Map<List<String>, List<String>> before,
      Map<List<String>, List<String>> after) {
    List<List<String>> gone =
        before.keySet().stream().filter(key -> !after.containsKey(key)).toList();
    List<List<String>> added =
        after.keySet().stream().filter(key -> !before.containsKey(key)).toList();
    Map<List<String>, Change> changes = new LinkedHashMap<>();
    before.forEach((key, row) -> {
      List<String> other = after.get(key);
      if (other != null && !isSame(header, row, other)) {
        changes.put(key, row(table, header, row, other));
      }
    });
    if (!gone.isEmpty() && !added.isEmpty()) {
      Change rows = new Change.Rows(table, gone.size(), added.size());
      gone.forEach(key -> changes.put(key, rows));
      added.forEach(key -> changes.put(key, rows));
    } else {
      gone.forEach(key -> changes.put(key, row(table, header, before.get(key), null)));
      added.forEach(key -> changes.put(key, row(table, header, null, after.get(key))));
    }
    return changes;
  }

  private static Change row(
      String table,
      List<String> header,
      @Nullable List<String> before,
      @Nullable List<String> after) {
    List<String> any = before == null ? after : before;
    if (any == null) {
      throw new IllegalArgumentException("a change of nothing");
    }
    return new Change.Row(
        table,
        cells(header, any, true),
        Optional.ofNullable(before).map(row -> cells(header, row, false)),
        Optional.ofNullable(after).map(row -> cells(header, row, false)));
  }

  private static List<Change.Cell> cells(List<String> header, List<String> row, boolean keys) {
    return IntStream.range(0, row.size())
        .filter(i -> isKey(header.get(i)) == keys)
        .mapToObj(i -> new Change.Cell(name(header.get(i)), row.get(i)))
        .toList();
  }

  private static String name(String header) {
    return header.substring(header.indexOf(' '), header.indexOf(':')).strip();
  }

  private static String type(String header) {
    return header.substring(header.indexOf(':') + 1).strip();
  }

  /// Whether two rows say the same; as a number 1.10 is 1.1, as a text it is another.
  private static boolean isSame(List<String> header, List<String> one, List<String> other) {
    for (int i = 0; i < one.size(); i++) {
      boolean isNumber = type(header.get(i)).equals("number");
      if (!one.get(i).equals(other.get(i))
          && !(isNumber && isSameNumber(one.get(i), other.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSameNumber(String one, String other) {
    Decimal first = Decimal.tryParse(one);
    return first != null && first.equals(Decimal.tryParse(other));
  }

  @Override
  public List<Change> changes() {
    return changes.values().stream().distinct().toList();
  }

  @Override
  public Optional<byte[]> with(Set<Change> taken) {
    List<List<String>> rows = new ArrayList<>();
    Map<List<String>, List<String>> open = new HashMap<>(after);
    before.forEach((key, row) -> {
      List<String> other = open.remove(key);
      boolean isTaken = isTaken(key, taken);
      if (!isTaken) {
        rows.add(row);
      } else if (other != null) {
        rows.add(other);
      }
    });
    after.forEach((key, row) -> {
      if (open.containsKey(key) && isTaken(key, taken)) {
        rows.add(row);
      }
    });
    StringBuilder csv = new StringBuilder(line(header));
    rows.forEach(row -> csv.append(line(row)));
    return Optional.of(csv.toString().getBytes(UTF_8));
  }

  private boolean isTaken(List<String> key, Set<Change> taken) {
    Change change = changes.get(key);
    return change != null && taken.contains(change);
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(",", "", "\n"));
  }
}
