package dev.quoin.compare;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.value.Written;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// What the requests of a segment have in common. Numbers and times go by their size, texts by their characters; null
/// comes last.
///
/// @param order the place among others of its kind
/// @param text as it is shown; empty of null
public record Label(boolean isNull, Optional<Decimal> order, String text)
    implements Comparable<Label> {
  static final Label NULL = new Label(true, Optional.empty(), "");

  private static final Comparator<Label> ORDER =
      Comparator.comparing(Label::isNull)
          .thenComparing(label -> label.order().orElse(Decimal.ZERO))
          .thenComparing(Label::text);

  static Label text(String text) {
    return new Label(false, Optional.empty(), text);
  }

  static Label number(Decimal number) {
    return new Label(false, Optional.of(number), plain(number));
  }

  /// The range of one step that begins at a number.
  static Label range(Decimal from, Decimal step) {
    return new Label(
        false, Optional.of(from), "[" + plain(from) + ".." + plain(from.plus(step)) + ")");
  }

  private static String plain(Decimal number) {
    return number.toBigDecimal().stripTrailingZeros().toPlainString();
  }

  static Label hour(int hour) {
    return new Label(false, Optional.of(Decimal.of(hour)), "%02d:00".formatted(hour));
  }

  static Label weekday(int day) {
    return named(day, DayOfWeek.of(day).getDisplayName(TextStyle.SHORT, Locale.ROOT));
  }

  static Label month(int month) {
    return named(month, Month.of(month).getDisplayName(TextStyle.SHORT, Locale.ROOT));
  }

  private static Label named(int order, String name) {
    return new Label(false, Optional.of(Decimal.of(order)), name.toUpperCase(Locale.ROOT));
  }

  static Label date(long epochDay) {
    return new Label(
        false, Optional.of(Decimal.of(epochDay)), LocalDate.ofEpochDay(epochDay).toString());
  }

  static Label of(Value value) {
    return switch (value) {
      case Value.Null _ -> NULL;
      case Value.Num number -> number(number.value());
      case Value.Date date -> date(date.value().toEpochDay());
      case Value.DateTime moment ->
          new Label(false, Optional.of(Decimal.of(moment.epochSecond())), Written.plain(moment));
      case Value.Bool _,
          Value.Text _,
          Value.Time _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          text(Written.plain(value));
    };
  }

  @Override
  public int compareTo(Label other) {
    return ORDER.compare(this, other);
  }
}
