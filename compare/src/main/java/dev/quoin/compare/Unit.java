package dev.quoin.compare;

import dev.quoin.ratebook.diff.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Changes that are taken over together, and share what they cause.
///
/// @param text what changes, in one line
public record Unit(String text, List<Change> changes) {
  /// So many there are at most: with each the policies between the two double.
  public static final int MOST = 8;

  /// What differs between two ratebooks whose files differ in nothing that can be named.
  static final Unit UNNAMED = new Unit("everything else", List.of());

  public Unit {
    changes = List.copyOf(changes);
  }

  private static Unit of(Change change) {
    return new Unit(change.text(), List.of(change));
  }

  /// Each change by itself; where these are too many, rows by their table, and then all else by its kind.
  static List<Unit> of(List<Change> changes) {
    if (changes.size() <= MOST) {
      return changes.stream().map(Unit::of).toList();
    }
    List<Unit> byTable = grouped(changes, Unit::table);
    return byTable.size() <= MOST ? byTable : grouped(changes, Unit::kind);
  }

  /// The levers as they are, and all else as one.
  static List<Unit> leversApart(List<Unit> units) {
    List<Unit> apart = new ArrayList<>();
    List<Change> others = new ArrayList<>();
    for (Unit unit : units) {
      if (unit.isOfLevers()) {
        apart.add(unit);
      } else {
        others.addAll(unit.changes);
      }
    }
    if (!others.isEmpty()) {
      apart.add(new Unit(counted("models, tables and files", others), others));
    }
    return apart;
  }

  /// All changes as one, for those of which none can be without the others.
  static List<Unit> together(List<Unit> units) {
    List<Change> all = units.stream().flatMap(unit -> unit.changes.stream()).toList();
    return List.of(new Unit(counted("everything", all), all));
  }

  /// Models and other files as one; rate tables and levers as they are.
  static List<Unit> modelsTogether(List<Unit> units) {
    List<Unit> together = new ArrayList<>();
    List<Change> models = new ArrayList<>();
    for (Unit unit : units) {
      if (unit.changes.stream()
          .anyMatch(change -> change instanceof Change.Decision || change instanceof Change.File)) {
        models.addAll(unit.changes);
      } else {
        together.add(unit);
      }
    }
    if (!models.isEmpty()) {
      together.add(new Unit(counted("models and files", models), models));
    }
    return together;
  }

  private boolean isOfLevers() {
    return changes.stream().allMatch(Change.Lever.class::isInstance);
  }

  private static String counted(String name, List<Change> changes) {
    return String.format(Locale.ROOT, "%s (%,d changes)", name, changes.size());
  }

  private interface Group {
    /// What a change goes by; an empty text where it goes by itself.
    String of(Change change);
  }

  private static List<Unit> grouped(List<Change> changes, Group by) {
    Map<String, List<Change>> groups = new LinkedHashMap<>();
    for (Change change : changes) {
      String group = by.of(change);
      groups
          .computeIfAbsent(group.isEmpty() ? change.text() : group, _ -> new ArrayList<>())
          .add(change);
    }
    List<Unit> units = new ArrayList<>();
    groups.forEach((name, group) ->
        units.add(
            group.size() == 1 ? of(group.getFirst()) : new Unit(counted(name, group), group)));
    return units;
  }

  private static String table(Change change) {
    return switch (change) {
      case Change.Row row -> "rows of " + row.table();
      case Change.Rows rows -> "rows of " + rows.table();
      case Change.Lever _, Change.Table _, Change.Decision _, Change.File _ -> "";
    };
  }

  private static String kind(Change change) {
    return switch (change) {
      case Change.Lever _ -> "levers";
      case Change.Row _, Change.Rows _, Change.Table _ -> "rate tables";
      case Change.Decision _ -> "decisions";
      case Change.File _ -> "files";
    };
  }
}
