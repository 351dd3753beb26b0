package dev.quoin.feel.builtin;

import dev.quoin.feel.Value;
import org.jspecify.annotations.Nullable;

/// How points and ranges lie to each other (DMN 1.5, 10.3.4.10, table 78). A point is the closed range from itself to
/// itself: for every function that takes points, the table's rows for points say the same.
final class RangeFunctions {
  private RangeFunctions() {}

  /// An end of a range: a value, or what lies before or after all values.
  private record End(@Nullable Value value, int infinite) {
    static End low(Value.Range range) {
      return new End(range.low(), range.low() == null ? -1 : 0);
    }

    static End high(Value.Range range) {
      return new End(range.high(), range.high() == null ? 1 : 0);
    }

    int compareTo(End other) {
      return value != null && other.value != null
          ? Ordering.compare(value, other.value)
          : Integer.compare(infinite, other.infinite);
    }
  }

  /// Two ranges whose ends are compared once.
  private record Pair(
      Value.Range a, Value.Range b, int lows, int highs, int lowToHigh, int highToLow) {
    static Pair of(Value.Range a, Value.Range b) {
      return new Pair(
          a,
          b,
          End.low(a).compareTo(End.low(b)),
          End.high(a).compareTo(End.high(b)),
          End.low(a).compareTo(End.high(b)),
          End.high(a).compareTo(End.low(b)));
    }

    Pair swapped() {
      return new Pair(b, a, -lows, -highs, -highToLow, -lowToHigh);
    }

    boolean before() {
      return highToLow < 0 || (highToLow == 0 && (!a.highClosed() || !b.lowClosed()));
    }

    boolean meets() {
      return highToLow == 0 && a.highClosed() && b.lowClosed();
    }

    boolean overlaps() {
      return (highToLow > 0 || (highToLow == 0 && a.highClosed() && b.lowClosed()))
          && (lowToHigh < 0 || (lowToHigh == 0 && a.lowClosed() && b.highClosed()));
    }

    boolean overlapsBefore() {
      return (lows < 0 || (lows == 0 && a.lowClosed() && !b.lowClosed()))
          && (highToLow > 0 || (highToLow == 0 && a.highClosed() && b.lowClosed()))
          && (highs < 0 || (highs == 0 && (!a.highClosed() || b.highClosed())));
    }

    boolean overlapsAfter() {
      return (lows > 0 || (lows == 0 && b.lowClosed() && !a.lowClosed()))
          && (lowToHigh < 0 || (lowToHigh == 0 && b.highClosed() && a.lowClosed()))
          && (highs > 0 || (highs == 0 && (!b.highClosed() || a.highClosed())));
    }

    boolean finishes() {
      return highs == 0
          && a.highClosed() == b.highClosed()
          && (lows > 0 || (lows == 0 && (!a.lowClosed() || b.lowClosed())));
    }

    boolean starts() {
      return lows == 0
          && a.lowClosed() == b.lowClosed()
          && (highs < 0 || (highs == 0 && (!a.highClosed() || b.highClosed())));
    }

    boolean includes() {
      return (lows < 0 || (lows == 0 && (a.lowClosed() || !b.lowClosed())))
          && (highs > 0 || (highs == 0 && (a.highClosed() || !b.highClosed())));
    }

    boolean coincides() {
      return lows == 0
          && highs == 0
          && a.lowClosed() == b.lowClosed()
          && a.highClosed() == b.highClosed();
    }
  }

  private interface Relation {
    boolean holds(Pair pair);
  }

  private static Value ask(String name, Value first, Value second, Relation relation) {
    if (first instanceof Value.Null || second instanceof Value.Null) {
      return Errors.nothing(name, first, second);
    }
    Value.Range a = range(first);
    Value.Range b = range(second);
    if (a.form() == Value.Range.Form.EXCEPT || b.form() == Value.Range.Form.EXCEPT) {
      return Errors.wrongType(
          name,
          a.form() == Value.Range.Form.EXCEPT ? first : second,
          "a range from one end to another");
    }
    Value left = someEnd(a);
    Value right = someEnd(b);
    if (left != null && right != null && !Ordering.areOrdered(left, right)) {
      return Operators.incomparable(name, left, right);
    }
    return Value.of(relation.holds(Pair.of(a, b)));
  }

  private static Value.Range range(Value value) {
    return value instanceof Value.Range range ? range : new Value.Range(true, value, value, true);
  }

  private static @Nullable Value someEnd(Value.Range range) {
    return range.low() != null ? range.low() : range.high();
  }

  static Value before(Value[] arguments) {
    return ask("before", arguments[0], arguments[1], Pair::before);
  }

  static Value after(Value[] arguments) {
    return ask("after", arguments[0], arguments[1], pair -> pair.swapped().before());
  }

  static Value meets(Value[] arguments) {
    return ask("meets", arguments[0], arguments[1], Pair::meets);
  }

  static Value metBy(Value[] arguments) {
    return ask("met by", arguments[0], arguments[1], pair -> pair.swapped().meets());
  }

  static Value overlaps(Value[] arguments) {
    return ask("overlaps", arguments[0], arguments[1], Pair::overlaps);
  }

  static Value overlapsBefore(Value[] arguments) {
    return ask("overlaps before", arguments[0], arguments[1], Pair::overlapsBefore);
  }

  static Value overlapsAfter(Value[] arguments) {
    return ask("overlaps after", arguments[0], arguments[1], Pair::overlapsAfter);
  }

  static Value finishes(Value[] arguments) {
    return ask("finishes", arguments[0], arguments[1], Pair::finishes);
  }

  static Value finishedBy(Value[] arguments) {
    return ask("finished by", arguments[0], arguments[1], pair -> pair.swapped().finishes());
  }

  static Value includes(Value[] arguments) {
    if (arguments[0] instanceof Value.Range range
        && range.form() == Value.Range.Form.EXCEPT
        && range.low() != null
        && !(arguments[1] instanceof Value.Range)) {
      Value equal = Operators.equal(range.low(), arguments[1]);
      return equal instanceof Value.Bool bool ? Value.of(!bool.value()) : equal;
    }
    return ask("includes", arguments[0], arguments[1], Pair::includes);
  }

  static Value during(Value[] arguments) {
    if (arguments[1] instanceof Value.Range range && range.form() == Value.Range.Form.EXCEPT) {
      return includes(new Value[] {arguments[1], arguments[0]});
    }
    return ask("during", arguments[0], arguments[1], pair -> pair.swapped().includes());
  }

  static Value starts(Value[] arguments) {
    return ask("starts", arguments[0], arguments[1], Pair::starts);
  }

  static Value startedBy(Value[] arguments) {
    return ask("started by", arguments[0], arguments[1], pair -> pair.swapped().starts());
  }

  static Value coincides(Value[] arguments) {
    return ask("coincides", arguments[0], arguments[1], Pair::coincides);
  }
}
