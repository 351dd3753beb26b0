package dev.quoin.compiler.run;

import dev.quoin.decimal.Packed;
import dev.quoin.feel.Value;
import java.util.Arrays;

/// What stands where a number is expected and does not fit into a packed `long`: numbers of many digits, and in a plain
/// program whatever is there instead of a number. Each gets a mark, and the mark is packed instead.
///
/// Most evaluations have none. Those of an iteration are forgotten behind it, or a loop over a million thirds would keep a
/// million of them; a decision's is pinned, since decisions are computed once.
final class Numbers {
  private static final Value[] NONE = {};

  /// By mark from 0 on.
  private Value[] kept = NONE;

  private int size;

  /// By mark from -1 downwards.
  private Value[] pinned = NONE;

  private int pinnedSize;

  int size() {
    return size;
  }

  long keep(Value number) {
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

  Value get(long marked) {
    int mark = Packed.mark(marked);
    return mark >= 0 ? kept[mark] : pinned[-1 - mark];
  }

  void shrink(int newSize) {
    size = newSize;
  }
}
