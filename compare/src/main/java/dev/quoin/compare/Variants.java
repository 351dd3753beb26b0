package dev.quoin.compare;

import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.ColumnPricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.diff.Change;
import dev.quoin.ratebook.diff.Diff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The policies between two: one for each subset of the units that differ. A subset is a number whose bits are its units.
final class Variants {
  private final List<Unit> units;
  private final List<ColumnPricer> pricers;

  private Variants(List<Unit> units, List<ColumnPricer> pricers) {
    this.units = List.copyOf(units);
    this.pricers = List.copyOf(pricers);
  }

  /// Makes all of them. A change may need another, so that one of them alone makes no ratebook: then these count as one.
  static Variants between(Policy before, Policy after) {
    Diff diff = Diff.of(before.ratebook(), after.ratebook());
    List<Unit> units = Unit.of(diff.changes());
    return of(before, after, diff, units)
        .or(() -> of(before, after, diff, Unit.modelsTogether(units)))
        .or(() -> of(before, after, diff, Unit.leversApart(units)))
        .orElseThrow(() -> new IllegalStateException("the levers alone make no ratebook"));
  }

  private static Optional<Variants> of(Policy before, Policy after, Diff diff, List<Unit> units) {
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
    return Optional.of(new Variants(units, pricers));
  }

  private static Optional<Ratebook.Service> service(Diff.Between between, Policy policy) {
    return Optional.ofNullable(between.ratebook().services().get(policy.service().name()));
  }

  List<Unit> units() {
    return units;
  }

  /// How many subsets there are.
  int count() {
    return pricers.size();
  }

  ColumnPricer pricer(int subset) {
    return pricers.get(subset);
  }
}
