package dev.quoin.feel.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.testkit.Seeded;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What holds of operators and functions whatever the values.
final class OperatorLawsTest {
  private static final int RUNS = 2_000;
  private static final LocalDate FIRST = LocalDate.of(1980, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2040, 12, 31);
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Asia/Seoul"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/St_Johns"),
          ZoneOffset.ofHours(-5));

  private static Value.Num number(Seeded seeded) {
    return Value.of(Decimal.of(seeded.decimal(12, -2, 6)));
  }

  private static Value.DateTime zoned(Seeded seeded) {
    LocalDateTime local = seeded.dateTime(FIRST, LAST, 60);
    return Arithmetic.zoned(local.atZone(seeded.pick(ZONES)));
  }

  private static Value.DayTimeDuration duration(Seeded seeded) {
    return new Value.DayTimeDuration(
        Duration.ofSeconds(
            seeded.between(-100_000_000L, 100_000_000L), seeded.between(0, 999_999_999)));
  }

  private static Value any(Seeded seeded, int depth) {
    return seeded.<Value>oneOf(
        () -> Value.NULL,
        () -> number(seeded),
        () -> Value.of(seeded.text("ab 0-:T😀\"\\[(+$", 0, 8)),
        () -> Value.of(seeded.yes()),
        () -> new Value.Date(seeded.date(FIRST, LAST)),
        () -> new Value.Time(seeded.time(1), seeded.yes() ? null : seeded.pick(ZONES)),
        () -> zoned(seeded),
        () -> new Value.DateTime(seeded.dateTime(FIRST, LAST, 1), null, null),
        () -> duration(seeded),
        () -> new Value.YearMonthDuration(seeded.between(-500L, 500L)),
        () ->
            new Value.Range(
                seeded.yes(),
                Value.of(seeded.between(-5L, 0L)),
                Value.of(seeded.between(0L, 5L)),
                seeded.yes()),
        () ->
            depth == 0
                ? Value.of(1)
                : new Value.Items(seeded.list(0, 3, () -> any(seeded, depth - 1))),
        () -> depth == 0 ? Value.of("a") : context(seeded, depth));
  }

  private static Value context(Seeded seeded, int depth) {
    Map<String, Value> entries = new LinkedHashMap<>();
    seeded
        .list(0, 3, () -> seeded.text("abc", 1, 2))
        .forEach(key -> entries.put(key, any(seeded, depth - 1)));
    return new Value.Context(entries);
  }

  @Test
  void adding_and_subtracting_the_same_leaves_a_number() {
    Seeded.forAll(
        RUNS,
        1,
        seeded -> {
          Value a = seeded.note("a", number(seeded));
          Value b = seeded.note("b", number(seeded));
          assertThat(Operators.same(Operators.subtract(Operators.add(a, b), b), a)).isTrue();
          assertThat(Operators.same(Operators.add(a, b), Operators.add(b, a))).isTrue();
          assertThat(Operators.same(Operators.negate(Operators.negate(a)), a)).isTrue();
        });
  }

  @Test
  void moving_an_instant_there_and_back_leaves_it() {
    Seeded.forAll(
        RUNS,
        2,
        seeded -> {
          Value moment = seeded.note("moment", zoned(seeded));
          Value by = seeded.note("by", duration(seeded));
          Value there = Operators.add(moment, by);
          assertThat(Operators.subtract(there, by)).isEqualTo(moment);
          assertThat(Operators.subtract(there, moment)).isEqualTo(by);
          assertThat(
                  Operators.equal(Operators.add(moment, Operators.subtract(there, moment)), there))
              .isEqualTo(Value.TRUE);
        });
  }

  @Test
  void a_modulo_is_what_the_floored_quotient_leaves() {
    Seeded.forAll(
        RUNS,
        3,
        seeded -> {
          Decimal a = Decimal.of(seeded.note("a", seeded.between(-1_000_000L, 1_000_000L)));
          Decimal b =
              Decimal.of(seeded.note("b", seeded.between(1L, 1_000L) * (seeded.yes() ? 1 : -1)));
          Value modulo =
              Builtin.MODULO.apply(new Value[] {Value.of(a), Value.of(b)}, Formula.MOMENT);
          assertThat(modulo)
              .isEqualTo(Value.of(Math.floorMod(a.longValueExact(), b.longValueExact())));
        });
  }

  @Test
  void comparisons_agree_with_each_other() {
    Seeded.forAll(
        RUNS,
        4,
        seeded -> {
          Value a = seeded.note("a", any(seeded, 1));
          Value b = seeded.note("b", seeded.oneIn(3) ? a : any(seeded, 1));
          assertThat(Operators.same(a, b)).isEqualTo(Operators.same(b, a));
          if (Operators.same(a, b)) {
            assertThat(Operators.hash(a)).isEqualTo(Operators.hash(b));
          }
          Value less = Operators.less(a, b);
          assertThat(Operators.greater(b, a) instanceof Value.Bool)
              .isEqualTo(less instanceof Value.Bool);
          if (less instanceof Value.Bool) {
            int order = Operators.compare(a, b);
            assertThat(less).isEqualTo(Value.of(order < 0));
            assertThat(Operators.greaterOrEqual(a, b)).isEqualTo(Value.of(order >= 0));
            assertThat(Operators.equal(a, b)).isEqualTo(Value.of(order == 0));
            assertThat(Operators.within(a, true, b, b, true)).isEqualTo(order == 0);
          }
        });
  }

  @Test
  void a_duration_as_text_is_read_back() {
    Seeded.forAll(
        RUNS,
        5,
        seeded -> {
          Value.DayTimeDuration duration = seeded.note("duration", duration(seeded));
          assertThat(Literals.duration(Values.text(duration))).isEqualTo(duration);
          Value months = new Value.YearMonthDuration(seeded.between(-100_000L, 100_000L));
          assertThat(Literals.at(Values.text(months))).isEqualTo(months);
        });
  }

  @Test
  void a_date_and_time_as_text_is_read_back() {
    Seeded.forAll(
        RUNS,
        6,
        seeded -> {
          Value.Date date =
              new Value.Date(LocalDate.ofEpochDay(seeded.between(-3_000_000L, 6_000_000L)));
          assertThat(Literals.at(Values.text(date))).isEqualTo(date);
          Value.Time time =
              new Value.Time(
                  LocalTime.ofNanoOfDay(seeded.between(0L, 86_399_999_999_999L)),
                  ZoneOffset.ofTotalSeconds(seeded.between(-64_800, 64_800)));
          assertThat(Literals.at(Values.text(time))).isEqualTo(time);
          Value.DateTime local = new Value.DateTime(date.value().atTime(time.value()), null, null);
          assertThat(Literals.at(Values.text(local))).isEqualTo(local);
        });
  }

  @Test
  void no_function_throws_on_any_values() {
    for (Builtin builtin : Builtin.values()) {
      Seeded.forAll(
          300,
          builtin.feelName().hashCode(),
          seeded -> {
            List<Value> arguments = new ArrayList<>();
            builtin.parameters().forEach(_ -> arguments.add(any(seeded, 2)));
            seeded.note(builtin.name(), arguments);
            Value value = builtin.apply(arguments.toArray(Value[]::new), Formula.MOMENT);
            assertThat(Values.text(value)).isNotEmpty();
            if (value instanceof Value.Null nothing && nothing.cause() == null) {
              assertThat(
                      builtin.result(
                          builtin.parameters().stream().map(Builtin.Parameter::type).toList()))
                  .as("only an element or entry may be null without a reason")
                  .isEqualTo(dev.quoin.feel.Type.Simple.ANY);
            }
          });
    }
  }

  @Test
  void no_operator_throws_on_any_values() {
    Seeded.forAll(
        RUNS * 5,
        8,
        seeded -> {
          Value a = seeded.note("a", any(seeded, 1));
          Value b = seeded.note("b", any(seeded, 1));
          for (Value result :
              List.of(
                  Operators.add(a, b),
                  Operators.subtract(a, b),
                  Operators.multiply(a, b),
                  Operators.divide(a, b),
                  Operators.power(a, b),
                  Operators.negate(a),
                  Operators.less(a, b),
                  Operators.at(a, b),
                  Operators.range(true, a, b, true))) {
            if (result instanceof Value.Null nothing && !(a instanceof Value.Items)) {
              assertThat(nothing.reason()).isPresent();
            }
          }
        });
  }

  @Test
  void distinct_values_are_those_whose_first_index_is_their_own() {
    Seeded.forAll(
        500,
        9,
        seeded -> {
          List<Value> values = seeded.list(0, 12, () -> any(seeded, 1));
          List<Value> expected = new ArrayList<>();
          for (Value value : values) {
            if (expected.stream().noneMatch(kept -> Operators.same(kept, value))) {
              expected.add(value);
            }
          }
          Value distinct =
              Builtin.DISTINCT_VALUES.apply(new Value[] {new Value.Items(values)}, Formula.MOMENT);
          assertThat(distinct).isEqualTo(new Value.Items(expected));
        });
  }
}
