package dev.quoin.compiler.plan;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;

/// One indexed column of a [TableIndex]: leads from a node, by the value in that column, to a node of the next level.
///
/// A step makes no objects and takes the same time whatever rule will match. A value of a kind that the column does not
/// test leads to where only the rules go on that let everything pass; whether it is an error is [#fits]'s to say.
///
/// @param column the column's position in the table, from 0
public record Level(int column, Axes axes, Children children) {
  private static final int MOST_WHOLES = 4_000;

  public int stepNumber(int node, Decimal number) {
    return children.of(node, axes.ofNumber(number));
  }

  /// The same for a number that is packed.
  public int stepPacked(int node, long packed) {
    return children.of(node, axes.ofPacked(packed));
  }

  public int step(int node, Value.Text text) {
    return children.of(node, axes.ofText(text.value()));
  }

  public int stepBoolean(int node, boolean value) {
    return children.of(node, axes.ofBoolean(value));
  }

  public int stepDate(int node, LocalDate date) {
    return children.of(node, axes.ofDate(date));
  }

  public int stepNull(int node) {
    return children.of(node, axes.ofNull());
  }

  /// The step for any value: what the step of its kind would do.
  public int step(int node, Value value) {
    return children.of(node, axes.of(value));
  }

  /// Which way each of these values leads, for [#child]: what is looked up once need not be looked up for each lane.
  public int[] classes(Value[] values) {
    return Arrays.stream(values).mapToInt(axes::of).toArray();
  }

  /// The class of each whole number from 0 to the last that others follow with another class, and one more for all those
  /// behind it; none where they are many.
  public int[] wholes() {
    NumberAxis numbers = axes.numbers();
    if (numbers == null || numbers.ends().length == 0) {
      return new int[0];
    }
    Decimal last = numbers.ends()[numbers.ends().length - 1];
    if (last.compareTo(Decimal.of(MOST_WHOLES)) > 0) {
      return new int[0];
    }
    int count = Math.max(0, (int) last.round(0, RoundingMode.CEILING).longValueExact()) + 2;
    return IntStream.range(0, count).map(whole -> axes.ofNumber(Decimal.of(whole))).toArray();
  }

  /// The step for a value whose class is known.
  public int child(int node, int ofClass) {
    return children.of(node, ofClass);
  }

  /// Whether the value is null or of a type that a test of the column names. A strict program calls it `wrong-type`
  /// where it is not.
  public boolean fits(Value value) {
    return axes.fits(value);
  }

  /// The level in a few words, for people.
  @Override
  public String toString() {
    return children.toString();
  }
}
