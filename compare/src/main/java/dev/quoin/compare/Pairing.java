package dev.quoin.compare;

import dev.quoin.dmn.Column;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.value.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Puts requests together with both their answers. It is one thread's.
final class Pairing {
  private final List<Labels> axes;

  Pairing(Comparison.Options options) {
    this.axes = options.axes().stream().map(Labels::new).toList();
  }

  List<Pair> of(Asked asked, Priced before, Priced after) {
    int[][] labels = axes.stream().map(axis -> axis.of(asked)).toArray(int[][]::new);
    Map<String, Column> first = asked.either(false).inputs();
    Map<String, Column> second = asked.either(true).inputs();
    List<Pair> pairs = new ArrayList<>(asked.size());
    for (int lane = 0; lane < asked.size(); lane++) {
      boolean isOfAfter = asked.before().wrong().containsKey(lane);
      pairs.add(
          new Pair(
              asked.id(lane),
              json(isOfAfter ? second : first, lane),
              side(before, lane),
              side(after, lane),
              segments(labels, lane)));
    }
    return pairs;
  }

  private List<@Nullable String> segments(int[][] labels, int lane) {
    List<@Nullable String> segments = new ArrayList<>(labels.length);
    for (int axis = 0; axis < labels.length; axis++) {
      Label label = axes.get(axis).label(labels[axis][lane]);
      segments.add(label.isNull() ? null : label.text());
    }
    return segments;
  }

  private static String json(Map<String, Column> inputs, int lane) {
    StringBuilder json = new StringBuilder(384).append('{');
    inputs.forEach((name, column) -> {
      Json.quote(name, json.append(json.length() == 1 ? "" : ","));
      Written.json(column.value(lane), json.append(':'));
    });
    return json.append('}').toString();
  }

  private static Pair.Side side(Priced priced, int lane) {
    NoPrice why = priced.without().get(lane);
    return switch (priced.kind(lane)) {
      case PRICED -> new Pair.Side("price", OptionalLong.of(priced.units(lane)), List.of());
      case REFUSED -> new Pair.Side("refusal", OptionalLong.empty(), codes(why));
      case FAILED -> new Pair.Side("failure", OptionalLong.empty(), codes(why));
    };
  }

  private static List<String> codes(@Nullable NoPrice why) {
    return why == null ? List.of() : why.codes();
  }
}
