package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;

/// Follows the requirements of a program.
final class Needed {
  private Needed() {}

  /// The indexes of the globals that one needs, itself included.
  static Set<Integer> globals(Program program, int global) {
    Set<Integer> seen = new TreeSet<>();
    Deque<Integer> open = new ArrayDeque<>();
    open.add(global);
    while (!open.isEmpty()) {
      int index = open.removeFirst();
      if (seen.add(index) && program.globals().get(index) instanceof Program.Decision decision) {
        open.addAll(decision.requires());
      }
    }
    return seen;
  }

  /// The inputs among them.
  static Set<Integer> inputs(Program program, int global) {
    Set<Integer> needed = globals(program, global);
    needed.removeIf(index -> program.globals().get(index) instanceof Program.Decision);
    return needed;
  }
}
