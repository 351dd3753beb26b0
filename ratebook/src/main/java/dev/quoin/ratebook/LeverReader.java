package dev.quoin.ratebook;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Plain;
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
    Ratebook.Lever read =
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
            lever.place("value"));
    new LeverBounds(read, problems).check(lever.text("value"), lever.place("value"));
    return Optional.of(read);
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
}
