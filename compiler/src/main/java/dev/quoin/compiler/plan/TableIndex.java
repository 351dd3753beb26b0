package dev.quoin.compiler.plan;

import dev.quoin.feel.Value;
import org.jspecify.annotations.Nullable;

/// The index of a table: which of its rules match, found by one [Level] after the other.
///
///     int node = index.root();
///     node = index.level(0).step(node, zone);
///     node = index.level(1).stepPacked(node, days);
///     int[] rules = index.candidates(node);
///
/// A candidate passes all tests that the levels ask. What they do not ask is the rule's [#remainder]: tests that are
/// expressions, which the caller evaluates, and tests of columns that were left out because the index would have become
/// too large, which [#passes] answers. Of a table with the hit policy FIRST, the candidates end with the first rule
/// that has no remainder.
///
/// Immutable; shared by all threads.
public final class TableIndex {
  private final Level[] levels;
  private final int root;
  private final int[][] answers;

  /// By node behind the last level: the first candidate, or -1.
  private final int[] firsts;

  /// By node behind the last level: the only candidate; -1 for none, -2 for several.
  private final int[] onlies;

  /// By rule: the columns that the levels do not ask; none has an array where no rule has any.
  private final int[][] remainders;

  private final int[] remainderColumns;
  private final Axes[] axes;

  /// By column: its pieces where it was left out, or null.
  private final @Nullable ColumnPieces[] leftOut;

  private final long size;
  private final String picture;

  TableIndex(
      Level[] levels,
      int root,
      int[][] answers,
      int[][] remainders,
      int[] remainderColumns,
      Axes[] axes,
      @Nullable ColumnPieces[] leftOut,
      long size,
      String picture) {
    this.size = size;
    this.levels = levels;
    this.root = root;
    this.answers = answers;
    this.remainders = remainders;
    this.remainderColumns = remainderColumns;
    this.axes = axes;
    this.leftOut = leftOut;
    this.picture = picture;
    this.firsts = new int[answers.length];
    this.onlies = new int[answers.length];
    for (int node = 0; node < answers.length; node++) {
      firsts[node] = answers[node].length == 0 ? -1 : answers[node][0];
      onlies[node] = answers[node].length > 1 ? -2 : firsts[node];
    }
  }

  /// The node to begin with.
  public int root() {
    return root;
  }

  /// How many columns are indexed.
  public int levels() {
    return levels.length;
  }

  /// The level that is asked at that step, from 0.
  public Level level(int step) {
    return levels[step];
  }

  /// The rules that are left behind the last level: their positions in the table, from 0, in order. The array is shared:
  /// it must not be written to.
  public int[] candidates(int node) {
    return answers[node];
  }

  /// By node behind the last level: the first of the candidates, or -1 where there are none. The array is shared.
  public int[] firsts() {
    return firsts;
  }

  /// By node behind the last level: the only candidate, -1 where there are none, -2 where there are several. The array is
  /// shared.
  public int[] onlies() {
    return onlies;
  }

  /// Whether any rule has a remainder.
  public boolean hasRemainder() {
    return remainders.length > 0;
  }

  /// The columns in which some rule's test is left to ask, in order: from 0. The array is shared.
  public int[] remainderColumns() {
    return remainderColumns;
  }

  /// The columns whose tests are left to ask of a candidate, in order; none where it matches already. The array is
  /// shared.
  public int[] remainder(int rule) {
    return remainders.length == 0 ? remainderColumns : remainders[rule];
  }

  /// Whether a column of the remainder was left out for size: there [#passes] answers all tests that are not
  /// expressions.
  public boolean isLeftOut(int column) {
    return leftOut[column] != null;
  }

  /// Whether [#passes] knows the test of that rule in a column that was left out; else the caller evaluates it.
  public boolean isKnown(int rule, int column) {
    ColumnPieces pieces = leftOut[column];
    return pieces != null && pieces.testOf(rule) != ColumnPieces.OPEN;
  }

  /// Where a value falls in a column that was left out: to be asked once for all candidates.
  public int piece(int column, Value value) {
    return axes[column].of(value);
  }

  /// Whether a value that falls there passes the rule's test in a column that was left out; true for tests that are not
  /// known, and for columns that the levels ask.
  ///
  /// @param piece where the value falls, as [#piece] says
  public boolean passes(int rule, int column, int piece) {
    ColumnPieces pieces = leftOut[column];
    return pieces == null || pieces.passes(rule, piece);
  }

  /// Whether the value passes the rule's test in a column that was left out.
  public boolean passes(int rule, int column, Value value) {
    return passes(rule, column, piece(column, value));
  }

  /// Whether the value is null or of a type that a test of the column names, or the column's tests name none. A strict
  /// program calls it `wrong-type` where it is not.
  public boolean fits(int column, Value value) {
    return axes[column].fits(value);
  }

  /// How many ints the levels' nodes and edges and the candidates take.
  public long size() {
    return size;
  }

  /// The index for people: a line for the table, one for each level, one for each column of the remainder.
  public String picture() {
    return picture;
  }

  @Override
  public String toString() {
    return picture;
  }
}
