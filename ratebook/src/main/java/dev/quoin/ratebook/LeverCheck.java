package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.value.Allowed;
import dev.quoin.ratebook.value.Conditions;
import dev.quoin.ratebook.value.Written;
import java.util.List;

/// Holds levers against the inputs that they are bound to.
record LeverCheck(Program program, Problems problems) {

  void check(List<Ratebook.Lever> levers) {
    List<Program.Input> inputs =
        program.globals().stream()
            .filter(Program.Input.class::isInstance)
            .map(Program.Input.class::cast)
            .toList();
    for (Ratebook.Lever lever : levers) {
      inputs.stream()
          .filter(input -> input.id().equals(lever.binds()))
          .forEach(input -> check(lever, input));
    }
  }

  private void check(Ratebook.Lever lever, Program.Input input) {
    if (!lever.type().conformsTo(input.type())) {
      problems.add(
          lever.place(),
          "wrong-type",
          "lever `%s` is of type %s (expected: %s, as input `%s`)"
              .formatted(lever.id(), lever.type(), input.type(), input.name()));
      return;
    }
    allowed(lever, lever.value(), lever.place(), input);
    lever.changes().forEach(change -> allowed(lever, change.value(), change.place(), input));
  }

  private void allowed(Ratebook.Lever lever, Value value, Place place, Program.Input input) {
    if (!Conditions.allows(input.allowed(), value)) {
      problems.add(
          place,
          "not-allowed",
          "lever `%s` is `%s` (expected: %s, as input `%s` allows)"
              .formatted(
                  lever.id(), Written.plain(value), Allowed.by(input).expected(), input.name()));
    }
  }
}
