package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The values of all levers at any instant. Between two instants at which one of them changes they are the same, and known
/// beforehand: a price looks up a list and computes nothing.
final class LeversInForce {
  /// The instants at which some lever changes, ascending.
  private final Instant[] turns;

  /// What holds before the first of them, and from each of them on.
  private final List<List<Bound>> bound = new ArrayList<>();

  /// The value of a lever.
  ///
  /// @param input the index of its input
  record Bound(int input, Value value) {}

  LeversInForce(Program program, List<Ratebook.Lever> levers) {
    turns =
        levers.stream()
            .flatMap(lever -> lever.changes().stream())
            .map(Ratebook.From::at)
            .distinct()
            .sorted()
            .toArray(Instant[]::new);
    bound.add(bound(program, levers, Instant.MIN));
    for (Instant turn : turns) {
      bound.add(bound(program, levers, turn));
    }
  }

  private static List<Bound> bound(Program program, List<Ratebook.Lever> levers, Instant at) {
    return program.globals().stream()
        .filter(Program.Input.class::isInstance)
        .flatMap(input ->
            levers.stream()
                .filter(lever -> lever.binds().equals(input.id()))
                .map(lever -> new Bound(input.index(), lever.at(at))))
        .toList();
  }

  /// The values at an instant.
  List<Bound> at(Instant at) {
    if (turns.length == 0) {
      return bound.getFirst();
    }
    int found = Arrays.binarySearch(turns, at);
    return bound.get(found < 0 ? -found - 1 : found + 1);
  }
}
