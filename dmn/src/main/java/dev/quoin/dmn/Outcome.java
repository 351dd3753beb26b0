package dev.quoin.dmn;

import dev.quoin.feel.Problem;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What a decision answers in all lanes of a batch.
///
/// @param values the answers; null in lanes that have a problem or were not selected
/// @param problems by lane, in a strict program: what ended its evaluation
public record Outcome(Column values, NavigableMap<Integer, Problem> problems) {
  public Outcome {
    problems = Collections.unmodifiableNavigableMap(new TreeMap<>(problems));
  }
}
