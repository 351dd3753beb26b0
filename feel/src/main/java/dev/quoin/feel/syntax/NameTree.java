package dev.quoin.feel.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names by their pieces, so that the longest one at a place of a text is found in one walk.
final class NameTree {
  private final Node root = new Node();

  private static final class Node {
    private final Map<String, Node> next = new HashMap<>(4);

    /// The spellings of the name that ends here, the latest on top: `a-b` and `a - b` end at one
    /// node.
    private final Deque<String> names = new ArrayDeque<>(1);
  }

  /// A name found in a text, and the offset behind it.
  record Match(String name, int end) {}

  /// Adds a name. One that no text can spell, such as `2nd` or `a(b`, is left out.
  void add(String name) {
    List<String> pieces = pieces(name);
    if (pieces.isEmpty()) {
      return;
    }
    Node node = root;
    for (String piece : pieces) {
      node = node.next.computeIfAbsent(piece, _ -> new Node());
    }
    node.names.push(name);
  }

  /// Takes back what the last [#add] of this name added.
  void remove(String name) {
    Node node = root;
    for (String piece : pieces(name)) {
      Node next = node.next.get(piece);
      if (next == null) {
        return;
      }
      node = next;
    }
    node.names.removeFirstOccurrence(name);
  }

  /// The longest name that begins at `offset`.
  @Nullable Match longest(String text, int offset) {
    Match best = null;
    Node node = root;
    int at = offset;
    while (true) {
      int end = Characters.pieceEnd(text, at);
      Node next = end == at ? null : node.next.get(text.substring(at, end));
      if (next == null) {
        return best;
      }
      node = next;
      String name = node.names.peek();
      if (name != null) {
        best = new Match(name, end);
      }
      at = Characters.skipSpace(text, end);
    }
  }

  /// The pieces of a legal name; none if it is not legal.
  private static List<String> pieces(String name) {
    List<String> pieces = new ArrayList<>();
    if (name.isEmpty() || !Characters.isNameStart(name.codePointAt(0))) {
      return List.of();
    }
    int at = 0;
    while (at < name.length()) {
      int end = Characters.pieceEnd(name, at);
      if (end == at) {
        return List.of();
      }
      pieces.add(name.substring(at, end));
      at = Characters.skipSpace(name, end);
    }
    return pieces;
  }
}
