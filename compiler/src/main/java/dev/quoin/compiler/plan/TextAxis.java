package dev.quoin.compiler.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds the class of a text: by hash where the column only tests for equality, by halving where it has intervals of
/// texts, too.
///
/// @param slots the ends by hash, each in the first free slot from its own on; half of the slots at least are free. Empty
///     where the gaps between ends differ
/// @param otherwise the class of all texts that are no end
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record TextAxis(
    String[] ends, int[] classes, @Nullable String[] slots, int[] slotClasses, int otherwise) {
  static TextAxis of(String[] allEnds, int[] allClasses) {
    int[] kept = LongAxis.parting(allClasses);
    String[] ends = new String[kept.length];
    for (int i = 0; i < kept.length; i++) {
      ends[i] = allEnds[kept[i]];
    }
    int[] classes = LongAxis.classesAround(kept, allClasses);
    int capacity = gapsDiffer(classes) ? 0 : Integer.highestOneBit(2 * ends.length + 1) * 2;
    @Nullable String[] slots = new @Nullable String[capacity];
    int[] slotClasses = new int[capacity];
    if (capacity > 0) {
      for (int i = 0; i < ends.length; i++) {
        int slot = slot(ends[i], slots);
        slots[slot] = ends[i];
        slotClasses[slot] = classes[2 * i + 1];
      }
    }
    return new TextAxis(ends, classes, slots, slotClasses, classes[0]);
  }

  private static boolean gapsDiffer(int[] classes) {
    for (int i = 2; i < classes.length; i += 2) {
      if (classes[i] != classes[0]) {
        return true;
      }
    }
    return false;
  }

  int classOf(String text) {
    if (slots.length == 0) {
      int at = Arrays.binarySearch(ends, text);
      return at >= 0 ? classes[2 * at + 1] : classes[2 * (-at - 1)];
    }
    int slot = slot(text, slots);
    return slots[slot] == null ? otherwise : slotClasses[slot];
  }

  /// Where the text stands, or the free slot where it would.
  private static int slot(String text, @Nullable String[] slots) {
    int mask = slots.length - 1;
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & mask;
    while (true) {
      String there = slots[slot];
      if (there == null || there.equals(text)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }
}
