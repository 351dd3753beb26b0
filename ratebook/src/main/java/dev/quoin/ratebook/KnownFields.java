package dev.quoin.ratebook;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.ratebook.legacy.FieldPath;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Inputs;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The fields that a call may have, as a tree.
final class KnownFields {
  private final Map<String, KnownFields> inner = new LinkedHashMap<>();

  /// Whether whatever stands here is taken.
  private boolean whole;

  /// Whether what is read here is asked for its shape by whoever reads it: an object, or a list of them.
  private boolean read;

  /// The field and all that stands in it.
  KnownFields add(FieldPath path) {
    KnownFields field = at(path);
    field.whole = true;
    return this;
  }

  /// Where fields are read inside of an object, or of each object of a list.
  KnownFields inside(FieldPath path) {
    KnownFields field = at(path);
    field.read = true;
    return field;
  }

  /// Where fields are known inside of an object.
  private KnownFields at(FieldPath path) {
    KnownFields field = this;
    for (String name : path.names()) {
      field = field.inner.computeIfAbsent(name, _ -> new KnownFields());
    }
    return field;
  }

  /// The fields that are known inside of this one, by their names.
  Map<String, KnownFields> inner() {
    return Collections.unmodifiableMap(inner);
  }

  /// Whether fields are known inside of one.
  boolean isObject(FieldPath path) {
    KnownFields field = this;
    for (String name : path.names()) {
      KnownFields next = field.inner.get(name);
      if (next == null) {
        return false;
      }
      field = next;
    }
    return !field.inner.isEmpty();
  }

  /// Refuses each field of a call that is none of these, and whatever else stands where an object is known of which nothing is
  /// read.
  void refuseOthers(Node node, String outer, Problems problems) {
    switch (node) {
      case Node.Mapping object -> object.entries().forEach(entry -> refuse(entry, outer, problems));
      case Node.Listing list -> list.items().forEach(item -> refuseOthers(item, outer, problems));
      case Node.Scalar _ -> {}
    }
  }

  private static boolean isObjectOrNull(Node node) {
    return node instanceof Node.Mapping || Inputs.isNull(node);
  }

  private void refuse(Node.Mapping.Entry entry, String outer, Problems problems) {
    KnownFields field = inner.get(entry.key());
    String path = outer.isEmpty() ? entry.key() : outer + "." + entry.key();
    if (field == null) {
      problems.add(
          entry.place(),
          "unknown-field",
          "unknown field `%s`%s".formatted(path, Suggestion.text(entry.key(), inner.keySet())));
    } else if (!field.whole && !field.read && !isObjectOrNull(entry.value())) {
      problems.add(
          entry.value().place(),
          "wrong-type",
          "`%s` is %s (expected: an object)".formatted(path, entry.value().what()));
    } else if (!field.whole) {
      field.refuseOthers(entry.value(), path, problems);
    }
  }
}
