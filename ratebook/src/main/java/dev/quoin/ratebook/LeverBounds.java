package dev.quoin.ratebook;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.ratebook.value.Written;

/// Holds the value of a lever against its bounds and its step.
record LeverBounds(Ratebook.Lever lever, Problems problems) {

  /// @param written the value as it was written there
  void check(String written, Place place) {
    inBounds(written, place);
    lever.step().ifPresent(step -> onStep(written, (Value.Num) step, place));
  }

  private void inBounds(String written, Place place) {
    Value value = lever.value();
    boolean tooLow = lever.minimum().filter(low -> Operators.compare(value, low) < 0).isPresent();
    boolean tooHigh =
        lever.maximum().filter(high -> Operators.compare(value, high) > 0).isPresent();
    if (tooLow || tooHigh) {
      problems.add(
          place,
          "lever-out-of-bounds",
          "lever `%s` is `%s` (expected: %s)".formatted(lever.id(), written, bounds()));
    }
  }

  private String bounds() {
    String most = lever.maximum().map(Written::plain).orElse("");
    return lever
        .minimum()
        .map(Written::plain)
        .map(least -> most.isEmpty() ? "at least " + least : "from " + least + " to " + most)
        .orElse("at most " + most);
  }

  private void onStep(String written, Value.Num step, Place place) {
    var value = ((Value.Num) lever.value()).value();
    var from = lever.minimum().map(low -> value.minus(((Value.Num) low).value())).orElse(value);
    if (!from.modulo(step.value()).isZero()) {
      problems.add(
          place,
          "lever-off-step",
          "lever `%s` is `%s` (expected: in steps of %s%s)"
              .formatted(
                  lever.id(),
                  written,
                  Written.plain(step),
                  lever.minimum().map(low -> " from " + Written.plain(low)).orElse("")));
    }
  }
}
