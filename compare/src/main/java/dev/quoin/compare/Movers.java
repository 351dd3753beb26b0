package dev.quoin.compare;

import dev.quoin.feel.Place;
import dev.quoin.ratebook.source.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
  /// @param written as it stands in a file; Java's null where it can be made of its position
  record Moved(
      String id, long position, long size, long before, long after, @Nullable Node written) {}

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

  void write(Wire.Writer wire) {
    wire.number(moved.size());
    for (Moved one : moved) {
      wire.text(one.id());
      wire.number(one.position());
      wire.number(one.size());
      wire.number(one.before());
      wire.number(one.after());
      wire.flag(one.written() != null);
      if (one.written() != null) {
        wire.node(one.written());
      }
    }
  }

  void read(Wire.Reader wire) {
    for (int left = wire.count(); left > 0; left--) {
      String id = wire.text();
      long position = wire.number();
      add(
          new Moved(
              id,
              position,
              wire.number(),
              wire.number(),
              wire.number(),
              wire.flag() ? wire.node(new Place("request " + id, 0, 0)) : null));
    }
  }

  /// From the one that moved most on.
  List<Moved> list() {
    return new ArrayList<>(moved);
  }
}
