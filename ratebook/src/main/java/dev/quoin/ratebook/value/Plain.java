package dev.quoin.ratebook.value;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the text of a value whose type is known: ISO 8601 for what has to do with time, a decimal for a number.
///
/// @param zone the ratebook's zone: a date and time is converted to it, a local one is taken in it
/// @param besides what could stand there beside a plain value, for the problems' sentences: ", …"
public record Plain(ZoneId zone, Problems problems, String besides) {
  /// FEEL's numbers have 34 digits; what is beyond them would be rounded.
  private static final int MAX_DIGITS = 34;

  private static final int MAX_EXPONENT = 100;
  private static final int MAX_LENGTH = 200;

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?");
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)(Z|[+-]\\d{2}:\\d{2})?");
  private static final Pattern DAYS =
      Pattern.compile(
          "-?P(?=[\\dT])(\\d{1,7}D)?(T(?=\\d)(\\d{1,9}H)?(\\d{1,9}M)?(\\d{1,12}(\\.\\d{1,9})?S)?)?");
  private static final Pattern MONTHS =
      Pattern.compile("(-?)P(?=\\d)(?:(\\d{1,6})Y)?(?:(\\d{1,6})M)?");

  public Plain(ZoneId zone, Problems problems) {
    this(zone, problems, "");
  }

  /// The value, or a problem at the place. A string is the text itself.
  public Optional<Value> read(String text, Type.Simple type, Place place) {
    if (type == Type.Simple.STRING) {
      return Optional.of(Value.of(text));
    }
    if (text.length() > MAX_LENGTH) {
      problems.add(
          place,
          "bad-value",
          "a text of %,d characters (expected: a %s)".formatted(text.length(), type));
      return Optional.empty();
    }
    try {
      return switch (type) {
        case NUMBER -> number(text, place).map(Value::of);
        case BOOLEAN -> truth(text, place);
        case DATE -> date(text, place);
        case TIME ->
            TIME.matcher(text).matches()
                ? Optional.of(new Value.Time(LocalTime.parse(text), null))
                : wrong(text, type, "09:30:00", place);
        case DATE_TIME -> dateTime(text, place);
        case DAY_TIME_DURATION ->
            DAYS.matcher(text).matches()
                ? Optional.of(new Value.DayTimeDuration(Duration.parse(text)))
                : wrong(text, type, "P1DT2H30M", place);
        case YEAR_MONTH_DURATION -> months(text, place);
        case STRING, ANY, NULL ->
            throw new IllegalArgumentException("a plain value of type " + type);
      };
    } catch (DateTimeParseException e) {
      problems.add(place, "bad-value", "`%s` is no %s of the calendar".formatted(text, type));
      return Optional.empty();
    }
  }

  /// A number of at most 34 digits.
  public Optional<Decimal> number(String text, Place place) {
    Decimal usual = Usual.number(text);
    if (usual != null) {
      return Optional.of(usual);
    }
    return anyNumber(text, place);
  }

  /// The same of every spelling.
  Optional<Decimal> anyNumber(String text, Place place) {
    if (!NUMBER.matcher(text).matches()) {
      return wrong(text, Type.Simple.NUMBER, "1200.5", place);
    }
    Optional<BigDecimal> number = exact(text);
    if (number.isEmpty()) {
      problems.add(
          place,
          "bad-number",
          "`%s` is beyond what is computed with (expected: at most %d digits, and an exponent from -%d to %d)"
              .formatted(text, MAX_DIGITS, MAX_EXPONENT, MAX_EXPONENT));
      return Optional.empty();
    }
    return number.map(Decimal::of);
  }

  private static Optional<BigDecimal> exact(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      long exponent = (long) number.precision() - number.scale() - 1;
      return number.precision() <= MAX_DIGITS && Math.abs(exponent) <= MAX_EXPONENT
          ? Optional.of(number)
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// In capitals it is what spreadsheets make of either.
  private Optional<Value> truth(String text, Place place) {
    return switch (text) {
      case "true", "TRUE" -> Optional.of(Value.TRUE);
      case "false", "FALSE" -> Optional.of(Value.FALSE);
      default -> wrong(text, Type.Simple.BOOLEAN, "true or false", place);
    };
  }

  private Optional<Value> months(String text, Place place) {
    Matcher parts = MONTHS.matcher(text);
    if (!parts.matches()) {
      return wrong(text, Type.Simple.YEAR_MONTH_DURATION, "P1Y6M", place);
    }
    long months =
        12 * Long.parseLong(parts.group(2) == null ? "0" : parts.group(2))
            + Long.parseLong(parts.group(3) == null ? "0" : parts.group(3));
    return Optional.of(new Value.YearMonthDuration(parts.group(1).isEmpty() ? months : -months));
  }

  private Optional<Value> date(String text, Place place) {
    LocalDate usual = Usual.date(text);
    return usual == null ? anyDate(text, place) : Optional.of(new Value.Date(usual));
  }

  /// The same of every day, and of what is none.
  Optional<Value> anyDate(String text, Place place) {
    return DATE.matcher(text).matches()
        ? Optional.of(new Value.Date(LocalDate.parse(text)))
        : wrong(text, Type.Simple.DATE, "2026-05-01", place);
  }

  private Optional<Value> dateTime(String text, Place place) {
    LocalDateTime local = Usual.dateTime(text);
    if (local != null) {
      return local(text, local, place);
    }
    OffsetDateTime there = Usual.offsetDateTime(text);
    return there == null ? anyDateTime(text, place) : Optional.of(inZone(there));
  }

  /// The same of every spelling.
  Optional<Value> anyDateTime(String text, Place place) {
    Matcher parts = DATE_TIME.matcher(text);
    if (!parts.matches()) {
      return wrong(
          text, Type.Simple.DATE_TIME, "2026-05-01T10:00 or 2026-05-01T10:00+09:00", place);
    }
    if (parts.group(2) != null) {
      return Optional.of(inZone(OffsetDateTime.parse(text)));
    }
    return local(text, LocalDateTime.parse(parts.group(1)), place);
  }

  private Optional<Value> local(String text, LocalDateTime local, Place place) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.size() == 1) {
      return Optional.of(new Value.DateTime(local, zone, offsets.getFirst()));
    }
    problems.add(
        place,
        offsets.isEmpty() ? "no-such-time" : "ambiguous-time",
        offsets.isEmpty() ? gap(text, local) : twice(text, offsets));
    return Optional.empty();
  }

  private Value inZone(OffsetDateTime written) {
    var there = written.atZoneSameInstant(zone);
    return new Value.DateTime(there.toLocalDateTime(), zone, there.getOffset());
  }

  private String gap(String text, LocalDateTime local) {
    ZoneOffsetTransition transition = zone.getRules().getTransition(local);
    return "`%s` does not exist in %s: clocks went from %s to %s"
        .formatted(
            text,
            zone,
            transition.getDateTimeBefore().toLocalTime(),
            transition.getDateTimeAfter().toLocalTime());
  }

  private String twice(String text, List<ZoneOffset> offsets) {
    return "`%s` occurs twice in %s (expected: with an offset, `%s%s` or `%s%s`)"
        .formatted(text, zone, text, offsets.get(0), text, offsets.get(1));
  }

  private <T> Optional<T> wrong(String text, Type type, String example, Place place) {
    problems.add(
        place,
        "bad-value",
        "`%s` is no %s (expected: such as %s%s)".formatted(text, type, example, besides));
    return Optional.empty();
  }

  /// Whether the date-time's local text exists once in the zone; for values that were computed rather than written.
  public static Optional<ZoneOffset> offset(LocalDateTime local, ZoneId zone) {
    List<ZoneOffset> offsets;
    try {
      offsets = zone.getRules().getValidOffsets(local);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    return offsets.size() == 1 ? Optional.of(offsets.getFirst()) : Optional.empty();
  }
}
