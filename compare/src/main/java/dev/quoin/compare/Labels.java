package dev.quoin.compare;

import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Column;
import dev.quoin.feel.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives the labels of one axis numbers, as they occur. It is one thread's.
final class Labels {
  private static final int HOUR = 3_600;
  private static final int DAY = 24 * HOUR;

  private final By.Axis axis;
  private final Map<Label, Integer> numbers = new HashMap<>();
  private final List<Label> labels = new ArrayList<>();

  /// What is known of single values already: packed numbers, or days and hours.
  private final Map<Long, Integer> known = new HashMap<>();

  private Offset offset = new Offset(null, 0, 0, 0);

  /// The offset of a zone within an interval, from its first second to before its last.
  private record Offset(@Nullable ZoneId zone, long from, long to, int seconds) {
    @SuppressWarnings(
        "ReferenceEquality") // another object is asked once more, and no more than that
    boolean holds(@Nullable ZoneId there, long second) {
      return there == zone && second >= from && second < to;
    }

    static Offset at(@Nullable ZoneId zone, long second) {
      if (zone == null) {
        return new Offset(null, Long.MIN_VALUE, Long.MAX_VALUE, 0);
      }
      Instant instant = Instant.ofEpochSecond(second);
      ZoneOffset found = zone.getRules().getOffset(instant);
      var before = zone.getRules().previousTransition(instant.plusSeconds(1));
      var after = zone.getRules().nextTransition(instant);
      return new Offset(
          zone,
          before == null ? Long.MIN_VALUE : before.toEpochSecond(),
          after == null ? Long.MAX_VALUE : after.toEpochSecond(),
          found.getTotalSeconds());
    }
  }

  Labels(By.Axis axis) {
    this.axis = axis;
  }

  Label label(int number) {
    return labels.get(number);
  }

  int number(Label label) {
    Integer number = numbers.get(label);
    if (number == null) {
      number = labels.size();
      numbers.put(label, number);
      labels.add(label);
    }
    return number;
  }

  /// The numbers of the labels of a block, by lane.
  int[] of(Asked asked) {
    Column column = asked.input(axis.input());
    int[] found = new int[asked.size()];
    switch (column) {
      case null -> Arrays.fill(found, number(Label.NULL));
      case Column.Texts texts -> texts(texts, found);
      case Column.Numbers packed -> packed(packed, found);
      case Column.Moments moments -> {
        for (int lane = 0; lane < found.length; lane++) {
          long second = moments.epochSeconds()[lane];
          found[lane] =
              second == Column.Moments.NULL || axis.part() == By.Part.VALUE
                  ? number(label(column.value(lane)))
                  : time(second + offset(moments.zone(), second));
        }
      }
      case Column.Dates dates -> {
        for (int lane = 0; lane < found.length; lane++) {
          int day = dates.epochDays()[lane];
          found[lane] = day == Column.Dates.NULL ? number(Label.NULL) : time((long) day * DAY);
        }
      }
      case Column.Same same -> Arrays.fill(found, number(label(same.value())));
      case Column.Truths _, Column.Values _, Column.Contexts _ -> {
        for (int lane = 0; lane < found.length; lane++) {
          Value value = column.value(lane);
          found[lane] =
              value instanceof Value.DateTime moment && axis.part() != By.Part.VALUE
                  ? time(moment.localSecond())
                  : number(label(value));
        }
      }
    }
    return found;
  }

  private void texts(Column.Texts texts, int[] found) {
    int[] codes = new int[texts.distinct().length];
    Arrays.fill(codes, -1);
    for (int lane = 0; lane < found.length; lane++) {
      int code = texts.codes()[lane];
      if (code == Column.Texts.NULL) {
        found[lane] = number(Label.NULL);
      } else {
        if (codes[code] < 0) {
          codes[code] = number(label(texts.distinct()[code]));
        }
        found[lane] = codes[code];
      }
    }
  }

  private void packed(Column.Numbers packed, int[] found) {
    for (int lane = 0; lane < found.length; lane++) {
      long number = packed.packed()[lane];
      found[lane] =
          // In steps there are few labels of many numbers: memory is that of the labels.
          Packed.isNumber(number) && axis.step().isEmpty()
              ? known.computeIfAbsent(number, key -> number(label(Value.of(Packed.decimal(key)))))
              : number(label(packed.value(lane)));
    }
  }

  private int offset(@Nullable ZoneId zone, long second) {
    if (!offset.holds(zone, second)) {
      offset = Offset.at(zone, second);
    }
    return offset.seconds;
  }

  /// The label of a local time, in seconds since 1970-01-01T00:00.
  private int time(long local) {
    long day = Math.floorDiv(local, DAY);
    int hour = Math.floorMod(local, DAY) / HOUR;
    return switch (axis.part()) {
      case HOUR -> known.computeIfAbsent((long) hour, _ -> number(Label.hour(hour)));
      case VALUE, DATE, YEAR, MONTH, WEEKDAY -> known.computeIfAbsent(day, _ -> number(label(day)));
    };
  }

  private Label label(long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    return switch (axis.part()) {
      case VALUE, DATE, HOUR -> Label.date(day);
      case YEAR -> Label.number(Decimal.of(date.getYear()));
      case MONTH -> Label.month(date.getMonthValue());
      case WEEKDAY -> Label.weekday(date.getDayOfWeek().getValue());
    };
  }

  private Label label(Value value) {
    if (axis.step().isPresent() && value instanceof Value.Num number) {
      Decimal step = axis.step().get();
      Decimal from = number.value().minus(number.value().modulo(step));
      return Label.range(from, step);
    }
    if (axis.part() != By.Part.VALUE) {
      long local =
          switch (value) {
            case Value.DateTime moment -> moment.localSecond();
            case Value.Date date -> date.value().toEpochDay() * DAY;
            default -> Long.MIN_VALUE;
          };
      return local == Long.MIN_VALUE ? Label.NULL : labels.get(time(local));
    }
    return Label.of(value);
  }
}
