package dev.quoin.ratebook;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Plain;
import dev.quoin.ratebook.value.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads one lever and holds its values against its bounds and its step.
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
    Ratebook.Bounds bounds =
        new Ratebook.Bounds(bound("minimum"), bound("maximum"), step(), oneOf());
    List<Ratebook.From> changes = new ArrayList<>();
    lever
        .objects("schedule")
        .forEach(change -> from(change, "at", "value").ifPresent(changes::add));
    Optional<Ratebook.From> expiry =
        lever.optionalScalar("expires").isPresent()
            ? from(lever, "expires", "base")
            : Optional.empty();
    if (problems.size() > before || value.isEmpty()) {
      return Optional.empty();
    }
    expiry.ifPresent(changes::add);
    inOrder(changes);
    LeverBounds held = new LeverBounds(lever.text("id"), bounds, problems);
    held.check(value.get(), lever.text("value"), lever.place("value"));
    changes.forEach(
        change -> held.check(change.value(), Written.plain(change.value()), change.place()));
    return Optional.of(
        new Ratebook.Lever(
            lever.text("id"),
            lever.text("binds"),
            type,
            value.get(),
            changes,
            expiry.map(Ratebook.From::at),
            bounds,
            lever.optionalScalar("unit").map(Node.Scalar::text),
            lever.text("owner"),
            lever.texts("reason"),
            lever.place("value")));
  }

  /// A change from an instant on.
  private Optional<Ratebook.From> from(Keys keys, String at, String value) {
    Optional<Instant> instant = instant(keys.scalar(at));
    Node.Scalar written = keys.scalar(value);
    Optional<Value> read = plain.read(written.text(), type, written.place());
    return instant.flatMap(
        from -> read.map(becomes -> new Ratebook.From(from, becomes, written.place())));
  }

  private Optional<Instant> instant(Node.Scalar written) {
    return plain
        .read(written.text(), Type.Simple.DATE_TIME, written.place())
        .map(read -> (Value.DateTime) read)
        .map(moment -> Instant.ofEpochSecond(moment.epochSecond(), moment.nano()));
  }

  /// Each change is later than the one before; what is scheduled after the expiry would never be.
  private void inOrder(List<Ratebook.From> changes) {
    for (int i = 1; i < changes.size(); i++) {
      if (!changes.get(i).at().isAfter(changes.get(i - 1).at())) {
        boolean isExpiry = lever.optionalScalar("expires").isPresent() && i == changes.size() - 1;
        problems.add(
            changes.get(i).place(),
            "lever-out-of-order",
            isExpiry
                ? "lever `%s` expires before the last change of its schedule, or with it (expected: later)"
                    .formatted(lever.text("id"))
                : "change %d of the schedule of lever `%s` is not later than the one before (expected: ascending)"
                    .formatted(i + 1, lever.text("id")));
      }
    }
  }

  private List<Value> oneOf() {
    List<Value> values = new ArrayList<>();
    for (Node.Scalar written : lever.scalars("one of")) {
      plain.read(written.text(), type, written.place()).ifPresent(values::add);
    }
    return values;
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
