package dev.quoin.compare;

import java.math.BigInteger;

/// Counts requests and sums their prices under two policies. Which requests came first, and in how many cells they were
/// counted before these were put together, does not show.
final class Cell {
  private static final int KINDS = Kind.ALL.length;

  /// How many requests were of one kind before and of another after: `before * KINDS + after`.
  private final long[] moves = new long[KINDS * KINDS];

  /// Of those that have a price on one side alone: its sum, by move.
  private final Sum[] single = sums(KINDS * KINDS);

  private final Sum repricedBefore = new Sum();
  private final Sum repricedAfter = new Sum();
  private long cheaper;
  private long dearer;
  private final Sum saved = new Sum();
  private final Sum paidMore = new Sum();

  private static Sum[] sums(int count) {
    Sum[] sums = new Sum[count];
    for (int i = 0; i < count; i++) {
      sums[i] = new Sum();
    }
    return sums;
  }

  /// Takes a request in.
  ///
  /// @param before its price; 0 where it has none
  void add(Kind kindBefore, long before, Kind kindAfter, long after) {
    int move = kindBefore.index() * KINDS + kindAfter.index();
    moves[move]++;
    if (move != 0) {
      single[move].add(before + after);
      return;
    }
    repricedBefore.add(before);
    repricedAfter.add(after);
    if (after < before) {
      cheaper++;
      saved.add(after - before);
    } else if (after > before) {
      dearer++;
      paidMore.add(after - before);
    }
  }

  void add(Cell other) {
    for (int move = 0; move < moves.length; move++) {
      moves[move] += other.moves[move];
      single[move].add(other.single[move]);
    }
    repricedBefore.add(other.repricedBefore);
    repricedAfter.add(other.repricedAfter);
    cheaper += other.cheaper;
    dearer += other.dearer;
    saved.add(other.saved);
    paidMore.add(other.paidMore);
  }

  void write(Wire.Writer wire) {
    for (int move = 0; move < moves.length; move++) {
      wire.number(moves[move]);
      single[move].write(wire);
    }
    repricedBefore.write(wire);
    repricedAfter.write(wire);
    wire.number(cheaper);
    wire.number(dearer);
    saved.write(wire);
    paidMore.write(wire);
  }

  void read(Wire.Reader wire) {
    for (int move = 0; move < moves.length; move++) {
      moves[move] += wire.number();
      single[move].read(wire);
    }
    repricedBefore.read(wire);
    repricedAfter.read(wire);
    cheaper += wire.number();
    dearer += wire.number();
    saved.read(wire);
    paidMore.read(wire);
  }

  Figures figures() {
    long requests = 0;
    long moved = 0;
    for (Kind before : Kind.ALL) {
      for (Kind after : Kind.ALL) {
        requests += count(before, after);
        moved += before == after ? 0 : count(before, after);
      }
    }
    return new Figures(
        requests,
        moved + cheaper + dearer,
        new Figures.Side(
            before(Kind.PRICED),
            before(Kind.REFUSED),
            before(Kind.FAILED),
            repricedBefore
                .value()
                .add(single(Kind.PRICED, Kind.REFUSED))
                .add(single(Kind.PRICED, Kind.FAILED))),
        new Figures.Side(
            after(Kind.PRICED),
            after(Kind.REFUSED),
            after(Kind.FAILED),
            repricedAfter
                .value()
                .add(single(Kind.REFUSED, Kind.PRICED))
                .add(single(Kind.FAILED, Kind.PRICED))),
        new Figures.Repriced(
            count(Kind.PRICED, Kind.PRICED), repricedBefore.value(), repricedAfter.value()),
        new Figures.Part(cheaper, saved.value()),
        new Figures.Part(dearer, paidMore.value()),
        part(Kind.PRICED, Kind.REFUSED),
        part(Kind.REFUSED, Kind.PRICED),
        part(Kind.PRICED, Kind.FAILED),
        part(Kind.FAILED, Kind.PRICED));
  }

  private Figures.Part part(Kind before, Kind after) {
    return new Figures.Part(count(before, after), single(before, after));
  }

  private BigInteger single(Kind before, Kind after) {
    return single[before.index() * KINDS + after.index()].value();
  }

  private long count(Kind before, Kind after) {
    return moves[before.index() * KINDS + after.index()];
  }

  private long before(Kind kind) {
    long count = 0;
    for (Kind after : Kind.ALL) {
      count += count(kind, after);
    }
    return count;
  }

  private long after(Kind kind) {
    long count = 0;
    for (Kind before : Kind.ALL) {
      count += count(before, kind);
    }
    return count;
  }
}
