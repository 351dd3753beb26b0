package dev.quoin.compiler.run;

import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Column;
import dev.quoin.feel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What one decision answers, gathered from the chunks of a batch into one column.
sealed interface Gathered {

  /// Takes over what the lanes of a chunk answer.
  ///
  /// @param base the batch's lane that is lane 0 of the chunk
  /// @param done the lanes that have an answer
  void take(Lanes lanes, int base, int[] done);

  /// Puts one answer into a lane of the batch.
  void put(int lane, Value value);

  Column column();

  /// Gathers the answers of a column.
  ///
  /// @param number the number of the column in which the answers are
  /// @param column that column
  /// @param isWhole whether all lanes of the batch are selected
  static Gathered of(int number, Object column, int size, boolean isWhole) {
    Gathered gathered =
        switch (column) {
          case long[] _ -> new Numbers(number, new long[size]);
          case boolean[] _ -> new Truths(number, new byte[size]);
          default -> new Boxed(number, new Value[size]);
        };
    if (!isWhole) {
      gathered.forget();
    }
    return gathered;
  }

  /// Puts null into all lanes.
  void forget();

  /// An input, as it was given.
  record Given(Column column) implements Gathered {
    @Override
    public void take(Lanes lanes, int base, int[] done) {}

    @Override
    public void put(int lane, Value value) {}

    @Override
    public void forget() {}
  }

  /// Numbers, and what else stands among them.
  final class Numbers implements Gathered {
    private static final Value[] NONE = {};

    private final int number;
    private final long[] packed;
    private final List<Value> others = new ArrayList<>();

    Numbers(int number, long[] packed) {
      this.number = number;
      this.packed = packed;
    }

    @Override
    public void take(Lanes lanes, int base, int[] done) {
      long[] from = (long[]) lanes.column(number);
      if (lanes.isWhole(done) && !lanes.hasNumbers()) {
        System.arraycopy(from, 0, packed, base, done.length);
        return;
      }
      for (int lane : done) {
        long value = from[lane];
        packed[base + lane] = Packed.isNumber(value) ? value : other(Run.boxed(value, lanes));
      }
    }

    private long other(Value value) {
      others.add(value);
      return Packed.marked(others.size() - 1);
    }

    @Override
    public void put(int lane, Value value) {
      long number = value instanceof Value.Num known ? Packed.of(known.value()) : Packed.NONE;
      packed[lane] = Packed.isNumber(number) ? number : other(value);
    }

    @Override
    public void forget() {
      Arrays.fill(packed, other(Value.NULL));
    }

    @Override
    public Column column() {
      return new Column.Numbers(packed, others.toArray(NONE));
    }
  }

  final class Truths implements Gathered {
    private final int number;
    private final byte[] values;

    Truths(int number, byte[] values) {
      this.number = number;
      this.values = values;
    }

    @Override
    public void take(Lanes lanes, int base, int[] done) {
      boolean[] from = (boolean[]) lanes.column(number);
      for (int lane : done) {
        values[base + lane] = (byte) (from[lane] ? 1 : 0);
      }
    }

    @Override
    public void put(int lane, Value value) {
      values[lane] =
          value instanceof Value.Bool known ? (byte) (known.value() ? 1 : 0) : Column.Truths.NULL;
    }

    @Override
    public void forget() {
      Arrays.fill(values, Column.Truths.NULL);
    }

    @Override
    public Column column() {
      return new Column.Truths(values);
    }
  }

  final class Boxed implements Gathered {
    private final int number;
    private final Value[] values;

    Boxed(int number, Value[] values) {
      this.number = number;
      this.values = values;
    }

    @Override
    public void take(Lanes lanes, int base, int[] done) {
      Value[] from = (Value[]) lanes.column(number);
      if (lanes.isWhole(done)) {
        System.arraycopy(from, 0, values, base, done.length);
        return;
      }
      for (int lane : done) {
        values[base + lane] = from[lane];
      }
    }

    @Override
    public void put(int lane, Value value) {
      values[lane] = value;
    }

    @Override
    public void forget() {
      Arrays.fill(values, Value.NULL);
    }

    @Override
    public Column column() {
      return new Column.Values(values);
    }
  }

  /// Contexts that have come apart.
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Contexts(String[] keys, Gathered[] entries, boolean[] isThere) implements Gathered {
    @Override
    public void take(Lanes lanes, int base, int[] done) {
      for (Gathered entry : entries) {
        entry.take(lanes, base, done);
      }
      for (int lane : done) {
        isThere[base + lane] = true;
      }
    }

    @Override
    public void put(int lane, Value value) {
      isThere[lane] = value instanceof Value.Context;
      for (int i = 0; i < keys.length; i++) {
        Value entry =
            value instanceof Value.Context context ? context.entry(keys[i], i) : Value.NULL;
        entries[i].put(lane, entry == null ? Value.NULL : entry);
      }
    }

    @Override
    public void forget() {}

    @Override
    public Column column() {
      Column[] columns = Arrays.stream(entries).map(Gathered::column).toArray(Column[]::new);
      return new Column.Contexts(keys, columns, isThere);
    }
  }
}
