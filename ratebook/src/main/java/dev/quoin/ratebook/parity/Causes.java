package dev.quoin.ratebook.parity;

import dev.quoin.decimal.Decimal;
import dev.quoin.ratebook.RecordedCall.Difference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/// Finds what is behind the calls that differ.
///
/// A part of the ratebook is suspicious that took part in the calls that differ and in few others: the one with the highest
/// coefficient of Ochiai, as in the localisation of faults by spectra (Abreu, Zoeteweij, van Gemund: On the Accuracy of
/// Spectrum-based Fault Localization, 2007). Its value is tried: if with another one the calls are answered alike, and hardly any
/// less than before, that is what the older system has there. Values are tried first of what took part in no other call.
final class Causes {
  private static final int MAX_GROUPS = 100;
  private static final int MAX_EXAMPLES = 3;
  private static final int MAX_ALIKE = 5;
  private static final int SUSPECTS_TRIED = 8;

  private final Repairs repairs;

  /// In how many of the calls that are answered alike each part took part.
  private final Map<Suspect, Long> innocent;

  /// The same with the calls that repairs have made equal.
  private final Map<Suspect, Long> cleared;

  /// Some of the calls that are answered alike, with the repairs so far.
  private List<Open> equal;

  /// The calls that differ and are not explained yet.
  private List<Open> open;

  private final List<ParityReport.Group> groups = new ArrayList<>();

  /// A call, and what took part in what differs, or in all where nothing does.
  ///
  /// @param first held against the ratebook as it is
  /// @param held held against it with the repairs that were found so far
  record Open(Held first, Held held, Set<Suspect> suspects) {}

  /// @param innocent in how many of the calls that are answered alike each part took part
  /// @param equal some of these calls
  /// @param open the calls that differ
  Causes(Repairs repairs, Map<Suspect, Long> innocent, List<Open> equal, List<Open> open) {
    this.repairs = repairs;
    this.innocent = innocent;
    this.cleared = new HashMap<>(innocent);
    this.equal = equal;
    this.open = open;
  }

  /// Looks until everything is explained that can be.
  ///
  /// @param progress is told how many calls are not explained yet
  void find(IntConsumer progress) {
    while (!open.isEmpty() && groups.size() < MAX_GROUPS) {
      progress.accept(open.size());
      List<Count> ranked = ranked();
      if (ranked.isEmpty()) {
        break;
      }
      List<Suspect> tried =
          ranked.stream()
              .filter(Count::isTriable)
              .sorted(Count.PERFECT_FIRST)
              .map(Count::suspect)
              .limit(SUSPECTS_TRIED)
              .toList();
      Optional<Repairs.Fit> fit = repairs.best(tried, open, equal);
      groups.add(fit.map(this::repaired).orElseGet(() -> explained(ranked.getFirst().suspect())));
    }
  }

  /// What was found, the largest first.
  List<ParityReport.Group> groups() {
    return groups.stream()
        .sorted(
            Comparator.comparingLong(ParityReport.Group::differing)
                .reversed()
                .thenComparing(ParityReport.Group::suspect))
        .toList();
  }

  /// How many calls no group explains.
  int unexplained() {
    return open.size();
  }

  /// Some of these.
  List<ParityReport.Example> examples() {
    return examples(open);
  }

  /// How often a suspect took part.
  ///
  /// @param guilty in calls that differ and are not explained yet
  /// @param innocent in calls that were answered alike, or are with the repairs so far
  private record Count(Suspect suspect, long guilty, long innocent) {
    /// The most suspicious first.
    static final Comparator<Count> SUSPICIOUS_FIRST =
        Comparator.comparing(Count::score).reversed().thenComparing(Count::suspect);

    /// What took part in no other call first: one cause among several is such a one, while its score may be low.
    static final Comparator<Count> PERFECT_FIRST =
        Comparator.comparing((Count count) -> count.innocent() > 0).thenComparing(SUSPICIOUS_FIRST);

    boolean isTriable() {
      return guilty >= Repairs.LEAST
          && (suspect.kind() == Suspect.Kind.ROW || suspect.kind() == Suspect.Kind.LEVER);
    }

    /// The square of Ochiai's coefficient, but for a factor that all have in common.
    Decimal score() {
      return Decimal.of(guilty).times(Decimal.of(guilty)).dividedBy(Decimal.of(guilty + innocent));
    }
  }

  private List<Count> ranked() {
    Map<Suspect, Long> guilty = new HashMap<>();
    open.forEach(call -> call.suspects().forEach(one -> guilty.merge(one, 1L, Long::sum)));
    return guilty.entrySet().stream()
        .map(entry ->
            new Count(entry.getKey(), entry.getValue(), cleared.getOrDefault(entry.getKey(), 0L)))
        .sorted(Count.SUSPICIOUS_FIRST)
        .toList();
  }

  /// The group of a repair: all calls that it makes equal. The others are held against the repaired ratebook from now on.
  private ParityReport.Group repaired(Repairs.Fit fit) {
    repairs.keep(fit);
    equal =
        equal.stream()
            .filter(call -> repairs.held(call.held().call()).isEqual())
            .collect(Collectors.toCollection(ArrayList::new));
    List<Open> equalNow = new ArrayList<>();
    List<Open> still = new ArrayList<>();
    for (Open call : open) {
      Held again = repairs.held(call.held().call());
      if (again.isEqual()) {
        equalNow.add(call);
        Set<Suspect> all = again.all(repairs.pricer(), repairs.service());
        all.forEach(suspect -> cleared.merge(suspect, 1L, Long::sum));
        equal.add(new Open(call.first(), again, all));
      } else {
        still.add(
            new Open(call.first(), again, again.suspects(repairs.pricer(), repairs.service())));
      }
    }
    open = still;
    return group(fit.suspect(), List.of(), equalNow, Optional.of(fit.repair()));
  }

  /// The group of a suspect for which no other value was found.
  private ParityReport.Group explained(Suspect suspect) {
    List<Open> together = open.stream().filter(call -> call.suspects().contains(suspect)).toList();
    Set<Suspect> alike = new HashSet<>(together.getFirst().suspects());
    together.forEach(call -> alike.retainAll(call.suspects()));
    open.stream()
        .filter(call -> !call.suspects().contains(suspect))
        .forEach(call -> alike.removeAll(call.suspects()));
    long others = cleared.getOrDefault(suspect, 0L);
    alike.removeIf(one -> one.equals(suspect) || cleared.getOrDefault(one, 0L) != others);
    open = open.stream().filter(call -> !call.suspects().contains(suspect)).toList();
    return group(
        suspect, alike.stream().sorted().limit(MAX_ALIKE).toList(), together, Optional.empty());
  }

  private ParityReport.Group group(
      Suspect suspect,
      List<Suspect> alike,
      List<Open> together,
      Optional<ParityReport.Repair> repair) {
    SortedMap<Decimal, Long> shifts = new TreeMap<>();
    together.forEach(
        call -> call.held().shift().ifPresent(shift -> shifts.merge(shift.by(), 1L, Long::sum)));
    return new ParityReport.Group(
        suspect,
        alike,
        together.size(),
        innocent.getOrDefault(suspect, 0L),
        repair,
        shifts,
        examples(together));
  }

  private static List<ParityReport.Example> examples(List<Open> calls) {
    return calls.stream().limit(MAX_EXAMPLES).map(call -> example(call.first())).toList();
  }

  private static ParityReport.Example example(Held held) {
    Map<String, ParityReport.Pair> differing = new LinkedHashMap<>();
    for (Difference difference : held.differences()) {
      differing.put(
          difference.path(), new ParityReport.Pair(difference.expected(), difference.got()));
    }
    return new ParityReport.Example(held.call().name(), held.call().place(), differing);
  }
}
