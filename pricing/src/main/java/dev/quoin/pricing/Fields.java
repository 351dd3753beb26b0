package dev.quoin.pricing;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.source.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the fields that problems are about, for callers know fields and no places: by where the problem is; where a field is
/// missing, by the name that the sentence begins with.
final class Fields {
  private static final Pattern BEGINS_WITH_NAME = Pattern.compile("`([^`]+)`");

  private final Map<Place, String> byPlace = new HashMap<>();

  /// @param root the inputs as they were sent
  Fields(Node root) {
    if (root instanceof Node.Mapping mapping) {
      for (Node.Mapping.Entry entry : mapping.entries()) {
        add(entry.value(), entry.key());
        byPlace.put(entry.place(), entry.key());
      }
      byPlace.remove(root.place());
    }
  }

  /// Everything within a field is about the field.
  private void add(Node node, String field) {
    byPlace.putIfAbsent(node.place(), field);
    switch (node) {
      case Node.Scalar _ -> {}
      case Node.Listing list -> list.items().forEach(item -> add(item, field));
      case Node.Mapping mapping ->
          mapping
              .entries()
              .forEach(entry -> {
                byPlace.putIfAbsent(entry.place(), field);
                add(entry.value(), field);
              });
    }
  }

  List<Flaw> flaws(List<Problem> problems) {
    return problems.stream().map(this::flaw).toList();
  }

  private Flaw flaw(Problem problem) {
    return new Flaw(field(problem), problem.code(), problem.sentence());
  }

  private String field(Problem problem) {
    String field = byPlace.get(problem.place());
    if (field != null) {
      return field;
    }
    Matcher name = BEGINS_WITH_NAME.matcher(problem.sentence());
    return name.lookingAt() ? name.group(1) : "";
  }

  /// The flaws where some of the problems say that requirements do not hold, which blame an input whether it was sent or not;
  /// empty where none does.
  static List<Flaw> unmet(
      Ratebook ratebook, List<Ratebook.Requirement> requirements, List<Problem> problems) {
    return problems.stream()
        .flatMap(problem ->
            requirement(requirements, problem).stream()
                .map(requirement ->
                    new Flaw(
                        ratebook.program().globals().get(requirement.at()).name(),
                        problem.code(),
                        problem.sentence())))
        .toList();
  }

  private static Optional<Ratebook.Requirement> requirement(
      List<Ratebook.Requirement> requirements, Problem problem) {
    return requirements.stream()
        .filter(requirement ->
            requirement.code().equals(problem.code())
                && requirement.text().en().equals(problem.sentence()))
        .findFirst();
  }
}
