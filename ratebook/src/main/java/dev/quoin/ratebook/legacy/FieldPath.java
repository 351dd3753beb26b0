package dev.quoin.ratebook.legacy;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.source.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Where a field stands: its name, behind those of the objects around it.
public record FieldPath(List<String> names) {
  public FieldPath {
    names = List.copyOf(names);
  }

  /// The path as it is written, names with dots between them; empty where a name is missing.
  public static Optional<FieldPath> of(String text) {
    List<String> names = Arrays.asList(text.split("\\.", -1));
    return names.stream().anyMatch(String::isBlank)
        ? Optional.empty()
        : Optional.of(new FieldPath(names));
  }

  /// The path that somebody wrote.
  public static Optional<FieldPath> read(Node.Scalar written, Problems problems) {
    Optional<FieldPath> path = of(written.text());
    if (path.isEmpty()) {
      problems.add(
          written.place(),
          "bad-value",
          "`%s` is no path of a field (expected: names with dots between them)"
              .formatted(written.text()));
    }
    return path;
  }

  public String text() {
    return String.join(".", names);
  }

  /// What stands there, if there is anything.
  public Optional<Node> in(Node root) {
    Optional<Node> node = Optional.of(root);
    for (String name : names) {
      node =
          node.flatMap(
              outer -> outer instanceof Node.Mapping object ? object.get(name) : Optional.empty());
    }
    return node;
  }

  /// A path that goes on behind this one.
  public FieldPath then(FieldPath inner) {
    List<String> all = new ArrayList<>(names);
    all.addAll(inner.names());
    return new FieldPath(all);
  }
}
