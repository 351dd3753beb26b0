package dev.quoin.ratebook.guard;

import java.util.ArrayList;
import java.util.List;

/// Takes some of many, evenly, both ends among them.
final class Spread {
  private Spread() {}

  /// @param most how many are taken, 2 at least; of fewer all are
  static <T> List<T> of(List<T> many, int most) {
    if (many.size() <= most) {
      return many;
    }
    List<T> some = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      some.add(many.get((int) ((long) i * (many.size() - 1) / (most - 1))));
    }
    return some;
  }
}
