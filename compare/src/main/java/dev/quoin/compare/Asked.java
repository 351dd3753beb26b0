package dev.quoin.compare;

import dev.quoin.dmn.Column;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.source.Node;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A block of requests by columns, as either policy is asked for them.
///
/// @param positions where each stands among all requests: its number, or its line in a file; ascending
/// @param ids what their sender calls them; Java's null where they have no names
/// @param written as they stand in a file; empty where they stand in none
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record Asked(
    int size,
    Side before,
    Side after,
    long[] positions,
    @Nullable String[] ids,
    List<Node> written) {

  /// What one policy is asked.
  ///
  /// @param inputs by their names
  /// @param wrong by lane: why a request is none of this policy
  record Side(Map<String, Column> inputs, Map<Integer, NoPrice> wrong) {}

  /// What one request asks of either policy. They may see the same request with other values: a date-time in their zone.
  record Both(Map<String, Value> before, Map<String, Value> after) {
    /// What a policy between the two is asked: what either is; of what both are, the one side.
    ///
    /// @param isAfter which side it is
    Map<String, Value> either(boolean isAfter) {
      return union(before, after, isAfter);
    }
  }

  /// What a policy between the two is asked: what either is; of what both are, the one side.
  ///
  /// @param isAfter which side it is
  Side either(boolean isAfter) {
    if (before.equals(after)) {
      return before;
    }
    Map<Integer, NoPrice> wrong = new HashMap<>(before.wrong());
    wrong.putAll(after.wrong());
    return new Side(union(before.inputs(), after.inputs(), isAfter), wrong);
  }

  private static <T> Map<String, T> union(
      Map<String, T> before, Map<String, T> after, boolean isAfter) {
    Map<String, T> union = new LinkedHashMap<>(before);
    after.forEach((name, value) -> {
      if (isAfter || !union.containsKey(name)) {
        union.put(name, value);
      }
    });
    return union;
  }

  /// What a request is called: by its sender, or else by where it stands.
  String id(int lane) {
    String id = ids[lane];
    return id == null ? Long.toString(positions[lane]) : id;
  }

  /// As it stands in a file; Java's null where it stands in none.
  @Nullable Node written(int lane) {
    return written.isEmpty() ? null : written.get(lane);
  }

  /// The column of an input of either policy; of both, if both have it, that of the first.
  @Nullable Column input(String name) {
    Column before = before().inputs().get(name);
    return before == null ? after().inputs().get(name) : before;
  }

  /// The inputs of one request.
  Both inputs(int lane) {
    return new Both(values(before, lane), values(after, lane));
  }

  private static Map<String, Value> values(Side side, int lane) {
    Map<String, Value> values = new LinkedHashMap<>();
    side.inputs().forEach((name, column) -> values.put(name, column.value(lane)));
    return values;
  }
}
