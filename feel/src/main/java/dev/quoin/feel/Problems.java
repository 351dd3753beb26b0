package dev.quoin.feel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects the problems of one input, so that all of them are reported at once.
public final class Problems {
  private final Set<Problem> found = new LinkedHashSet<>();

  /// Notes a problem at the beginning of a span.
  public void add(Span span, String code, String sentence) {
    add(span.place(), code, sentence);
  }

  /// Notes a problem at a place.
  public void add(Place place, String code, String sentence) {
    add(new Problem(place, code, sentence));
  }

  /// Notes a problem; the same one twice counts once.
  public void add(Problem problem) {
    found.add(problem);
  }

  /// Notes all of another list.
  public void addAll(Iterable<Problem> others) {
    others.forEach(this::add);
  }

  /// Whether nothing is wrong.
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /// How many different problems there are.
  public int size() {
    return found.size();
  }

  /// What was found, in the order of the files.
  public List<Problem> sorted() {
    return found.stream().sorted().toList();
  }
}
