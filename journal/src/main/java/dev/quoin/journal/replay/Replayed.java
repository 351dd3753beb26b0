package dev.quoin.journal.replay;

import dev.quoin.pricing.AnswerId;
import dev.quoin.pricing.Explained.Difference;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What came of a replay.
///
/// @param engine what priced it again
/// @param origins all that was replayed, by how it was made
public record Replayed(Engine engine, SortedMap<Origin, Count> origins) {
  public Replayed {
    origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
  }

  /// Of one origin.
  ///
  /// @param entries as many rows of the journal
  /// @param withoutQuote as many of them were not priced again: bookings at the price of a quote whose day retention has dropped
  /// @param answers as many prices and refusals; a batch has one for each of its cars
  /// @param differing as many of them did not come out as they were answered
  /// @param groups these, by what of them it is
  public record Count(
      long entries, long withoutQuote, long answers, long differing, List<Group> groups) {
    public Count {
      groups = List.copyOf(groups);
    }
  }

  /// Answers that differ in the same.
  ///
  /// @param parts the codes of line items, `total`, and what else [Difference] has
  /// @param examples the first of them
  public record Group(List<String> parts, long answers, List<Example> examples) {
    public Group {
      parts = List.copyOf(parts);
      examples = List.copyOf(examples);
    }
  }

  public record Example(AnswerId id, Instant at, List<Difference> differences) {
    public Example {
      differences = List.copyOf(differences);
    }
  }

  public long entries() {
    return origins.values().stream().mapToLong(Count::entries).sum();
  }

  public long withoutQuote() {
    return origins.values().stream().mapToLong(Count::withoutQuote).sum();
  }

  public long answers() {
    return origins.values().stream().mapToLong(Count::answers).sum();
  }

  public long differing() {
    return origins.values().stream().mapToLong(Count::differing).sum();
  }

  public long releases() {
    return origins.keySet().stream().map(Origin::release).distinct().count();
  }
}
