package dev.quoin.compiler.run;

import dev.quoin.compiler.plan.Likeness;
import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Same;
import dev.quoin.feel.Value;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

// A decision that is written alike in both programs has the same value where all that it reads has.
// That may hold for all lanes, because no change stands before the decision: then its column is
// copied when a chunk begins. Or it holds for some, because a change before it made a difference in
// few lanes alone: that is asked, lane by lane, when the column is first needed, and the others are
// evaluated.
//
// What the earlier evaluation read on its way to a value, it has a value of, too. So it is enough
// to hold those against each other that it has, and a branch that it did not take asks nothing.
//
// Left alone is a chunk in which the earlier evaluation came to a limit. Of the iterations, a lane
// begins with all that the earlier one has counted, among them those of every value that is taken
// over: it never counts fewer than its row.

/// What an evaluation by columns takes over from an earlier one, of another program over the same lanes.
final class Earlier {
  private static final int[] NO_READS = {};

  private final Lanes own;
  private final Lanes earlier;
  private final Likeness likeness;

  /// By global: whether it has the same value wherever the earlier one has a value.
  private final boolean[] isSame;

  /// By global: whether it may have the same value, as what it reads has; in others it has to be evaluated.
  private final boolean[] mayBeSame;

  /// By global that may be the same: the decisions that it reads and that may be others.
  private final int[][] reads;

  /// By global: what is known of the values of a decision that is not alike.
  private final @Nullable Pairs[] pairs;

  /// Whether this chunk can be taken over.
  private boolean isOn;

  /// @param own of the program that is evaluated, opened
  /// @param isSameInput whether an input of the program has the values that its counterpart has, in all lanes
  Earlier(Program program, Lanes own, Lanes earlier, Likeness likeness, IntPredicate isSameInput) {
    this.own = own;
    this.earlier = earlier;
    this.likeness = likeness;
    this.isSame = new boolean[likeness.size()];
    this.mayBeSame = new boolean[likeness.size()];
    this.reads = new int[likeness.size()][];
    this.pairs = new @Nullable Pairs[likeness.size()];
    Arrays.fill(reads, NO_READS);
    for (Program.Global global : program.globals()) {
      switch (global) {
        case Program.Input input -> isSame[input.index()] = isSameInput.test(input.index());
        case Program.Decision decision -> find(program, decision.index());
      }
    }
  }

  /// A decision stands behind what it requires.
  private void find(Program program, int decision) {
    if (!likeness.isAlike(decision) || !lieAlike(decision)) {
      return;
    }
    int[] others = Arrays.stream(likeness.reads(decision)).filter(read -> !isSame[read]).toArray();
    isSame[decision] = others.length == 0;
    mayBeSame[decision] =
        others.length > 0
            && Arrays.stream(others)
                .allMatch(read ->
                    program.globals().get(read) instanceof Program.Decision && lieAlike(read));
    // Numbers first: they are quickly held against each other, and leave fewer lanes for the rest.
    reads[decision] =
        Arrays.stream(others)
            .boxed()
            .sorted(Comparator.comparing(read -> own.column(read) instanceof Value[]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /// Whether both have a column for it, of one kind.
  private boolean lieAlike(int decision) {
    Object column = own.column(decision);
    Object before = earlier.column(likeness.counterpart(decision));
    return column.getClass().equals(before.getClass())
        && own.states(decision).length > 0
        && earlier.states(likeness.counterpart(decision)).length > 0;
  }

  /// Begins a chunk: takes over what is the same in all lanes.
  void begin() {
    isOn = own.isBeside(earlier);
    if (!isOn) {
      return;
    }
    own.countFrom(earlier);
    boolean isForAll = own.hasSelectionOf(earlier);
    for (int decision = 0; decision < isSame.length; decision++) {
      int before = likeness.counterpart(decision);
      if (!isSame[decision] || own.states(decision).length == 0 || !earlier.isTouched(before)) {
        continue;
      }
      own.touch(decision);
      int[] lanes = own.selected();
      if (isForAll && earlier.isThereForAll(before)) {
        own.touchAll(decision);
      } else {
        lanes = earlier.done(before, lanes);
      }
      copy(decision, before, lanes, lanes.length);
    }
  }

  /// Whether a decision of this chunk may have the same value in some lanes.
  boolean isAsked(int decision) {
    return isOn && decision < mayBeSame.length && mayBeSame[decision];
  }

  /// Takes over the values of a decision in those lanes of a selection in which all that it reads is the same.
  ///
  /// @return the other lanes
  int[] rest(int decision, int[] selection, int count) {
    int before = likeness.counterpart(decision);
    int[] left = new int[count];
    int[] same = new int[count];
    int size = candidates(before, selection, count, same);
    for (int read : reads[decision]) {
      size = unchanged(read, selection, count, same, size);
    }
    copy(decision, before, same, size);
    int others = 0;
    for (int i = 0, next = 0; i < count; i++) {
      if (next < size && same[next] == selection[i]) {
        next++;
      } else {
        left[others++] = selection[i];
      }
    }
    return Arrays.copyOf(left, others);
  }

  /// Those of a selection in which the earlier one has a value.
  private int candidates(int before, int[] selection, int count, int[] into) {
    byte[] states = earlier.states(before);
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (states[selection[i]] == Lanes.DONE) {
        into[size++] = selection[i];
      }
    }
    return size;
  }

  /// Keeps those of the lanes in which a decision that is read has the value that the earlier one read, or was not read.
  private int unchanged(int read, int[] selection, int count, int[] lanes, int size) {
    int before = likeness.counterpart(read);
    byte[] statesBefore = earlier.states(before);
    int[] asked = new int[size];
    int askedSize = 0;
    for (int i = 0; i < size; i++) {
      if (statesBefore[lanes[i]] == Lanes.DONE) {
        asked[askedSize++] = lanes[i];
      }
    }
    own.need(read, askedSize == count ? selection : asked, askedSize);
    byte[] states = own.states(read);
    Object column = own.column(read);
    Object columnBefore = earlier.column(before);
    // What was evaluated although it could have been taken over is nearly always another value.
    Pairs pairs = mayBeSame[read] ? null : pairs(read);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      int lane = lanes[i];
      if (statesBefore[lane] != Lanes.DONE
          || (states[lane] == Lanes.DONE && isSame(column, columnBefore, lane, pairs))) {
        lanes[kept++] = lane;
      }
    }
    return kept;
  }

  private Pairs pairs(int read) {
    Pairs known = pairs[read];
    if (known == null) {
      known = new Pairs();
      pairs[read] = known;
    }
    return known;
  }

  /// @param pairs knows values that are the same; without it only one object is the same as itself
  @SuppressWarnings("ReferenceEquality") // values that were taken over are the same objects
  private static boolean isSame(Object column, Object before, int lane, @Nullable Pairs pairs) {
    return switch (column) {
      case long[] numbers ->
          numbers[lane] == ((long[]) before)[lane] && Packed.isNumber(numbers[lane]);
      case boolean[] truths -> truths[lane] == ((boolean[]) before)[lane];
      case Value[] values ->
          pairs == null
              ? values[lane] == ((Value[]) before)[lane]
              : pairs.areSame(values[lane], ((Value[]) before)[lane]);
      default -> false;
    };
  }

  /// Pairs of values that are the same: a table has few answers, and gives the same objects again and again.
  private static final class Pairs {
    private static final int SIZE = 64;

    private final @Nullable Value[] some = new @Nullable Value[SIZE];
    private final @Nullable Value[] others = new @Nullable Value[SIZE];

    /// How often a pair was known, less how often it was not.
    private int worth = SIZE;

    @SuppressWarnings("ReferenceEquality") // the pairs are of objects
    boolean areSame(Value one, Value other) {
      if (one == other) {
        return true;
      }
      if (worth <= 0 || !(one instanceof Value.Context || one instanceof Value.Items)) {
        return Same.values(one, other);
      }
      int place = System.identityHashCode(one) & (SIZE - 1);
      if (some[place] == one && others[place] == other) {
        worth = Math.min(SIZE, worth + 1);
        return true;
      }
      worth--;
      if (!Same.values(one, other)) {
        return false;
      }
      some[place] = one;
      others[place] = other;
      return true;
    }
  }

  private void copy(int decision, int before, int[] lanes, int count) {
    own.finish(decision, lanes, count);
    own.takeRules(decision, earlier, before, lanes, count);
    Object from = earlier.column(before);
    Object to = own.column(decision);
    if (from instanceof long[] numbers && earlier.hasNumbers()) {
      numbers(numbers, (long[]) to, lanes, count);
    } else {
      copy(from, to, lanes, count);
    }
  }

  /// Copies some lanes from one array to another of its kind.
  @SuppressWarnings("SuspiciousSystemArraycopy") // two arrays of one class
  static void copy(Object from, Object to, int[] lanes, int count) {
    if (count > 0 && lanes[count - 1] == count - 1) {
      System.arraycopy(from, 0, to, 0, count);
      return;
    }
    switch (to) {
      case long[] numbers -> {
        for (int i = 0; i < count; i++) {
          numbers[lanes[i]] = ((long[]) from)[lanes[i]];
        }
      }
      case int[] rules -> {
        for (int i = 0; i < count; i++) {
          rules[lanes[i]] = ((int[]) from)[lanes[i]];
        }
      }
      case boolean[] truths -> {
        for (int i = 0; i < count; i++) {
          truths[lanes[i]] = ((boolean[]) from)[lanes[i]];
        }
      }
      case Value[] values -> {
        for (int i = 0; i < count; i++) {
          values[lanes[i]] = ((Value[]) from)[lanes[i]];
        }
      }
      default -> throw new IllegalStateException("no column: " + to);
    }
  }

  /// What does not fit into a long has another mark here than it has there.
  private void numbers(long[] from, long[] to, int[] lanes, int count) {
    for (int i = 0; i < count; i++) {
      long number = from[lanes[i]];
      to[lanes[i]] =
          Packed.isNumber(number)
              ? number
              : Run.pinned(Run.maybe(Run.boxed(number, earlier), own), own);
    }
  }
}
