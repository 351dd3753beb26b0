package dev.quoin.compare;

import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.ColumnPricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.diff.Change;
import dev.quoin.ratebook.diff.Diff;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The policies between two: one for each subset of the units that differ. A subset is a number whose bits are its units.
final class Variants {
  private final List<Unit> units;
  private final List<ColumnPricer> pricers;
  private final Relevance relevance;

  /// A policy between the two sees date-times in the zone of either.
  private final ZoneId zone;

  private Variants(List<Unit> units, List<ColumnPricer> pricers, Relevance relevance) {
    this.units = List.copyOf(units);
    this.pricers = List.copyOf(pricers);
    this.relevance = relevance;
    this.zone = pricers.getFirst().ratebook().zone();
  }

  /// Makes all of them. A change may need another, so that one of them alone makes no ratebook: then these count as one.
  static Variants between(Policy before, Policy after) {
    Diff diff = Diff.of(before.ratebook(), after.ratebook());
    List<Unit> units = Unit.of(diff.changes());
    if (units.isEmpty() && !before.ratebook().digest().equals(after.ratebook().digest())) {
      units = List.of(Unit.UNNAMED);
    }
    return of(before, after, diff, units);
  }

  private static Variants of(Policy before, Policy after, Diff diff, List<Unit> units) {
    return made(before, after, diff, units)
        .or(() -> made(before, after, diff, Unit.modelsTogether(units)))
        .or(() -> made(before, after, diff, Unit.leversApart(units)))
        // Nothing is between none of the changes and all of them: there is nothing to make.
        .or(() -> made(before, after, diff, Unit.together(units)))
        .orElseThrow(() -> new IllegalStateException("two policies that are there"));
  }

  private static Optional<Variants> made(Policy before, Policy after, Diff diff, List<Unit> units) {
    int all = (1 << units.size()) - 1;
    // Levers are bound when a batch is priced: what differs in nothing else shares one program.
    Map<Set<Change>, ColumnPricer> known = new HashMap<>();
    List<ColumnPricer> pricers = new ArrayList<>();
    for (int subset = 0; subset <= all; subset++) {
      if (subset == 0 || subset == all) {
        pricers.add((subset == all ? after : before).pricer());
        continue;
      }
      Set<Change> taken = new HashSet<>();
      for (int unit = 0; unit < units.size(); unit++) {
        if ((subset & 1 << unit) != 0) {
          taken.addAll(units.get(unit).changes());
        }
      }
      Optional<Diff.Between> between = diff.with(taken, new Problems());
      if (between.isEmpty()) {
        return Optional.empty();
      }
      Optional<Ratebook.Service> service = service(between.get(), before);
      if (service.isEmpty()) {
        return Optional.empty();
      }
      Set<Change> compiled = new HashSet<>(taken);
      compiled.removeIf(Change.Lever.class::isInstance);
      pricers.add(
          known
              .computeIfAbsent(
                  compiled,
                  _ -> ColumnPricer.of(between.get().ratebook(), service.get(), Compiler::compile))
              .with(between.get().levers()));
    }
    return Optional.of(
        new Variants(units, pricers, Relevance.of(units, before.service(), pricers)));
  }

  /// The same without knowing which units a request has to do with: the slow twin.
  Variants knowingNothing() {
    return new Variants(units, pricers, Relevance.unknown(units.size()));
  }

  /// What a block costs under each of them, in their order.
  ///
  /// @param before what it costs under the first
  /// @param after what it costs under the last
  List<Priced> priced(Asked asked, Priced before, Priced after, Instant at, Money money) {
    List<Asked.Side> sides = List.of(asked.either(false), asked.either(true));
    int all = count() - 1;
    int[] relevant = relevance.of(this, sides.getFirst().inputs(), asked.size(), at);
    List<Priced> own = new ArrayList<>();
    for (int subset = 0; subset <= all; subset++) {
      int[] lanes = subset == 0 || subset == all ? new int[0] : lanes(relevant, subset);
      Asked.Side side = sides.get(isOfAfter(subset) ? 1 : 0);
      own.add(
          lanes.length == 0
              ? before
              : Priced.of(
                  pricer(subset).price(side.inputs(), asked.size(), at, lanes),
                  lanes,
                  side.wrong(),
                  money));
    }
    List<Priced> priced = new ArrayList<>();
    for (int subset = 0; subset <= all; subset++) {
      int taken = subset;
      priced.add(
          subset == 0
              ? before
              : subset == all
                  ? after
                  : Priced.picked(
                      asked.size(),
                      lane -> {
                        int counts = taken & relevant[lane];
                        return counts == 0
                            ? before
                            : counts == relevant[lane] ? after : own.get(counts);
                      }));
    }
    return priced;
  }

  /// The lanes that need a price of their own: those that have to do with all units of the subset, and with others.
  private static int[] lanes(int[] relevant, int subset) {
    return IntStream.range(0, relevant.length)
        .filter(lane -> (subset & ~relevant[lane]) == 0 && subset != relevant[lane])
        .toArray();
  }

  private static Optional<Ratebook.Service> service(Diff.Between between, Policy policy) {
    return Optional.ofNullable(between.ratebook().services().get(policy.service().name()));
  }

  List<Unit> units() {
    return units;
  }

  /// Whether a policy sees requests as the last one does, and not as the first.
  boolean isOfAfter(int subset) {
    return subset == count() - 1 || !pricer(subset).ratebook().zone().equals(zone);
  }

  /// How many subsets there are.
  int count() {
    return pricers.size();
  }

  ColumnPricer pricer(int subset) {
    return pricers.get(subset);
  }
}
