package dev.quoin.ratebook.generate;

import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Reason;
import dev.quoin.feel.Span;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.ratebook.value.Conditions;
import dev.quoin.ratebook.value.Written;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How one value of a request comes to be.
sealed interface Draw {

  /// A value.
  ///
  /// @param drawn the values of the draws above, by their index
  /// @throws EvaluationException where an expression has no value, or nothing is there to choose from
  Value value(Chance chance, Value[] drawn);

  /// Whether nothing that was drawn before counts.
  default boolean isAlone() {
    return true;
  }

  /// The same as a packed number, of a draw that is alone; `NONE` where it is none.
  default long packed(Chance chance) {
    return value(chance, NOTHING) instanceof Value.Num number
        ? Packed.of(number.value())
        : Packed.NONE;
  }

  Value[] NOTHING = {};

  /// Always the same.
  record Always(Value value) implements Draw {
    @Override
    public Value value(Chance chance, Value[] drawn) {
      return value;
    }
  }

  /// One of several, some more often than others.
  record OneOf(List<Draw> choices, Weights weights) implements Draw {
    public OneOf {
      choices = List.copyOf(choices);
    }

    @Override
    public Value value(Chance chance, Value[] drawn) {
      return choices.get(weights.draw(chance)).value(chance, drawn);
    }

    @Override
    public boolean isAlone() {
      return choices.stream().allMatch(Draw::isAlone);
    }

    @Override
    public long packed(Chance chance) {
      return choices.get(weights.draw(chance)).packed(chance);
    }
  }

  /// Null in so many of a hundred.
  record OrNull(int percent, Draw draw) implements Draw {
    @Override
    public Value value(Chance chance, Value[] drawn) {
      return chance.below(100) < percent ? Value.NULL : draw.value(chance, drawn);
    }

    @Override
    public boolean isAlone() {
      return draw.isAlone();
    }

    @Override
    public long packed(Chance chance) {
      return chance.below(100) < percent ? Packed.NONE : draw.packed(chance);
    }
  }

  /// Which of the steps from 0 to `last` is drawn: all alike, or most often the one at the peak, the others the less
  /// often the farther they are from it.
  record Steps(long last, long peak) {
    static final long NO_PEAK = -1;

    /// On either side of the peak, the smaller of two equal chances makes the triangle: no square root, no fraction.
    long draw(Chance chance) {
      if (peak == NO_PEAK || last == 0) {
        return chance.below(last + 1);
      }
      boolean isBelow = chance.below(last) < peak;
      long side = isBelow ? peak : last - peak;
      long distance = Math.min(chance.below(side + 1), chance.below(side + 1));
      return isBelow ? peak - distance : peak + distance;
    }
  }

  record Numbers(Decimal low, Decimal step, Steps steps) implements Draw {
    @Override
    public Value value(Chance chance, Value[] drawn) {
      return Value.of(low.plus(step.times(Decimal.of(steps.draw(chance)))));
    }

    @Override
    public long packed(Chance chance) {
      return Packed.plus(
          Packed.of(low), Packed.times(Packed.of(step), Packed.of(steps.draw(chance), 0)));
    }
  }

  record Durations(Duration low, Duration step, Steps steps) implements Draw {
    @Override
    public Value value(Chance chance, Value[] drawn) {
      long taken = steps.draw(chance);
      return low.getNano() == 0 && step.getNano() == 0
          ? new Value.DayTimeDuration(
              Math.addExact(low.getSeconds(), Math.multiplyExact(step.getSeconds(), taken)), 0)
          : new Value.DayTimeDuration(low.plus(step.multipliedBy(taken)));
    }
  }

  /// A day of a horizon.
  ///
  /// @param weights by the number of the day since the first
  record Dates(LocalDate first, Weights weights) implements Draw {
    @Override
    public Value value(Chance chance, Value[] drawn) {
      return new Value.Date(day(chance));
    }

    LocalDate day(Chance chance) {
      return first.plusDays(weights.draw(chance));
    }

    /// The same, in days since 1970-01-01.
    long epochDay(Chance chance) {
      return first.toEpochDay() + weights.draw(chance);
    }
  }

  /// A moment of a day of a horizon. One that the zone skipped is as much later as the clock was put forward, and of
  /// two that read the same it is the earlier.
  ///
  /// @param step in seconds; divides an hour
  record Moments(Dates dates, Weights hours, int step, ZoneId zone) implements Draw {
    private static final int HOUR = 3600;

    /// The local time of what is drawn, in seconds since 1970-01-01T00:00, whether the zone has it or not.
    long localSecond(Chance chance) {
      return dates.epochDay(chance) * Value.SECONDS_PER_DAY
          + (long) hours.draw(chance) * HOUR
          + step * chance.below(HOUR / step);
    }

    /// The offsets of all that may be drawn.
    LocalOffsets offsets() {
      return LocalOffsets.of(zone, dates.first, dates.first.plusDays(dates.weights.count()));
    }

    @Override
    public Value value(Chance chance, Value[] drawn) {
      LocalDateTime local =
          dates
              .day(chance)
              .atTime(hours.draw(chance), 0)
              .plusSeconds(step * chance.below(HOUR / step));
      ZonedDateTime there = local.atZone(zone);
      return new Value.DateTime(there.toLocalDateTime(), zone, there.getOffset());
    }
  }

  /// What an expression over the draws above gives.
  record Expression(TypedExpr expr, int slots) implements Draw {
    @Override
    public Value value(Chance chance, Value[] drawn) {
      return Conditions.value(expr, slots, drawn);
    }

    @Override
    public boolean isAlone() {
      return false;
    }
  }

  /// A date at which, seen from a day, so many full years began: a birthday by age.
  record YearsBefore(Expression years, Expression day, Span span) implements Draw {
    static final int MOST = 200;

    @Override
    public Value value(Chance chance, Value[] drawn) {
      return value(years.value(chance, drawn), day.value(chance, drawn), chance);
    }

    @Override
    public boolean isAlone() {
      return false;
    }

    /// The birthday by both of what was asked for.
    Value value(Value count, Value before, Chance chance) {
      LocalDate end =
          switch (before) {
            case Value.Date date -> date.value();
            case Value.DateTime dateTime -> dateTime.date();
            case Value other ->
                throw wrong("`before` is `" + Written.plain(other) + "` (expected: a date)");
          };
      if (!(count instanceof Value.Num number)
          || !number.value().isInteger()
          || number.value().signum() < 0
          || number.value().compareTo(Decimal.of(MOST)) > 0) {
        throw wrong(
            "`years` is `%s` (expected: a whole number from 0 to %d)"
                .formatted(Written.plain(count), MOST));
      }
      return birthday(number.value().intValueExact(), end, chance);
    }

    /// @param full so many years from 0 on
    static Value birthday(int full, LocalDate end, Chance chance) {
      long last = end.minusYears(full).toEpochDay();
      long before = end.minusYears(full + 1L).toEpochDay();
      return new Value.Date(LocalDate.ofEpochDay(before + 1 + chance.below(last - before)));
    }

    private EvaluationException wrong(String sentence) {
      return new EvaluationException(new Reason("bad-value", sentence), span);
    }
  }

  /// A value that a column of a rate table names, in a row whose other columns are as they are asked to be.
  final class OfTable implements Draw {
    /// How many questions are remembered: a horizon of days and some of them for several classes.
    private static final int MOST_KNOWN = 10_000;

    private final List<Row> rows;
    private final List<Expression> asked;
    private final Map<Value, Long> weights;
    private final Span span;
    private final Value.Text[] texts;
    private final Map<List<Value>, Choice> known = new ConcurrentHashMap<>();

    /// A row of the table.
    ///
    /// @param values what it names in the column that is drawn from
    /// @param tests what the questions' answers have to pass, in the order of the questions
    record Row(List<Value> values, List<CellTest> tests) {
      public Row {
        values = List.copyOf(values);
        tests = List.copyOf(tests);
      }
    }

    /// @param codes of the values, where all that the column names are texts
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Choice(List<Value> values, int[] codes, Weights weights) {}

    /// @param weights of the values that do not weigh 1
    OfTable(List<Row> rows, List<Expression> asked, Map<Value, Long> weights, Span span) {
      this.rows = List.copyOf(rows);
      this.asked = List.copyOf(asked);
      this.weights = Map.copyOf(weights);
      this.span = span;
      List<Value> named = rows.stream().flatMap(row -> row.values().stream()).distinct().toList();
      this.texts =
          named.stream().allMatch(Value.Text.class::isInstance)
              ? named.stream().map(Value.Text.class::cast).toArray(Value.Text[]::new)
              : new Value.Text[0];
    }

    @Override
    public Value value(Chance chance, Value[] drawn) {
      Choice choice =
          choice(asked.stream().map(expression -> expression.value(chance, drawn)).toList());
      return choice.values.get(choice.weights.draw(chance));
    }

    @Override
    public boolean isAlone() {
      return false;
    }

    List<Expression> asked() {
      return asked;
    }

    /// All texts that the column names, by their codes; none where it names something else.
    Value.Text[] texts() {
      return texts;
    }

    /// What there is to choose from.
    ///
    /// @param key what was asked
    Choice choice(List<Value> key) {
      Choice choice = known.get(key);
      if (choice == null) {
        choice = found(key);
        if (known.size() >= MOST_KNOWN) {
          known.clear();
        }
        known.put(key, choice);
      }
      return choice;
    }

    private Choice found(List<Value> key) {
      Map<Value, Long> found = new LinkedHashMap<>();
      for (Row row : rows) {
        boolean fits = true;
        for (int i = 0; fits && i < key.size(); i++) {
          fits = Conditions.allows(row.tests().get(i), key.get(i));
        }
        if (fits) {
          row.values().forEach(value -> found.put(value, weights.getOrDefault(value, 1L)));
        }
      }
      found.values().removeIf(weight -> weight == 0);
      if (found.isEmpty()) {
        throw new EvaluationException(
            new Reason(
                "nothing-to-draw",
                key.isEmpty()
                    ? "the column names no value"
                    : "no row of the table is as `where` asks, which is `%s`"
                        .formatted(String.join("`, `", key.stream().map(Written::plain).toList()))),
            span);
      }
      return new Choice(
          List.copyOf(found.keySet()),
          texts.length == 0
              ? new int[0]
              : found.keySet().stream().mapToInt(List.of(texts)::indexOf).toArray(),
          Weights.of(new ArrayList<>(found.values())));
    }
  }
}
