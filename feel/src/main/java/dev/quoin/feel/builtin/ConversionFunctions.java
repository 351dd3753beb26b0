package dev.quoin.feel.builtin;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Conversion functions (DMN 1.5, 10.3.4.1) and `not`.
final class ConversionFunctions {
  private ConversionFunctions() {}

  static Value date(Value[] arguments) {
    return arguments[0] instanceof Value.Text text
        ? Literals.date(text.value())
        : new Value.Date(TemporalFunctions.date(arguments[0]));
  }

  static Value dateOf(Value[] arguments) {
    try {
      return new Value.Date(
          LocalDate.of(
              NumberFunctions.number(arguments[0]).intValueExact(),
              NumberFunctions.number(arguments[1]).intValueExact(),
              NumberFunctions.number(arguments[2]).intValueExact()));
    } catch (DateTimeException | ArithmeticException e) {
      return Value.error(
          "not-a-date",
          "there is no date of the year "
              + Values.quoted(arguments[0])
              + ", month "
              + Values.quoted(arguments[1])
              + ", day "
              + Values.quoted(arguments[2]));
    }
  }

  static Value time(Value[] arguments) {
    return switch (arguments[0]) {
      case Value.Text text -> Literals.time(text.value());
      case Value.Time time -> time;
      case Value.Date _ -> new Value.Time(LocalTime.MIDNIGHT, ZoneOffset.UTC);
      case Value.DateTime dateTime ->
          new Value.Time(dateTime.value().toLocalTime(), dateTime.zone());
      case Value.Null _,
          Value.Num _,
          Value.Bool _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          Errors.wrongType("time", arguments[0], "a string, date, time or date and time");
    };
  }

  static Value timeOf(Value[] arguments) {
    try {
      Decimal seconds = NumberFunctions.number(arguments[2]);
      Decimal whole = seconds.floor(0);
      LocalTime time =
          LocalTime.of(
              NumberFunctions.number(arguments[0]).intValueExact(),
              NumberFunctions.number(arguments[1]).intValueExact(),
              whole.intValueExact(),
              seconds.minus(whole).times(Decimal.of(1_000_000_000)).intValueExact());
      return new Value.Time(time, offset(arguments[3]));
    } catch (DateTimeException | ArithmeticException e) {
      return Value.error(
          "not-a-date",
          "there is no time of the hour "
              + Values.quoted(arguments[0])
              + ", minute "
              + Values.quoted(arguments[1])
              + ", second "
              + Values.quoted(arguments[2])
              + ", offset "
              + Values.quoted(arguments[3]));
    }
  }

  private static @Nullable ZoneId offset(Value value) {
    if (!(value instanceof Value.DayTimeDuration offset)) {
      return null;
    }
    Duration duration = offset.value();
    if (duration.getNano() != 0) {
      throw new DateTimeException("an offset has whole seconds");
    }
    return ZoneOffset.ofTotalSeconds(Math.toIntExact(duration.getSeconds()));
  }

  static Value dateTime(Value[] arguments) {
    return Literals.dateTime(TextFunctions.text(arguments[0]));
  }

  /// Of a date and time, its date as it is written; the zone is the time's.
  static Value dateTimeOf(Value[] arguments) {
    Value.Time time = (Value.Time) arguments[1];
    return Literals.dateTime(
        TemporalFunctions.date(arguments[0]).atTime(time.value()), time.zone());
  }

  static Value number(Value[] arguments) {
    String text = TextFunctions.text(arguments[0]);
    String grouping = arguments[1] instanceof Value.Text separator ? separator.value() : "";
    String point = arguments[2] instanceof Value.Text separator ? separator.value() : ".";
    if (!grouping.isEmpty()
        && !" ".equals(grouping)
        && !",".equals(grouping)
        && !".".equals(grouping)) {
      return Errors.outOfRange("number", arguments[1], "a blank, `,` or `.` as grouping separator");
    }
    if (!",".equals(point) && !".".equals(point)) {
      return Errors.outOfRange("number", arguments[2], "`,` or `.` as decimal separator");
    }
    if (grouping.equals(point)) {
      return Errors.outOfRange(
          "number", arguments[2], "a decimal separator other than the grouping separator");
    }
    String plain = (grouping.isEmpty() ? text : text.replace(grouping, "")).replace(point, "\0");
    Decimal number = plain.indexOf('.') >= 0 ? null : Decimal.tryParse(plain.replace('\0', '.'));
    return number == null
        ? Value.error(
            "not-a-number", Values.quoted(text) + " is no number (expected: such as `1000.50`)")
        : Value.of(number);
  }

  static Value string(Value[] arguments) {
    return switch (arguments[0]) {
      case Value.Null met -> Errors.nothing("string", met);
      case Value.Text text -> text;
      case Value.Num number -> Value.of(number.value().toPlainText());
      case Value.Bool bool -> Value.of(String.valueOf(bool.value()));
      case Value.Date date -> Value.of(Values.date(date.value()));
      case Value.Time time -> Value.of(Values.time(time.value()) + Values.zone(time.zone()));
      case Value.DateTime dateTime ->
          Value.of(
              Values.date(dateTime.date())
                  + "T"
                  + Values.time(dateTime.value().toLocalTime())
                  + Values.zone(dateTime.zone()));
      case Value.DayTimeDuration duration -> Value.of(Values.duration(duration.value()));
      case Value.YearMonthDuration duration -> Value.of(Values.duration(duration.months()));
      case Value.Items _, Value.Context _, Value.Range _, Value.Function _ ->
          Errors.text("string", Values.literal(arguments[0], Errors.MAX_STRING_LENGTH));
    };
  }

  static Value not(Value[] arguments) {
    return Value.of(!arguments[0].equals(Value.TRUE));
  }

  // A range is written as FEEL writes it, of literals only: `[1..3]`, `("a".."b"]`,
  // `[@"2026-05-01"..date("2026-06-01")]`.

  private static final String STRING = "\"(?:[^\"\\\\]|\\\\.)*+\"";
  private static final String END =
      "(-?(?:\\d++(?:\\.\\d++)?|\\.\\d++)|"
          + STRING
          + "|@\\s*+"
          + STRING
          + "|(?:date and time|date|time|duration)\\s*+\\(\\s*+"
          + STRING
          + "\\s*+\\))";
  private static final Pattern RANGE =
      Pattern.compile(
          "\\s*+([\\[(\\]])\\s*+" + END + "\\s*+\\.\\.\\s*+" + END + "\\s*+([\\])\\[])\\s*+",
          Pattern.DOTALL);

  static Value range(Value[] arguments) {
    String text = TextFunctions.text(arguments[0]);
    Matcher matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      return notARange(text);
    }
    Value low = end(matcher.group(2));
    Value high = end(matcher.group(3));
    return low instanceof Value.Null || high instanceof Value.Null
        ? notARange(text)
        : Operators.range(matcher.group(1).equals("["), low, high, matcher.group(4).equals("]"));
  }

  private static Value notARange(String text) {
    return Value.error(
        "not-a-range", Values.quoted(text) + " is no range (expected: such as `[1..3]`)");
  }

  private static Value end(String text) {
    if (text.startsWith("\"")) {
      return Value.of(unquoted(text));
    }
    int quote = text.indexOf('"');
    if (quote < 0) {
      Decimal number = Decimal.tryParse(text);
      return number == null ? Value.NULL : Value.of(number);
    }
    String content = unquoted(text.substring(quote, text.lastIndexOf('"') + 1));
    String function = text.substring(0, quote).replace("(", "").strip();
    return switch (function) {
      case "@" -> Literals.at(content);
      case "date" -> Literals.date(content);
      case "time" -> Literals.time(content);
      case "date and time" -> Literals.dateTime(content);
      default -> Literals.duration(content);
    };
  }

  private static String unquoted(String literal) {
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < literal.length() - 1; i++) {
      char c = literal.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = literal.charAt(++i);
      out.append(
          switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escaped;
          });
    }
    return out.toString();
  }
}
