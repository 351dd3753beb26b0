package dev.quoin.feel.interpret;

import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.feel.syntax.Expr.ArithmeticOperator;
import dev.quoin.feel.syntax.Expr.ComparisonOperator;
import java.util.ArrayList;
import java.util.List;

/// Typed trees by hand. Each operation stands at a span whose text is its name, so that a test sees where it failed.
final class Trees {
  private Trees() {}

  static Span at(String name) {
    return Source.of("test", name).whole();
  }

  static TypedExpr value(Value value) {
    return new TypedExpr.Constant(value, Simple.ANY, at("constant"));
  }

  static TypedExpr number(long number) {
    return value(Value.of(number));
  }

  static TypedExpr text(String text) {
    return value(Value.of(text));
  }

  static TypedExpr list(TypedExpr... items) {
    return new TypedExpr.ListOf(List.of(items), new Type.ListType(Simple.ANY), at("list"));
  }

  static TypedExpr local(int slot) {
    return new TypedExpr.Local(slot, "x" + slot, Simple.ANY, true, at("local"));
  }

  static TypedExpr global(int index) {
    return new TypedExpr.Global(index, "g" + index, Simple.ANY, true, at("global"));
  }

  static TypedExpr plus(TypedExpr left, TypedExpr right) {
    return new TypedExpr.Arithmetic(
        ArithmeticOperator.PLUS, left, right, Simple.ANY, true, at("plus"));
  }

  static TypedExpr divided(TypedExpr left, TypedExpr right) {
    return new TypedExpr.Arithmetic(
        ArithmeticOperator.DIVIDED_BY, left, right, Simple.ANY, true, at("divided"));
  }

  static TypedExpr compared(ComparisonOperator operator, TypedExpr left, TypedExpr right) {
    return new TypedExpr.Comparison(operator, left, right, true, at("compared"));
  }

  static TypedExpr greater(TypedExpr left, TypedExpr right) {
    return compared(ComparisonOperator.GREATER, left, right);
  }

  static TypedExpr and(TypedExpr... operands) {
    return new TypedExpr.And(List.of(operands), true, at("and"));
  }

  static TypedExpr or(TypedExpr... operands) {
    return new TypedExpr.Or(List.of(operands), true, at("or"));
  }

  static TypedExpr choice(TypedExpr condition, TypedExpr then, TypedExpr otherwise) {
    return new TypedExpr.If(condition, then, otherwise, Simple.ANY, true, at("if"));
  }

  static TypedExpr.Iteration over(int slot, TypedExpr domain) {
    return new TypedExpr.Iteration(slot, domain, null, Simple.ANY, at("over"));
  }

  static TypedExpr.Iteration over(int slot, TypedExpr from, TypedExpr to) {
    return new TypedExpr.Iteration(slot, from, to, Simple.ANY, at("over"));
  }

  static TypedExpr loop(int partialSlot, TypedExpr result, TypedExpr.Iteration... iterations) {
    return new TypedExpr.For(
        List.of(iterations), partialSlot, result, new Type.ListType(Simple.ANY), true, at("for"));
  }

  static TypedExpr some(TypedExpr condition, TypedExpr.Iteration... iterations) {
    return new TypedExpr.Quantified(false, List.of(iterations), condition, true, at("some"));
  }

  static TypedExpr every(TypedExpr condition, TypedExpr.Iteration... iterations) {
    return new TypedExpr.Quantified(true, List.of(iterations), condition, true, at("every"));
  }

  static TypedExpr filter(TypedExpr source, int slot, TypedExpr condition) {
    return new TypedExpr.Filter(
        source, slot, condition, new Type.ListType(Simple.ANY), true, at("filter"));
  }

  static TypedExpr path(TypedExpr source, String name) {
    return new TypedExpr.Path(source, name, Simple.ANY, true, at("path"));
  }

  static TypedExpr call(Builtin builtin, TypedExpr... arguments) {
    return new TypedExpr.CallBuiltin(builtin, List.of(arguments), Simple.ANY, true, at("call"));
  }

  static TypedExpr in(TypedExpr subject, int slot, CellTest test) {
    return new TypedExpr.In(subject, slot, test, true, at("in"));
  }

  static CellTest any() {
    return new CellTest.Any();
  }

  static CellTest points(Value... values) {
    return new CellTest.Points(List.of(values));
  }

  static CellTest atLeast(long number) {
    return new CellTest.Interval(true, Value.of(number), null, false);
  }

  static CellTest not(CellTest test) {
    return new CellTest.Not(test);
  }

  static CellTest holds(TypedExpr condition) {
    return new CellTest.Holds(condition);
  }

  /// A rule as it stands in a test: the cells, then the entries.
  record Row(List<CellTest> tests, List<TypedExpr> entries) {
    static Row of(CellTest test, TypedExpr... entries) {
      return new Row(List.of(test), List.of(entries));
    }

    static Row of(CellTest first, CellTest second, TypedExpr... entries) {
      return new Row(List.of(first, second), List.of(entries));
    }
  }

  /// A table whose subjects are globals from 0 on, kept in the slots from 0 on.
  static Table table(
      HitPolicy policy,
      int columns,
      List<Table.Output> outputs,
      List<TypedExpr> defaults,
      Row... rows) {
    List<Table.Column> inputs = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      inputs.add(new Table.Column("input " + i, global(i), i));
    }
    List<Table.Rule> rules = new ArrayList<>();
    for (Row row : rows) {
      rules.add(new Table.Rule(rules.size() + 1, row.tests(), row.entries(), at("rule").place()));
    }
    return new Table(
        "fee",
        "test.dmn",
        inputs,
        outputs,
        rules,
        policy,
        defaults,
        Simple.ANY,
        policy.isSingle(),
        at("table"));
  }

  static Table.Output output(String name, Value... allowed) {
    return new Table.Output(name, Simple.ANY, List.of(allowed));
  }
}
