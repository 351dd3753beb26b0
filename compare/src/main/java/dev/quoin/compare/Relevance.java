package dev.quoin.compare;

import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Reads;
import dev.quoin.feel.Same;
import dev.quoin.ratebook.ColumnPricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.diff.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

// A dearer car changes nothing for those who take another one. Where it is known of a request which
// units it has nothing to do with, it needs a price only for the subsets of the others.
//
// A unit is read by some decisions, its *readers*: those that read its lever, or call its table.
// Where no other unit is read by these, nor by anything above them, their values depend on the
// request and on this unit alone. So they are asked twice, without the unit and with it; where all
// of them answer the same, every price is the same with the unit and without, whatever else is
// taken over.
//
// Of a unit whose readers another unit reaches, two rows of one table for instance, nothing is
// known, and it counts for all requests. To say it of these, too, their readers would have to be
// asked under all subsets: that is done with the prices anyway.

/// Knows which units a request has to do with.
final class Relevance {
  private final int units;

  /// By unit: its readers; nothing where nothing is known of it.
  private final List<Optional<List<Integer>>> readers;

  private Relevance(int units, List<Optional<List<Integer>>> readers) {
    this.units = units;
    this.readers = readers;
  }

  /// Finds the readers of each unit.
  ///
  /// @param pricers of all subsets of the units
  static Relevance of(List<Unit> units, Ratebook.Service service, List<ColumnPricer> pricers) {
    Ratebook first = pricers.getFirst().ratebook();
    Set<Program> programs = Collections.newSetFromMap(new IdentityHashMap<>());
    pricers.forEach(pricer -> programs.add(pricer.ratebook().program()));
    if (!programs.stream().allMatch(program -> areAlike(program, first.program()))) {
      return unknown(units.size());
    }
    List<Reads> reads = programs.stream().map(Reads::of).toList();
    BitSet reached = reached(service, reads);
    List<List<Integer>> readers = new ArrayList<>();
    for (Unit unit : units) {
      Optional<List<Integer>> found = readers(unit, first, reads);
      if (found.isEmpty()) {
        return unknown(units.size());
      }
      readers.add(found.get().stream().filter(reached::get).toList());
    }
    return new Relevance(
        units.size(),
        IntStream.range(0, units.size())
            .mapToObj(
                unit -> Optional.of(readers.get(unit)).filter(_ -> isApart(unit, readers, reads)))
            .toList());
  }

  /// Every unit counts for every request.
  static Relevance unknown(int units) {
    return new Relevance(
        units, Stream.generate(Optional::<List<Integer>>empty).limit(units).toList());
  }

  /// What a service may ask for.
  private static BitSet reached(Ratebook.Service service, List<Reads> reads) {
    List<Integer> asked = new ArrayList<>(service.shown());
    asked.add(service.lines());
    asked.add(service.total());
    service.refusals().ifPresent(asked::add);
    return reached(asked, reads);
  }

  /// What may be read under any of the subsets where these are asked, and these.
  private static BitSet reached(List<Integer> asked, List<Reads> reads) {
    BitSet reached = new BitSet();
    reads.forEach(read -> reached.or(read.reached(asked)));
    return reached;
  }

  /// Whether the same indexes mean the same.
  private static boolean areAlike(Program one, Program other) {
    return one.globals().stream()
            .map(global -> global.id() + global.getClass())
            .toList()
            .equals(
                other.globals().stream().map(global -> global.id() + global.getClass()).toList())
        && one.functions().stream()
            .map(Program.Function::id)
            .toList()
            .equals(other.functions().stream().map(Program.Function::id).toList());
  }

  /// The decisions that read a unit; nothing where that cannot be said.
  private static Optional<List<Integer>> readers(Unit unit, Ratebook ratebook, List<Reads> reads) {
    List<Integer> readers = new ArrayList<>();
    for (Program.Global global : ratebook.program().globals()) {
      if (!(global instanceof Program.Decision)) {
        continue;
      }
      for (Change change : unit.changes()) {
        Optional<Boolean> isReader = isReader(change, global, ratebook, reads);
        if (isReader.isEmpty()) {
          return Optional.empty();
        }
        if (isReader.get() && !readers.contains(global.index())) {
          readers.add(global.index());
        }
      }
    }
    return Optional.of(readers);
  }

  private static Optional<Boolean> isReader(
      Change change, Program.Global decision, Ratebook ratebook, List<Reads> reads) {
    return switch (change) {
      case Change.Lever lever ->
          ratebook.levers().stream()
              .filter(one -> one.id().equals(lever.id()))
              .flatMap(one ->
                  ratebook.program().globals().stream()
                      .filter(global -> global.id().equals(one.binds())))
              .findFirst()
              .map(input ->
                  reads.stream().anyMatch(read -> read.isRead(input.index(), decision.index())));
      case Change.Row row -> isCaller(table(row.table(), ratebook), decision, ratebook, reads);
      case Change.Rows rows -> isCaller(table(rows.table(), ratebook), decision, ratebook, reads);
      case Change.Table table ->
          isCaller(table(table.table(), ratebook), decision, ratebook, reads);
      case Change.Decision changed when changed.isFunction() ->
          isCaller(Optional.of(changed.id()), decision, ratebook, reads);
      case Change.Decision changed -> Optional.of(changed.id().equals(decision.id()));
      case Change.File _ -> Optional.empty();
    };
  }

  private static Optional<String> table(String id, Ratebook ratebook) {
    return ratebook.tables().stream()
        .filter(table -> table.id().equals(id))
        .map(Ratebook.Table::binds)
        .findFirst();
  }

  private static Optional<Boolean> isCaller(
      Optional<String> function, Program.Global decision, Ratebook ratebook, List<Reads> reads) {
    return function
        .flatMap(id ->
            ratebook.program().functions().stream().filter(one -> one.id().equals(id)).findFirst())
        .map(one -> reads.stream().anyMatch(read -> read.isCalled(one.index(), decision.index())));
  }

  /// Whether the readers of a unit, and everything above them, are read by no other.
  private static boolean isApart(int unit, List<List<Integer>> readers, List<Reads> reads) {
    BitSet reached = reached(readers.get(unit), reads);
    for (int other = 0; other < readers.size(); other++) {
      if (other != unit && readers.get(other).stream().anyMatch(reached::get)) {
        return false;
      }
    }
    return true;
  }

  /// By lane: the units that a request may have to do with, as the bits of a subset.
  int[] of(Variants variants, Map<String, Column> inputs, int size, Instant at) {
    int[] relevant = new int[size];
    for (int unit = 0; unit < units; unit++) {
      int bit = 1 << unit;
      if (readers.get(unit).isEmpty()) {
        for (int lane = 0; lane < size; lane++) {
          relevant[lane] |= bit;
        }
        continue;
      }
      List<Integer> asked = readers.get(unit).get();
      if (asked.isEmpty()) {
        continue;
      }
      List<Outcome> without = variants.pricer(0).decide(inputs, size, asked, at);
      List<Outcome> with = variants.pricer(bit).decide(inputs, size, asked, at);
      for (int i = 0; i < asked.size(); i++) {
        for (int lane = 0; lane < size; lane++) {
          if ((relevant[lane] & bit) == 0 && !isSame(without.get(i), with.get(i), lane)) {
            relevant[lane] |= bit;
          }
        }
      }
    }
    return relevant;
  }

  private static boolean isSame(Outcome one, Outcome other, int lane) {
    boolean hasFailed = !one.problems().isEmpty() && one.problems().containsKey(lane);
    boolean fails = !other.problems().isEmpty() && other.problems().containsKey(lane);
    return !hasFailed && !fails && isSame(one.values(), other.values(), lane);
  }

  private static boolean isSame(Column one, Column other, int lane) {
    if (one instanceof Column.Numbers first
        && other instanceof Column.Numbers second
        && Packed.isNumber(first.packed()[lane])) {
      return first.packed()[lane] == second.packed()[lane];
    }
    if (one instanceof Column.Contexts first
        && other instanceof Column.Contexts second
        && first.isThere()[lane]
        && second.isThere()[lane]
        && List.of(first.keys()).equals(List.of(second.keys()))) {
      for (int entry = 0; entry < first.entries().length; entry++) {
        if (!isSame(first.entries()[entry], second.entries()[entry], lane)) {
          return false;
        }
      }
      return true;
    }
    return Same.values(one.value(lane), other.value(lane));
  }
}
