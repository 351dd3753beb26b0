package dev.quoin.dmn;

import dev.quoin.decimal.Packed;
import dev.quoin.feel.Value;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the kind of column that holds values most closely: their own, where all are of one type or null.
final class ClosestColumn {
  private static final Value[] NONE = {};

  private ClosestColumn() {}

  static Column of(Value[] values) {
    return numbers(values)
        .or(() -> texts(values))
        .or(() -> truths(values))
        .or(() -> dates(values))
        .or(() -> moments(values))
        .orElseGet(() -> new Column.Values(values));
  }

  private static boolean areAll(Value[] values, Class<? extends Value> type) {
    return Arrays.stream(values)
            .allMatch(value -> type.isInstance(value) || value instanceof Value.Null)
        && Arrays.stream(values).anyMatch(type::isInstance)
        && Arrays.stream(values).noneMatch(ClosestColumn::hasReason);
  }

  /// Only a column of values knows why one is null.
  private static boolean hasReason(Value value) {
    return value instanceof Value.Null none && none.cause() != null;
  }

  private static Optional<Column> numbers(Value[] values) {
    if (!areAll(values, Value.Num.class)) {
      return Optional.empty();
    }
    long[] packed = new long[values.length];
    List<Value> others = new ArrayList<>();
    for (int lane = 0; lane < packed.length; lane++) {
      packed[lane] =
          values[lane] instanceof Value.Num number ? Packed.of(number.value()) : Packed.NONE;
      if (!Packed.isNumber(packed[lane])) {
        packed[lane] = Packed.marked(others.size());
        others.add(values[lane]);
      }
    }
    return Optional.of(new Column.Numbers(packed, others.toArray(NONE)));
  }

  private static Optional<Column> texts(Value[] values) {
    if (!areAll(values, Value.Text.class)) {
      return Optional.empty();
    }
    @Nullable String[] texts = new @Nullable String[values.length];
    for (int lane = 0; lane < texts.length; lane++) {
      texts[lane] = values[lane] instanceof Value.Text text ? text.value() : null;
    }
    return Optional.of(Column.Texts.of(texts));
  }

  private static Optional<Column> truths(Value[] values) {
    if (!areAll(values, Value.Bool.class)) {
      return Optional.empty();
    }
    byte[] truths = new byte[values.length];
    for (int lane = 0; lane < truths.length; lane++) {
      truths[lane] =
          values[lane] instanceof Value.Bool bool
              ? (byte) (bool.value() ? 1 : 0)
              : Column.Truths.NULL;
    }
    return Optional.of(new Column.Truths(truths));
  }

  private static Optional<Column> dates(Value[] values) {
    if (!areAll(values, Value.Date.class)) {
      return Optional.empty();
    }
    int[] days = new int[values.length];
    for (int lane = 0; lane < days.length; lane++) {
      days[lane] =
          values[lane] instanceof Value.Date(LocalDate date)
              ? (int) date.toEpochDay()
              : Column.Dates.NULL;
    }
    return Optional.of(new Column.Dates(days));
  }

  /// Those of one zone, or all local; an offset that is not its zone's then belongs to none.
  private static Optional<Column> moments(Value[] values) {
    if (!areAll(values, Value.DateTime.class)) {
      return Optional.empty();
    }
    ZoneId zone = null;
    long[] seconds = new long[values.length];
    for (int lane = 0; lane < seconds.length; lane++) {
      seconds[lane] = Column.Moments.NULL;
      if (values[lane] instanceof Value.DateTime moment) {
        seconds[lane] = moment.epochSecond();
        zone = moment.zone();
      }
    }
    Column column = new Column.Moments(seconds, zone);
    for (int lane = 0; lane < seconds.length; lane++) {
      if (!column.value(lane).equals(values[lane])) {
        return Optional.empty();
      }
    }
    return Optional.of(column);
  }
}
