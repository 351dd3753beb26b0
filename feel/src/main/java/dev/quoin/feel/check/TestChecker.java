package dev.quoin.feel.check;

import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.syntax.Expr;
import dev.quoin.feel.syntax.Expr.ComparisonOperator;
import java.util.ArrayList;
import java.util.List;

/// Turns unary tests into cell tests: into known points and intervals where they can be, else into conditions.
///
/// What an expression in a test means depends on its value (DMN 1.5, 7.3.3): an equal value, an element of a list, a
/// value within a range, or, where it asks about `?`, a condition. Types decide it here, once.
final class TestChecker {
  private final Checker checker;
  private final TypedExpr.Local subject;

  /// @param checker in the scope in which `?` is the subject
  TestChecker(Checker checker, TypedExpr.Local subject) {
    this.checker = checker;
    this.subject = subject;
  }

  CellTest check(Expr.UnaryTests tests) {
    if (tests.tests().isEmpty()) {
      return new CellTest.Any();
    }
    List<CellTest> each = tests.tests().stream().map(this::check).toList();
    CellTest any = each.size() == 1 ? each.getFirst() : joined(each);
    return tests.negated() ? new CellTest.Not(any) : any;
  }

  /// Points that stand side by side become one set.
  private static CellTest joined(List<CellTest> tests) {
    if (!tests.stream().allMatch(CellTest.Points.class::isInstance)) {
      return new CellTest.AnyOf(tests);
    }
    List<Value> values = new ArrayList<>();
    tests.forEach(test -> values.addAll(((CellTest.Points) test).values()));
    return new CellTest.Points(values);
  }

  private CellTest check(Expr.UnaryTest test) {
    return switch (test) {
      case Expr.UnaryTest.Compared compared ->
          compared(compared.operator(), checker.check(compared.value()), compared.span());
      case Expr.UnaryTest.InRange inRange ->
          inRange(checker.check(inRange.range()), inRange.span());
      case Expr.UnaryTest.Expression expression -> expression(checker.check(expression.value()));
    };
  }

  private CellTest compared(ComparisonOperator operator, TypedExpr value, Span span) {
    TypedExpr comparison = checker.comparison(operator, subjectAt(span), value, span);
    if (!(comparison instanceof TypedExpr.Comparison)
        || !(value instanceof TypedExpr.Constant constant)) {
      return new CellTest.Holds(comparison);
    }
    Value end = constant.value();
    return switch (operator) {
      case EQUAL -> new CellTest.Points(List.of(end));
      case NOT_EQUAL -> new CellTest.Not(new CellTest.Points(List.of(end)));
      case LESS -> new CellTest.Interval(false, null, end, false);
      case LESS_OR_EQUAL -> new CellTest.Interval(false, null, end, true);
      case GREATER -> new CellTest.Interval(false, end, null, false);
      case GREATER_OR_EQUAL -> new CellTest.Interval(true, end, null, false);
    };
  }

  private CellTest inRange(TypedExpr range, Span span) {
    return switch (range) {
      case TypedExpr.Constant constant when constant.value() instanceof Value.Range value ->
          interval(value, span);
      case TypedExpr.RangeOf empty
          when empty.low() instanceof TypedExpr.Constant low
              && empty.high() instanceof TypedExpr.Constant high ->
          empty(empty, low.value(), high.value(), span);
      case TypedExpr.RangeOf open -> between(open, span);
      default -> new CellTest.Holds(range);
    };
  }

  /// A range whose ends are known; asks the comparison whether the subject's type fits.
  private CellTest interval(Value.Range range, Span span) {
    Value end = range.low() == null ? range.high() : range.low();
    if (end != null && range.form() == Value.Range.Form.EXCEPT) {
      return new CellTest.Not(new CellTest.Points(List.of(end)));
    }
    if (end != null) {
      checker.comparison(
          ComparisonOperator.LESS,
          subjectAt(span),
          new TypedExpr.Constant(end, TypeNames.of(end), span),
          span);
    }
    return new CellTest.Interval(range.lowClosed(), range.low(), range.high(), range.highClosed());
  }

  /// A range of known ends that is no value, since it ends before it begins.
  private CellTest empty(TypedExpr.RangeOf range, Value low, Value high, Span span) {
    if (checker.strict()) {
      checker.problem(span, "empty-range", "`" + span.text() + "` contains nothing");
    }
    return new CellTest.Interval(range.lowClosed(), low, high, range.highClosed());
  }

  private CellTest between(TypedExpr.RangeOf range, Span span) {
    List<TypedExpr> ends = new ArrayList<>();
    if (range.low() != null) {
      ends.add(
          checker.comparison(
              range.lowClosed() ? ComparisonOperator.GREATER_OR_EQUAL : ComparisonOperator.GREATER,
              subjectAt(span),
              range.low(),
              span));
    }
    if (range.high() != null) {
      ends.add(
          checker.comparison(
              range.highClosed() ? ComparisonOperator.LESS_OR_EQUAL : ComparisonOperator.LESS,
              subjectAt(span),
              range.high(),
              span));
    }
    return new CellTest.Holds(
        ends.size() == 1 ? ends.getFirst() : new TypedExpr.And(ends, !checker.strict(), span));
  }

  private CellTest expression(TypedExpr value) {
    Span span = value.span();
    if (value instanceof TypedExpr.Constant constant) {
      return known(constant);
    }
    if (Children.useSlot(value, subject.slot())) {
      return new CellTest.Holds(value);
    }
    Type type = value.type();
    if (type instanceof Type.ListType && !(subject.type() instanceof Type.ListType)) {
      return new CellTest.Holds(contains(value, span));
    }
    if (type instanceof Type.RangeType && !(subject.type() instanceof Type.RangeType)) {
      return new CellTest.Holds(call("includes", List.of(value, subjectAt(span)), span));
    }
    if (type.equals(Simple.BOOLEAN) && isNeverBoolean()) {
      return new CellTest.Holds(value);
    }
    if (type.equals(Simple.ANY) && !(value instanceof TypedExpr.Constant)) {
      return new CellTest.Holds(checker.once(value, once -> listOrEqual(once, span)));
    }
    return equal(value, span);
  }

  /// Then a boolean in a test is a condition of its own, else it is what the subject has to equal. Null is compared with
  /// it, as it is with everything.
  private boolean isNeverBoolean() {
    Type type = subject.type();
    return !type.equals(Simple.NULL) && !OperatorTypes.maybe(type, Simple.BOOLEAN);
  }

  /// Of a value whose type is known only when it is there.
  private TypedExpr listOrEqual(TypedExpr value, Span span) {
    return new TypedExpr.If(
        new TypedExpr.InstanceOf(value, new Type.ListType(Simple.ANY), span),
        contains(value, span),
        checker.comparison(ComparisonOperator.EQUAL, subjectAt(span), value, span),
        Simple.BOOLEAN,
        !checker.strict(),
        span);
  }

  private CellTest equal(TypedExpr value, Span span) {
    return new CellTest.Holds(
        checker.comparison(ComparisonOperator.EQUAL, subjectAt(span), value, span));
  }

  private CellTest known(TypedExpr.Constant constant) {
    if (constant.value() instanceof Value.Items items) {
      return subject.type() instanceof Type.ListType
          ? listOrElement(items, constant)
          : anyOf(items, constant.span());
    }
    if (constant.value() instanceof Value.Range range
        && !(subject.type() instanceof Type.RangeType)) {
      return interval(range, constant.span());
    }
    if (constant.value() instanceof Value.Bool bool && isNeverBoolean()) {
      return bool.value() ? new CellTest.Any() : new CellTest.Not(new CellTest.Any());
    }
    checker.comparison(
        ComparisonOperator.EQUAL, subjectAt(constant.span()), constant, constant.span());
    return new CellTest.Points(List.of(constant.value()));
  }

  /// A known list that a list is tested with: it may be the same, or an element.
  private CellTest listOrElement(Value.Items list, TypedExpr.Constant constant) {
    checker.comparison(
        ComparisonOperator.EQUAL, subjectAt(constant.span()), constant, constant.span());
    List<Value> values = new ArrayList<>(List.of(list));
    list.values().stream().filter(Value.Items.class::isInstance).forEach(values::add);
    return new CellTest.Points(values);
  }

  /// The elements of a known list, each a test of its own: a value to equal, or a range to lie within. What can never
  /// equal the subject is no element for it.
  private CellTest anyOf(Value.Items list, Span span) {
    List<Value> points = new ArrayList<>();
    List<CellTest> tests = new ArrayList<>();
    for (Value value : list.values()) {
      if (value instanceof Value.Range range && !(subject.type() instanceof Type.RangeType)) {
        tests.add(interval(range, span));
        continue;
      }
      Type type = TypeNames.of(value);
      checker.comparison(
          ComparisonOperator.EQUAL,
          subjectAt(span),
          new TypedExpr.Constant(value, type, span),
          span);
      if (OperatorTypes.equatable(subject.type(), type)) {
        points.add(value);
      }
    }
    if (tests.isEmpty()) {
      return new CellTest.Points(points);
    }
    if (!points.isEmpty()) {
      tests.addFirst(new CellTest.Points(points));
    }
    return tests.size() == 1 ? tests.getFirst() : new CellTest.AnyOf(tests);
  }

  private TypedExpr contains(TypedExpr list, Span span) {
    return call("list contains", List.of(list, subjectAt(span)), span);
  }

  private TypedExpr call(String name, List<TypedExpr> arguments, Span span) {
    return new TypedExpr.CallBuiltin(
        Builtin.named(name).getFirst(), arguments, Simple.BOOLEAN, !checker.strict(), span);
  }

  private TypedExpr.Local subjectAt(Span span) {
    return new TypedExpr.Local(subject.slot(), "?", subject.type(), subject.nullable(), span);
  }
}
