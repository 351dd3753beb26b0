package dev.quoin.feel.check;

import static dev.quoin.feel.Type.Simple.ANY;
import static dev.quoin.feel.Type.Simple.DATE;
import static dev.quoin.feel.Type.Simple.DATE_TIME;
import static dev.quoin.feel.Type.Simple.DAY_TIME_DURATION;
import static dev.quoin.feel.Type.Simple.NULL;
import static dev.quoin.feel.Type.Simple.NUMBER;
import static dev.quoin.feel.Type.Simple.STRING;
import static dev.quoin.feel.Type.Simple.TIME;
import static dev.quoin.feel.Type.Simple.YEAR_MONTH_DURATION;

import dev.quoin.feel.Type;
import dev.quoin.feel.syntax.Expr.ArithmeticOperator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which types the operators take and give (DMN 1.5, tables 50 to 57).
final class OperatorTypes {
  private OperatorTypes() {}

  private record Rule(ArithmeticOperator operator, Type left, Type right, Type result) {}

  private static final List<Rule> ARITHMETIC =
      List.of(
          plus(NUMBER, NUMBER, NUMBER),
          plus(STRING, STRING, STRING),
          plus(DATE, DAY_TIME_DURATION, DATE),
          plus(DATE, YEAR_MONTH_DURATION, DATE),
          plus(DATE_TIME, DAY_TIME_DURATION, DATE_TIME),
          plus(DATE_TIME, YEAR_MONTH_DURATION, DATE_TIME),
          plus(TIME, DAY_TIME_DURATION, TIME),
          plus(DAY_TIME_DURATION, DATE, DATE),
          plus(DAY_TIME_DURATION, DATE_TIME, DATE_TIME),
          plus(DAY_TIME_DURATION, TIME, TIME),
          plus(DAY_TIME_DURATION, DAY_TIME_DURATION, DAY_TIME_DURATION),
          plus(YEAR_MONTH_DURATION, DATE, DATE),
          plus(YEAR_MONTH_DURATION, DATE_TIME, DATE_TIME),
          plus(YEAR_MONTH_DURATION, YEAR_MONTH_DURATION, YEAR_MONTH_DURATION),
          minus(NUMBER, NUMBER, NUMBER),
          minus(DATE, DATE, DAY_TIME_DURATION),
          minus(DATE, DATE_TIME, DAY_TIME_DURATION),
          minus(DATE_TIME, DATE, DAY_TIME_DURATION),
          minus(DATE_TIME, DATE_TIME, DAY_TIME_DURATION),
          minus(TIME, TIME, DAY_TIME_DURATION),
          minus(DATE, DAY_TIME_DURATION, DATE),
          minus(DATE, YEAR_MONTH_DURATION, DATE),
          minus(DATE_TIME, DAY_TIME_DURATION, DATE_TIME),
          minus(DATE_TIME, YEAR_MONTH_DURATION, DATE_TIME),
          minus(TIME, DAY_TIME_DURATION, TIME),
          minus(DAY_TIME_DURATION, DAY_TIME_DURATION, DAY_TIME_DURATION),
          minus(YEAR_MONTH_DURATION, YEAR_MONTH_DURATION, YEAR_MONTH_DURATION),
          times(NUMBER, NUMBER, NUMBER),
          times(DAY_TIME_DURATION, NUMBER, DAY_TIME_DURATION),
          times(NUMBER, DAY_TIME_DURATION, DAY_TIME_DURATION),
          times(YEAR_MONTH_DURATION, NUMBER, YEAR_MONTH_DURATION),
          times(NUMBER, YEAR_MONTH_DURATION, YEAR_MONTH_DURATION),
          by(NUMBER, NUMBER, NUMBER),
          by(DAY_TIME_DURATION, NUMBER, DAY_TIME_DURATION),
          by(YEAR_MONTH_DURATION, NUMBER, YEAR_MONTH_DURATION),
          by(DAY_TIME_DURATION, DAY_TIME_DURATION, NUMBER),
          by(YEAR_MONTH_DURATION, YEAR_MONTH_DURATION, NUMBER),
          new Rule(ArithmeticOperator.POWER, NUMBER, NUMBER, NUMBER));

  private static final Set<Type> ORDERED =
      Set.of(NUMBER, STRING, DATE, TIME, DATE_TIME, DAY_TIME_DURATION, YEAR_MONTH_DURATION);

  private static Rule plus(Type left, Type right, Type result) {
    return new Rule(ArithmeticOperator.PLUS, left, right, result);
  }

  private static Rule minus(Type left, Type right, Type result) {
    return new Rule(ArithmeticOperator.MINUS, left, right, result);
  }

  private static Rule times(Type left, Type right, Type result) {
    return new Rule(ArithmeticOperator.TIMES, left, right, result);
  }

  private static Rule by(Type left, Type right, Type result) {
    return new Rule(ArithmeticOperator.DIVIDED_BY, left, right, result);
  }

  /// The type of the result, Any where the operands leave several; empty where no operands of these types fit.
  static Optional<Type> arithmetic(ArithmeticOperator operator, Type left, Type right) {
    return ARITHMETIC.stream()
        .filter(
            rule -> rule.operator == operator && maybe(left, rule.left) && maybe(right, rule.right))
        .map(Rule::result)
        .distinct()
        .reduce((_, _) -> ANY);
  }

  static Optional<Type> negate(Type operand) {
    if (operand.equals(ANY)) {
      return Optional.of(ANY);
    }
    return List.<Type>of(NUMBER, DAY_TIME_DURATION, YEAR_MONTH_DURATION).contains(operand)
        ? Optional.of(operand)
        : Optional.empty();
  }

  /// Whether a value of that static type may turn out to be one of the wanted type. Null alone is never wanted.
  static boolean maybe(Type type, Type wanted) {
    return type.equals(ANY)
        || wanted.equals(ANY)
        || (!type.equals(NULL) && type.conformsTo(wanted));
  }

  /// Whether `=` can be asked of the two.
  static boolean equatable(Type left, Type right) {
    return left.equals(NULL)
        || right.equals(NULL)
        || surelyEquatable(left, right)
        || (left instanceof Type.Simple && left.equals(right))
        || left.equals(ANY)
        || right.equals(ANY);
  }

  /// Whether `=` of the two is never an error.
  static boolean surelyEquatable(Type left, Type right) {
    if (left.equals(NULL) || right.equals(NULL)) {
      return true;
    }
    return switch (left) {
      // Of two times, or dates and times, one may be local and the other have a zone.
      case Type.Simple _ ->
          left.equals(right) && !left.equals(ANY) && !left.equals(TIME) && !left.equals(DATE_TIME);
      case Type.ListType _ -> right instanceof Type.ListType;
      case Type.ContextType _ -> right instanceof Type.ContextType;
      case Type.RangeType _ -> right instanceof Type.RangeType;
      case Type.FunctionType _ -> false;
    };
  }

  /// Whether `<` can be asked of the two.
  static boolean ordered(Type left, Type right) {
    return (left.equals(ANY) && (right.equals(ANY) || ORDERED.contains(right)))
        || (right.equals(ANY) && ORDERED.contains(left))
        || (left.equals(right) && ORDERED.contains(left));
  }
}
