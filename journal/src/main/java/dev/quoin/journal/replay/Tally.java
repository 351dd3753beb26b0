package dev.quoin.journal.replay;

import dev.quoin.journal.Period;
import dev.quoin.pricing.AnswerId;
import dev.quoin.pricing.Explained.Difference;
import dev.quoin.pricing.Replaying;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Counts what came of answers. It is one thread's; what several have counted is added up in the end, to the same whoever counted
/// which.
final class Tally {
  /// As many examples has a group.
  private static final int EXAMPLES = 3;

  private static final Comparator<Replayed.Example> IN_TIME =
      Comparator.<Replayed.Example, Instant>comparing(Replayed.Example::at)
          .thenComparing(example -> example.id().id().toString())
          .thenComparingInt(example -> example.id().item());

  private final Map<Origin, Counted> origins = new HashMap<>();

  private static final class Counted {
    private long entries;
    private long withoutQuote;
    private long answers;
    private long differing;
    private final Map<List<String>, Alike> groups = new HashMap<>();
  }

  private static final class Alike {
    private long answers;
    private final TreeSet<Replayed.Example> examples = new TreeSet<>(IN_TIME);

    void show(Replayed.Example example) {
      examples.add(example);
      if (examples.size() > EXAMPLES) {
        examples.removeLast();
      }
    }
  }

  void add(Period.Recorded recorded, Replaying.Replayed replayed) {
    Counted counted = origins.computeIfAbsent(Origin.of(recorded), _ -> new Counted());
    counted.entries++;
    counted.answers += replayed.answers();
    counted.differing += replayed.differing().size();
    replayed
        .differing()
        .forEach((item, differences) -> {
          Alike alike =
              counted.groups.computeIfAbsent(
                  differences.stream().map(Difference::part).toList(), _ -> new Alike());
          alike.answers++;
          alike.show(
              new Replayed.Example(new AnswerId(recorded.id(), item), recorded.at(), differences));
        });
  }

  /// A booking of which nobody knows any more as of when it was priced.
  void skip(Period.Recorded recorded) {
    Counted counted = origins.computeIfAbsent(Origin.of(recorded), _ -> new Counted());
    counted.entries++;
    counted.withoutQuote++;
  }

  void add(Tally other) {
    other.origins.forEach((origin, theirs) -> {
      Counted ours = origins.computeIfAbsent(origin, _ -> new Counted());
      ours.entries += theirs.entries;
      ours.withoutQuote += theirs.withoutQuote;
      ours.answers += theirs.answers;
      ours.differing += theirs.differing;
      theirs.groups.forEach((parts, alike) -> {
        Alike own = ours.groups.computeIfAbsent(parts, _ -> new Alike());
        own.answers += alike.answers;
        alike.examples.forEach(own::show);
      });
    });
  }

  Replayed replayed(Engine engine) {
    SortedMap<Origin, Replayed.Count> counts = new TreeMap<>();
    origins.forEach((origin, counted) ->
        counts.put(
            origin,
            new Replayed.Count(
                counted.entries,
                counted.withoutQuote,
                counted.answers,
                counted.differing,
                groups(counted))));
    return new Replayed(engine, counts);
  }

  private static List<Replayed.Group> groups(Counted counted) {
    List<Replayed.Group> groups = new ArrayList<>();
    counted.groups.forEach((parts, alike) ->
        groups.add(new Replayed.Group(parts, alike.answers, List.copyOf(alike.examples))));
    groups.sort(
        Comparator.comparingLong((Replayed.Group group) -> -group.answers())
            .thenComparing(group -> String.join(",", group.parts())));
    return groups;
  }
}
