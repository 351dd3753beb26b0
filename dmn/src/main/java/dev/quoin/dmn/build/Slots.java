package dev.quoin.dmn.build;

import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts the local slots that a tree uses. A host's binding makes its tree without a scope that would count them.
final class Slots {
  private Slots() {}

  /// One more than the highest slot.
  static int count(@Nullable TypedExpr expr) {
    return switch (expr) {
      case null -> 0;
      case TypedExpr.Constant _, TypedExpr.Global _, TypedExpr.FunctionValue _ -> 0;
      case TypedExpr.Local local -> local.slot() + 1;
      case TypedExpr.Negate negate -> count(negate.operand());
      case TypedExpr.Arithmetic arithmetic ->
          max(count(arithmetic.left()), count(arithmetic.right()));
      case TypedExpr.Comparison comparison ->
          max(count(comparison.left()), count(comparison.right()));
      case TypedExpr.And and -> count(and.operands());
      case TypedExpr.Or or -> count(or.operands());
      case TypedExpr.In in -> max(count(in.subject()), in.subjectSlot() + 1, count(in.test()));
      case TypedExpr.InstanceOf instance -> count(instance.value());
      case TypedExpr.If choice ->
          max(count(choice.condition()), count(choice.then()), count(choice.otherwise()));
      case TypedExpr.For loop ->
          max(iterations(loop.iterations()), loop.partialSlot() + 1, count(loop.result()));
      case TypedExpr.Quantified quantified ->
          max(iterations(quantified.iterations()), count(quantified.condition()));
      case TypedExpr.ListOf list -> count(list.items());
      case TypedExpr.ContextOf context -> {
        int most = count(context.result());
        for (TypedExpr.ContextOf.Entry entry : context.entries()) {
          most = max(most, entry.slot() + 1, count(entry.value()));
        }
        yield most;
      }
      case TypedExpr.RangeOf range -> max(count(range.low()), count(range.high()));
      case TypedExpr.Path path -> count(path.source());
      case TypedExpr.Filter filter ->
          max(count(filter.source()), filter.itemSlot() + 1, count(filter.condition()));
      case TypedExpr.Index index -> max(count(index.source()), count(index.position()));
      case TypedExpr.CallBuiltin call -> count(call.arguments());
      case TypedExpr.CallFunction call -> count(call.arguments());
      case TypedExpr.CallNative call -> count(call.arguments());
      case TypedExpr.FunctionOf function -> {
        int most = count(function.body());
        for (int slot : function.slots()) {
          most = max(most, slot + 1);
        }
        yield most;
      }
      case TypedExpr.CallValue call -> max(count(call.function()), count(call.arguments()));
      case TypedExpr.Conform conform -> count(conform.value());
      case TypedExpr.Table table -> table(table);
    };
  }

  private static int table(TypedExpr.Table table) {
    int most = count(table.defaults());
    for (TypedExpr.Table.Column column : table.columns()) {
      most = max(most, count(column.subject()), column.slot() + 1);
    }
    for (TypedExpr.Table.Rule rule : table.rules()) {
      most = max(most, count(rule.entries()));
      for (CellTest test : rule.tests()) {
        most = max(most, count(test));
      }
    }
    return most;
  }

  /// One more than the highest slot of a test.
  static int count(CellTest test) {
    return switch (test) {
      case CellTest.Any _, CellTest.Points _, CellTest.Interval _ -> 0;
      case CellTest.AnyOf any -> any.tests().stream().mapToInt(Slots::count).max().orElse(0);
      case CellTest.Not not -> count(not.test());
      case CellTest.Holds holds -> count(holds.condition());
    };
  }

  private static int count(List<TypedExpr> exprs) {
    int most = 0;
    for (TypedExpr expr : exprs) {
      most = max(most, count(expr));
    }
    return most;
  }

  private static int iterations(List<TypedExpr.Iteration> iterations) {
    int most = 0;
    for (TypedExpr.Iteration iteration : iterations) {
      most =
          max(most, iteration.slot() + 1, count(iteration.domain()), count(iteration.rangeEnd()));
    }
    return most;
  }

  private static int max(int... counts) {
    int most = 0;
    for (int count : counts) {
      most = Math.max(most, count);
    }
    return most;
  }
}
