package dev.quoin.ratebook;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.ratebook.value.Written;
import java.util.stream.Collectors;

/// Holds values of a lever against its bounds and its step.
///
/// @param id the lever's
record LeverBounds(String id, Ratebook.Bounds bounds, Problems problems) {

  /// @param written the value as it was written there
  void check(Value value, String written, Place place) {
    inBounds(value, written, place);
    bounds.step().ifPresent(step -> onStep((Value.Num) value, written, (Value.Num) step, place));
  }

  private void inBounds(Value value, String written, Place place) {
    boolean tooLow = bounds.minimum().filter(low -> Operators.compare(value, low) < 0).isPresent();
    boolean tooHigh =
        bounds.maximum().filter(high -> Operators.compare(value, high) > 0).isPresent();
    boolean isOther =
        !bounds.oneOf().isEmpty()
            && bounds.oneOf().stream().noneMatch(one -> Operators.same(one, value));
    if (tooLow || tooHigh || isOther) {
      problems.add(
          place,
          "lever-out-of-bounds",
          "lever `%s` is `%s` (expected: %s)".formatted(id, written, expected()));
    }
  }

  private String expected() {
    if (!bounds.oneOf().isEmpty()) {
      return bounds.oneOf().stream()
          .map(one -> "`" + Written.plain(one) + "`")
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    String most = bounds.maximum().map(Written::plain).orElse("");
    return bounds
        .minimum()
        .map(Written::plain)
        .map(least -> most.isEmpty() ? "at least " + least : "from " + least + " to " + most)
        .orElse("at most " + most);
  }

  private void onStep(Value.Num given, String written, Value.Num step, Place place) {
    var value = given.value();
    var from = bounds.minimum().map(low -> value.minus(((Value.Num) low).value())).orElse(value);
    if (!from.modulo(step.value()).isZero()) {
      problems.add(
          place,
          "lever-off-step",
          "lever `%s` is `%s` (expected: in steps of %s%s)"
              .formatted(
                  id,
                  written,
                  Written.plain(step),
                  bounds.minimum().map(low -> " from " + Written.plain(low)).orElse("")));
    }
  }
}
