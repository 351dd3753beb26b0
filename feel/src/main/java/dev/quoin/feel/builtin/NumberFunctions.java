package dev.quoin.feel.builtin;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.math.RoundingMode;

/// Numeric functions (DMN 1.5, 10.3.4.5). A scale is cut to a whole number.
final class NumberFunctions {
  private NumberFunctions() {}

  /// The scales of decimal128.
  private static final Decimal MIN_SCALE = Decimal.of(-6111);

  private static final Decimal MAX_SCALE = Decimal.of(6176);

  private static final Decimal TWO = Decimal.of(2);

  static Decimal number(Value value) {
    return ((Value.Num) value).value();
  }

  static Value round(String name, Value number, Value scale, RoundingMode mode) {
    Decimal places = number(scale).round(0, RoundingMode.DOWN);
    if (places.compareTo(MIN_SCALE) < 0 || places.compareTo(MAX_SCALE) > 0) {
      return Errors.outOfRange(name, scale, "a scale from -6111 to 6176");
    }
    return Value.of(number(number).round((int) places.longValueExact(), mode));
  }

  static Value round(String name, Value number, RoundingMode mode) {
    return round(name, number, Value.of(0), mode);
  }

  static Value abs(Value[] arguments) {
    return switch (arguments[0]) {
      case Value.Num number -> Value.of(number.value().abs());
      case Value.DayTimeDuration duration -> new Value.DayTimeDuration(duration.value().abs());
      case Value.YearMonthDuration duration ->
          new Value.YearMonthDuration(Math.absExact(duration.months()));
      case Value.Null _,
          Value.Text _,
          Value.Bool _,
          Value.Date _,
          Value.Time _,
          Value.DateTime _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          Errors.wrongType("abs", arguments[0], "a number or a duration");
    };
  }

  static Value modulo(Value[] arguments) {
    return number(arguments[1]).isZero()
        ? Value.error("division-by-zero", Values.quoted(arguments[0]) + " is divided by zero")
        : Value.of(number(arguments[0]).modulo(number(arguments[1])));
  }

  static Value sqrt(Value[] arguments) {
    return number(arguments[0]).signum() < 0
        ? Errors.outOfRange("sqrt", arguments[0], "a number that is not negative")
        : Value.of(number(arguments[0]).squareRoot());
  }

  static Value log(Value[] arguments) {
    return number(arguments[0]).signum() <= 0
        ? Errors.outOfRange("log", arguments[0], "a number greater than zero")
        : Value.of(number(arguments[0]).ln());
  }

  static Value exp(Value[] arguments) {
    return Value.of(number(arguments[0]).exp());
  }

  static Value odd(Value[] arguments) {
    return Value.of(number(arguments[0]).modulo(TWO).equals(Decimal.ONE));
  }

  static Value even(Value[] arguments) {
    return Value.of(number(arguments[0]).modulo(TWO).isZero());
  }
}
