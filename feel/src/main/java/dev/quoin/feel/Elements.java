package dev.quoin.feel;

import static java.util.Objects.checkIndex;

import java.util.AbstractList;
import java.util.RandomAccess;

/// The elements of a list that was made here: the first of an array, which nobody writes to any more, not copied once more.
final class Elements extends AbstractList<Value> implements RandomAccess {
  private final Value[] values;
  private final int size;

  Elements(Value[] values, int size) {
    this.values = values;
    this.size = size;
  }

  @Override
  public Value get(int index) {
    return values[checkIndex(index, size)];
  }

  @Override
  public int size() {
    return size;
  }
}
