package dev.quoin.feel.builtin;

import dev.quoin.feel.Moment;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.syntax.Expr;
import dev.quoin.feel.syntax.Names;
import dev.quoin.feel.syntax.Parser;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A formula of literals, operators and built-in functions, straight from its tree to a value: so that functions are
/// tested on values alone, whatever types the checker would give them.
final class Formula {
  private Formula() {}

  static final Moment MOMENT =
      new Moment(Instant.parse("2026-05-01T15:30:00Z"), ZoneId.of("Asia/Seoul"));

  /// The value as text; of an error `null: code`.
  static String answer(String text) {
    Value value = value(text);
    return value instanceof Value.Null nothing
        ? nothing.reason().map(reason -> "null: " + reason.code()).orElse("null")
        : Values.text(value);
  }

  static Value value(String text) {
    Problems problems = new Problems();
    Expr expr =
        Parser.parse(Source.of("formula", text), Names.none(), problems)
            .orElseThrow(() -> new IllegalArgumentException(problems.sorted().toString()));
    return value(expr);
  }

  private static Value value(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral literal -> Value.of(literal.value());
      case Expr.StringLiteral literal -> Value.of(literal.value());
      case Expr.BooleanLiteral literal -> Value.of(literal.value());
      case Expr.NullLiteral _ -> Value.NULL;
      case Expr.AtLiteral literal -> Literals.at(literal.text());
      case Expr.Negate negate -> Operators.negate(value(negate.operand()));
      case Expr.Arithmetic arithmetic -> arithmetic(arithmetic);
      case Expr.Comparison comparison -> comparison(comparison);
      case Expr.ListOf list -> new Value.Items(list.items().stream().map(Formula::value).toList());
      case Expr.ContextOf context -> context(context);
      case Expr.RangeOf range ->
          Operators.range(
              range.lowClosed(),
              range.low().map(Formula::value).orElse(null),
              range.high().map(Formula::value).orElse(null),
              range.highClosed());
      case Expr.PointOf point ->
          (point.excepted() ? Points.EXCEPT : Points.EQUAL)
              .call(new Value[] {value(point.value())});
      case Expr.Path path -> Operators.property(value(path.source()), path.name());
      case Expr.Filter filter -> Operators.at(value(filter.source()), value(filter.condition()));
      case Expr.Call call -> call(call);
      case Expr.Name _,
          Expr.QuestionMark _,
          Expr.And _,
          Expr.Or _,
          Expr.Between _,
          Expr.In _,
          Expr.InstanceOf _,
          Expr.If _,
          Expr.For _,
          Expr.Quantified _,
          Expr.FunctionOf _ ->
          throw new IllegalArgumentException("not a formula: " + expr.span());
    };
  }

  private static Value arithmetic(Expr.Arithmetic arithmetic) {
    Value left = value(arithmetic.left());
    Value right = value(arithmetic.right());
    return switch (arithmetic.operator()) {
      case PLUS -> Operators.add(left, right);
      case MINUS -> Operators.subtract(left, right);
      case TIMES -> Operators.multiply(left, right);
      case DIVIDED_BY -> Operators.divide(left, right);
      case POWER -> Operators.power(left, right);
    };
  }

  private static Value comparison(Expr.Comparison comparison) {
    Value left = value(comparison.left());
    Value right = value(comparison.right());
    return switch (comparison.operator()) {
      case EQUAL -> Operators.equal(left, right);
      case NOT_EQUAL -> throw new IllegalArgumentException("not an operator on values: !=");
      case LESS -> Operators.less(left, right);
      case LESS_OR_EQUAL -> Operators.lessOrEqual(left, right);
      case GREATER -> Operators.greater(left, right);
      case GREATER_OR_EQUAL -> Operators.greaterOrEqual(left, right);
    };
  }

  private static Value context(Expr.ContextOf context) {
    Map<String, Value> entries = new LinkedHashMap<>();
    context.entries().forEach(entry -> entries.put(entry.key(), value(entry.value())));
    return new Value.Context(entries);
  }

  private static Value call(Expr.Call call) {
    String name = ((Expr.Name) call.function()).name();
    for (Builtin overload : Builtin.named(name)) {
      Value[] arguments = arguments(overload, call.arguments());
      if (arguments.length > 0 || call.arguments().isEmpty()) {
        return overload.apply(arguments, MOMENT);
      }
    }
    throw new IllegalArgumentException("no overload of `" + name + "` fits " + call.span());
  }

  /// The arguments in the order of the parameters; none where they do not fit.
  private static Value[] arguments(Builtin builtin, List<Expr.Call.Argument> written) {
    List<String> names = builtin.parameters().stream().map(Builtin.Parameter::name).toList();
    long required =
        builtin.parameters().stream().filter(parameter -> !parameter.optional()).count();
    if (written.size() < required || (written.size() > names.size() && !builtin.variadic())) {
      return new Value[0];
    }
    if (written.isEmpty() || written.getFirst().name().isEmpty()) {
      return written.stream().map(argument -> value(argument.value())).toArray(Value[]::new);
    }
    List<Value> arranged = new ArrayList<>();
    names.forEach(_ -> arranged.add(Value.NULL));
    for (Expr.Call.Argument argument : written) {
      int index = names.indexOf(argument.name().orElseThrow());
      if (index < 0) {
        return new Value[0];
      }
      arranged.set(index, value(argument.value()));
    }
    return Arrays.copyOf(arranged.toArray(Value[]::new), names.size());
  }
}
