package dev.quoin.compiler.plan;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Place;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.testkit.Seeded;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tables for tests: by hand, and made up from a seed.
final class Tables {
  private static final Span SPAN = Source.of("test.dmn", "-").whole();
  private static final Place PLACE = new Place("test.dmn", 1, 1);
  static final CellTest ANY = new CellTest.Any();
  static final CellTest HOLDS = new CellTest.Holds(constant(Value.TRUE));

  private Tables() {}

  private static TypedExpr constant(Value value) {
    return new TypedExpr.Constant(value, Type.Simple.ANY, SPAN);
  }

  static Table table(HitPolicy policy, int columns, List<List<CellTest>> rules) {
    List<Table.Column> heads = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      heads.add(new Table.Column("column " + column, constant(Value.NULL), column));
    }
    List<Table.Rule> numbered = new ArrayList<>();
    for (List<CellTest> tests : rules) {
      numbered.add(new Table.Rule(numbered.size() + 1, tests, List.of(), PLACE));
    }
    return new Table(
        "rates",
        "test.dmn",
        heads,
        List.of(),
        numbered,
        policy,
        List.of(),
        Type.Simple.ANY,
        true,
        SPAN);
  }

  static CellTest points(Value... values) {
    return new CellTest.Points(List.of(values));
  }

  static CellTest between(long low, long high) {
    return new CellTest.Interval(true, Value.of(low), Value.of(high), true);
  }

  static Value number(String numeral) {
    return Value.of(Decimal.parse(numeral));
  }

  /// What the columns of a made-up table test.
  enum Matter {
    WHOLE,
    NUMBER,
    WIDE,
    TEXT,
    BOOLEAN,
    DATE,
    TIME,
    DATE_TIME,
    DURATION,
    MONTHS,
    MIXED,
    LIST
  }

  /// A value as it may stand in a cell.
  static Value value(Seeded seeded, Matter matter) {
    return switch (matter) {
      case WHOLE -> Value.of(seeded.between(-12, 40));
      case NUMBER -> new Value.Num(Decimal.of(seeded.decimal(4, 0, 3)));
      case WIDE ->
          number(
              seeded.pick(
                  "1E+40",
                  "-1E+40",
                  "1E-30",
                  "0",
                  "999999999999999999",
                  "-999999999999999999.9",
                  "1234567890123456789012345678901234",
                  "1234567890123456789012345678901233",
                  "0.000000000000000001",
                  "0.0000000000000000001",
                  "3.5"));
      case TEXT ->
          Value.of(
              seeded.pick("", "a", "b", "c", "SUV", "경차", "경", "Aa", "BB") + seeded.pick("", "1"));
      case BOOLEAN -> Value.of(seeded.yes());
      case DATE -> new Value.Date(LocalDate.of(2026, 1, 1).plusDays(seeded.between(-3, 60)));
      case TIME ->
          new Value.Time(
              LocalTime.of(seeded.between(0, 23), seeded.pick(0, 30)),
              seeded.oneIn(4) ? null : ZoneOffset.ofHours(seeded.pick(0, 9, -5)));
      case DATE_TIME -> {
        LocalDateTime at = LocalDate.of(2026, 1, 1).atStartOfDay().plusHours(seeded.between(0, 40));
        ZoneOffset offset = seeded.oneIn(3) ? null : ZoneOffset.ofHours(seeded.pick(0, 9));
        yield new Value.DateTime(at, offset, offset);
      }
      case DURATION -> new Value.DayTimeDuration(Duration.ofMinutes(seeded.between(-4, 40)));
      case MONTHS -> new Value.YearMonthDuration(seeded.between(-4, 40));
      case MIXED ->
          value(seeded, seeded.pick(Matter.WHOLE, Matter.TEXT, Matter.DATE_TIME, Matter.BOOLEAN));
      case LIST ->
          seeded.oneIn(3)
              ? new Value.Items(List.of(Value.of(seeded.between(0, 3))))
              : value(seeded, Matter.WHOLE);
    };
  }

  /// A value to ask for: one of a cell, beside one, of another scale, null, or of a wrong type.
  static Value question(Seeded seeded, Matter matter) {
    if (seeded.oneIn(15)) {
      return Value.NULL;
    }
    if (seeded.oneIn(20)) {
      return value(seeded, seeded.pick(Matter.values()));
    }
    Value value = value(seeded, matter);
    return seeded.yes() ? value : beside(seeded, value);
  }

  private static Value beside(Seeded seeded, Value value) {
    int sign = seeded.pick(-1, 1);
    return switch (value) {
      case Value.Num number -> {
        BigDecimal exact = number.value().toBigDecimal();
        BigDecimal step = BigDecimal.ONE.movePointLeft(seeded.pick(0, 1, 3, 4, 17, 18, 19, 25));
        yield new Value.Num(
            Decimal.of(
                switch (seeded.between(0, 3)) {
                  case 0 -> exact.add(step.multiply(BigDecimal.valueOf(sign)));
                  case 1 -> exact.setScale(Math.max(exact.scale(), 0) + seeded.pick(1, 3, 15));
                  case 2 -> exact.stripTrailingZeros();
                  default -> exact.movePointRight(seeded.pick(-25, -3, 1, 3, 18, 30));
                }));
      }
      case Value.Text text ->
          Value.of(seeded.yes() ? text.value() + " " : text.value().toLowerCase(Locale.ROOT));
      case Value.Date date ->
          new Value.Date(date.value().plusDays(sign * seeded.pick(1, 1, 1_000_000)));
      case Value.Time time -> new Value.Time(time.value().plusNanos(sign), time.zone());
      case Value.DateTime at ->
          new Value.DateTime(
              seeded.oneIn(4) ? at.value().plusYears(sign * 5_000L) : at.value().plusNanos(sign),
              at.zone(),
              at.offset());
      case Value.DayTimeDuration duration ->
          new Value.DayTimeDuration(
              seeded.oneIn(4)
                  ? Duration.ofDays(sign * 4_000_000L)
                  : duration.value().plusNanos(sign));
      case Value.YearMonthDuration months ->
          new Value.YearMonthDuration(
              seeded.oneIn(4) ? sign * Long.MAX_VALUE : months.months() + sign);
      case Value.Bool _,
          Value.Null _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          value;
    };
  }

  /// A cell of any form.
  static CellTest cell(Seeded seeded, Matter matter, int wildcards) {
    if (seeded.oneIn(wildcards)) {
      return ANY;
    }
    return switch (seeded.between(0, 11)) {
      case 0, 1, 2, 3 -> points(value(seeded, matter));
      case 4 ->
          new CellTest.Points(
              seeded.list(0, 4, () -> seeded.oneIn(6) ? Value.NULL : value(seeded, matter)));
      case 5, 6, 7, 8 -> interval(seeded, matter);
      case 9 -> new CellTest.AnyOf(seeded.list(0, 3, () -> cell(seeded, matter, 20)));
      case 10 -> new CellTest.Not(cell(seeded, matter, 20));
      default -> seeded.oneIn(6) ? HOLDS : points(value(seeded, matter));
    };
  }

  private static CellTest interval(Seeded seeded, Matter matter) {
    @Nullable Value low = seeded.oneIn(5) ? null : value(seeded, matter);
    @Nullable Value high = low != null && seeded.oneIn(5) ? null : value(seeded, matter);
    return new CellTest.Interval(seeded.yes(), low, high, seeded.yes());
  }

  /// A made-up table of what those columns test.
  static Table random(Seeded seeded, List<Matter> matters, int rules) {
    int wildcards = seeded.pick(1, 2, 4, 30);
    List<List<CellTest>> made = new ArrayList<>();
    for (int rule = 0; rule < rules; rule++) {
      made.add(matters.stream().map(matter -> cell(seeded, matter, wildcards)).toList());
    }
    return table(seeded.oneIn(2) ? HitPolicy.FIRST : HitPolicy.COLLECT, matters.size(), made);
  }
}
