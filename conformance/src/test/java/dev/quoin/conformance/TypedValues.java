package dev.quoin.conformance;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.testkit.Seeded;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Made-up values of a program's inputs: of the declared type, where some are declared among the allowed ones, and
/// otherwise at, below and above the values that the program knows.
final class TypedValues {
  private static final Decimal ONE = Decimal.of(1);
  private static final LocalDate FIRST = LocalDate.of(1960, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2030, 12, 31);

  /// A context of contexts is as deep as anybody looks.
  private static final int LEVELS = 2;

  private final Seeded random;
  private final Map<Type, List<Value>> known;
  private final List<String> entries;

  /// @param known values by their types, among which the program tells apart
  /// @param entries the names of entries that the program asks values for
  TypedValues(Seeded random, Map<Type, List<Value>> known, Collection<String> entries) {
    this.random = random;
    this.known = known;
    this.entries = List.copyOf(entries);
  }

  Value of(Program.Input input) {
    List<Value> allowed = named(input.allowed()).toList();
    return !allowed.isEmpty() && !random.oneIn(8) ? random.pick(allowed) : of(input.type());
  }

  private static Stream<Value> named(CellTest test) {
    return switch (test) {
      case CellTest.Any _, CellTest.Holds _, CellTest.Interval _, CellTest.Not _ -> Stream.of();
      case CellTest.Points points -> points.values().stream();
      case CellTest.AnyOf anyOf -> anyOf.tests().stream().flatMap(TypedValues::named);
    };
  }

  private Value of(Type type) {
    List<Value> likely = known.getOrDefault(type, List.of());
    if (!likely.isEmpty() && random.yes()) {
      return random.pick(likely);
    }
    return switch (type) {
      case Type.Simple simple -> of(simple);
      case Type.ListType list -> new Value.Items(random.list(0, 3, () -> of(list.element())));
      case Type.ContextType context -> {
        Map<String, Value> entries = new LinkedHashMap<>();
        context.entries().forEach((name, entry) -> entries.put(name, of(entry)));
        yield new Value.Context(entries);
      }
      case Type.RangeType range ->
          new Value.Range(random.yes(), of(range.element()), of(range.element()), random.yes());
      case Type.FunctionType _ -> Value.NULL;
    };
  }

  private Value of(Type.Simple type) {
    return switch (type) {
      case ANY -> anything(LEVELS);
      case NULL -> Value.NULL;
      case NUMBER -> Value.of(random.pick(0, 1, 7, 18, 30, 100, 250, 999, 1_000, 50_000, -1));
      case STRING -> Value.of(random.text("ab XY0", 0, 4));
      case BOOLEAN -> Value.of(random.yes());
      case DATE -> new Value.Date(random.date(FIRST, LAST));
      case TIME ->
          new Value.Time(
              random.time(600), random.<ZoneOffset>pick(ZoneOffset.UTC, ZoneOffset.ofHours(9)));
      case DATE_TIME ->
          new Value.DateTime(
              random.date(FIRST, LAST).atTime(LocalTime.of(random.between(0, 23), 30)),
              ZoneOffset.UTC,
              ZoneOffset.UTC);
      case DAY_TIME_DURATION -> new Value.DayTimeDuration(random.between(-90_000, 900_000), 0);
      case YEAR_MONTH_DURATION -> new Value.YearMonthDuration(random.between(-14, 400));
    };
  }

  /// A simple value, or a context with all entries that somebody asks for, or a list of such.
  private Value anything(int levels) {
    if (levels > 0 && !entries.isEmpty() && random.between(0, LEVELS) < levels) {
      Map<String, Value> context = new LinkedHashMap<>();
      entries.forEach(name -> context.put(name, anything(levels - 1)));
      return new Value.Context(context);
    }
    if (levels > 0 && random.oneIn(6)) {
      return new Value.Items(random.list(0, 3, () -> anything(levels - 1)));
    }
    return of(
        random.<Type>pick(
            Type.Simple.NUMBER, Type.Simple.STRING, Type.Simple.BOOLEAN, Type.Simple.DATE));
  }

  /// Values by their types, next to which something changes: each number also a little below and above.
  static Map<Type, List<Value>> known(Stream<Value> values) {
    Map<Type, List<Value>> known = new LinkedHashMap<>();
    values.forEach(value -> {
      switch (value) {
        case Value.Num number -> {
          List<Value> numbers = known.computeIfAbsent(Type.Simple.NUMBER, _ -> new ArrayList<>());
          numbers.add(number);
          numbers.add(Value.of(number.value().plus(ONE)));
          numbers.add(Value.of(number.value().minus(ONE)));
        }
        case Value.Text text ->
            known.computeIfAbsent(Type.Simple.STRING, _ -> new ArrayList<>()).add(text);
        case Value.Date date ->
            known.computeIfAbsent(Type.Simple.DATE, _ -> new ArrayList<>()).add(date);
        default -> {}
      }
    });
    return known;
  }
}
