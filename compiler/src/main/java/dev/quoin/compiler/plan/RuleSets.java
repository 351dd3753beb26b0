package dev.quoin.compiler.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Sets of rules, each kept once and known by a number; the empty set is number 0.
final class RuleSets {
  static final int EMPTY = 0;

  private final List<int[]> sets = new ArrayList<>();

  /// By hash, in the first free slot: the number of a set plus 1, or 0 where free.
  private int[] slots = new int[64];

  private long elements;

  RuleSets() {
    number(new int[0], 0);
  }

  /// The number of the set of the first `size` rules of `rules`, which are in order.
  int number(int[] rules, int size) {
    int slot = slot(rules, size);
    if (slots[slot] > 0) {
      return slots[slot] - 1;
    }
    sets.add(Arrays.copyOf(rules, size));
    slots[slot] = sets.size();
    elements += size;
    if (2 * sets.size() > slots.length) {
      grow();
    }
    return sets.size() - 1;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    for (int i = 0; i < sets.size(); i++) {
      slots[slot(sets.get(i), sets.get(i).length)] = i + 1;
    }
  }

  private int slot(int[] rules, int size) {
    int hash = size;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + rules[i];
    }
    hash *= 0x9E3779B9;
    int mask = slots.length - 1;
    int slot = (hash ^ (hash >>> 16)) & mask;
    while (slots[slot] > 0) {
      int[] there = sets.get(slots[slot] - 1);
      if (there.length == size && Arrays.equals(there, 0, size, rules, 0, size)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  int[] get(int number) {
    return sets.get(number);
  }

  int size() {
    return sets.size();
  }

  /// How many rules the sets hold, all together.
  long elements() {
    return elements;
  }

  int[][] toArray() {
    return sets.toArray(int[][]::new);
  }
}
