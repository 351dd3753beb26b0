package dev.quoin.dmn;

import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/// What the bodies of a program read: the globals, by their indexes, and the functions that they may call; what a function
/// reads that is called counts, too.
public final class Reads {
  /// By function: what its body names itself.
  private final List<Named> functions;

  /// By global: everything that it reads; of an input nothing.
  private final List<Named> globals;

  private Reads(Program program) {
    this.functions =
        program.functions().stream().map(function -> Named.in(function.body())).toList();
    this.globals =
        program.globals().stream()
            .map(global ->
                switch (global) {
                  case Program.Decision decision -> named(decision.body());
                  case Program.Input _ -> Named.nothing();
                })
            .toList();
  }

  public static Reads of(Program program) {
    return new Reads(program);
  }

  /// The globals that an expression reads, and the functions that it may call.
  private record Named(BitSet globals, BitSet functions) {
    static Named nothing() {
      return new Named(new BitSet(), new BitSet());
    }

    /// Those that stand in the expression itself.
    static Named in(TypedExpr expr) {
      Named named = nothing();
      named.collect(expr);
      return named;
    }

    private void collect(TypedExpr expr) {
      switch (expr) {
        case TypedExpr.Global global -> globals.set(global.index());
        case TypedExpr.CallFunction call -> functions.set(call.index());
        case TypedExpr.FunctionValue function -> functions.set(function.index());
        case TypedExpr.Constant _,
            TypedExpr.Local _,
            TypedExpr.If _,
            TypedExpr.And _,
            TypedExpr.Or _,
            TypedExpr.In _,
            TypedExpr.For _,
            TypedExpr.Quantified _,
            TypedExpr.Filter _,
            TypedExpr.FunctionOf _,
            TypedExpr.Table _,
            TypedExpr.Negate _,
            TypedExpr.Arithmetic _,
            TypedExpr.Comparison _,
            TypedExpr.InstanceOf _,
            TypedExpr.ListOf _,
            TypedExpr.ContextOf _,
            TypedExpr.RangeOf _,
            TypedExpr.Path _,
            TypedExpr.Index _,
            TypedExpr.CallBuiltin _,
            TypedExpr.CallNative _,
            TypedExpr.CallValue _,
            TypedExpr.Conform _ -> {}
      }
      Children.of(expr).forEach(this::collect);
    }
  }

  private Named named(TypedExpr expr) {
    Named named = Named.in(expr);
    Deque<Integer> open = new ArrayDeque<>(named.functions.stream().boxed().toList());
    for (Integer next = open.poll(); next != null; next = open.poll()) {
      Named body = functions.get(next);
      named.globals.or(body.globals);
      body.functions.stream()
          .filter(function -> !named.functions.get(function))
          .forEach(function -> {
            named.functions.set(function);
            open.add(function);
          });
    }
    return named;
  }

  /// Whether an expression of the program reads a global.
  public boolean isReader(TypedExpr expr) {
    return !named(expr).globals.isEmpty();
  }

  /// Whether a decision itself reads a global.
  public boolean isRead(int global, int decision) {
    return globals.get(decision).globals.get(global);
  }

  /// The globals that a decision itself reads, by what it calls, too.
  public int[] read(int decision) {
    return globals.get(decision).globals.stream().toArray();
  }

  /// The functions that a decision itself may call, and those that they may.
  public int[] called(int decision) {
    return globals.get(decision).functions.stream().toArray();
  }

  /// Whether a decision itself may call a function.
  public boolean isCalled(int function, int decision) {
    return globals.get(decision).functions.get(function);
  }

  /// The globals that may be read where these are asked, and these.
  public BitSet reached(List<Integer> asked) {
    BitSet reached = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(asked);
    for (Integer next = open.poll(); next != null; next = open.poll()) {
      if (!reached.get(next)) {
        reached.set(next);
        globals.get(next).globals.stream().forEach(open::add);
      }
    }
    return reached;
  }
}
