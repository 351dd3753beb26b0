package dev.quoin.dmn;

import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import dev.quoin.feel.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of one input, or of one decision, for many evaluations: one in each *lane*.
///
/// A column keeps the arrays that it is made of, and who gave them must not write to them any more. Any kind may hold the
/// values of an input; the closer it is to the input's type, the less has to be done for each lane.
public sealed interface Column {

  int size();

  /// The value in a lane, from 0.
  Value value(int lane);

  /// A column of values: of the kind that is closest to them.
  static Column of(Value[] values) {
    return ClosestColumn.of(values);
  }

  /// One value in all lanes, as a lever has it.
  record Same(Value value, int size) implements Column {
    @Override
    public Value value(int lane) {
      return value;
    }
  }

  /// Numbers, packed. What does not fit into a `long`, null among it, is a mark: its place in `others`.
  ///
  /// @param packed as `Packed` makes them
  /// @param others by mark
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Numbers(long[] packed, Value[] others) implements Column {
    private static final Value[] NONE = {};

    /// Numbers of one scale: unscaled × 10^-scale. Those of more than 17 digits stand aside.
    public static Numbers of(long[] unscaled, int scale) {
      long[] packed = new long[unscaled.length];
      int wide = 0;
      for (int lane = 0; lane < packed.length; lane++) {
        packed[lane] = Packed.of(unscaled[lane], scale);
        wide += Packed.isNumber(packed[lane]) ? 0 : 1;
      }
      Value[] others = wide == 0 ? NONE : new Value[wide];
      for (int lane = 0, next = 0; next < wide; lane++) {
        if (!Packed.isNumber(packed[lane])) {
          others[next] = Value.of(Decimal.of(unscaled[lane], scale));
          packed[lane] = Packed.marked(next++);
        }
      }
      return new Numbers(packed, others);
    }

    @Override
    public int size() {
      return packed.length;
    }

    @Override
    public Value value(int lane) {
      long number = packed[lane];
      return Packed.isNumber(number)
          ? Value.of(Packed.decimal(number))
          : others[Packed.mark(number)];
    }
  }

  /// Texts by code: each distinct text is looked up once, and not once for each lane.
  ///
  /// @param codes the place in `distinct`; [#NULL] for null
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Texts(int[] codes, Value.Text[] distinct) implements Column {
    public static final int NULL = -1;

    /// Texts that have no codes yet; Java's null is null.
    public static Texts of(@Nullable String[] texts) {
      Map<String, Integer> known = new LinkedHashMap<>();
      int[] codes = new int[texts.length];
      for (int lane = 0; lane < texts.length; lane++) {
        String text = texts[lane];
        codes[lane] = text == null ? NULL : known.computeIfAbsent(text, _ -> known.size());
      }
      return new Texts(
          codes, known.keySet().stream().map(Value.Text::new).toArray(Value.Text[]::new));
    }

    @Override
    public int size() {
      return codes.length;
    }

    @Override
    public Value value(int lane) {
      return codes[lane] == NULL ? Value.NULL : distinct[codes[lane]];
    }
  }

  /// Booleans: 1 for true, 0 for false, [#NULL] for null.
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Truths(byte[] values) implements Column {
    public static final byte NULL = -1;

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Value value(int lane) {
      return values[lane] == NULL ? Value.NULL : Value.of(values[lane] != 0);
    }
  }

  /// Dates as days since 1970-01-01; [#NULL] for null.
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Dates(int[] epochDays) implements Column {
    public static final int NULL = Integer.MIN_VALUE;

    @Override
    public int size() {
      return epochDays.length;
    }

    @Override
    public Value value(int lane) {
      return epochDays[lane] == NULL
          ? Value.NULL
          : new Value.Date(LocalDate.ofEpochDay(epochDays[lane]));
    }
  }

  /// Dates and times of whole seconds, all in one zone, or all local.
  ///
  /// @param epochSeconds since 1970-01-01T00:00 in UTC, local ones as if they were in UTC; [#NULL] for null
  /// @param zone Java's null where they are local
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Moments(long[] epochSeconds, @Nullable ZoneId zone) implements Column {
    public static final long NULL = Long.MIN_VALUE;

    @Override
    public int size() {
      return epochSeconds.length;
    }

    @Override
    public Value value(int lane) {
      long second = epochSeconds[lane];
      if (second == NULL) {
        return Value.NULL;
      }
      if (zone == null) {
        return new Value.DateTime(second, 0, null, null);
      }
      ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(second));
      return new Value.DateTime(second + offset.getTotalSeconds(), 0, zone, offset);
    }
  }

  /// Values of any type.
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Values(Value[] values) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Value value(int lane) {
      return values[lane];
    }
  }

  /// Contexts that all have the same keys: a column for each.
  ///
  /// @param isThere by lane: whether there is a context, or null
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Contexts(String[] keys, Column[] entries, boolean[] isThere) implements Column {
    @Override
    public int size() {
      return isThere.length;
    }

    @Override
    public Value value(int lane) {
      if (!isThere[lane]) {
        return Value.NULL;
      }
      Value[] values = new Value[keys.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = entries[i].value(lane);
      }
      return Value.Context.of(keys, values);
    }

    /// The column of the entry with that key.
    public Column entry(String key) {
      for (int i = 0; i < keys.length; i++) {
        if (keys[i].equals(key)) {
          return entries[i];
        }
      }
      throw new IllegalArgumentException("no entry " + key);
    }
  }
}
