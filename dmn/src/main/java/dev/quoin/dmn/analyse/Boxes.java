package dev.quoin.dmn.analyse;

import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The rules of a table as boxes: per column the pieces of its axis that pass the rule's test, or may pass it.
///
/// Rules are meant by their position in the table.
final class Boxes {
  private static final BigInteger MANY = BigInteger.ONE.shiftLeft(62);

  private final int[][][] ranges; // by column and rule: from, to, from, to, …
  private final int[] sizes;
  private final BitSet unsure = new BitSet();

  Boxes(Table table, List<Axis> axes) {
    ranges = new int[axes.size()][table.rules().size()][];
    sizes = axes.stream().mapToInt(Axis::size).toArray();
    for (int i = 0; i < table.rules().size(); i++) {
      List<CellTest> tests = table.rules().get(i).tests();
      for (int column = 0; column < axes.size(); column++) {
        Axis axis = axes.get(column);
        ranges[column][i] = axis.ranges(tests.get(column));
        if (!axis.isSure(tests.get(column))) {
          unsure.set(i);
        }
      }
    }
  }

  int columns() {
    return sizes.length;
  }

  /// All points there are.
  Space space() {
    return Space.whole(sizes);
  }

  /// Whether it is known which points pass the rule.
  boolean isSure(int rule) {
    return !unsure.get(rule);
  }

  boolean areSure() {
    return unsure.isEmpty();
  }

  /// Whether no point passes.
  boolean isEmpty(int rule) {
    for (int[][] column : ranges) {
      if (column[rule].length == 0) {
        return true;
      }
    }
    return false;
  }

  /// The first piece of the rule from `from` on, or one that is not before `to`.
  int first(int rule, int column, int from, int to) {
    int[] known = ranges[column][rule];
    for (int i = range(known, from); i < known.length; i += 2) {
      return Math.max(known[i], from);
    }
    return to;
  }

  /// What is behind the rule's last piece before `to`, or something that is not behind `from`.
  int end(int rule, int column, int from, int to) {
    int[] known = ranges[column][rule];
    int i = range(known, to - 1);
    if (i < known.length && known[i] < to) {
      return Math.min(known[i + 1], to);
    }
    return i == 0 ? from : known[i - 1];
  }

  /// How many ranges a rule has in a column.
  int ranges(int rule, int column) {
    return ranges[column][rule].length / 2;
  }

  /// Where a range begins.
  int from(int rule, int column, int range) {
    return ranges[column][rule][2 * range];
  }

  /// What is behind a range.
  int to(int rule, int column, int range) {
    return ranges[column][rule][2 * range + 1];
  }

  /// Where the first range begins, in the array, that ends behind a piece.
  private static int range(int[] known, int piece) {
    int low = 0;
    int high = known.length / 2;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (known[2 * middle + 1] > piece) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return 2 * low;
  }

  /// Whether some point of the space passes the rule.
  boolean meets(int rule, Space space) {
    for (int column = 0; column < sizes.length; column++) {
      if (!meets(rule, column, space)) {
        return false;
      }
    }
    return true;
  }

  boolean meets(int rule, int column, Space space) {
    int to = space.to(column);
    return first(rule, column, space.from(column), to) < to;
  }

  /// Whether every point of the space passes the rule.
  boolean fills(int rule, Space space) {
    for (int column = 0; column < sizes.length; column++) {
      int[] known = ranges[column][rule];
      int i = range(known, space.from(column));
      if (i == known.length || known[i] > space.from(column) || known[i + 1] < space.to(column)) {
        return false;
      }
    }
    return true;
  }

  /// The first piece that two rules share in a column; -1 where there is none.
  int shared(int one, int other, int column) {
    int[] a = ranges[column][one];
    int[] b = ranges[column][other];
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      int from = Math.max(a[i], b[j]);
      if (from < Math.min(a[i + 1], b[j + 1])) {
        return from;
      }
      if (a[i + 1] < b[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return -1;
  }

  /// Those of the rules that reach into a stretch of a column.
  int[] inside(int[] rules, int column, Space space) {
    int[] inside = new int[rules.length];
    int count = 0;
    for (int rule : rules) {
      if (meets(rule, column, space)) {
        inside[count++] = rule;
      }
    }
    return Arrays.copyOf(inside, count);
  }

  /// Whether rules of which no two share a point pass every point of the space.
  boolean fillTogether(int[] rules, Space space) {
    BigInteger size = space.size();
    if (size.compareTo(MANY) < 0) {
      long left = size.longValueExact();
      for (int rule : rules) {
        long points = 1;
        for (int column = 0; column < sizes.length; column++) {
          points *= pieces(rule, column, space);
        }
        left -= points;
      }
      return left == 0;
    }
    for (int rule : rules) {
      BigInteger points = BigInteger.ONE;
      for (int column = 0; column < sizes.length; column++) {
        points = points.multiply(BigInteger.valueOf(pieces(rule, column, space)));
      }
      size = size.subtract(points);
    }
    return size.signum() == 0;
  }

  private int pieces(int rule, int column, Space space) {
    int[] known = ranges[column][rule];
    int pieces = 0;
    for (int i = range(known, space.from(column)); i < known.length; i += 2) {
      int from = Math.max(known[i], space.from(column));
      int to = Math.min(known[i + 1], space.to(column));
      if (from >= to) {
        break;
      }
      pieces += to - from;
    }
    return pieces;
  }
}
