package dev.quoin.feel.check;

import dev.quoin.feel.check.TypedExpr.CellTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The parts of a typed tree, for whoever looks for something in it.
public final class Children {
  private Children() {}

  /// The expressions directly inside, in the order in which they are evaluated.
  public static List<TypedExpr> of(TypedExpr expr) {
    return switch (expr) {
      case TypedExpr.Constant _, TypedExpr.Local _, TypedExpr.Global _, TypedExpr.FunctionValue _ ->
          List.of();
      case TypedExpr.Negate negate -> List.of(negate.operand());
      case TypedExpr.Arithmetic arithmetic -> List.of(arithmetic.left(), arithmetic.right());
      case TypedExpr.Comparison comparison -> List.of(comparison.left(), comparison.right());
      case TypedExpr.And and -> and.operands();
      case TypedExpr.Or or -> or.operands();
      case TypedExpr.In in -> join(Stream.of(in.subject()), inside(in.test()));
      case TypedExpr.InstanceOf instance -> List.of(instance.value());
      case TypedExpr.If choice -> List.of(choice.condition(), choice.then(), choice.otherwise());
      case TypedExpr.For loop -> join(inside(loop.iterations()), Stream.of(loop.result()));
      case TypedExpr.Quantified quantified ->
          join(inside(quantified.iterations()), Stream.of(quantified.condition()));
      case TypedExpr.ListOf list -> list.items();
      case TypedExpr.ContextOf context ->
          join(
              context.entries().stream().map(TypedExpr.ContextOf.Entry::value),
              present(context.result()));
      case TypedExpr.RangeOf range -> present(range.low(), range.high()).toList();
      case TypedExpr.Path path -> List.of(path.source());
      case TypedExpr.Filter filter -> List.of(filter.source(), filter.condition());
      case TypedExpr.Index index -> List.of(index.source(), index.position());
      case TypedExpr.CallBuiltin call -> call.arguments();
      case TypedExpr.CallFunction call -> call.arguments();
      case TypedExpr.CallNative call -> call.arguments();
      case TypedExpr.FunctionOf function -> List.of(function.body());
      case TypedExpr.CallValue call -> join(Stream.of(call.function()), call.arguments().stream());
      case TypedExpr.Conform conform -> List.of(conform.value());
      case TypedExpr.Table table -> ofTable(table);
    };
  }

  /// Whether the tree, or a part of it however deep, is one.
  public static boolean any(TypedExpr expr, Predicate<TypedExpr> wanted) {
    return wanted.test(expr) || of(expr).stream().anyMatch(child -> any(child, wanted));
  }

  /// The conditions inside the tests of a rule, in order.
  public static List<TypedExpr> ofTests(List<CellTest> tests) {
    List<TypedExpr> conditions = List.of();
    for (CellTest test : tests) {
      if (!isKnown(test)) {
        conditions = conditions.isEmpty() ? new ArrayList<>() : conditions;
        inside(test).forEach(conditions::add);
      }
    }
    return conditions;
  }

  /// Whether no condition is inside. Nearly all tests of a large table are such, and it is walked several times before its
  /// first answer, by code that is not compiled yet: so they are passed over without a stream.
  public static boolean isKnown(CellTest test) {
    return switch (test) {
      case CellTest.Any _, CellTest.Points _, CellTest.Interval _ -> true;
      case CellTest.AnyOf anyOf -> anyOf.tests().stream().allMatch(Children::isKnown);
      case CellTest.Not not -> isKnown(not.test());
      case CellTest.Holds _ -> false;
    };
  }

  /// Adds the local slots that a tree reads.
  public static void slots(TypedExpr expr, Collection<Integer> into) {
    if (expr instanceof TypedExpr.Local local) {
      into.add(local.slot());
    }
    of(expr).forEach(child -> slots(child, into));
  }

  /// Whether the tree reads a local slot.
  public static boolean useSlot(TypedExpr expr, int slot) {
    return any(expr, part -> part instanceof TypedExpr.Local local && local.slot() == slot);
  }

  private static List<TypedExpr> ofTable(TypedExpr.Table table) {
    List<TypedExpr> children = new ArrayList<>();
    table.columns().forEach(column -> children.add(column.subject()));
    for (TypedExpr.Table.Rule rule : table.rules()) {
      children.addAll(ofTests(rule.tests()));
      children.addAll(rule.entries());
    }
    children.addAll(table.defaults());
    return children;
  }

  private static Stream<TypedExpr> inside(CellTest test) {
    return switch (test) {
      case CellTest.Any _, CellTest.Points _, CellTest.Interval _ -> Stream.of();
      case CellTest.AnyOf anyOf -> anyOf.tests().stream().flatMap(Children::inside);
      case CellTest.Not not -> inside(not.test());
      case CellTest.Holds holds -> Stream.of(holds.condition());
    };
  }

  private static Stream<TypedExpr> inside(List<TypedExpr.Iteration> iterations) {
    return iterations.stream()
        .flatMap(iteration -> present(iteration.domain(), iteration.rangeEnd()));
  }

  private static Stream<TypedExpr> present(@Nullable TypedExpr... exprs) {
    return Arrays.stream(exprs).filter(Objects::nonNull).map(Objects::requireNonNull);
  }

  private static List<TypedExpr> join(Stream<TypedExpr> first, Stream<TypedExpr> second) {
    return Stream.concat(first, second).toList();
  }
}
