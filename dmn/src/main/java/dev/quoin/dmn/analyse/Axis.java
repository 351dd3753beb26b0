package dev.quoin.dmn.analyse;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A column cut into pieces that no test of the column tells apart, in order: each point that a test names, and what
/// lies between two of them. Every test is then a set of pieces.
///
/// Pieces in which there is no value are left out: what lies between 3 and 4 where the step is 1, what the allowed values
/// do not allow, null where the subject cannot be null. So the pieces that are there can all occur, and each has an
/// example.
///
/// A test that cannot be laid out, such as an expression, is *unsure*: it may be passed by any piece, or by none.
final class Axis {

  /// Values that cannot be laid out on an axis.
  private static final class UndecidedException extends Exception {
    private static final long serialVersionUID = 1L;

    UndecidedException(String sentence) {
      super(sentence);
    }
  }

  /// A piece: a point (`low` is `high`), or what lies strictly between two of one kind.
  ///
  /// @param low a point; Java's null where there is no end
  private record Piece(Kind kind, @Nullable Value low, @Nullable Value high, Value example) {
    boolean isPoint() {
      return low != null && low.equals(high);
    }
  }

  private final List<Piece> pieces = new ArrayList<>();
  private final Map<Kind, Integer> starts =
      new EnumMap<>(Kind.class); // the first piece of each kind
  private final Map<Kind, Integer> ends = new EnumMap<>(Kind.class); // the one behind its last
  private final int[]
      position; // of each piece among those that can occur: how many of these stand before it
  private final List<Value> examples = new ArrayList<>();
  private final IdentityHashMap<CellTest, int[]> known = new IdentityHashMap<>();
  private final Set<CellTest> unsure = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<String> doubts = new LinkedHashSet<>();

  /// @param tests all tests of the column
  Axis(Column column, ColumnDomain domain, List<CellTest> tests) {
    List<Value> points = new ArrayList<>();
    Set<Kind> ranges = EnumSet.noneOf(Kind.class);
    Set<CellTest> different = Collections.newSetFromMap(new IdentityHashMap<>());
    for (CellTest test : tests) {
      if (different.add(test)) {
        collectSure(test, points, ranges);
      }
    }
    Optional<CellTest> allowed = domain.allowed();
    if (allowed.isPresent() && !collectSure(allowed.get(), points, ranges)) {
      unsure.addAll(different);
      allowed = Optional.empty();
    }
    BitSet possible;
    try {
      lay(column.subject().type(), points, ranges, domain.step());
      possible = possible(column, allowed, domain.step());
    } catch (UndecidedException e) {
      // What has no order is one piece, and nothing is sure of it.
      doubts.add(e.getMessage());
      unsure.addAll(different);
      pieces.clear();
      pieces.add(new Piece(Kind.OTHER, null, null, points.getFirst()));
      possible = everything();
    }
    position = new int[pieces.size() + 1];
    for (int i = 0; i < pieces.size(); i++) {
      if (possible.get(i)) {
        examples.add(pieces.get(i).example);
      }
      position[i + 1] = examples.size();
    }
  }

  private void lay(Type type, List<Value> points, Set<Kind> ranges, Optional<Decimal> step)
      throws UndecidedException {
    pieces.add(new Piece(Kind.NULL, Value.NULL, Value.NULL, Value.NULL));
    List<Kind> kinds = kinds(type, points);
    for (Kind kind : Kind.values()) {
      if (kinds.contains(kind)) {
        starts.put(kind, pieces.size());
        cut(kind, sorted(kind, points), ranges.contains(kind), step);
        ends.put(kind, pieces.size());
      }
    }
  }

  /// How many pieces there are.
  int size() {
    return examples.size();
  }

  Value example(int piece) {
    return examples.get(piece);
  }

  /// Whether it is known which pieces pass a test.
  boolean isSure(CellTest test) {
    return !unsure.contains(test);
  }

  /// Why some tests are unsure, as sentences.
  Set<String> doubts() {
    return Collections.unmodifiableSet(doubts);
  }

  /// The pieces whose values pass the test, or may pass it, as disjoint ranges in ascending order: from, to (exclusive),
  /// from, to, … The array is shared by all who ask.
  int[] ranges(CellTest test) {
    return known.computeIfAbsent(test, this::find);
  }

  private int[] find(CellTest test) {
    if (unsure.contains(test)) {
      return range(0, pieces.size());
    }
    return switch (test) {
      case CellTest.Any _ -> range(0, pieces.size());
      case CellTest.Interval interval -> range(from(interval), to(interval));
      case CellTest.Points points when points.values().size() == 1 -> {
        int point = point(points.values().getFirst());
        yield range(point, point + 1);
      }
      case CellTest.Points _, CellTest.AnyOf _, CellTest.Not _, CellTest.Holds _ ->
          ranges(set(test));
    };
  }

  private int[] range(int from, int to) {
    return from < to && position[from] < position[to]
        ? new int[] {position[from], position[to]}
        : new int[0];
  }

  private int[] ranges(BitSet all) {
    int[] found = new int[8];
    int count = 0;
    for (int from = all.nextSetBit(0); from >= 0; ) {
      int to = all.nextClearBit(from);
      int low = position[from];
      int high = position[to];
      if (low < high) {
        if (count > 0 && found[count - 1] == low) {
          found[count - 1] = high;
        } else {
          if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
          }
          found[count++] = low;
          found[count++] = high;
        }
      }
      from = all.nextSetBit(to);
    }
    return Arrays.copyOf(found, count);
  }

  private BitSet possible(Column column, Optional<CellTest> allowed, Optional<Decimal> step) {
    BitSet possible = allowed.map(this::set).orElseGet(this::everything);
    possible.set(0, column.subject().nullable() && possible.get(0));
    step.ifPresent(fine -> {
      for (int i = 0; i < pieces.size(); i++) {
        Piece piece = pieces.get(i);
        if (piece.isPoint()
            && piece.low instanceof Value.Num number
            && !number.value().modulo(fine).isZero()) {
          possible.clear(i);
        }
      }
    });
    return possible;
  }

  private BitSet everything() {
    BitSet all = new BitSet(pieces.size());
    all.set(0, pieces.size());
    return all;
  }

  private BitSet set(CellTest test) {
    BitSet set = new BitSet(pieces.size());
    switch (test) {
      case CellTest.Any _ -> set.set(0, pieces.size());
      case CellTest.Points points -> points.values().forEach(value -> set.set(point(value)));
      case CellTest.Interval interval -> {
        int from = from(interval);
        int to = to(interval);
        set.set(from, Math.max(from, to));
      }
      case CellTest.AnyOf any -> any.tests().forEach(each -> set.or(set(each)));
      case CellTest.Not not -> {
        set.set(0, pieces.size());
        set.andNot(set(not.test()));
      }
      case CellTest.Holds _ -> throw new IllegalStateException("it was refused");
    }
    return set;
  }

  private int from(CellTest.Interval interval) {
    return interval.low() == null
        ? bound(starts, kind(interval))
        : point(interval.low()) + (interval.lowClosed() ? 0 : 1);
  }

  private int to(CellTest.Interval interval) {
    return interval.high() == null
        ? bound(ends, kind(interval))
        : point(interval.high()) + (interval.highClosed() ? 1 : 0);
  }

  private static int bound(Map<Kind, Integer> bounds, Kind kind) {
    return Objects.requireNonNull(bounds.get(kind));
  }

  /// The index of a point, found by halving.
  private int point(Value value) {
    Kind kind = Kind.of(value);
    int low = 0;
    int high = pieces.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Piece piece = pieces.get(middle);
      int order = piece.kind.compareTo(kind);
      if (order == 0) {
        order = piece.isPoint() ? kind.compare(point(piece), value) : side(piece, kind, value);
      }
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    throw new IllegalStateException("no piece for " + value);
  }

  private static Value point(Piece piece) {
    if (piece.low == null) {
      throw new IllegalStateException("not a point");
    }
    return piece.low;
  }

  /// Whether what lies between two points is before or behind a value that is a point.
  private static int side(Piece piece, Kind kind, Value value) {
    return piece.high != null && kind.compare(piece.high, value) <= 0 ? -1 : 1;
  }

  private static Kind kind(CellTest.Interval interval) {
    Value end = interval.low() != null ? interval.low() : interval.high();
    if (end == null) {
      throw new IllegalStateException("an interval without ends");
    }
    return Kind.of(end);
  }

  /// Notes what a test names; tells whether it can be laid out.
  private boolean collectSure(CellTest test, List<Value> points, Set<Kind> ranges) {
    List<Value> own = new ArrayList<>();
    try {
      collect(test, own, ranges);
      points.addAll(own);
      return true;
    } catch (UndecidedException e) {
      doubts.add(e.getMessage());
      unsure.add(test);
      return false;
    }
  }

  private static void collect(CellTest test, List<Value> points, Set<Kind> ranges)
      throws UndecidedException {
    switch (test) {
      case CellTest.Any _ -> {}
      case CellTest.Points named -> {
        for (Value value : named.values()) {
          points.add(known(value));
        }
      }
      case CellTest.Interval interval -> {
        if (interval.low() == null && interval.high() == null) {
          throw new UndecidedException("a range without ends");
        }
        if (interval.low() instanceof Value.Null || interval.high() instanceof Value.Null) {
          throw new UndecidedException("a range that ends at null");
        }
        if (interval.low() != null) {
          points.add(known(interval.low()));
        }
        if (interval.high() != null) {
          points.add(known(interval.high()));
        }
        ranges.add(kind(interval));
      }
      case CellTest.AnyOf any -> {
        for (CellTest each : any.tests()) {
          collect(each, points, ranges);
        }
      }
      case CellTest.Not not -> collect(not.test(), points, ranges);
      case CellTest.Holds holds ->
          throw new UndecidedException(
              "the test `" + holds.condition().span().text().strip() + "` is an expression");
    }
  }

  private static Value known(Value value) throws UndecidedException {
    if (Kind.of(value) == Kind.OTHER) {
      throw new UndecidedException("a test names a list, a context or a range");
    }
    return value;
  }

  /// The kinds of values that can come: those of the type, or those that tests name where there is none.
  private static List<Kind> kinds(Type type, List<Value> points) {
    Kind declared = Kind.of(type);
    List<Kind> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kind != Kind.NULL
          && (kind == declared || points.stream().anyMatch(point -> Kind.of(point) == kind))) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static List<Value> sorted(Kind kind, List<Value> points) throws UndecidedException {
    List<Value> sorted = new ArrayList<>();
    try {
      for (Value value :
          points.stream().filter(point -> Kind.of(point) == kind).sorted(kind::compare).toList()) {
        if (sorted.isEmpty() || kind.compare(sorted.getLast(), value) != 0) {
          sorted.add(value);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new UndecidedException("tests name times with and without a zone");
    }
    return sorted;
  }

  private void cut(Kind kind, List<Value> points, boolean ranges, Optional<Decimal> step) {
    if (kind == Kind.BOOLEAN) {
      points = List.of(Value.FALSE, Value.TRUE);
    }
    @Nullable Value before = null;
    for (Value point : points) {
      if (kind != Kind.BOOLEAN && (ranges || kind != Kind.TEXT)) {
        between(kind, before, point, step);
      }
      pieces.add(new Piece(kind, point, point, point));
      before = point;
    }
    if (kind == Kind.OTHER) {
      // Of a column without a type anything else can come, such as a list.
      pieces.add(new Piece(kind, null, null, new Value.Items(List.of())));
    } else if (kind == Kind.TEXT && !ranges) {
      // No test asks what comes before what: all other texts are one piece.
      pieces.add(new Piece(kind, null, null, otherText(points)));
    } else if (kind != Kind.BOOLEAN) {
      between(kind, before, null, step);
    }
  }

  private void between(
      Kind kind, @Nullable Value low, @Nullable Value high, Optional<Decimal> step) {
    Value example = kind.between(low, high, step);
    if (example != null) {
      pieces.add(new Piece(kind, low, high, example));
    }
  }

  private static Value otherText(List<Value> points) {
    String text = "other";
    for (int i = 2; points.contains(Value.of(text)); i++) {
      text = "other " + i;
    }
    return Value.of(text);
  }
}
