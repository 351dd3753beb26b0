package dev.quoin.feel;

import java.util.AbstractList;
import java.util.RandomAccess;

/// The elements of a list that was made here: an array that nobody writes to any more, not copied once more.
final class Elements extends AbstractList<Value> implements RandomAccess {
  private final Value[] values;

  Elements(Value[] values) {
    this.values = values;
  }

  @Override
  public Value get(int index) {
    return values[index];
  }

  @Override
  public int size() {
    return values.length;
  }
}
