package dev.quoin.compiler.plan;

import dev.quoin.dmn.Program;
import dev.quoin.dmn.Reads;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What the decisions of a program need of each other: what an evaluation by columns has to know before it begins.
public final class Needs {
  private final Program program;

  private final Reads reads;
  private final boolean keepsEvaluations;

  private Needs(Program program) {
    this.program = program;
    this.reads = Reads.of(program);
    this.keepsEvaluations = bodies().anyMatch(body -> Children.any(body, this::readsInside));
  }

  static Needs of(Program program) {
    return new Needs(program);
  }

  /// The globals that may be read where these are asked.
  public BitSet reached(List<Integer> asked) {
    return reads.reached(asked);
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
    return isFunction(part) && reads.isReader(part);
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
