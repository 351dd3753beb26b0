package dev.quoin.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// The requests that moved most: so many at most. Of two that moved alike the one with the lesser id comes first, so that
/// it does not matter in which order they came.
final class Movers {
  /// Ids that are numbers go by their value: 9 before 10. All ids that are alike go by where they stand.
  private static final Comparator<Moved> ORDER =
      Comparator.<Moved>comparingLong(moved -> -moved.size())
          .thenComparingInt(moved -> moved.id().length())
          .thenComparing(Moved::id)
          .thenComparingLong(Moved::position);

  private final int most;
  private final TreeSet<Moved> moved = new TreeSet<>(ORDER);

  /// A request that moved.
  ///
  /// @param position where it stands among the requests, from 0
  /// @param size by how much it moved, without its sign
  /// @param asked the inputs by their names, as either policy sees them
  record Moved(String id, long position, long size, long before, long after, Asked.Both asked) {}

  Movers(int most) {
    this.most = most;
  }

  /// Whether one that moved so much may be among them.
  boolean mayTake(long size) {
    return moved.size() < most || (most > 0 && size >= moved.last().size());
  }

  void add(Moved one) {
    moved.add(one);
    if (moved.size() > most) {
      moved.pollLast();
    }
  }

  void add(Movers other) {
    other.moved.forEach(this::add);
  }

  /// From the one that moved most on.
  List<Moved> list() {
    return new ArrayList<>(moved);
  }
}
