package dev.quoin.feel.builtin;

import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Context functions (DMN 1.5, 10.3.4.9).
final class ContextFunctions {
  private ContextFunctions() {}

  private static Map<String, Value> entries(Value context) {
    return ((Value.Context) context).entries();
  }

  static Value getValue(Value[] arguments) {
    Value found = entries(arguments[0]).get(TextFunctions.text(arguments[1]));
    return found != null
        ? found
        : Value.error(
            "no-such-entry",
            "`get value` finds no "
                + Values.quoted(arguments[1])
                + " in "
                + Values.quoted(arguments[0]));
  }

  static Value getEntries(Value[] arguments) {
    List<Value> list = new ArrayList<>();
    entries(arguments[0])
        .forEach((key, value) -> {
          Map<String, Value> entry = new LinkedHashMap<>();
          entry.put("key", Value.of(key));
          entry.put("value", value);
          list.add(new Value.Context(entry));
        });
    return new Value.Items(list);
  }

  static Value context(Value[] arguments) {
    Map<String, Value> made = new LinkedHashMap<>();
    for (Value entry : Operators.items(arguments[0])) {
      if (!(entry instanceof Value.Context pair)) {
        return Errors.wrongType("context", entry, "contexts with a `key` and a `value`");
      }
      Value key = pair.entries().get("key");
      Value value = pair.entries().get("value");
      if (key == null || value == null) {
        return Value.error(
            "no-such-entry",
            "`context` was given "
                + Values.quoted(entry)
                + " (expected: contexts with a `key` and a `value`)");
      }
      if (!(key instanceof Value.Text name)) {
        return Errors.wrongType("context", key, "a string as `key`");
      }
      if (made.put(name.value(), value) != null) {
        return Value.error(
            "duplicate-key", "`context` was given the key " + Values.quoted(key) + " twice");
      }
    }
    return new Value.Context(made);
  }

  static Value put(Value[] arguments) {
    return put(arguments[0], List.of(arguments[1]), arguments[2]);
  }

  static Value putPath(Value[] arguments) {
    List<Value> keys = Operators.items(arguments[1]);
    return keys.isEmpty()
        ? Errors.emptyList("context put", "at least one key")
        : put(arguments[0], keys, arguments[2]);
  }

  /// A copy with the entry that the keys lead to; each key but the last must lead to a context.
  private static Value put(Value context, List<Value> keys, Value value) {
    if (!(context instanceof Value.Context outer)) {
      return Errors.wrongType("context put", context, "a context");
    }
    if (!(keys.getFirst() instanceof Value.Text key)) {
      return Errors.wrongType("context put", keys.getFirst(), "a string as key");
    }
    Value inner = value;
    if (keys.size() > 1) {
      Value found = outer.entries().get(key.value());
      if (found == null) {
        return Value.error(
            "no-such-entry",
            "`context put` finds no " + Values.quoted(key) + " in " + Values.quoted(context));
      }
      inner = put(found, keys.subList(1, keys.size()), value);
      if (!(inner instanceof Value.Context)) {
        return inner;
      }
    }
    Map<String, Value> copy = new LinkedHashMap<>(outer.entries());
    copy.put(key.value(), inner);
    return new Value.Context(copy);
  }

  /// Of entries with one key the last one is taken.
  static Value merge(Value[] arguments) {
    Map<String, Value> merged = new LinkedHashMap<>();
    for (Value context : Operators.items(arguments[0])) {
      if (!(context instanceof Value.Context one)) {
        return Errors.wrongType("context merge", context, "a list of contexts");
      }
      merged.putAll(one.entries());
    }
    return new Value.Context(merged);
  }
}
