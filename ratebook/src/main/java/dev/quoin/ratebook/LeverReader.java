package dev.quoin.ratebook;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Plain;
import dev.quoin.ratebook.value.Written;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Reads one lever and holds its value against its bounds and its step.
final class LeverReader {
  private static final Set<Type.Simple> UNORDERED = Set.of(Type.Simple.STRING, Type.Simple.BOOLEAN);

  private final Keys lever;
  private final Plain plain;
  private final Problems problems;
  private final Type.Simple type;

  LeverReader(Keys lever, Plain plain) {
    this.lever = lever;
    this.plain = plain;
    this.problems = plain.problems();
    this.type =
        Arrays.stream(Type.Simple.values())
            .filter(simple -> simple.toString().equals(lever.text("type")))
            .findFirst()
            .orElseThrow();
  }

  Optional<Ratebook.Lever> read() {
    int before = problems.size();
    Optional<Value> value = value("value");
    Optional<Value> minimum = bound("minimum");
    Optional<Value> maximum = bound("maximum");
    Optional<Value> step = step();
    if (problems.size() > before || value.isEmpty()) {
      return Optional.empty();
    }
    inBounds(value.get(), minimum, maximum);
    step.ifPresent(size -> onStep((Value.Num) value.get(), minimum, (Value.Num) size));
    return Optional.of(
        new Ratebook.Lever(
            lever.text("id"),
            lever.text("binds"),
            type,
            value.get(),
            minimum,
            maximum,
            step,
            lever.optionalScalar("unit").map(Node.Scalar::text),
            lever.text("owner"),
            lever.texts("reason"),
            lever.place("value")));
  }

  private Optional<Value> value(String key) {
    return lever
        .optionalScalar(key)
        .flatMap(written -> plain.read(written.text(), type, written.place()));
  }

  private Optional<Value> bound(String key) {
    if (lever.optionalScalar(key).isPresent() && UNORDERED.contains(type)) {
      problems.add(
          lever.place(key), "bad-value", "a `%s` of a %s, which has no order".formatted(key, type));
      return Optional.empty();
    }
    return value(key);
  }

  private Optional<Value> step() {
    if (lever.optionalScalar("step").isEmpty()) {
      return Optional.empty();
    }
    if (type != Type.Simple.NUMBER) {
      problems.add(
          lever.place("step"),
          "bad-value",
          "a `step` of a %s (expected: of a number)".formatted(type));
      return Optional.empty();
    }
    Optional<Value> step = value("step");
    if (step.isPresent() && ((Value.Num) step.get()).value().signum() <= 0) {
      problems.add(
          lever.place("step"),
          "bad-value",
          "a `step` of `%s` (expected: above 0)".formatted(lever.text("step")));
      return Optional.empty();
    }
    return step;
  }

  private void inBounds(Value value, Optional<Value> minimum, Optional<Value> maximum) {
    boolean tooLow = minimum.isPresent() && Operators.compare(value, minimum.get()) < 0;
    boolean tooHigh = maximum.isPresent() && Operators.compare(value, maximum.get()) > 0;
    if (tooLow || tooHigh) {
      problems.add(
          lever.place("value"),
          "lever-out-of-bounds",
          "lever `%s` is `%s` (expected: %s)"
              .formatted(lever.text("id"), lever.text("value"), bounds(minimum, maximum)));
    }
  }

  private static String bounds(Optional<Value> minimum, Optional<Value> maximum) {
    if (minimum.isPresent() && maximum.isPresent()) {
      return "from " + Written.plain(minimum.get()) + " to " + Written.plain(maximum.get());
    }
    return minimum
        .map(low -> "at least " + Written.plain(low))
        .orElseGet(() -> "at most " + maximum.map(Written::plain).orElse(""));
  }

  private void onStep(Value.Num value, Optional<Value> minimum, Value.Num step) {
    var from =
        minimum.map(low -> value.value().minus(((Value.Num) low).value())).orElse(value.value());
    if (!from.modulo(step.value()).isZero()) {
      problems.add(
          lever.place("value"),
          "lever-off-step",
          "lever `%s` is `%s` (expected: in steps of %s%s)"
              .formatted(
                  lever.text("id"),
                  lever.text("value"),
                  Written.plain(step),
                  minimum.map(low -> " from " + Written.plain(low)).orElse("")));
    }
  }
}
