package dev.quoin.conformance;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import java.util.List;
import java.util.Map;

/// Whether an answer is what a case expects, as the kit's own runners see it: numbers within 1e-8, all else equal in FEEL's
/// sense.
final class Likeness {
  private static final Decimal TOLERANCE = Decimal.parse("0.00000001");

  private Likeness() {}

  static boolean alike(Value expected, Value got) {
    return switch (expected) {
      case Value.Num number ->
          got instanceof Value.Num other
              && number.value().minus(other.value()).abs().compareTo(TOLERANCE) <= 0;
      case Value.Items items ->
          got instanceof Value.Items other && alike(items.values(), other.values());
      case Value.Context context ->
          got instanceof Value.Context other && alike(context.entries(), other.entries());
      default -> Operators.same(expected, got);
    };
  }

  private static boolean alike(List<Value> expected, List<Value> got) {
    if (expected.size() != got.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!alike(expected.get(i), got.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean alike(Map<String, Value> expected, Map<String, Value> got) {
    return expected.keySet().equals(got.keySet())
        && expected.entrySet().stream()
            .allMatch(
                entry -> alike(entry.getValue(), got.getOrDefault(entry.getKey(), Value.NULL)));
  }
}
