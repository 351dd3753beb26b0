package dev.quoin.dmn.analyse;

import java.util.Arrays;
import java.util.Optional;

/// Chooses where to cut a space in two: where fewest rules lie on both sides and the sides are alike, which makes a table
/// with a key column fall apart at once.
///
/// A cut costs the squares of what is left on its sides, for that is what comparing all pairs there would. Where no cut
/// saves a quarter of that, it is made in the middle of the most ends: so the spaces become smaller in any case.
final class Cuts {

  /// A cut before a piece.
  ///
  /// @param separates whether it saves much
  record Cut(int column, int at, boolean separates) {}

  private final Boxes boxes;

  // Where rules begin or end, in ascending order, and how many do; kept from cut to cut, to make no
  // garbage.
  private int[] places = new int[0];
  private int[] begins = new int[0];
  private int[] ends = new int[0];
  private int[] inner =
      new int[0]; // where a range of a rule ends or begins between its first and its last
  private int[] sorted = new int[0];

  Cuts(Boxes boxes) {
    this.boxes = boxes;
  }

  /// A cut, unless every rule passes all of the space.
  Optional<Cut> choose(int[] rules, Space space) {
    long least = Long.MAX_VALUE;
    int mostEnds = 0;
    Cut best = null;
    Cut middle = null;
    for (int column = 0; column < space.columns(); column++) {
      if (space.to(column) - space.from(column) == 1) {
        continue;
      }
      int count = count(rules, column, space);
      long left = begins[0];
      long right = rules.length;
      int met = 0;
      for (int i = 1; i < count - 1; i++) {
        right -= ends[i];
        int here = begins[i] + ends[i] + inner[i];
        met += here;
        long cost = left * left + right * right;
        if (here > 0 && cost < least) {
          least = cost;
          best = new Cut(column, places[i], true);
        }
        left += begins[i];
      }
      if (met > mostEnds) {
        mostEnds = met;
        middle = new Cut(column, middle(met), false);
      }
    }
    long all = (long) rules.length * rules.length;
    return Optional.ofNullable(best != null && least <= all - all / 4 ? best : middle);
  }

  /// Counts the rules that begin and end at each place; the first place is where the space begins, the last where it ends.
  private int count(int[] rules, int column, Space space) {
    int size = space.to(column) - space.from(column);
    return size < 4 * rules.length ? dense(rules, column, space) : sparse(rules, column, space);
  }

  /// One place for each piece: no sorting.
  private int dense(int[] rules, int column, Space space) {
    int from = space.from(column);
    int to = space.to(column);
    int count = to - from + 1;
    clear(count);
    for (int i = 0; i < count; i++) {
      places[i] = from + i;
    }
    for (int rule : rules) {
      begins[boxes.first(rule, column, from, to) - from]++;
      ends[boxes.end(rule, column, from, to) - from]++;
      for (int i = 0; i < boxes.ranges(rule, column) - 1; i++) {
        int hole = boxes.to(rule, column, i);
        int behind = boxes.from(rule, column, i + 1);
        if (hole > from && hole < to) {
          inner[hole - from]++;
        }
        if (behind > from && behind < to) {
          inner[behind - from]++;
        }
      }
    }
    return count;
  }

  /// Places only where something begins or ends: a few rules on a long axis.
  private int sparse(int[] rules, int column, Space space) {
    int from = space.from(column);
    int to = space.to(column);
    int all = 0;
    for (int rule : rules) {
      all += 2 * boxes.ranges(rule, column);
    }
    if (sorted.length < all + 2) {
      sorted = new int[all + 2];
    }
    sorted[0] = from;
    sorted[1] = to;
    int met = 2;
    for (int rule : rules) {
      for (int i = 0; i < boxes.ranges(rule, column); i++) {
        sorted[met++] = Math.clamp(boxes.from(rule, column, i), from, to);
        sorted[met++] = Math.clamp(boxes.to(rule, column, i), from, to);
      }
    }
    Arrays.sort(sorted, 0, met);
    clear(met);
    int count = 0;
    for (int i = 0; i < met; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        places[count++] = sorted[i];
      }
    }
    for (int rule : rules) {
      begins[place(boxes.first(rule, column, from, to), count)]++;
      ends[place(boxes.end(rule, column, from, to), count)]++;
      for (int i = 0; i < boxes.ranges(rule, column) - 1; i++) {
        inner[place(Math.clamp(boxes.to(rule, column, i), from, to), count)]++;
        inner[place(Math.clamp(boxes.from(rule, column, i + 1), from, to), count)]++;
      }
    }
    return count;
  }

  private int place(int at, int count) {
    return Arrays.binarySearch(places, 0, count, at);
  }

  private void clear(int count) {
    if (places.length < count) {
      places = new int[count];
      begins = new int[count];
      ends = new int[count];
      inner = new int[count];
    } else {
      Arrays.fill(begins, 0, count, 0);
      Arrays.fill(ends, 0, count, 0);
      Arrays.fill(inner, 0, count, 0);
    }
  }

  private int middle(int all) {
    int met = 0;
    int i = 0;
    while (2 * met < all) {
      i++;
      met += begins[i] + ends[i] + inner[i];
    }
    return places[i];
  }
}
