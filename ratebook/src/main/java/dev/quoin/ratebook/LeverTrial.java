package dev.quoin.ratebook;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.value.Plain;
import java.util.List;
import java.util.Optional;

/// Another value of a lever, to see what it would do: held against all that a ratebook with it would be held against.
public final class LeverTrial {
  private LeverTrial() {}

  /// The lever with another value at all times, instead of its schedule, too.
  ///
  /// @param text the value, as `ratebook.yaml` would have it
  /// @param place where it stands, for problems
  /// @param problems what is wrong with it, should nothing be returned
  public static Optional<Ratebook.Lever> of(
      Ratebook ratebook, Ratebook.Lever lever, String text, Place place, Problems problems) {
    int before = problems.size();
    Optional<Ratebook.Lever> tried =
        new Plain(ratebook.zone(), problems).read(text, lever.type(), place).map(lever::with);
    tried.ifPresent(other -> {
      new LeverBounds(lever.id(), lever.bounds(), problems).check(other.value(), text, place);
      new LeverCheck(ratebook.program(), problems).check(List.of(other));
    });
    return problems.size() == before ? tried : Optional.empty();
  }
}
