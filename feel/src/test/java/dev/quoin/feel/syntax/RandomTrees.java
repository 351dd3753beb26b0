package dev.quoin.feel.syntax;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.syntax.Expr.TypeName;
import dev.quoin.feel.syntax.Expr.UnaryTest;
import dev.quoin.testkit.Seeded;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Makes trees of every kind of node, as the parser could give them.
final class RandomTrees {
  /// Names that a text can mistake for something else.
  static final List<String> NAMES =
      List.of("x", "xs", "driver age", "driver", "profit and loss", "a-b", "what if?", "나이");

  private static final List<String> FUNCTIONS = List.of("not", "date and time", "f", "string join");
  private static final Span NOWHERE = Source.of("", "").whole();

  private final Seeded seeded;

  RandomTrees(Seeded seeded) {
    this.seeded = seeded;
  }

  Expr expr(int depth) {
    if (depth <= 0) {
      return leaf();
    }
    Supplier<Expr> some = () -> expr(depth - 1 - seeded.between(0, 1));
    return switch (seeded.between(0, 19)) {
      case 0, 1, 2 ->
          new Expr.Arithmetic(
              seeded.pick(Expr.ArithmeticOperator.values()), some.get(), some.get(), NOWHERE);
      case 3 -> new Expr.Negate(some.get(), NOWHERE);
      case 4 ->
          new Expr.Comparison(
              seeded.pick(Expr.ComparisonOperator.values()), some.get(), some.get(), NOWHERE);
      case 5 -> new Expr.And(some.get(), some.get(), NOWHERE);
      case 6 -> new Expr.Or(some.get(), some.get(), NOWHERE);
      case 7 -> new Expr.Between(some.get(), some.get(), some.get(), NOWHERE);
      case 8 -> new Expr.In(some.get(), testsAfterIn(depth - 1), NOWHERE);
      case 9 -> new Expr.InstanceOf(some.get(), openType(), NOWHERE);
      case 10 -> new Expr.If(some.get(), some.get(), some.get(), NOWHERE);
      case 11 -> new Expr.For(iterations(depth - 1, true), some.get(), NOWHERE);
      case 12 ->
          new Expr.Quantified(seeded.yes(), iterations(depth - 1, false), some.get(), NOWHERE);
      case 13 -> new Expr.ListOf(seeded.list(0, 3, some), NOWHERE);
      case 14 ->
          new Expr.ContextOf(
              seeded.list(
                  0, 3, () -> new Expr.ContextOf.Entry(seeded.pick(NAMES), some.get(), NOWHERE)),
              NOWHERE);
      case 15 -> range(depth - 1);
      case 16 -> new Expr.Path(some.get(), seeded.pick(NAMES), NOWHERE, NOWHERE);
      case 17 -> new Expr.Filter(some.get(), some.get(), NOWHERE);
      case 18 -> call(depth - 1);
      default -> function(depth - 1);
    };
  }

  Expr.UnaryTests tests(int depth) {
    boolean negated = seeded.oneIn(3);
    List<UnaryTest> tests = seeded.list(negated ? 1 : 0, 3, () -> test(depth));
    return new Expr.UnaryTests(negated, tests, NOWHERE);
  }

  private Expr leaf() {
    return switch (seeded.between(0, 9)) {
      case 0, 1 -> new Expr.NumberLiteral(Decimal.of(seeded.between(-99, 99), 1), NOWHERE);
      case 2 -> new Expr.StringLiteral(seeded.text("a\"\\\n\tu이", 0, 4), NOWHERE);
      case 3 -> new Expr.BooleanLiteral(seeded.yes(), NOWHERE);
      case 4 -> new Expr.NullLiteral(NOWHERE);
      case 5 -> new Expr.AtLiteral("2026-05-01", NOWHERE);
      case 6 -> new Expr.QuestionMark(NOWHERE);
      default -> new Expr.Name(seeded.pick(NAMES), NOWHERE);
    };
  }

  private Expr call(int depth) {
    boolean named = seeded.yes();
    Expr function = seeded.yes() ? new Expr.Name(seeded.pick(FUNCTIONS), NOWHERE) : expr(depth - 1);
    return new Expr.Call(
        function,
        seeded.list(
            0,
            3,
            () ->
                new Expr.Call.Argument(
                    named ? Optional.of(seeded.pick(NAMES)) : Optional.empty(), expr(depth - 1))),
        NOWHERE);
  }

  private Expr function(int depth) {
    List<Expr.FunctionOf.Parameter> parameters =
        seeded.list(
            0,
            2,
            () ->
                new Expr.FunctionOf.Parameter(
                    seeded.pick(NAMES),
                    seeded.yes() ? Optional.of(type(2)) : Optional.empty(),
                    NOWHERE));
    boolean external = seeded.oneIn(4);
    Expr body = external ? new Expr.ContextOf(List.of(), NOWHERE) : expr(depth - 1);
    return new Expr.FunctionOf(parameters, body, external, NOWHERE);
  }

  private List<Expr.Iteration> iterations(int depth, boolean ranges) {
    return seeded.list(
        1,
        2,
        () ->
            new Expr.Iteration(
                seeded.pick(NAMES),
                expr(depth - 1),
                ranges && seeded.yes() ? Optional.of(expr(depth - 1)) : Optional.empty(),
                NOWHERE));
  }

  private Expr.RangeOf range(int depth) {
    Optional<Expr> low = seeded.oneIn(5) ? Optional.empty() : Optional.of(expr(depth - 1));
    Optional<Expr> high =
        low.isPresent() && seeded.oneIn(5) ? Optional.empty() : Optional.of(expr(depth - 1));
    return new Expr.RangeOf(
        low.isPresent() && seeded.yes(), low, high, high.isPresent() && seeded.yes(), NOWHERE);
  }

  private Expr.UnaryTests testsAfterIn(int depth) {
    return new Expr.UnaryTests(false, seeded.list(1, 3, () -> test(depth)), NOWHERE);
  }

  private UnaryTest test(int depth) {
    return switch (seeded.between(0, 2)) {
      case 0 ->
          new UnaryTest.Compared(
              seeded.pick(Expr.ComparisonOperator.values()), expr(depth - 1), NOWHERE);
      case 1 -> new UnaryTest.InRange(range(depth), NOWHERE);
      default -> {
        Expr value = expr(depth - 1);
        yield value instanceof Expr.RangeOf range
            ? new UnaryTest.InRange(range, NOWHERE)
            : new UnaryTest.Expression(value, NOWHERE);
      }
    };
  }

  /// A type that may stand after `instance of`.
  private TypeName openType() {
    return seeded.yes()
        ? type(2)
        : new TypeName.Named(seeded.pick("types.tDriver", "date and time"), NOWHERE);
  }

  private TypeName type(int depth) {
    return switch (seeded.between(depth <= 0 ? 4 : 0, 7)) {
      case 0 -> new TypeName.ListNamed(type(depth - 1), NOWHERE);
      case 1 -> new TypeName.RangeNamed(type(depth - 1), NOWHERE);
      case 2 ->
          new TypeName.ContextNamed(
              seeded.list(
                  1, 2, () -> new TypeName.ContextNamed.Field(seeded.pick(NAMES), type(depth - 1))),
              NOWHERE);
      case 3 ->
          new TypeName.FunctionNamed(
              seeded.list(0, 2, () -> type(depth - 1)), type(depth - 1), NOWHERE);
      default ->
          new TypeName.Named(seeded.pick("number", "days and time duration", "tDriver"), NOWHERE);
    };
  }
}
