package dev.quoin.compare;

import dev.quoin.dmn.Column;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.NoPrice;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A block of requests by columns, as either policy is asked for them.
///
/// @param positions where each stands among all requests: its number, or its line in a file; ascending
/// @param ids what their sender calls them; Java's null where they have no names
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record Asked(int size, Side before, Side after, long[] positions, @Nullable String[] ids) {

  /// What one policy is asked.
  ///
  /// @param inputs by their names
  /// @param wrong by lane: why a request is none of this policy
  record Side(Map<String, Column> inputs, Map<Integer, NoPrice> wrong) {}

  /// What a policy between the two is asked: what either is.
  Side both() {
    if (before.equals(after)) {
      return before;
    }
    Map<String, Column> inputs = new LinkedHashMap<>(before.inputs());
    after.inputs().forEach(inputs::putIfAbsent);
    Map<Integer, NoPrice> wrong = new HashMap<>(before.wrong());
    wrong.putAll(after.wrong());
    return new Side(inputs, wrong);
  }

  /// What a request is called: by its sender, or else by where it stands.
  String id(int lane) {
    String id = ids[lane];
    return id == null ? Long.toString(positions[lane]) : id;
  }

  /// The column of an input of either policy; of both, if both have it, that of the first.
  @Nullable Column input(String name) {
    Column before = before().inputs().get(name);
    return before == null ? after().inputs().get(name) : before;
  }

  /// The inputs of one request.
  Map<String, Value> inputs(int lane) {
    Map<String, Value> inputs = new LinkedHashMap<>();
    before().inputs().forEach((name, column) -> inputs.put(name, column.value(lane)));
    after().inputs().forEach((name, column) -> inputs.putIfAbsent(name, column.value(lane)));
    return inputs;
  }
}
