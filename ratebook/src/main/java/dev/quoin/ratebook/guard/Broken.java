package dev.quoin.ratebook.guard;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.parity.Suspect;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A guard that prices do not keep to.
///
/// @param sentence what is wrong, with the amounts
/// @param requests how many of the requests break it
/// @param compared how many were held against it
/// @param inputs the smallest request that was found; none where the guard is about no single one
/// @param moved what became of the inputs that were moved, where it moves some
/// @param amount the amount, or the codes of why there is none
/// @param movedTo the amount after the move
/// @param bound what the amount had to keep to
/// @param behind the rows and levers that are most likely to have done it, the likeliest first
public record Broken(
    Guard guard,
    String sentence,
    int requests,
    int compared,
    Optional<Map<String, Value>> inputs,
    Map<String, Value> moved,
    Optional<String> amount,
    Optional<String> movedTo,
    Optional<String> bound,
    List<Suspect> behind) {
  public Broken {
    inputs = inputs.map(Broken::inOrder);
    moved = inOrder(moved);
    behind = List.copyOf(behind);
  }

  /// A copy in the same order, which [Map#copyOf] does not keep.
  private static Map<String, Value> inOrder(Map<String, Value> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// It as a problem at the guard.
  public Problem problem() {
    return new Problem(guard.place(), "broken-guard", sentence);
  }
}
