package dev.quoin.ratebook.parity;

import dev.quoin.feel.Place;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Explanation.Step;
import dev.quoin.ratebook.Ratebook;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What took part in an answer, by its trace. A decision is told of where it was first needed; here it belongs to all that used it.
public final class Involved {
  private final Ratebook ratebook;
  private final Map<String, Explanation.Decided> decided = new HashMap<>();

  public Involved(Ratebook ratebook, Explanation explanation) {
    this.ratebook = ratebook;
    explanation
        .all()
        .filter(Explanation.Decided.class::isInstance)
        .map(Explanation.Decided.class::cast)
        .forEach(decision -> decided.putIfAbsent(decision.name(), decision));
  }

  /// All that took part.
  public Set<Suspect> all() {
    return behind(decided.keySet());
  }

  /// What took part in the values of these decisions.
  public Set<Suspect> behind(Set<String> decisions) {
    Set<Suspect> suspects = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    decisions.forEach(decision -> decision(decision, seen, suspects));
    return suspects;
  }

  private void decision(String name, Set<String> seen, Set<Suspect> suspects) {
    Explanation.Decided decision = decided.get(name);
    if (decision != null && seen.add(name)) {
      suspects.add(new Suspect(Suspect.Kind.DECISION, name, "", 0, decision.place()));
      steps(name, decision.because(), seen, suspects);
    }
  }

  private void steps(String decision, List<Step> steps, Set<String> seen, Set<Suspect> suspects) {
    for (Step step : steps) {
      switch (step) {
        case Explanation.Decided inner -> decision(inner.name(), seen, suspects);
        case Explanation.Known known -> decision(known.decision(), seen, suspects);
        case Explanation.Called call -> {
          call.bound()
              .filter(this::isCalendar)
              .ifPresent(id ->
                  suspects.add(new Suspect(Suspect.Kind.CALENDAR, decision, id, 0, call.place())));
          steps(decision, call.because(), seen, suspects);
        }
        case Explanation.Asked asked -> table(decision, asked, suspects);
        case Explanation.Lever lever ->
            suspects.add(new Suspect(Suspect.Kind.LEVER, decision, lever.id(), 0, lever.place()));
        case Explanation.Given _ -> {}
      }
    }
  }

  private boolean isCalendar(String id) {
    return ratebook.calendars().stream().anyMatch(calendar -> calendar.id().equals(id));
  }

  private static void table(String decision, Explanation.Asked asked, Set<Suspect> suspects) {
    if (asked.hits().isEmpty()) {
      Place place = new Place(asked.file(), 1, 1);
      suspects.add(new Suspect(Suspect.Kind.DEFAULT, decision, asked.table(), 0, place));
    }
    for (Explanation.Hit hit : asked.hits()) {
      suspects.add(new Suspect(Suspect.Kind.ROW, decision, asked.table(), hit.rule(), hit.place()));
    }
  }
}
