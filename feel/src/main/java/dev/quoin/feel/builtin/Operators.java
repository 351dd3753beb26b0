package dev.quoin.feel.builtin;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Reason;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// FEEL's operators on values (DMN 1.5, 10.3.2.13). None of them throws on any values: an error is a null with its
/// reason, and a null that already has one keeps it, because that one is the cause.
public final class Operators {
  private Operators() {}

  /// `-x` of a number or duration.
  public static Value negate(Value value) {
    return Arithmetic.negate(value);
  }

  /// `+`: numbers, strings, durations, a date, time or date and time with a duration.
  public static Value add(Value left, Value right) {
    return Arithmetic.add(left, right);
  }

  /// `-`: as [#add] without strings, and the duration between two dates, times or date-times.
  public static Value subtract(Value left, Value right) {
    return Arithmetic.subtract(left, right);
  }

  /// `*`: numbers, a duration with a number.
  public static Value multiply(Value left, Value right) {
    return Arithmetic.multiply(left, right);
  }

  /// `/`: numbers, a duration by a number, two durations of one kind.
  public static Value divide(Value left, Value right) {
    return Arithmetic.divide(left, right);
  }

  /// `**` of numbers.
  public static Value power(Value left, Value right) {
    return Arithmetic.power(left, right);
  }

  /// `=`: true or false where a side is null or both are of one kind, else the error `incomparable`. Within lists and
  /// contexts what cannot be compared is not equal.
  public static Value equal(Value left, Value right) {
    if (left instanceof Value.Null || right instanceof Value.Null) {
      return Value.of(left instanceof Value.Null && right instanceof Value.Null);
    }
    return Ordering.areOfOneKind(left, right)
        ? Value.of(Ordering.same(left, right))
        : incomparable("=", left, right);
  }

  /// FEEL's equality with an answer always: null is null, and what cannot be compared is not equal.
  public static boolean same(Value left, Value right) {
    return Ordering.same(left, right);
  }

  /// A hash that agrees with [#same].
  public static int hash(Value value) {
    return Ordering.hash(value);
  }

  public static Value less(Value left, Value right) {
    return ordered("<", left, right, order -> order < 0);
  }

  public static Value lessOrEqual(Value left, Value right) {
    return ordered("<=", left, right, order -> order <= 0);
  }

  public static Value greater(Value left, Value right) {
    return ordered(">", left, right, order -> order > 0);
  }

  public static Value greaterOrEqual(Value left, Value right) {
    return ordered(">=", left, right, order -> order >= 0);
  }

  private static Value ordered(String symbol, Value left, Value right, IntPredicate answer) {
    if (!Ordering.areOrdered(left, right)) {
      return incomparable(symbol, left, right);
    }
    return Value.of(answer.test(Ordering.compare(left, right)));
  }

  static Value.Null incomparable(String symbol, Value left, Value right) {
    if (left instanceof Value.Null || right instanceof Value.Null) {
      return Errors.nothing(symbol, left, right);
    }
    return Value.error(
        "incomparable",
        "`"
            + symbol
            + "` cannot compare "
            + Values.quoted(left)
            + " and "
            + Values.quoted(right)
            + ", "
            + Arithmetic.described(left)
            + " and "
            + Arithmetic.described(right));
  }

  /// Whether `=` of the two has an answer: both of one kind, and both local or both zoned.
  public static boolean comparable(Value left, Value right) {
    return Ordering.areOfOneKind(left, right);
  }

  /// The order of two values of one ordered kind.
  ///
  /// @throws IllegalArgumentException for others
  public static int compare(Value left, Value right) {
    return Ordering.compare(left, right);
  }

  /// Whether a value lies between two ends; an absent end (Java's null) is unbounded. False for what cannot be compared
  /// with an end, null among it.
  public static boolean within(
      Value value,
      boolean lowClosed,
      @Nullable Value low,
      @Nullable Value high,
      boolean highClosed) {
    return asks(value, lowClosed, low, high, highClosed).equals(Value.TRUE);
  }

  /// The same with its error: `null-argument` for null, `incomparable` for what cannot be compared with an end.
  public static Value asks(
      Value value,
      boolean lowClosed,
      @Nullable Value low,
      @Nullable Value high,
      boolean highClosed) {
    Value above =
        low == null ? Value.TRUE : lowClosed ? greaterOrEqual(value, low) : greater(value, low);
    if (!above.equals(Value.TRUE)) {
      return above;
    }
    if (high == null) {
      return low == null && value instanceof Value.Null met
          ? Errors.nothing("in", met)
          : Value.TRUE;
    }
    return highClosed ? lessOrEqual(value, high) : less(value, high);
  }

  /// A range; its ends must be of one ordered kind, the low one not above the high one (DMN 1.5, 10.3.2.7).
  ///
  /// @param low the low end, or Java's null for none
  /// @param high the high end, or Java's null for none
  public static Value range(
      boolean lowClosed, @Nullable Value low, @Nullable Value high, boolean highClosed) {
    Value first = low == null ? high : low;
    Value second = high == null ? low : high;
    if (first == null || second == null) {
      return Value.error("null-argument", "a range has no end (expected: at least one)");
    }
    if (!Ordering.areOrdered(first, second)) {
      return incomparable("..", first, second);
    }
    return Ordering.compare(first, second) > 0
        ? Value.error(
            "out-of-range",
            "a range goes from "
                + Values.quoted(first)
                + " down to "
                + Values.quoted(second)
                + " (expected: the lower end first)")
        : new Value.Range(lowClosed, low, high, highClosed);
  }

  /// An entry of a context, a property of a temporal value or range (DMN 1.5, tables 65 and 66); over a list: of each
  /// element. In a list an element without it gives a null with its reason, which [#failure] finds.
  public static Value property(Value value, String name) {
    return Properties.of(value, name);
  }

  /// The reason that a value is null, or, of a list, that the first element is that is null with a reason; Java's null
  /// without one. What a strict evaluation asks after [#property], which reads many elements at once.
  public static @Nullable Reason failure(Value value) {
    return switch (value) {
      case Value.Null nothing -> nothing.cause();
      case Value.Items items -> {
        for (Value item : items.values()) {
          Reason reason = failure(item);
          if (reason != null) {
            yield reason;
          }
        }
        yield null;
      }
      case Value.Num _,
          Value.Text _,
          Value.Bool _,
          Value.Date _,
          Value.Time _,
          Value.DateTime _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          null;
    };
  }

  /// The element at a position: from 1, or from -1 backwards. What is no list is a list of one.
  public static Value at(Value list, Value position) {
    if (list instanceof Value.Null met) {
      return Errors.nothing("[ ]", met);
    }
    if (!(position instanceof Value.Num number)) {
      return Errors.wrongType("[ ]", position, "a position, from 1 or from -1 backwards");
    }
    List<Value> values = items(list);
    int index = index(number.value(), values.size());
    return index >= 0
        ? values.get(index)
        : Value.error(
            "no-such-element",
            "there is no element " + Values.quoted(position) + " in a list of " + values.size());
  }

  /// The index from 0 that a position means in a list of that size; -1 where it has none.
  static int index(Decimal position, int size) {
    if (!position.fitsLong()) {
      return -1;
    }
    long at = position.longValueExact();
    if (at == 0 || at > size || at < -size) {
      return -1;
    }
    return (int) (at > 0 ? at - 1 : size + at);
  }

  /// The elements of a list; what is no list is a list of one.
  public static List<Value> items(Value value) {
    return value instanceof Value.Items items ? items.values() : List.of(value);
  }

  /// `instance of`; null is no instance of any type but Null, though as a part of a list or context it conforms to all.
  public static boolean instanceOf(Value value, Type type) {
    return Typing.instanceOf(value, type);
  }

  /// The value as one of a type: as it is, the only element of a list of one, a list of one, midnight UTC of a date
  /// (DMN 1.5, 10.3.2.9.4); else the error `wrong-type`. Null conforms to every type.
  ///
  /// @param what whose type it is, for the sentence
  public static Value conform(Value value, Type type, String what) {
    return Typing.conform(value, type, what, true);
  }

  /// The same in a strict program: there no element or entry is null but where the type Any is declared for it.
  public static Value conformStrictly(Value value, Type type, String what) {
    return Typing.conform(value, type, what, false);
  }

  /// `for … in low..high`: the whole numbers or days from one to the other, also downwards, that are asked for one by
  /// one; an error where the ends are neither.
  public static Steps steps(Value low, Value high) {
    return Steps.between(low, high);
  }

  /// The elements that a variable of `for`, `some` or `every` takes: those of a list, the whole numbers or days of a
  /// range, else the value alone; null is an error.
  public static Steps steps(Value domain) {
    return Steps.over(domain);
  }
}
