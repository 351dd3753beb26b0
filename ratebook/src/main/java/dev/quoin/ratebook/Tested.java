package dev.quoin.ratebook;

import java.util.List;

/// What became of a golden case; it passed if nothing differs.
public interface Tested {
  /// The case's name.
  String name();

  List<CaseRunner.Difference> differences();

  default boolean passed() {
    return differences().isEmpty();
  }
}
