package dev.quoin.compare;

import dev.quoin.feel.Problem;
import java.util.List;
import java.util.TreeSet;

/// What is wrong with requests: the first of it in the order of the file, so many at most, and how much it is in all.
public final class Flaws {
  /// So many are kept.
  public static final int MOST = 1_000;

  private final TreeSet<Problem> first = new TreeSet<>();
  private long count;

  synchronized void add(List<Problem> problems) {
    count += problems.size();
    for (Problem problem : problems) {
      first.add(problem);
      if (first.size() > MOST) {
        first.pollLast();
      }
    }
  }

  void add(Flaws other) {
    List<Problem> others = other.first();
    long more = other.count() - others.size();
    synchronized (this) {
      add(others);
      count += more;
    }
  }

  synchronized void write(Wire.Writer wire) {
    wire.number(count);
    wire.number(first.size());
    first.forEach(wire::problem);
  }

  synchronized void read(Wire.Reader wire) {
    count = wire.number();
    for (int left = wire.count(); left > 0; left--) {
      first.add(wire.problem());
    }
  }

  /// How many there are, those among them that are not kept.
  public synchronized long count() {
    return count;
  }

  /// The first, in the order of the file.
  public synchronized List<Problem> first() {
    return List.copyOf(first);
  }
}
