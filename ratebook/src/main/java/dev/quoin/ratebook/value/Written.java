package dev.quoin.ratebook.value;

import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.ratebook.source.Json;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;

/// Writes values: as JSON that is read back as the same value, and as plain text for people. Numbers keep every digit.
public final class Written {
  private Written() {}

  /// JSON; dates, times and durations are ISO 8601 strings.
  public static String json(Value value) {
    StringBuilder json = new StringBuilder();
    json(value, json);
    return json.toString();
  }

  /// Appends a value as JSON.
  public static void json(Value value, StringBuilder json) {
    switch (value) {
      case Value.Null _ -> json.append("null");
      case Value.Num num -> json.append(num.value().toPlainText());
      case Value.Bool bool -> json.append(bool.value());
      case Value.Text text -> Json.quote(text.value(), json);
      case Value.Items items -> {
        json.append('[');
        String separator = "";
        for (Value item : items.values()) {
          json(item, json.append(separator));
          separator = ", ";
        }
        json.append(']');
      }
      case Value.Context context -> {
        json.append('{');
        String separator = "";
        for (Map.Entry<String, Value> entry : context.entries().entrySet()) {
          Json.quote(entry.getKey(), json.append(separator));
          json(entry.getValue(), json.append(": "));
          separator = ", ";
        }
        json.append('}');
      }
      case Value.Date _,
          Value.Time _,
          Value.DateTime _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Range _,
          Value.Function _ ->
          Json.quote(plain(value), json);
    }
  }

  /// The text that a cell would have; lists and contexts as JSON.
  public static String plain(Value value) {
    return switch (value) {
      case Value.Text text -> text.value();
      case Value.Date date -> date.value().toString();
      case Value.Time time -> time.value() + (time.zone() == null ? "" : zone(time));
      case Value.DateTime dateTime ->
          dateTime.value() + (dateTime.offset() == null ? "" : dateTime.offset().getId());
      case Value.DayTimeDuration duration -> days(duration.value());
      case Value.YearMonthDuration months -> months(months.months());
      case Value.Range range ->
          (range.lowClosed() ? "[" : "(")
              + (range.low() == null ? "" : plain(range.low()))
              + ".."
              + (range.high() == null ? "" : plain(range.high()))
              + (range.highClosed() ? "]" : ")");
      case Value.Function function -> Values.text(function);
      case Value.Null _, Value.Num _, Value.Bool _, Value.Items _, Value.Context _ -> json(value);
    };
  }

  private static String zone(Value.Time time) {
    return time.zone() instanceof ZoneOffset offset ? offset.getId() : "@" + time.zone();
  }

  private static String days(Duration duration) {
    String sign = duration.isNegative() ? "-" : "";
    Duration length = duration.abs();
    long days = length.toDays();
    Duration rest = length.minusDays(days);
    String text =
        (days > 0 ? "P" + days + "D" : "P") + (rest.isZero() ? "" : rest.toString().substring(1));
    return sign + (text.equals("P") ? "PT0S" : text);
  }

  private static String months(long months) {
    long length = Math.abs(months);
    String text =
        (length / 12 > 0 ? length / 12 + "Y" : "")
            + (length % 12 > 0 || length == 0 ? length % 12 + "M" : "");
    return (months < 0 ? "-P" : "P") + text;
  }
}
