package dev.quoin.ratebook;

import dev.quoin.ratebook.RecordedCall.Difference;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds a reply against the one that is expected.
///
/// @param whole whether a field is wrong that nobody expects
record ReplyComparison(boolean whole) {

  List<Difference> of(Node expected, Node got) {
    List<Difference> differences = new ArrayList<>();
    compare(expected, got, "", differences);
    return differences;
  }

  private void compare(Node expected, Node got, String path, List<Difference> differences) {
    if (expected instanceof Node.Mapping wanted && got instanceof Node.Mapping there) {
      compare(wanted, there, path, differences);
    } else if (expected instanceof Node.Listing wanted
        && got instanceof Node.Listing there
        && wanted.items().size() == there.items().size()) {
      for (int i = 0; i < wanted.items().size(); i++) {
        compare(
            wanted.items().get(i), there.items().get(i), path + "[" + (i + 1) + "]", differences);
      }
    } else if (!isSame(expected, got)) {
      differences.add(
          new Difference(
              path, Optional.of(written(expected)), Optional.of(written(got)), expected.place()));
    }
  }

  private void compare(
      Node.Mapping wanted, Node.Mapping there, String path, List<Difference> differences) {
    for (Node.Mapping.Entry entry : wanted.entries()) {
      String inner = path.isEmpty() ? entry.key() : path + "." + entry.key();
      Optional<Node> value = there.get(entry.key());
      if (value.isPresent()) {
        compare(entry.value(), value.get(), inner, differences);
      } else if (!isBlank(entry.value())) {
        differences.add(
            new Difference(
                inner,
                Optional.of(written(entry.value())),
                Optional.empty(),
                entry.value().place()));
      }
    }
    if (whole) {
      there.entries().stream()
          .filter(entry -> wanted.get(entry.key()).isEmpty())
          .forEach(entry ->
              differences.add(
                  new Difference(
                      path.isEmpty() ? entry.key() : path + "." + entry.key(),
                      Optional.empty(),
                      Optional.of(written(entry.value())),
                      wanted.place())));
    }
  }

  /// Whether nothing is expected there: no cell says anything.
  private static boolean isBlank(Node expected) {
    return switch (expected) {
      case Node.Scalar cell -> cell.kind() == Node.Kind.CELL && cell.text().isEmpty();
      case Node.Mapping cells ->
          !cells.entries().isEmpty()
              && cells.entries().stream().allMatch(cell -> isBlank(cell.value()));
      case Node.Listing _ -> false;
    };
  }

  private static boolean isSame(Node expected, Node got) {
    if (expected instanceof Node.Scalar cell && cell.kind() == Node.Kind.CELL) {
      return got instanceof Node.Scalar there
          && (there.kind() == Node.Kind.NULL
              ? cell.text().isEmpty()
              : there.text().equals(cell.text()));
    }
    return Json.write(expected).equals(Json.write(got));
  }

  private static String written(Node node) {
    return node instanceof Node.Scalar cell && cell.kind() == Node.Kind.CELL
        ? Json.quoted(cell.text())
        : Json.write(node);
  }
}
