package dev.quoin.ratebook.parity;

import dev.quoin.feel.Place;

/// What may be behind a difference: a part of the ratebook that took part in an answer.
///
/// @param decision the decision that asked for it; of a problem the caller's field
/// @param name of the table, the lever or the calendar; the code of a problem; empty for a decision itself
/// @param rule the number of a table's rule, from 1; 0 where none matched, or where it is no table
public record Suspect(Kind kind, String decision, String name, int rule, Place place)
    implements Comparable<Suspect> {

  /// What it is; of two that are equally suspicious, the kind that stands first is named.
  public enum Kind {
    /// A rule of a table, such as a row of a rate table.
    ROW,
    /// A table of which no rule matched.
    DEFAULT,
    LEVER,
    CALENDAR,
    /// The expression of a decision.
    DECISION,
    /// A call, or a question, that the ratebook does not take.
    PROBLEM
  }

  @Override
  public int compareTo(Suspect other) {
    int byKind = kind.compareTo(other.kind);
    int byPlace = byKind != 0 ? byKind : place.compareTo(other.place);
    int byDecision = byPlace != 0 ? byPlace : decision.compareTo(other.decision);
    return byDecision != 0 ? byDecision : name.compareTo(other.name);
  }
}
