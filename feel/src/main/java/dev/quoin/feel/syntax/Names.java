package dev.quoin.feel.syntax;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The names that a text may refer to: variables, functions, and the entries of the types in scope.
///
/// FEEL's names have spaces, and may hold keywords and operators (`profit and loss`, `a-b`): only
/// the names in scope tell where one ends (DMN 1.5, 10.3.1.5: the longest match is preferred). The
/// built-in functions and properties whose names have several words are always among them. A name without spaces
/// or symbols needs no mention.
public final class Names {
  private static final List<String> BUILT_IN =
      List.of(
          "date and time",
          "day of week",
          "day of year",
          "distinct values",
          "ends with",
          "finished by",
          "get entries",
          "get value",
          "context merge",
          "context put",
          "index of",
          "insert before",
          "list contains",
          "list replace",
          "lower case",
          "met by",
          "month of year",
          "overlaps after",
          "overlaps before",
          "round down",
          "round half down",
          "round half up",
          "round up",
          "start included",
          "end included",
          "time offset",
          "started by",
          "starts with",
          "string join",
          "string length",
          "substring after",
          "substring before",
          "upper case",
          "week of year",
          "years and months duration");

  private static final Names NONE = new Names(BUILT_IN, null);

  private final NameTree own = new NameTree();
  private final @Nullable Names outer;

  private Names(Collection<String> own, @Nullable Names outer) {
    own.forEach(name -> this.own.add(Characters.normalized(name)));
    this.outer = outer;
  }

  /// Only what is built in.
  public static Names none() {
    return NONE;
  }

  /// The given names, beside what is built in. Names that are not legal in FEEL are ignored.
  public static Names of(Collection<String> names) {
    return names.isEmpty() ? NONE : new Names(names, NONE);
  }

  /// These names and one more. For a handful: each makes looking up a little slower.
  public Names with(String name) {
    return new Names(List.of(name), this);
  }

  /// A name as the tree spells it: one blank for each run of white space inside, none around.
  public static String normalized(String name) {
    return Characters.normalized(name);
  }

  /// The longest of these names that begins at `offset`.
  NameTree.@Nullable Match longest(String text, int offset) {
    NameTree.Match best = null;
    for (Names names = this; names != null; names = names.outer) {
      best = longer(best, names.own.longest(text, offset));
    }
    return best;
  }

  static NameTree.@Nullable Match longer(NameTree.@Nullable Match a, NameTree.@Nullable Match b) {
    return b == null || (a != null && a.end() >= b.end()) ? a : b;
  }
}
