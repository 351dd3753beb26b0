package dev.quoin.server.release;

import dev.quoin.feel.Problem;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Mapping;
import java.util.Collection;
import java.util.List;

/// Which release has which path. A path is that of one mapping: whose callers would be answered by the other?
public final class Claims {
  private Claims() {}

  /// What is wrong with the paths of a release, beside what other ratebooks have.
  ///
  /// @param others releases; those of the same ratebook are not among its rivals
  public static List<Problem> problems(Release release, Collection<Release> others) {
    return release.ratebook().mappings().stream()
        .flatMap(mapping ->
            others.stream()
                .filter(other -> !other.ratebook().id().equals(release.ratebook().id()))
                .flatMap(other ->
                    other.ratebook().mappings().stream()
                        .filter(rival -> rival.path().equals(mapping.path()))
                        .map(rival -> problem(mapping, rival, other.ratebook().id()))))
        .toList();
  }

  private static Problem problem(Mapping mapping, Mapping rival, String ratebook) {
    return new Problem(
        mapping.place(),
        "duplicate-value",
        "the path `%s` of mapping `%s` is that of mapping `%s` of ratebook `%s`, too (%s)"
            .formatted(mapping.path(), mapping.id(), rival.id(), ratebook, rival.place()));
  }
}
