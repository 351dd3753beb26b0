package dev.quoin.feel;

import java.util.Arrays;

/// What an iteration has given so far (`partial` in a loop, DMN 1.5, 10.3.2.14): a list that grows, of which each state is a value.
///
/// A state shares the array with those after it, which only write behind its end. So it costs nothing to look at
/// what came before, however often.
public final class Results {
  private Value[] values = new Value[10];
  private int size;

  /// Adds the next one.
  public void add(Value value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  /// The list of those that were added until now, which later ones do not change.
  public Value.Items soFar() {
    return new Value.Items(new Elements(values, size));
  }
}
