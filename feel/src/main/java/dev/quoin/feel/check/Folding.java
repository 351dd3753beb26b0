package dev.quoin.feel.check;

import dev.quoin.feel.Moment;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.builtin.Operators;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Replaces what depends on nothing by its value, so that `duration("PT24H")` or `-5` is as good as a literal. What
/// would be an error is left to the evaluation, which knows where it stands.
final class Folding {
  private Folding() {}

  /// No folded function reads it.
  private static final Moment NEVER = new Moment(Instant.EPOCH, ZoneOffset.UTC);

  static TypedExpr fold(TypedExpr expr) {
    List<TypedExpr> children = Children.of(expr);
    if (!children.stream().allMatch(TypedExpr.Constant.class::isInstance)) {
      return expr;
    }
    return value(
            expr,
            children.stream()
                .map(child -> ((TypedExpr.Constant) child).value())
                .toArray(Value[]::new))
        .filter(value -> !(value instanceof Value.Null))
        .<TypedExpr>map(value -> new TypedExpr.Constant(value, type(expr, value), expr.span()))
        .orElse(expr);
  }

  /// A function such as `duration` says only for its result of which of two types it is.
  private static Type type(TypedExpr expr, Value value) {
    return expr.type().equals(Type.Simple.ANY) ? TypeNames.of(value) : expr.type();
  }

  private static Optional<Value> value(TypedExpr expr, Value[] operands) {
    return switch (expr) {
      case TypedExpr.Negate _ -> Optional.of(Operators.negate(operands[0]));
      case TypedExpr.Arithmetic arithmetic ->
          Optional.of(
              switch (arithmetic.operator()) {
                case PLUS -> Operators.add(operands[0], operands[1]);
                case MINUS -> Operators.subtract(operands[0], operands[1]);
                case TIMES -> Operators.multiply(operands[0], operands[1]);
                case DIVIDED_BY -> Operators.divide(operands[0], operands[1]);
                case POWER -> Operators.power(operands[0], operands[1]);
              });
      case TypedExpr.ListOf _ -> Optional.of(new Value.Items(List.of(operands)));
      case TypedExpr.RangeOf range ->
          Optional.of(
              Operators.range(
                  range.lowClosed(),
                  constant(range.low()),
                  constant(range.high()),
                  range.highClosed()));
      case TypedExpr.CallBuiltin call
          when call.builtin() != Builtin.NOW && call.builtin() != Builtin.TODAY ->
          Optional.of(call.builtin().apply(operands, NEVER));
      default -> Optional.empty();
    };
  }

  private static @Nullable Value constant(@Nullable TypedExpr end) {
    return end == null ? null : ((TypedExpr.Constant) Objects.requireNonNull(end)).value();
  }
}
