package dev.quoin.ratebook.parity;

import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.RecordedCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// Holds what an older system answered against what a ratebook answers, through the mapping that its callers use, and finds out
/// which decisions and rows are behind what differs.
public final class Parity {
  private static final int MAX_KEPT = 10_000;
  private static final int MAX_EQUAL_KEPT = 4_000;

  private final Mapping mapping;
  private final boolean whole;
  private final Function<Program, Evaluator> evaluators;
  private final Pricer pricer;
  private final Consumer<Progress> progress;

  private long calls;
  private long equal;
  private long beyond;

  /// Of the equal calls, one in so many is kept.
  private long stride = 1;

  private final SortedMap<String, Long> fields = new TreeMap<>();
  private final Map<Suspect, Long> innocent = new HashMap<>();

  /// Some of the calls that are answered alike, from all over the log.
  private List<Causes.Open> equalCalls = new ArrayList<>();

  /// The calls that differ, all that are kept.
  private final List<Causes.Open> differing = new ArrayList<>();

  /// How far the work is.
  ///
  /// @param calls how many calls were held against the ratebook
  /// @param unexplained how many of those that differ are not yet explained; empty while calls still come
  public record Progress(long calls, Optional<Integer> unexplained) {}

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
    this.evaluators = evaluators;
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
      if (equal % stride == 0) {
        equalCalls.add(new Causes.Open(held, held, all));
        thinOut();
      }
    } else {
      Set<String> paths = new HashSet<>();
      held.differences().forEach(difference -> paths.add(Held.general(difference.path())));
      paths.forEach(path -> fields.merge(path, 1L, Long::sum));
      if (differing.size() < MAX_KEPT) {
        differing.add(new Causes.Open(held, held, held.suspects(pricer, mapping.service())));
      } else {
        beyond++;
      }
    }
    progress.accept(new Progress(calls, Optional.empty()));
  }

  /// Where too many equal calls are kept, every other one is dropped, and of those to come twice as many are passed over.
  private void thinOut() {
    if (equalCalls.size() >= MAX_EQUAL_KEPT) {
      List<Causes.Open> left = new ArrayList<>();
      for (int i = 1; i < equalCalls.size(); i += 2) {
        left.add(equalCalls.get(i));
      }
      equalCalls = left;
      stride *= 2;
    }
  }

  /// What came of all calls.
  public ParityReport report() {
    Repairs repairs = new Repairs(pricer, mapping, evaluators, whole);
    Causes causes = new Causes(repairs, innocent, equalCalls, differing);
    causes.find(unexplained -> progress.accept(new Progress(calls, Optional.of(unexplained))));
    return new ParityReport(
        calls,
        equal,
        fields,
        causes.groups(),
        causes.examples(),
        beyond + causes.unexplained(),
        new ParityReport.Together(
            differing.stream().filter(call -> isEqual(call, repairs)).count(),
            equalCalls.size(),
            equalCalls.stream().filter(call -> !isEqual(call, repairs)).count()),
        repairs.ranOut());
  }

  private static boolean isEqual(Causes.Open call, Repairs repairs) {
    return repairs.held(call.first().call()).isEqual();
  }
}
