package dev.quoin.compare;

import dev.quoin.dmn.Program;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/// What the decisions of a program read, by the indexes of the globals and functions.
final class Reads {
  private final List<BitSet> globals;
  private final List<BitSet> functions;

  private Reads(List<BitSet> globals, List<BitSet> functions) {
    this.globals = globals;
    this.functions = functions;
  }

  static Reads of(Program program) {
    List<Named> bodies =
        program.functions().stream().map(function -> Named.in(function.body())).toList();
    List<Named> named =
        program.globals().stream()
            .map(global ->
                global instanceof Program.Decision decision
                    ? Named.in(decision.body()).with(bodies)
                    : new Named(new BitSet(), new BitSet()))
            .toList();
    return new Reads(
        named.stream().map(Named::globals).toList(), named.stream().map(Named::functions).toList());
  }

  /// What an expression names.
  private record Named(BitSet globals, BitSet functions) {
    static Named in(TypedExpr body) {
      Named named = new Named(new BitSet(), new BitSet());
      named.collect(body);
      return named;
    }

    private void collect(TypedExpr expr) {
      switch (expr) {
        case TypedExpr.Global global -> globals.set(global.index());
        case TypedExpr.CallFunction call -> functions.set(call.index());
        case TypedExpr.FunctionValue function -> functions.set(function.index());
        default -> {}
      }
      Children.of(expr).forEach(this::collect);
    }

    /// The same with what the functions name that it may call.
    Named with(List<Named> bodies) {
      BitSet read = (BitSet) globals.clone();
      BitSet called = (BitSet) functions.clone();
      Deque<Integer> open = new ArrayDeque<>(called.stream().boxed().toList());
      for (Integer next = open.poll(); next != null; next = open.poll()) {
        Named body = bodies.get(next);
        read.or(body.globals);
        body.functions.stream()
            .filter(function -> !called.get(function))
            .forEach(function -> {
              called.set(function);
              open.add(function);
            });
      }
      return new Named(read, called);
    }
  }

  /// Whether a decision itself reads a global, or a function that it may call does.
  boolean isRead(int global, int decision) {
    return globals.get(decision).get(global);
  }

  /// Whether a decision itself may call a function, or one that it calls does.
  boolean isCalled(int function, int decision) {
    return functions.get(decision).get(function);
  }

  /// Everything that stands above a decision: what it reads, and what that reads.
  BitSet above(int decision) {
    BitSet above = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(List.of(decision));
    for (Integer next = open.poll(); next != null; next = open.poll()) {
      globals.get(next).stream()
          .filter(global -> !above.get(global))
          .forEach(global -> {
            above.set(global);
            open.add(global);
          });
    }
    return above;
  }
}
