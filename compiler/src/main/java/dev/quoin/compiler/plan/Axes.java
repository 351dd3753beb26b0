package dev.quoin.compiler.plan;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the class of any value in one column: the axis of its kind knows it; a kind that the column does not test has
/// the class of what is of the wrong type.
///
/// @param keys the axes of all kinds that have a key
/// @param mentioned the kinds that the column tests
record Axes(
    @Nullable NumberAxis numbers,
    @Nullable TextAxis texts,
    @Nullable LongAxis dates,
    Map<Kind, LongAxis> keys,
    int ofNull,
    int ofOther,
    int ofTrue,
    int ofFalse,
    Set<Kind> mentioned) {

  static Axes of(
      @Nullable NumberAxis numbers,
      @Nullable TextAxis texts,
      Map<Kind, LongAxis> keys,
      int ofNull,
      int ofOther,
      Set<Kind> mentioned) {
    LongAxis booleans = keys.get(Kind.BOOLEAN);
    return new Axes(
        numbers,
        texts,
        keys.get(Kind.DATE),
        keys,
        ofNull,
        ofOther,
        booleans == null ? ofOther : booleans.classOf(1),
        booleans == null ? ofOther : booleans.classOf(0),
        mentioned);
  }

  int ofNumber(Decimal number) {
    return numbers == null ? ofOther : numbers.classOf(number);
  }

  int ofPacked(long packed) {
    return numbers == null ? ofOther : numbers.classOfPacked(packed);
  }

  int ofText(String text) {
    return texts == null ? ofOther : texts.classOf(text);
  }

  int ofBoolean(boolean value) {
    return value ? ofTrue : ofFalse;
  }

  int ofDate(LocalDate date) {
    return dates == null ? ofOther : dates.classOf(date.toEpochDay());
  }

  int of(Value value) {
    return switch (value) {
      case Value.Null _ -> ofNull;
      case Value.Num number -> ofNumber(number.value());
      case Value.Text text -> ofText(text.value());
      case Value.Bool bool -> ofBoolean(bool.value());
      case Value.Date date -> ofDate(date.value());
      case Value.Time _, Value.DateTime _, Value.DayTimeDuration _, Value.YearMonthDuration _ ->
          ofKey(value);
      case Value.Items _, Value.Context _, Value.Range _, Value.Function _ -> ofOther;
    };
  }

  private int ofKey(Value value) {
    LongAxis axis = keys.get(Kind.of(value));
    return axis == null ? ofOther : axis.classOf(Kind.key(value));
  }

  /// Whether the value is null or of a type that a test of the column names; and whatever it is where none names any.
  boolean fits(Value value) {
    return value instanceof Value.Null || mentioned.isEmpty() || mentioned.contains(Kind.of(value));
  }
}
