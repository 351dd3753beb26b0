package dev.quoin.ratebook.guard;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.parity.Suspect;
import dev.quoin.ratebook.source.Csv;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which rows of rate tables and which levers of a ratebook another release does not have alike.
final class Changed {
  /// The numbers that stand in both, whether they changed or not.
  private final List<Cell> cells = new ArrayList<>();

  /// The lines of rows that are not the same in the other release, by their files.
  private final Map<String, Set<Integer>> lines = new HashMap<>();

  private final Set<String> levers = new HashSet<>();

  private Changed() {}

  /// A number under both releases.
  ///
  /// @param name what it is, for people
  /// @param suspect the row or the lever
  record Cell(String name, Decimal before, Decimal after, Suspect suspect) {

    /// Whether it became so many times as much, or so small a part, or changed its sign. Of nothing, nothing is a multiple.
    boolean isBeyond(Decimal factor) {
      return !before.isZero()
          && !after.isZero()
          && (before.signum() != after.signum() || factor().compareTo(factor) >= 0);
    }

    /// How many times as much the greater of both is.
    Decimal factor() {
      if (before.isZero() || after.isZero()) {
        return Decimal.ONE;
      }
      Decimal one = before.abs();
      Decimal other = after.abs();
      return one.compareTo(other) > 0 ? one.dividedBy(other) : other.dividedBy(one);
    }
  }

  /// @param at the instant whose levers count
  static Changed of(Ratebook before, Ratebook after, Instant at) {
    Changed changed = new Changed();
    for (Ratebook.Table table : after.tables()) {
      before.tables().stream()
          .filter(old -> old.id().equals(table.id()))
          .findFirst()
          .ifPresent(old -> changed.table(table, csv(before, old), csv(after, table)));
    }
    for (Ratebook.Lever lever : after.levers()) {
      Optional<Ratebook.Lever> old =
          before.levers().stream().filter(one -> one.id().equals(lever.id())).findFirst();
      if (old.isEmpty() || !old.get().at(at).equals(lever.at(at))) {
        changed.levers.add(lever.id());
      }
      old.ifPresent(was -> changed.lever(was, lever, at));
    }
    return changed;
  }

  private static Csv csv(Ratebook ratebook, Ratebook.Table table) {
    String file = table.rules().file();
    return Csv.read(file, ratebook.files().getOrDefault(file, new byte[0]), new Problems())
        .orElseThrow();
  }

  private void table(Ratebook.Table table, Csv old, Csv now) {
    Map<List<String>, Csv.Row> rows = new HashMap<>();
    old.rows().forEach(row -> rows.put(cells(old, row, "in "), row));
    Set<Integer> changed = lines.computeIfAbsent(now.file(), _ -> new HashSet<>());
    for (int number = 0; number < now.rows().size(); number++) {
      Csv.Row row = now.rows().get(number);
      List<String> key = cells(now, row, "in ");
      Csv.Row was = rows.get(key);
      if (was == null || !cells(old, was, "out ").equals(cells(now, row, "out "))) {
        changed.add(row.line());
      }
      if (was != null) {
        Suspect suspect = new Suspect(Suspect.Kind.ROW, "", table.id(), number + 1, row.place(0));
        compare(table, old, was, now, row, String.join(", ", key), suspect);
      }
    }
  }

  private void compare(
      Ratebook.Table table,
      Csv old,
      Csv.Row was,
      Csv now,
      Csv.Row row,
      String key,
      Suspect suspect) {
    for (int column : columns(now, "out ")) {
      String header = now.header().text(column);
      IntStream.range(0, old.header().size())
          .filter(other -> old.header().text(other).equals(header))
          .findFirst()
          .ifPresent(other -> {
            Decimal one = Decimal.tryParse(was.text(other));
            Decimal two = Decimal.tryParse(row.text(column));
            if (one != null && two != null) {
              String name = header.substring("out ".length()).replaceFirst(":.*", "").strip();
              cells.add(
                  new Cell(
                      "`%s` of row `%s` of `%s`".formatted(name, key, table.id()),
                      one,
                      two,
                      suspect));
            }
          });
    }
  }

  /// A lever at an instant, and at each after it at which either is another one.
  private void lever(Ratebook.Lever old, Ratebook.Lever now, Instant at) {
    Set<Instant> turns = new LinkedHashSet<>(List.of(at));
    Stream.concat(old.changes().stream(), now.changes().stream())
        .map(Ratebook.From::at)
        .filter(turn -> turn.isAfter(at))
        .forEach(turns::add);
    for (Instant turn : turns) {
      if (old.at(turn) instanceof Value.Num one && now.at(turn) instanceof Value.Num two) {
        Place place = now.lastChange(turn).map(Ratebook.From::place).orElse(now.place());
        cells.add(
            new Cell(
                "lever `%s`".formatted(now.id()),
                one.value(),
                two.value(),
                new Suspect(Suspect.Kind.LEVER, "", now.id(), 0, place)));
      }
    }
  }

  private static List<Integer> columns(Csv csv, String role) {
    return IntStream.range(0, csv.header().size())
        .filter(column -> csv.header().text(column).startsWith(role))
        .boxed()
        .toList();
  }

  private static List<String> cells(Csv csv, Csv.Row row, String role) {
    return columns(csv, role).stream().map(row::text).collect(Collectors.toList());
  }

  /// All numbers that stand in both.
  List<Cell> cells() {
    return List.copyOf(cells);
  }

  /// Whether the other release has this row or lever otherwise, or not at all.
  boolean isChanged(Suspect suspect) {
    return suspect.kind() == Suspect.Kind.LEVER
        ? levers.contains(suspect.name())
        : lines.getOrDefault(suspect.place().file(), Set.of()).contains(suspect.place().line());
  }
}
