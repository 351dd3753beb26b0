package dev.quoin.feel.builtin;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.util.List;
import java.util.Locale;

/// String functions (DMN 1.5, 10.3.4.3). Positions and lengths count code points.
final class TextFunctions {
  private TextFunctions() {}

  static String text(Value value) {
    return ((Value.Text) value).value();
  }

  static Value substring(Value[] arguments) {
    String string = text(arguments[0]);
    int size = string.codePointCount(0, string.length());
    Decimal start = NumberFunctions.number(arguments[1]).round(0, java.math.RoundingMode.DOWN);
    int from = Operators.index(start, size);
    if (from < 0) {
      return Errors.outOfRange(
          "substring", arguments[1], "a position in " + Values.quoted(arguments[0]));
    }
    int length = size - from;
    if (arguments[2] instanceof Value.Num wanted) {
      Decimal whole = wanted.value().round(0, java.math.RoundingMode.DOWN);
      if (whole.signum() <= 0) {
        return Errors.outOfRange("substring", wanted, "a length of at least 1");
      }
      length = whole.compareTo(Decimal.of(length)) < 0 ? (int) whole.longValueExact() : length;
    }
    int begin = string.offsetByCodePoints(0, from);
    return Value.of(string.substring(begin, string.offsetByCodePoints(begin, length)));
  }

  static Value length(Value[] arguments) {
    String string = text(arguments[0]);
    return Value.of(string.codePointCount(0, string.length()));
  }

  static Value upperCase(Value[] arguments) {
    return Errors.text("upper case", text(arguments[0]).toUpperCase(Locale.ROOT));
  }

  static Value lowerCase(Value[] arguments) {
    return Errors.text("lower case", text(arguments[0]).toLowerCase(Locale.ROOT));
  }

  static Value before(Value[] arguments) {
    int at = text(arguments[0]).indexOf(text(arguments[1]));
    return Value.of(at < 0 ? "" : text(arguments[0]).substring(0, at));
  }

  static Value after(Value[] arguments) {
    int at = text(arguments[0]).indexOf(text(arguments[1]));
    return Value.of(at < 0 ? "" : text(arguments[0]).substring(at + text(arguments[1]).length()));
  }

  static Value contains(Value[] arguments) {
    return Value.of(text(arguments[0]).contains(text(arguments[1])));
  }

  static Value startsWith(Value[] arguments) {
    return Value.of(text(arguments[0]).startsWith(text(arguments[1])));
  }

  static Value endsWith(Value[] arguments) {
    return Value.of(text(arguments[0]).endsWith(text(arguments[1])));
  }

  static Value matches(Value[] arguments) {
    return Regexes.matches(text(arguments[0]), text(arguments[1]), flags(arguments[2]));
  }

  static Value replace(Value[] arguments) {
    return Regexes.replace(
        text(arguments[0]), text(arguments[1]), text(arguments[2]), flags(arguments[3]));
  }

  private static String flags(Value value) {
    return value instanceof Value.Text text ? text.value() : "";
  }

  static Value split(Value[] arguments) {
    return Regexes.split(text(arguments[0]), text(arguments[1]));
  }

  /// Nulls in the list are left out, as the specification has it.
  static Value join(Value[] arguments) {
    List<Value> list = Operators.items(arguments[0]);
    String delimiter = flags(arguments[1]);
    StringBuilder joined = new StringBuilder();
    boolean first = true;
    for (Value item : list) {
      if (item instanceof Value.Null) {
        continue;
      }
      if (!(item instanceof Value.Text text)) {
        return Errors.wrongType("string join", item, "a list of strings");
      }
      joined.append(first ? "" : delimiter).append(text.value());
      first = false;
      if (joined.length() > Errors.MAX_STRING_LENGTH) {
        return Errors.tooLongString("string join");
      }
    }
    return Value.of(joined.toString());
  }
}
