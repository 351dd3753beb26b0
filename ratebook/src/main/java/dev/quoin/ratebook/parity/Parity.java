package dev.quoin.ratebook.parity;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.RecordedCall;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Holds what an older system answered against what a ratebook answers, through the mapping that its callers use, and finds out
/// which decisions and rows are behind what differs.
///
/// A part of the ratebook is suspicious that took part in the calls that differ and in few others. One that took part in no other
/// comes first; of the rest the one with the highest coefficient of Ochiai, as in the localisation of faults by spectra (Abreu,
/// Zoeteweij, van Gemund: On the Accuracy of Spectrum-based Fault Localization, 2007). Then its value is tried: if with another
/// one the calls are answered alike, and hardly any less than before, that is what the older system has there.
public final class Parity {
  private static final int MAX_KEPT = 10_000;
  private static final int MAX_EQUAL_KEPT = 4_000;
  private static final int MAX_GROUPS = 100;
  private static final int MAX_EXAMPLES = 3;
  private static final int MAX_ALIKE = 5;
  private static final int SUSPECTS_TRIED = 8;

  private final Mapping mapping;
  private final boolean whole;
  private final Repairs repairs;
  private final Pricer pricer;
  private final Consumer<Progress> progress;

  private long calls;
  private long equal;
  private long beyond;

  /// Of the equal calls, one in so many is kept.
  private long stride = 1;

  private final SortedMap<String, Long> fields = new TreeMap<>();
  private final Map<Suspect, Long> innocent = new HashMap<>();

  /// The same with the calls that repairs have made equal.
  private final Map<Suspect, Long> cleared = new HashMap<>();

  /// Calls that are answered alike, from all over the log: with the repairs so far.
  private List<Open> equalCalls = new ArrayList<>();

  /// Those of them that were so from the beginning.
  private final List<RecordedCall> alike = new ArrayList<>();

  /// Calls that differ, all that are kept.
  private final List<RecordedCall> differing = new ArrayList<>();

  /// Those of them that are not explained yet.
  private List<Open> open = new ArrayList<>();

  /// How far the work is.
  ///
  /// @param calls how many calls were held against the ratebook
  /// @param unexplained how many of those that differ are not yet explained; empty while calls still come
  public record Progress(long calls, Optional<Integer> unexplained) {}

  /// A call, and what took part in what differs, or in all where nothing does.
  ///
  /// @param first held against the ratebook as it is
  /// @param held held against it with the repairs that were found so far
  record Open(Held first, Held held, Set<Suspect> suspects) {}

  /// @param mapping of this ratebook
  /// @param whole whether the recorded answers are whole, so that a field counts that only we answer
  public Parity(
      Ratebook ratebook,
      Mapping mapping,
      Function<Program, Evaluator> evaluators,
      boolean whole,
      Consumer<Progress> progress) {
    this.mapping = mapping;
    this.whole = whole;
    this.pricer = new Pricer(ratebook, evaluators);
    this.repairs = new Repairs(pricer, mapping, evaluators, whole);
    this.progress = progress;
  }

  /// Takes a call.
  public void take(RecordedCall call) {
    calls++;
    Held held = Held.of(pricer, mapping, call, whole);
    if (held.isEqual()) {
      equal++;
      Set<Suspect> all = held.all(pricer, mapping.service());
      all.forEach(suspect -> innocent.merge(suspect, 1L, Long::sum));
      all.forEach(suspect -> cleared.merge(suspect, 1L, Long::sum));
      if (equal % stride == 0) {
        equalCalls.add(new Open(held, held, all));
        thinOut();
      }
    } else {
      Set<String> paths = new HashSet<>();
      held.differences().forEach(difference -> paths.add(Held.general(difference.path())));
      paths.forEach(path -> fields.merge(path, 1L, Long::sum));
      if (open.size() < MAX_KEPT) {
        differing.add(call);
        open.add(new Open(held, held, held.suspects(pricer, mapping.service())));
      } else {
        beyond++;
      }
    }
    progress.accept(new Progress(calls, Optional.empty()));
  }

  /// Where too many equal calls are kept, every other one is dropped, and of those to come twice as many are passed over.
  private void thinOut() {
    if (equalCalls.size() >= MAX_EQUAL_KEPT) {
      List<Open> left = new ArrayList<>();
      for (int i = 1; i < equalCalls.size(); i += 2) {
        left.add(equalCalls.get(i));
      }
      equalCalls = left;
      stride *= 2;
    }
  }

  /// What came of all calls.
  public ParityReport report() {
    List<ParityReport.Group> groups = new ArrayList<>();
    equalCalls.forEach(call -> alike.add(call.held().call()));
    while (!open.isEmpty() && groups.size() < MAX_GROUPS) {
      progress.accept(new Progress(calls, Optional.of(open.size())));
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
      Optional<Repairs.Fit> fit = repairs.best(tried, open, equalCalls);
      groups.add(fit.map(this::repaired).orElseGet(() -> explained(ranked.getFirst().suspect())));
    }
    groups.sort(
        Comparator.comparingLong(ParityReport.Group::differing)
            .reversed()
            .thenComparing(ParityReport.Group::suspect));
    List<ParityReport.Example> rest =
        open.stream().limit(MAX_EXAMPLES).map(call -> example(call.first())).toList();
    return new ParityReport(
        calls,
        equal,
        fields,
        groups,
        rest,
        beyond + open.size(),
        new ParityReport.Together(
            differing.stream().filter(this::isEqual).count(),
            alike.size(),
            alike.stream().filter(call -> !isEqual(call)).count()),
        repairs.ranOut());
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
    equalCalls =
        equalCalls.stream()
            .filter(call -> isEqual(call.held().call()))
            .collect(Collectors.toCollection(ArrayList::new));
    List<Open> equalNow = new ArrayList<>();
    List<Open> still = new ArrayList<>();
    for (Open call : open) {
      Held again = repairs.held(call.held().call());
      if (again.isEqual()) {
        equalNow.add(call);
        Set<Suspect> all = again.all(repairs.pricer(), mapping.service());
        all.forEach(suspect -> cleared.merge(suspect, 1L, Long::sum));
        equalCalls.add(new Open(call.first(), again, all));
      } else {
        still.add(
            new Open(call.first(), again, again.suspects(repairs.pricer(), mapping.service())));
      }
    }
    open = still;
    return group(fit.suspect(), List.of(), equalNow, Optional.of(fit.repair()));
  }

  private boolean isEqual(RecordedCall call) {
    return repairs.held(call).isEqual();
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
        together.stream().limit(MAX_EXAMPLES).map(call -> example(call.first())).toList());
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
