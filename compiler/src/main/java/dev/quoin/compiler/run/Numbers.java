package dev.quoin.compiler.run;

import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import java.util.Arrays;

/// The numbers of one evaluation that do not fit into a packed `long`: each gets a mark, and the mark is packed instead.
///
/// Most evaluations have none. Those of an iteration are forgotten behind it, or a loop over a million thirds would keep a
/// million of them; a decision's is pinned, since decisions are computed once.
final class Numbers {
  private static final Decimal[] NONE = {};

  /// By mark from 0 on.
  private Decimal[] kept = NONE;

  private int size;

  /// By mark from -1 downwards.
  private Decimal[] pinned = NONE;

  private int pinnedSize;

  int size() {
    return size;
  }

  long keep(Decimal number) {
    if (size == kept.length) {
      kept = Arrays.copyOf(kept, 2 * size + 4);
    }
    kept[size] = number;
    return Packed.marked(size++);
  }

  long pin(long marked) {
    if (Packed.mark(marked) < 0) {
      return marked;
    }
    if (pinnedSize == pinned.length) {
      pinned = Arrays.copyOf(pinned, 2 * pinnedSize + 4);
    }
    pinned[pinnedSize++] = get(marked);
    return Packed.marked(-pinnedSize);
  }

  Decimal get(long marked) {
    int mark = Packed.mark(marked);
    return mark >= 0 ? kept[mark] : pinned[-1 - mark];
  }

  void shrink(int newSize) {
    size = newSize;
  }
}
