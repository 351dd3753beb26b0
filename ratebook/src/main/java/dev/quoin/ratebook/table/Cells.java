package dev.quoin.ratebook.table;

import static java.time.temporal.ChronoField.NANO_OF_SECOND;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.ratebook.value.Plain;
import dev.quoin.ratebook.value.Quoted;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads the cells of one column. Input cells with the same text become the same test.
final class Cells {
  static final CellTest EVERYTHING = new CellTest.Any();

  /// Ranges of the types that have an order, as problems show them.
  private static final Map<Type.Simple, String> RANGES =
      Map.of(
          Type.Simple.NUMBER, ", `<= 3`, `>= 4` or `[4..72]`",
          Type.Simple.DATE, ", `>= 2026-05-01` or `[2026-05-01..2026-05-31]`",
          Type.Simple.TIME, ", `< 09:30:00` or `[09:30:00..18:00:00)`",
          Type.Simple.DATE_TIME,
              ", `>= 2026-05-01T10:00` or `[2026-05-01T10:00..2026-05-02T10:00)`",
          Type.Simple.DAY_TIME_DURATION, ", `<= PT4H` or `(PT4H..P1D]`",
          Type.Simple.YEAR_MONTH_DURATION, ", `< P1Y` or `[P1Y..P2Y)`");

  private final Type.Simple type;
  private final Plain plain;
  private final Problems problems;
  private final Map<String, Optional<CellTest>> tests = new HashMap<>();

  Cells(Type.Simple type, Plain plain) {
    this.type = type;
    this.plain = plain;
    this.problems = plain.problems();
  }

  /// The test of an input cell: a plain value, a list `a; b`, a range, a comparison, `not(…)`, `null` or `-`.
  ///
  /// @param at where it stands; asked only of cells that are new
  Optional<CellTest> test(String text, Supplier<Place> at) {
    // A cell that is wrong is reported wherever it stands, so only what could be read is kept.
    Optional<CellTest> kept = tests.get(text);
    if (kept != null) {
      return kept;
    }
    Place place = at.get();
    Optional<CellTest> read =
        isGiven(text, "a value, or `-` for everything", place)
            ? readTest(text, place)
            : Optional.empty();
    if (read.isPresent()) {
      tests.put(text, read);
    }
    return read;
  }

  /// The value of an output cell, `null` included.
  Optional<Value> value(String text, Place place) {
    return isGiven(text, "a value, or `null`", place) ? readValue(text, place) : Optional.empty();
  }

  private boolean isGiven(String text, String expected, Place place) {
    if (text.isEmpty()) {
      problems.add(place, "blank-cell", "an empty cell (expected: " + expected + ")");
      return false;
    }
    return true;
  }

  private Optional<Value> readValue(String text, Place place) {
    return text.equals("null") ? Optional.of(Value.NULL) : single(text, place);
  }

  private Optional<CellTest> readTest(String text, Place place) {
    if (text.equals("-")) {
      return Optional.of(EVERYTHING);
    }
    if (text.startsWith("not(") && text.endsWith(")")) {
      String inner = text.substring(4, text.length() - 1).strip();
      if (inner.isEmpty() || inner.equals("-")) {
        problems.add(place, "bad-cell", "`" + text + "` is passed by nothing");
        return Optional.empty();
      }
      return alternatives(inner, place).map(CellTest.Not::new);
    }
    return alternatives(text, place);
  }

  private Optional<CellTest> alternatives(String text, Place place) {
    List<Value> points = new ArrayList<>();
    List<CellTest> intervals = new ArrayList<>();
    boolean good = true;
    for (String part : split(text)) {
      if (part.isEmpty()) {
        problems.add(place, "bad-cell", "nothing between two `;` in `" + text + "`");
        good = false;
      } else if (isRange(part)) {
        Optional<CellTest> interval = range(part, place);
        interval.ifPresent(intervals::add);
        good &= interval.isPresent();
      } else {
        Optional<Value> point = point(part, place);
        point.ifPresent(points::add);
        good &= point.isPresent();
      }
    }
    if (!good) {
      return Optional.empty();
    }
    if (intervals.isEmpty()) {
      return Optional.of(new CellTest.Points(points));
    }
    if (!points.isEmpty()) {
      intervals.addFirst(new CellTest.Points(points));
    }
    return Optional.of(
        intervals.size() == 1 ? intervals.getFirst() : new CellTest.AnyOf(intervals));
  }

  /// The parts between the semicolons that do not stand in quotes.
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    boolean inQuotes = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
        inQuotes = !inQuotes;
      } else if (c == ';' && !inQuotes) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }

  private static boolean isRange(String text) {
    char first = text.charAt(0);
    return first == '[' || first == '(' || first == '<' || first == '>' || first == ']';
  }

  private Optional<CellTest> range(String text, Place place) {
    if (!RANGES.containsKey(type)) {
      problems.add(
          place,
          "bad-cell",
          "`%s` is a range, but the column is of type %s (expected: a value; a text like this in quotes)"
              .formatted(text, type));
      return Optional.empty();
    }
    char first = text.charAt(0);
    if (first == '<' || first == '>') {
      boolean closed = text.startsWith("=", 1);
      return single(text.substring(closed ? 2 : 1).strip(), place)
          .map(end ->
              first == '<'
                  ? new CellTest.Interval(false, null, end, closed)
                  : new CellTest.Interval(closed, end, null, false));
    }
    char last = text.charAt(text.length() - 1);
    int dots = text.indexOf("..");
    if (first == ']' || dots < 0 || (last != ']' && last != ')')) {
      problems.add(
          place,
          "bad-cell",
          "`%s` is no range (expected: such as `[1..3]` or `(1..3)`)".formatted(text));
      return Optional.empty();
    }
    Optional<Value> low = single(text.substring(1, dots).strip(), place);
    Optional<Value> high = single(text.substring(dots + 2, text.length() - 1).strip(), place);
    if (low.isEmpty() || high.isEmpty()) {
      return Optional.empty();
    }
    boolean both = first == '[' && last == ']';
    int order = compare(low.get(), high.get());
    if (order > 0 || (order == 0 && !both)) {
      problems.add(place, "empty-range", "`" + text + "` contains nothing");
      return Optional.empty();
    }
    return Optional.of(new CellTest.Interval(first == '[', low.get(), high.get(), last == ']'));
  }

  /// A value where a range could stand as well: who meant one is shown how it is written.
  private Optional<Value> point(String text, Place place) {
    String ranges = RANGES.get(type);
    if (ranges == null || text.equals("null")) {
      return readValue(text, place);
    }
    Problems own = new Problems();
    Optional<Value> value = new Plain(plain.zone(), own, ranges).read(text, type, place);
    if (value.isEmpty()) {
      Plain trying = new Plain(plain.zone(), new Problems());
      RangeSlip.meant(text, end -> trying.read(end, type, place))
          .ifPresentOrElse(
              meant ->
                  problems.add(
                      place,
                      "bad-cell",
                      "`%s` is no %s; did you mean `%s`?".formatted(text, type, meant)),
              () -> problems.addAll(own.sorted()));
    }
    return value;
  }

  /// A plain value; a string may stand in quotes.
  private Optional<Value> single(String text, Place place) {
    if (type != Type.Simple.STRING || !Quoted.is(text)) {
      return plain.read(text, type, place);
    }
    Optional<Value> inner = Quoted.read(text).map(Value::of);
    if (inner.isEmpty()) {
      problems.add(place, "bad-cell", "`%s` is no text in quotes".formatted(text));
    }
    return inner;
  }

  /// Compares two plain values of one ordered type.
  static int compare(Value a, Value b) {
    return switch (a) {
      case Value.Num num -> num.value().compareTo(((Value.Num) b).value());
      case Value.Date date -> date.value().compareTo(((Value.Date) b).value());
      case Value.Time time -> time.value().compareTo(((Value.Time) b).value());
      case Value.DateTime dateTime -> seconds(dateTime).compareTo(seconds((Value.DateTime) b));
      case Value.DayTimeDuration days ->
          days.value().compareTo(((Value.DayTimeDuration) b).value());
      case Value.YearMonthDuration months ->
          Long.compare(months.months(), ((Value.YearMonthDuration) b).months());
      case Value.Text _,
          Value.Bool _,
          Value.Null _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          throw new IllegalArgumentException("no order: " + a);
    };
  }

  /// A plain date and time always has its offset.
  private static Decimal seconds(Value.DateTime dateTime) {
    ZoneOffset offset = dateTime.offset();
    return Decimal.of(dateTime.value().toEpochSecond(offset == null ? ZoneOffset.UTC : offset))
        .plus(Decimal.of(dateTime.value().get(NANO_OF_SECOND), 9));
  }
}
