package dev.quoin.compiler.plan;

import dev.quoin.dmn.Program;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What the decisions of a program need of each other: what an evaluation by columns has to know before it begins.
public final class Needs {
  private final Program program;

  /// By function, and by global: what its body names.
  private final List<Named> functions;

  private final List<Named> globals;
  private final boolean keepsEvaluations;

  /// The globals that an expression reads itself, and the functions that it may call.
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
  }

  private Needs(Program program) {
    this.program = program;
    this.functions =
        program.functions().stream().map(function -> Named.in(function.body())).toList();
    this.globals =
        program.globals().stream()
            .map(global ->
                global instanceof Program.Decision decision
                    ? Named.in(decision.body())
                    : new Named(new BitSet(), new BitSet()))
            .toList();
    this.keepsEvaluations = bodies().anyMatch(body -> Children.any(body, this::readsInside));
  }

  static Needs of(Program program) {
    return new Needs(program);
  }

  /// The globals that are read by what is named, or by a function that it calls, or that those call.
  private BitSet read(Named named) {
    BitSet read = (BitSet) named.globals.clone();
    BitSet called = new BitSet();
    Deque<Named> open = new ArrayDeque<>(List.of(named));
    for (Named next = open.poll(); next != null; next = open.poll()) {
      read.or(next.globals);
      next.functions.stream()
          .filter(function -> !called.get(function))
          .forEach(function -> {
            called.set(function);
            open.add(functions.get(function));
          });
    }
    return read;
  }

  /// The globals that may be read where these are asked.
  public BitSet reached(List<Integer> asked) {
    BitSet reached = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(asked);
    for (Integer next = open.poll(); next != null; next = open.poll()) {
      if (!reached.get(next)) {
        reached.set(next);
        read(globals.get(next)).stream().forEach(open::add);
      }
    }
    return reached;
  }

  /// The decisions that an evaluation of the expression surely reads unless it ends with an error before, in that order.
  public List<Integer> certain(TypedExpr expr) {
    Set<Integer> found = new LinkedHashSet<>();
    certain(expr, found);
    return List.copyOf(found);
  }

  private void certain(TypedExpr expr, Set<Integer> into) {
    switch (expr) {
      case TypedExpr.Global global -> {
        if (program.globals().get(global.index()) instanceof Program.Decision) {
          into.add(global.index());
        }
      }
      case TypedExpr.If choice -> certain(choice.condition(), into);
      case TypedExpr.And and -> certain(and.operands().getFirst(), into);
      case TypedExpr.Or or -> certain(or.operands().getFirst(), into);
      case TypedExpr.In in -> certain(in.subject(), into);
      case TypedExpr.For loop -> certain(loop.iterations().getFirst().domain(), into);
      case TypedExpr.Quantified quantified ->
          certain(quantified.iterations().getFirst().domain(), into);
      case TypedExpr.Filter filter -> certain(filter.source(), into);
      case TypedExpr.FunctionOf _ -> {}
      case TypedExpr.Table table ->
          table.columns().forEach(column -> certain(column.subject(), into));
      case TypedExpr.Constant _,
          TypedExpr.Local _,
          TypedExpr.FunctionValue _,
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
          TypedExpr.CallFunction _,
          TypedExpr.CallNative _,
          TypedExpr.CallValue _,
          TypedExpr.Conform _ ->
          Children.of(expr).forEach(child -> certain(child, into));
    }
  }

  /// Whether any evaluation counts iterations.
  public boolean iterates() {
    return bodies()
        .anyMatch(body ->
            Children.any(
                body,
                part ->
                    part instanceof TypedExpr.For
                        || part instanceof TypedExpr.Quantified
                        || part instanceof TypedExpr.Filter
                        || isFunction(part)
                        || part instanceof TypedExpr.CallValue));
  }

  /// Whether a function that is a value reads globals: it keeps its evaluation, and may be called when that is over.
  public boolean keepsEvaluations() {
    return keepsEvaluations;
  }

  private boolean readsInside(TypedExpr part) {
    return switch (part) {
      case TypedExpr.FunctionOf function -> !read(Named.in(function.body())).isEmpty();
      case TypedExpr.FunctionValue function -> !read(functions.get(function.index())).isEmpty();
      default -> false;
    };
  }

  private static boolean isFunction(TypedExpr part) {
    return part instanceof TypedExpr.FunctionOf || part instanceof TypedExpr.FunctionValue;
  }

  private Stream<TypedExpr> bodies() {
    return Stream.concat(
        program.globals().stream()
            .filter(Program.Decision.class::isInstance)
            .map(global -> ((Program.Decision) global).body()),
        program.functions().stream().map(Program.Function::body));
  }
}
