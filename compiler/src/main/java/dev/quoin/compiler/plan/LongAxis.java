package dev.quoin.compiler.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds the class of a key among sorted ends: in a table by key where the ends lie close together, else by halving.
///
/// @param classes the classes before the first end, of the first end, between it and the second, …
/// @param direct the class of each key from the first end to the last, or null where there are too many
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record LongAxis(long[] ends, int[] classes, int @Nullable [] direct) {

  /// How many entries a direct table may have for each end.
  private static final int DIRECT_PER_END = 8;

  private static final int DIRECT_AT_LEAST = 1_024;

  /// So few ends are faster counted than halved.
  private static final int COUNTED = 12;

  LongAxis(long[] ends, int[] classes) {
    this(ends, classes, direct(ends, classes));
  }

  private static int @Nullable [] direct(long[] ends, int[] classes) {
    if (ends.length == 0) {
      return null;
    }
    long span = ends[ends.length - 1] - ends[0] + 1;
    // A span beyond the long turns negative.
    if (span <= 0 || span > (long) DIRECT_PER_END * ends.length + DIRECT_AT_LEAST) {
      return null;
    }
    int[] table = new int[(int) span];
    for (int i = 0; i < ends.length; i++) {
      table[(int) (ends[i] - ends[0])] = classes[2 * i + 1];
      if (i + 1 < ends.length) {
        Arrays.fill(
            table,
            (int) (ends[i] - ends[0]) + 1,
            (int) (ends[i + 1] - ends[0]),
            classes[2 * i + 2]);
      }
    }
    return table;
  }

  int classOf(long key) {
    int[] table = direct;
    if (table == null) {
      return searched(key);
    }
    if (key < ends[0]) {
      return classes[0];
    }
    // INVARIANT: the key is not below the first end, so a difference beyond the long is negative.
    long at = key - ends[0];
    return at >= 0 && at < table.length ? table[(int) at] : classes[classes.length - 1];
  }

  private int searched(long key) {
    return ends.length <= COUNTED ? classes[counted(key)] : halved(key);
  }

  /// How many ends lie below the key, and at it: no branch that could be foretold wrongly.
  private int counted(long key) {
    int passed = 0;
    for (long end : ends) {
      passed += end < key ? 1 : 0;
      passed += end <= key ? 1 : 0;
    }
    return passed;
  }

  private int halved(long key) {
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return classes[low < ends.length && ends[low] == key ? 2 * low + 1 : 2 * low];
  }

  /// The ends that part something: an end is of no use where the class is the same before, at and behind it.
  static int[] parting(int[] classes) {
    int[] kept = new int[classes.length / 2];
    int size = 0;
    for (int i = 0; i < kept.length; i++) {
      int before = classes[2 * i];
      if (classes[2 * i + 1] != before || classes[2 * i + 2] != before) {
        kept[size++] = i;
      }
    }
    return Arrays.copyOf(kept, size);
  }

  /// The classes around the ends that were kept.
  static int[] classesAround(int[] kept, int[] classes) {
    int[] around = new int[2 * kept.length + 1];
    around[0] = classes[0];
    for (int i = 0; i < kept.length; i++) {
      around[2 * i + 1] = classes[2 * kept[i] + 1];
      around[2 * i + 2] = classes[2 * kept[i] + 2];
    }
    return around;
  }
}
