package dev.quoin.compiler.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds the class of a text: by hash where the column only tests for equality, by halving where it has intervals of
/// texts, too.
final class TextAxis {

  private final String[] ends;
  private final int[] classes;

  /// The ends by hash, each in the first free slot from its own on; half of the slots at least are free. Empty where
  /// the gaps between ends differ.
  private final @Nullable String[] slots;

  private final int[] slotClasses;

  /// The class of all texts that are no end.
  private final int otherwise;

  TextAxis(String[] allEnds, int[] allClasses) {
    int[] kept = LongAxis.parting(allClasses);
    String[] keptEnds = new String[kept.length];
    for (int i = 0; i < kept.length; i++) {
      keptEnds[i] = allEnds[kept[i]];
    }
    ends = keptEnds;
    classes = LongAxis.classesAround(kept, allClasses);
    otherwise = classes[0];
    int capacity = gapsDiffer(classes) ? 0 : Integer.highestOneBit(2 * ends.length + 1) * 2;
    slots = new String[capacity];
    slotClasses = new int[capacity];
    if (capacity > 0) {
      for (int i = 0; i < ends.length; i++) {
        int slot = slot(ends[i]);
        slots[slot] = ends[i];
        slotClasses[slot] = classes[2 * i + 1];
      }
    }
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
    int slot = slot(text);
    return slots[slot] == null ? otherwise : slotClasses[slot];
  }

  /// Where the text stands, or the free slot where it would.
  private int slot(String text) {
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
