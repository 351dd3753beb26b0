package dev.quoin.feel.interpret;

import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out whether a cell's condition names null: only then a table asks it about null.
public final class NullNames {
  private NullNames() {}

  /// Whether null, or a list with null in it, stands anywhere in the condition.
  public static boolean in(TypedExpr expr) {
    return (expr instanceof TypedExpr.Constant constant && isOrHoldsNull(constant.value()))
        || (expr instanceof TypedExpr.In membership && in(membership.test()))
        || parts(expr).anyMatch(NullNames::in);
  }

  private static boolean isOrHoldsNull(Value value) {
    return value instanceof Value.Null
        || (value instanceof Value.Items items
            && items.values().stream().anyMatch(Value.Null.class::isInstance));
  }

  private static Stream<TypedExpr> parts(TypedExpr expr) {
    return switch (expr) {
      case TypedExpr.Constant _, TypedExpr.Local _, TypedExpr.Global _ -> Stream.of();
      case TypedExpr.Negate negate -> Stream.of(negate.operand());
      case TypedExpr.Arithmetic arithmetic -> Stream.of(arithmetic.left(), arithmetic.right());
      case TypedExpr.Comparison comparison -> Stream.of(comparison.left(), comparison.right());
      case TypedExpr.And and -> and.operands().stream();
      case TypedExpr.Or or -> or.operands().stream();
      case TypedExpr.In in -> Stream.of(in.subject());
      case TypedExpr.InstanceOf instance -> Stream.of(instance.value());
      case TypedExpr.If choice -> Stream.of(choice.condition(), choice.then(), choice.otherwise());
      case TypedExpr.For loop ->
          Stream.concat(domains(loop.iterations()), Stream.of(loop.result()));
      case TypedExpr.Quantified quantified ->
          Stream.concat(domains(quantified.iterations()), Stream.of(quantified.condition()));
      case TypedExpr.ListOf list -> list.items().stream();
      case TypedExpr.ContextOf context ->
          Stream.concat(
              context.entries().stream().map(TypedExpr.ContextOf.Entry::value),
              present(context.result()));
      case TypedExpr.RangeOf range -> Stream.concat(present(range.low()), present(range.high()));
      case TypedExpr.Path path -> Stream.of(path.source());
      case TypedExpr.Filter filter -> Stream.of(filter.source(), filter.condition());
      case TypedExpr.Index index -> Stream.of(index.source(), index.position());
      case TypedExpr.CallBuiltin call -> call.arguments().stream();
      case TypedExpr.CallFunction call -> call.arguments().stream();
      case TypedExpr.CallNative call -> call.arguments().stream();
      case TypedExpr.Conform conform -> Stream.of(conform.value());
      // A table in a condition names null for its own subjects.
      case TypedExpr.Table table -> table.columns().stream().map(TypedExpr.Table.Column::subject);
    };
  }

  private static boolean in(CellTest test) {
    return switch (test) {
      case CellTest.Any _, CellTest.Interval _ -> false;
      case CellTest.Points points ->
          points.values().stream().anyMatch(Value.Null.class::isInstance);
      case CellTest.AnyOf anyOf -> anyOf.tests().stream().anyMatch(NullNames::in);
      case CellTest.Not not -> in(not.test());
      case CellTest.Holds holds -> in(holds.condition());
    };
  }

  private static Stream<TypedExpr> domains(List<TypedExpr.Iteration> iterations) {
    return iterations.stream()
        .flatMap(iteration ->
            Stream.concat(Stream.of(iteration.domain()), present(iteration.rangeEnd())));
  }

  private static Stream<TypedExpr> present(@Nullable TypedExpr expr) {
    return Stream.ofNullable(expr);
  }
}
