package dev.quoin.ratebook;

import dev.quoin.feel.Value;
import dev.quoin.ratebook.legacy.FieldPath;
import dev.quoin.ratebook.legacy.Notation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where an input of a service comes from in the call of another system.
sealed interface Feed {

  /// A field; of a list of single values, the field of the list.
  ///
  /// @param emptyIsAbsent whether a blank text counts as no field
  /// @param otherwise the value where the field is absent or null
  record Field(FieldPath path, Notation notation, boolean emptyIsAbsent, Optional<Value> otherwise)
      implements Feed {}

  /// Always the same.
  record Constant(Value value) implements Feed {}

  /// An object, or a list of objects, whose entries come from fields inside of it.
  ///
  /// @param path empty where the entries stand beside each other in the object around them
  record Entries(Optional<FieldPath> path, Map<String, Feed> entries) implements Feed {
    public Entries {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }
}
