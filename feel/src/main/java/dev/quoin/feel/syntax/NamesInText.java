package dev.quoin.feel.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The names at the place that the parser has come to: those given, and those that the text itself
/// declares in contexts, iterations and functions.
final class NamesInText {
  private final Names given;
  private final NameTree declared = new NameTree();
  private final List<String> inOrder = new ArrayList<>();

  /// All keys of contexts so far, also of those that were closed: they may follow a dot.
  private final NameTree keys = new NameTree();

  private int filters;

  NamesInText(Names given) {
    this.given = given;
  }

  /// How many names are declared: to come back to with [#forget].
  int mark() {
    return inOrder.size();
  }

  void declare(String name) {
    declared.add(name);
    inOrder.add(name);
  }

  void declareKey(String name) {
    declare(name);
    keys.add(name);
  }

  /// Closes the scopes that were opened since the mark.
  void forget(int mark) {
    while (inOrder.size() > mark) {
      declared.remove(inOrder.removeLast());
    }
  }

  /// In a filter, the entries of the items are names too.
  void enterFilter() {
    filters++;
  }

  void leaveFilter() {
    filters--;
  }

  NameTree.@Nullable Match longest(String text, int offset) {
    return filters > 0 ? longestEntry(text, offset) : longestVariable(text, offset);
  }

  /// The longest name that can follow a dot.
  NameTree.@Nullable Match longestEntry(String text, int offset) {
    return Names.longer(longestVariable(text, offset), keys.longest(text, offset));
  }

  private NameTree.@Nullable Match longestVariable(String text, int offset) {
    return Names.longer(declared.longest(text, offset), given.longest(text, offset));
  }
}
