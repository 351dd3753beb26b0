package dev.quoin.compiler.plan;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One column, cut at every end that its tests name.
///
/// Its pieces, in this order: null; all that is of a kind that the column does not test; and for each kind that it
/// tests: what lies before the first end, the first end, what lies between it and the second, … All values of a piece
/// pass the same tests.
final class ColumnPieces {

  /// In place of a test: passed by everything.
  static final int ANY = -1;

  /// In place of a test: not known before the evaluation.
  static final int OPEN = -2;

  private static final int NULL_PIECE = 0;
  private static final int OTHER_PIECE = 1;
  private static final int FIRST_OF_KINDS = 2;

  /// By rule: the index of its test, or [#ANY] or [#OPEN].
  private final int[] testOf;

  /// By test: the pieces whose values pass it.
  private final PieceSet[] passing;

  private final int count;
  private final Set<Kind> mentioned = EnumSet.noneOf(Kind.class);
  private final Decimal[] numbers;
  private final String[] texts;

  /// The ends of the kinds that have keys.
  private final Map<Kind, long[]> keys = new EnumMap<>(Kind.class);

  /// The first piece of each kind.
  private final Map<Kind, Integer> from = new EnumMap<>(Kind.class);

  ColumnPieces(List<CellTest> cells) {
    Map<CellTest, Integer> tests = new LinkedHashMap<>();
    // Cells of the same text mostly are the same object: that is told without a look into it.
    IdentityHashMap<CellTest, Integer> seen = new IdentityHashMap<>();
    testOf = new int[cells.size()];
    for (int rule = 0; rule < testOf.length; rule++) {
      CellTest cell = cells.get(rule);
      Integer known = seen.get(cell);
      if (known == null) {
        mention(cell);
        known = isKnown(cell) ? tests.computeIfAbsent(cell, _ -> tests.size()) : OPEN;
        seen.put(cell, known);
      }
      testOf[rule] = known;
    }
    List<CellTest> distinct = new ArrayList<>(tests.keySet());
    Ends ends = new Ends();
    for (CellTest test : distinct) {
      ends.collect(test);
    }
    numbers = ends.numbers.toArray(Decimal[]::new);
    texts = ends.texts.toArray(String[]::new);
    int next = FIRST_OF_KINDS;
    for (Kind kind : Kind.values()) {
      TreeSet<Long> ofKind = ends.keys.getOrDefault(kind, new TreeSet<>());
      keys.put(kind, ofKind.stream().mapToLong(Long::longValue).toArray());
      from.put(kind, next);
      int size = size(kind);
      next += size == 0 ? 0 : 2 * size + 1;
    }
    count = next;
    passing = new PieceSet[distinct.size()];
    for (int test = 0; test < passing.length; test++) {
      passing[test] = answer(distinct.get(test)).passing;
    }
    PieceSet all = PieceSet.range(0, count);
    for (int rule = 0; rule < testOf.length; rule++) {
      if (testOf[rule] >= 0 && passing[testOf[rule]].equals(all)) {
        testOf[rule] = ANY;
      }
    }
  }

  /// Whether the test is made of values that can be looked up.
  private static boolean isKnown(CellTest cell) {
    return switch (cell) {
      case CellTest.Any _ -> true;
      case CellTest.Points points ->
          points.values().stream().allMatch(value -> value instanceof Value.Null || isEnd(value));
      case CellTest.Interval interval ->
          (interval.low() != null || interval.high() != null)
              && isOrderedEnd(interval.low())
              && isOrderedEnd(interval.high());
      case CellTest.AnyOf anyOf -> anyOf.tests().stream().allMatch(ColumnPieces::isKnown);
      case CellTest.Not not -> isKnown(not.test());
      case CellTest.Holds _ -> false;
    };
  }

  private static boolean isEnd(Value value) {
    Kind kind = Kind.of(value);
    return kind.isScalar() && (!kind.hasKey() || Kind.isWithinReach(value));
  }

  private static boolean isOrderedEnd(@Nullable Value end) {
    return end == null || (Kind.of(end).isOrdered() && isEnd(end));
  }

  /// Notes the kinds of the values that a test names.
  private void mention(CellTest cell) {
    switch (cell) {
      case CellTest.Any _, CellTest.Holds _ -> {}
      case CellTest.Points points -> points.values().forEach(this::mention);
      case CellTest.Interval interval -> ends(interval).forEach(this::mention);
      case CellTest.AnyOf anyOf -> anyOf.tests().forEach(this::mention);
      case CellTest.Not not -> mention(not.test());
    }
  }

  /// Local and zoned values have the same FEEL type, so that each mentions both.
  private void mention(Value value) {
    if (!(value instanceof Value.Null)) {
      mentioned.add(Kind.of(value));
    }
  }

  /// The values that tests name, in order and once each.
  private static final class Ends {
    final TreeSet<Decimal> numbers = new TreeSet<>();
    final TreeSet<String> texts = new TreeSet<>();
    final Map<Kind, TreeSet<Long>> keys = new EnumMap<>(Kind.class);

    void collect(CellTest cell) {
      switch (cell) {
        case CellTest.Any _, CellTest.Holds _ -> {}
        case CellTest.Points points -> points.values().forEach(this::collect);
        case CellTest.Interval interval -> {
          collect(interval.low());
          collect(interval.high());
        }
        case CellTest.AnyOf anyOf -> anyOf.tests().forEach(this::collect);
        case CellTest.Not not -> collect(not.test());
      }
    }

    private void collect(@Nullable Value value) {
      if (value instanceof Value.Num number) {
        numbers.add(number.value());
      } else if (value instanceof Value.Text text) {
        texts.add(text.value());
      } else if (value != null && Kind.of(value).hasKey()) {
        keys.computeIfAbsent(Kind.of(value), _ -> new TreeSet<>()).add(Kind.key(value));
      }
    }
  }

  private long[] keys(Kind kind) {
    return Objects.requireNonNull(keys.get(kind));
  }

  private int from(Kind kind) {
    return Objects.requireNonNull(from.get(kind));
  }

  private int size(Kind kind) {
    return switch (kind) {
      case NUMBER -> numbers.length;
      case TEXT -> texts.length;
      default -> keys(kind).length;
    };
  }

  /// The pieces whose values pass a test and those whose values surely fail it. A value of another kind than the test's
  /// does neither: it can't be compared, so that it passes neither the test nor its negation. Null can always be told
  /// from values.
  private record Answer(PieceSet passing, PieceSet failing) {
    Answer and(Answer other) {
      return new Answer(passing.intersection(other.passing), failing.union(other.failing));
    }

    Answer negated() {
      return new Answer(/* passing= */ failing, /* failing= */ passing);
    }
  }

  private Answer answer(CellTest cell) {
    return switch (cell) {
      case CellTest.Any _ -> everything();
      case CellTest.Points points -> {
        PieceSet equal = PieceSet.of(points.values().stream().mapToInt(this::pieceOfEnd).toArray());
        yield new Answer(equal, comparable(points.values()).minus(equal, count));
      }
      case CellTest.Interval interval -> {
        Value low = interval.low();
        Value high = interval.high();
        Answer above = low == null ? everything() : beyond(low, interval.lowClosed(), true);
        yield high == null ? above : above.and(beyond(high, interval.highClosed(), false));
      }
      case CellTest.AnyOf anyOf -> {
        PieceSet passing = PieceSet.EMPTY;
        PieceSet failing = PieceSet.range(0, count);
        for (CellTest test : anyOf.tests()) {
          Answer answer = answer(test);
          passing = passing.union(answer.passing);
          failing = failing.intersection(answer.failing);
        }
        yield new Answer(passing, failing);
      }
      case CellTest.Not not -> answer(not.test()).negated();
      case CellTest.Holds _ -> throw new IllegalArgumentException("not known before: " + cell);
    };
  }

  /// The piece of a value that the column names.
  private int pieceOfEnd(Value value) {
    Kind kind = Kind.of(value);
    int at =
        switch (value) {
          case Value.Null _ -> -1;
          case Value.Num number -> Arrays.binarySearch(numbers, number.value());
          case Value.Text text -> Arrays.binarySearch(texts, text.value());
          default -> Arrays.binarySearch(keys(kind), Kind.key(value));
        };
    return kind == Kind.NULL ? NULL_PIECE : from(kind) + 2 * at + 1;
  }

  private Answer everything() {
    return new Answer(PieceSet.range(0, count), PieceSet.EMPTY);
  }

  /// What an interval's one end says.
  private Answer beyond(Value end, boolean closed, boolean isLow) {
    Kind kind = Kind.of(end);
    int at = pieceOfEnd(end);
    PieceSet passing =
        isLow
            ? PieceSet.range(closed ? at : at + 1, from(kind) + 2 * size(kind) + 1)
            : PieceSet.range(from(kind), closed ? at + 1 : at);
    return new Answer(passing, comparable(List.of(end)).minus(passing, count));
  }

  private static List<Value> ends(CellTest.Interval interval) {
    List<Value> ends = new ArrayList<>();
    for (Value end : new @Nullable Value[] {interval.low(), interval.high()}) {
      if (end != null) {
        ends.add(end);
      }
    }
    return ends;
  }

  /// The pieces whose values can be compared with all of the values.
  private PieceSet comparable(List<Value> values) {
    List<Kind> kinds =
        values.stream().map(Kind::of).filter(kind -> kind != Kind.NULL).distinct().toList();
    if (kinds.isEmpty()) {
      return PieceSet.range(0, count);
    }
    PieceSet ofNull = PieceSet.range(NULL_PIECE, NULL_PIECE + 1);
    if (kinds.size() > 1) {
      return ofNull;
    }
    Kind kind = kinds.getFirst();
    int first = from(kind);
    return ofNull.union(PieceSet.range(first, first + 2 * size(kind) + 1));
  }

  /// How many pieces there are.
  int count() {
    return count;
  }

  /// The rule's test: its index, or [#ANY] or [#OPEN].
  int testOf(int rule) {
    return testOf[rule];
  }

  boolean asksNothing() {
    return IntStream.of(testOf).allMatch(test -> test == ANY);
  }

  boolean hasTests() {
    return IntStream.of(testOf).anyMatch(test -> test >= 0);
  }

  /// Whether the values of a piece pass the rule's test; true where the test is not known before the evaluation.
  boolean passes(int rule, int piece) {
    int test = testOf[rule];
    return test < 0 || passing[test].contains(piece);
  }

  /// Finds a value's piece.
  Axes axes() {
    return axes(IntStream.range(0, count).toArray());
  }

  /// Finds a value's class.
  Axes axes(int[] classOfPiece) {
    Map<Kind, LongAxis> byKind = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      if (kind.hasKey() && size(kind) > 0) {
        int[] classes = classes(kind, classOfPiece);
        int[] kept = LongAxis.parting(classes);
        byKind.put(
            kind,
            new LongAxis(
                IntStream.of(kept).mapToLong(i -> keys(kind)[i]).toArray(),
                LongAxis.classesAround(kept, classes)));
      }
    }
    return Axes.of(
        numbers.length == 0 ? null : NumberAxis.of(numbers, classes(Kind.NUMBER, classOfPiece)),
        texts.length == 0 ? null : TextAxis.of(texts, classes(Kind.TEXT, classOfPiece)),
        byKind,
        classOfPiece[NULL_PIECE],
        classOfPiece[OTHER_PIECE],
        mentioned);
  }

  private int[] classes(Kind kind, int[] classOfPiece) {
    int first = from(kind);
    return Arrays.copyOfRange(classOfPiece, first, first + 2 * size(kind) + 1);
  }

  /// Pieces that pass the same tests are one class.
  ///
  /// @param count how many classes
  /// @param ofPiece by piece
  /// @param ofTest by test: the classes that pass it
  /// @param spread how many classes the rules pass, all together
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Classes(int count, int[] ofPiece, int[][] ofTest, long spread) {}

  /// The classes, found by splitting the set of all pieces by one test after the other (as Hopcroft refines states);
  /// empty where that takes more than `work` steps, because many tests overlap.
  Optional<Classes> classes(long work) {
    int[] ofPiece = new int[count];
    int[] sizes = new int[count + 1];
    int[] hits = new int[count + 1];
    int[] target = new int[count + 1];
    int[] touched = new int[count + 1];
    sizes[0] = count;
    int classes = 1;
    long steps = 0;
    for (PieceSet set : passing) {
      steps += set.count();
      if (steps > work) {
        return Optional.empty();
      }
      int touchedCount = 0;
      int[] bounds = set.bounds();
      for (int i = 0; i < bounds.length; i += 2) {
        for (int piece = bounds[i]; piece < bounds[i + 1]; piece++) {
          if (hits[ofPiece[piece]]++ == 0) {
            touched[touchedCount++] = ofPiece[piece];
          }
        }
      }
      for (int i = 0; i < touchedCount; i++) {
        int old = touched[i];
        target[old] = hits[old] == sizes[old] ? old : classes++;
        sizes[old] -= hits[old];
        sizes[target[old]] += hits[old];
        hits[old] = 0;
      }
      for (int i = 0; i < bounds.length; i += 2) {
        for (int piece = bounds[i]; piece < bounds[i + 1]; piece++) {
          ofPiece[piece] = target[ofPiece[piece]];
        }
      }
    }
    int[][] ofTest = new int[passing.length][];
    for (int test = 0; test < passing.length; test++) {
      int[] bounds = passing[test].bounds();
      int[] passed = new int[passing[test].count()];
      int size = 0;
      for (int i = 0; i < bounds.length; i += 2) {
        for (int piece = bounds[i]; piece < bounds[i + 1]; piece++) {
          passed[size++] = ofPiece[piece];
        }
      }
      ofTest[test] = size < 2 ? passed : IntStream.of(passed).sorted().distinct().toArray();
    }
    long spread = 0;
    for (int test : testOf) {
      spread += test < 0 ? classes : ofTest[test].length;
    }
    return Optional.of(new Classes(classes, ofPiece, ofTest, spread));
  }
}
