package dev.quoin.feel;

import dev.quoin.decimal.Packed;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The entries of a context whose keys are known beforehand: two arrays, the keys shared by all contexts of one shape.
///
/// A price makes dozens of small contexts and asks each for two or three entries; a scan over a handful of keys is
/// cheaper than hashing, and nothing has to be built. Numbers come packed and are boxed when somebody first asks: most
/// entries of a price are only passed on.
final class Entries extends AbstractMap<String, Value> {
  private final String[] keys;

  /// Java's null where a number is packed and nobody has asked for it yet. Two threads that ask at once box it twice, which
  /// nobody can tell: it is the same number, and it cannot change.
  private final @Nullable Value[] values;

  private final long[] numbers;

  /// @param numbers packed, where there is no value at that position; empty where all are there
  Entries(String[] keys, @Nullable Value[] values, long[] numbers) {
    this.keys = keys;
    this.values = values;
    this.numbers = numbers;
  }

  private Value at(int position) {
    Value value = values[position];
    if (value == null) {
      value = Value.of(Packed.decimal(numbers[position]));
      values[position] = value;
    }
    return value;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a first try: most keys are literals of models, interned
  public @Nullable Value get(@Nullable Object key) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] == key) {
        return at(i);
      }
    }
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return at(i);
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // a first try: most keys are literals of models, interned
  @Nullable Value get(String key, int position) {
    return position < keys.length && keys[position] == key ? at(position) : get(key);
  }

  /// The number of that key, packed.
  @SuppressWarnings("ReferenceEquality") // a first try: most keys are literals of models, interned
  long number(String key, int position) {
    int place = position < keys.length && keys[position] == key ? position : place(key);
    return place < 0 ? Packed.NONE : values[place] == null ? numbers[place] : packed(values[place]);
  }

  private int place(String key) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  static long packed(@Nullable Value value) {
    return value instanceof Value.Num number ? Packed.of(number.value()) : Packed.NONE;
  }

  /// Whether both have the same keys in the same order, and the same values to the last digit.
  boolean isSame(Entries other) {
    if (keys.length != other.keys.length) {
      return false;
    }
    for (int i = 0; i < keys.length; i++) {
      boolean isSame =
          (values[i] == null && other.values[i] == null)
              ? numbers[i] == other.numbers[i]
              : Same.values(at(i), other.at(i));
      if (!isSame || !keys[i].equals(other.keys[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public Set<Map.Entry<String, Value>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, Value>> iterator() {
        return new InOrder();
      }

      @Override
      public int size() {
        return keys.length;
      }
    };
  }

  private final class InOrder implements Iterator<Map.Entry<String, Value>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < keys.length;
    }

    @Override
    public Map.Entry<String, Value> next() {
      if (next >= keys.length) {
        throw new NoSuchElementException();
      }
      Map.Entry<String, Value> entry = Map.entry(keys[next], at(next));
      next++;
      return entry;
    }
  }
}
