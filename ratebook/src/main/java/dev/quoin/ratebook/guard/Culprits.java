package dev.quoin.ratebook.guard;

import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.parity.Involved;
import dev.quoin.ratebook.parity.Suspect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Names the rows and levers behind a broken guard: those that took part in the answers that break it and in few others
/// (the coefficient of Ochiai, as when recorded calls are held against a ratebook).
final class Culprits {
  private static final int GUILTY = 20;
  private static final int INNOCENT = 120;
  private static final int NAMED = 3;

  private final Ratebook ratebook;
  private final Instant at;
  private final Pricer pricer;

  Culprits(Ratebook ratebook, Function<Program, Evaluator> evaluators, Instant at) {
    this.ratebook = ratebook;
    this.at = at;
    this.pricer = new Pricer(ratebook, evaluators);
  }

  private record Score(Suspect suspect, long guilty, long innocent) {
    /// Greater where the coefficient is: its square times the number of guilty, which is the same for all.
    static final Comparator<Score> FIRST =
        Comparator.<Score>comparingLong(
                score -> -score.guilty * score.guilty * 1_000_000 / (score.guilty + score.innocent))
            .thenComparing(Score::suspect);
  }

  List<Suspect> of(Ratebook.Service service, List<Value[]> requests, List<Judge.Breach> breaches) {
    Set<Integer> broken = new HashSet<>();
    breaches.forEach(breach -> broken.add(breach.request()));
    Map<Suspect, Long> guilty = new LinkedHashMap<>();
    for (Judge.Breach breach : breaches.subList(0, Math.min(GUILTY, breaches.size()))) {
      Set<Suspect> one = behind(service, requests.get(breach.request()));
      Set<Suspect> behind = new HashSet<>(one);
      if (breach.moved().isPresent()) {
        Set<Suspect> other = behind(service, breach.moved().get());
        behind.addAll(other);
        Set<Suspect> both = new HashSet<>(one);
        both.retainAll(other);
        if (behind.size() > both.size()) {
          behind.removeAll(both); // what is the same on both sides moved nothing
        }
      }
      behind.forEach(suspect -> guilty.merge(suspect, 1L, Long::sum));
    }
    Map<Suspect, Long> innocent = new HashMap<>();
    int looked = 0;
    for (int i = 0; i < requests.size() && looked < INNOCENT; i++) {
      if (!broken.contains(i)) {
        behind(service, requests.get(i)).forEach(suspect -> innocent.merge(suspect, 1L, Long::sum));
        looked++;
      }
    }
    List<Score> scores = new ArrayList<>();
    guilty.forEach((suspect, count) ->
        scores.add(new Score(suspect, count, innocent.getOrDefault(suspect, 0L))));
    return scores.stream().sorted(Score.FIRST).map(Score::suspect).limit(NAMED).toList();
  }

  /// The rows and levers that take part in the answer to a request.
  Set<Suspect> behind(Ratebook.Service service, Value[] request) {
    Map<String, Value> inputs = new LinkedHashMap<>();
    service
        .inputs()
        .forEach(
            index -> inputs.put(ratebook.program().globals().get(index).name(), request[index]));
    Set<Suspect> behind = new HashSet<>();
    Optional<Request> asked =
        Request.of(ratebook, service, inputs, _ -> new Place("", 0, 0), new Problems());
    asked.ifPresent(read ->
        new Involved(ratebook, pricer.quoteExplained(service.name(), read, at))
            .all().stream()
                .filter(suspect ->
                    suspect.kind() == Suspect.Kind.ROW || suspect.kind() == Suspect.Kind.LEVER)
                .forEach(suspect ->
                    behind.add(
                        new Suspect(
                            suspect.kind(), "", suspect.name(), suspect.rule(), suspect.place()))));
    return behind;
  }
}
