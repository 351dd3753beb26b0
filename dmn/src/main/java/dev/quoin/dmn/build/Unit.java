package dev.quoin.dmn.build;

import dev.quoin.dmn.read.Model;
import dev.quoin.dmn.read.Model.Import;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Problems;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model among those that import each other: its types, and what it calls the others.
///
/// A model that several import is one unit: its inputs and decisions are there once.
final class Unit {
  private final Model model;
  private final String path;
  private final Types types;
  private final Map<String, Unit> imports;

  private Unit(Model model, String path, Types types, Map<String, Unit> imports) {
    this.model = model;
    this.path = path;
    this.types = types;
    this.imports = imports;
  }

  /// The unit of a model and, before it, those of all that it imports.
  static List<Unit> of(Model model, Mode mode, Problems problems) {
    IdentityHashMap<Model, Unit> known = new IdentityHashMap<>();
    List<Unit> units = new ArrayList<>();
    of(model, "", mode, problems, known, units);
    return units;
  }

  private static Unit of(
      Model model,
      String path,
      Mode mode,
      Problems problems,
      IdentityHashMap<Model, Unit> known,
      List<Unit> units) {
    Unit before = known.get(model);
    if (before != null) {
      return before;
    }
    Map<String, Unit> imports = new LinkedHashMap<>();
    Map<String, Types> types = new LinkedHashMap<>();
    for (Import each : model.imports()) {
      String inside = joined(path, each.name());
      Unit imported = of(each.model(), inside, mode, problems, known, units);
      imports.put(each.name(), imported);
      types.put(each.name(), imported.types);
    }
    Unit unit = new Unit(model, path, new Types(model, mode, types, problems), imports);
    known.put(model, unit);
    units.add(unit);
    return unit;
  }

  private static String joined(String first, String second) {
    return first.isEmpty() ? second : second.isEmpty() ? first : first + "." + second;
  }

  Model model() {
    return model;
  }

  /// What this model calls those that it imports and that could not be read.
  List<String> unread() {
    return imports.entrySet().stream()
        .filter(entry -> entry.getValue().model.isUnread())
        .map(Map.Entry::getKey)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  Types types() {
    return types;
  }

  /// The name of something of this model in the whole program.
  String qualified(String name) {
    return joined(path, name);
  }

  /// The id of something of this model in the whole program: of what is imported, with the namespace.
  String qualifiedId(String id) {
    return path.isEmpty() ? id : model.namespaces().iterator().next() + "#" + id;
  }

  /// What this model calls something of another, or of itself.
  String nameOf(String name, Unit owner) {
    if (owner.equals(this)) {
      return name;
    }
    return imports.entrySet().stream()
        .filter(entry -> entry.getValue().equals(owner))
        .findFirst()
        .map(entry -> joined(entry.getKey(), name))
        .orElse(name);
  }

  /// The unit of a namespace: this one, or one that it imports.
  Optional<Unit> ofNamespace(String namespace) {
    if (namespace.isEmpty() || model.namespaces().contains(namespace)) {
      return Optional.of(this);
    }
    return imports.values().stream()
        .filter(unit -> unit.model.namespaces().contains(namespace))
        .findFirst();
  }
}
