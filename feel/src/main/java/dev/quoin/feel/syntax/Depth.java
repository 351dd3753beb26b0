package dev.quoin.feel.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Refuses trees that are too high to recurse over, though their text is not deeply nested: a sum of
/// thousands of parts leans to the left by one level for each.
final class Depth {
  /// Later stages recurse over the tree: this leaves them some 2,500 bytes a level of the default
  /// stack of 1 MB.
  static final int MAX_HEIGHT = 400;

  private Depth() {}

  private record Step(Expr node, int level) {}

  static void check(List<Expr> roots) {
    Deque<Step> steps = new ArrayDeque<>();
    roots.forEach(root -> steps.push(new Step(root, 1)));
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      if (step.level > MAX_HEIGHT) {
        throw new SyntaxProblem(
            step.node.span().start(),
            SyntaxProblem.TOO_DEEP,
            "more than "
                + MAX_HEIGHT
                + " operations follow each other around `"
                + Lexer.shortened(step.node.span().text())
                + "`; expected a list function such as `sum([…])`, or parts with names of their"
                + " own");
      }
      children(step.node).forEach(child -> steps.push(new Step(child, step.level + 1)));
    }
  }

  private static List<Expr> children(Expr node) {
    return switch (node) {
      case Expr.NumberLiteral _,
          Expr.StringLiteral _,
          Expr.BooleanLiteral _,
          Expr.NullLiteral _,
          Expr.AtLiteral _,
          Expr.Name _,
          Expr.QuestionMark _ ->
          List.of();
      case Expr.Negate it -> List.of(it.operand());
      case Expr.Arithmetic it -> List.of(it.left(), it.right());
      case Expr.Comparison it -> List.of(it.left(), it.right());
      case Expr.And it -> List.of(it.left(), it.right());
      case Expr.Or it -> List.of(it.left(), it.right());
      case Expr.Between it -> List.of(it.value(), it.low(), it.high());
      case Expr.In it -> {
        List<Expr> children = new ArrayList<>(values(it.tests()));
        children.add(it.value());
        yield children;
      }
      case Expr.InstanceOf it -> List.of(it.value());
      case Expr.If it -> List.of(it.condition(), it.then(), it.otherwise());
      case Expr.For it -> iterations(it.iterations(), it.result());
      case Expr.Quantified it -> iterations(it.iterations(), it.condition());
      case Expr.ListOf it -> it.items();
      case Expr.ContextOf it -> it.entries().stream().map(Expr.ContextOf.Entry::value).toList();
      case Expr.RangeOf it -> {
        List<Expr> children = new ArrayList<>();
        it.low().ifPresent(children::add);
        it.high().ifPresent(children::add);
        yield children;
      }
      case Expr.PointOf it -> List.of(it.value());
      case Expr.Path it -> List.of(it.source());
      case Expr.Filter it -> List.of(it.source(), it.condition());
      case Expr.Call it -> {
        List<Expr> children = new ArrayList<>();
        children.add(it.function());
        it.arguments().forEach(argument -> children.add(argument.value()));
        yield children;
      }
      case Expr.FunctionOf it -> List.of(it.body());
    };
  }

  private static List<Expr> iterations(List<Expr.Iteration> iterations, Expr result) {
    List<Expr> children = new ArrayList<>();
    for (Expr.Iteration iteration : iterations) {
      children.add(iteration.domain());
      iteration.rangeEnd().ifPresent(children::add);
    }
    children.add(result);
    return children;
  }

  /// The expressions in tests.
  static List<Expr> values(Expr.UnaryTests tests) {
    return tests.tests().stream()
        .map(test ->
            switch (test) {
              case Expr.UnaryTest.Compared it -> it.value();
              case Expr.UnaryTest.InRange it -> it.range();
              case Expr.UnaryTest.Expression it -> it.value();
            })
        .toList();
  }
}
