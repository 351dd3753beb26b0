package dev.quoin.feel;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Values as text.
///
/// [#text] is for people: answers and sentences. [#literal] is FEEL that gives the value again. They differ in temporal
/// values only: `2026-05-01` and `@"2026-05-01"`.
public final class Values {
  private Values() {}

  /// How much of a value a sentence shows.
  private static final int SENTENCE_LENGTH = 80;

  private static final long SECONDS_PER_DAY = 86_400;

  private static final Pattern WORDS = Pattern.compile("[\\p{L}_?'][\\p{L}\\p{N}_?' ]*");

  /// Whether a key needs no quotes: words, one blank between them. Of any length: a pattern of words would recurse for each.
  private static boolean isPlain(String key) {
    return WORDS.matcher(key).matches() && !key.contains("  ") && !key.endsWith(" ");
  }

  /// The value for people: `"a"`, `12.5`, `2026-05-01`, `2026-05-01T10:00:00+09:00[Asia/Seoul]`, `PT10M`, `[1, 2]`,
  /// `{class: "compact"}`.
  public static String text(Value value) {
    Renderer renderer = new Renderer(false, Integer.MAX_VALUE);
    renderer.render(value);
    return renderer.out.toString();
  }

  /// The value as FEEL writes it down, with `@"…"` around temporal values.
  public static String literal(Value value) {
    return literal(value, Integer.MAX_VALUE);
  }

  /// The same, given up soon after it has become longer than `limit`: then it is incomplete.
  public static String literal(Value value, int limit) {
    Renderer renderer = new Renderer(true, limit);
    renderer.render(value);
    return renderer.out.toString();
  }

  /// The value in backticks, as sentences quote it: at most 80 characters of it.
  public static String quoted(Value value) {
    Renderer renderer = new Renderer(false, SENTENCE_LENGTH);
    renderer.render(value);
    return quoted(renderer.out.toString());
  }

  /// A text in backticks, at most 80 characters of it.
  public static String quoted(String text) {
    if (text.codePointCount(0, text.length()) <= SENTENCE_LENGTH) {
      return "`" + text + "`";
    }
    return "`" + text.substring(0, text.offsetByCodePoints(0, SENTENCE_LENGTH - 1)) + "…`";
  }

  /// What kind of value it is, in words: `a number`, `a list`, `null`.
  public static String kind(Value value) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Num _ -> "a number";
      case Value.Text _ -> "a string";
      case Value.Bool _ -> "a boolean";
      case Value.Date _ -> "a date";
      case Value.Time _ -> "a time";
      case Value.DateTime _ -> "a date and time";
      case Value.DayTimeDuration _ -> "a days and time duration";
      case Value.YearMonthDuration _ -> "a years and months duration";
      case Value.Items _ -> "a list";
      case Value.Context _ -> "a context";
      case Value.Range _ -> "a range";
      case Value.Function _ -> "a function";
    };
  }

  /// A date as ISO 8601 and FEEL have it: no plus before years of five digits.
  public static String date(LocalDate date) {
    String text = date.toString();
    return text.startsWith("+") ? text.substring(1) : text;
  }

  /// A time with its seconds, and the fraction as far as it goes.
  public static String time(LocalTime time) {
    return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
  }

  /// An offset as `+09:00` or `Z`, a named zone as `@Asia/Seoul`, nothing without either: as FEEL writes it.
  public static String zone(@Nullable ZoneId zone) {
    return zone == null ? "" : zone instanceof ZoneOffset ? zone.getId() : "@" + zone.getId();
  }

  /// A days and time duration: `P1DT2H`, `-PT0.5S`, `PT0S`.
  public static String duration(Duration duration) {
    if (duration.isZero()) {
      return "PT0S";
    }
    // Seconds rounded towards zero and nanoseconds of the same sign: then the sign stands once, in
    // front.
    long seconds = duration.getSeconds();
    int nanos = duration.getNano();
    if (seconds < 0 && nanos > 0) {
      seconds++;
      nanos = 1_000_000_000 - nanos;
    }
    StringBuilder out = new StringBuilder(duration.isNegative() ? "-P" : "P");
    part(out, seconds / SECONDS_PER_DAY, 'D');
    long ofDay = seconds % SECONDS_PER_DAY;
    if (ofDay != 0 || nanos != 0) {
      out.append('T');
      part(out, ofDay / 3_600, 'H');
      part(out, ofDay / 60 % 60, 'M');
      seconds(out, Math.abs(ofDay % 60), nanos);
    }
    return out.toString();
  }

  private static void part(StringBuilder out, long amount, char unit) {
    if (amount != 0) {
      out.append(Math.abs(amount)).append(unit);
    }
  }

  private static void seconds(StringBuilder out, long seconds, int nanos) {
    if (seconds == 0 && nanos == 0) {
      return;
    }
    out.append(seconds);
    if (nanos != 0) {
      String fraction = "%09d".formatted(nanos);
      int end = fraction.length();
      while (fraction.charAt(end - 1) == '0') {
        end--;
      }
      out.append('.').append(fraction, 0, end);
    }
    out.append('S');
  }

  /// A years and months duration: `P1Y2M`, `-P3M`, `P0M`.
  public static String duration(long months) {
    if (months == 0) {
      return "P0M";
    }
    StringBuilder out = new StringBuilder(months < 0 ? "-P" : "P");
    part(out, months / 12, 'Y');
    part(out, months % 12, 'M');
    return out.toString();
  }

  /// A string as a FEEL literal, quoted and escaped.
  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c);
      }
    }
    out.append('"');
  }

  private static final class Renderer {
    private final StringBuilder out = new StringBuilder();
    private final boolean literal;
    private final int limit;

    Renderer(boolean literal, int limit) {
      this.literal = literal;
      this.limit = limit;
    }

    void render(Value value) {
      switch (value) {
        case Value.Null _ -> out.append("null");
        case Value.Num number -> out.append(number.value().toPlainText());
        case Value.Text text -> string(out, text.value());
        case Value.Bool bool -> out.append(bool.value());
        case Value.Date date -> temporal(date(date.value()));
        case Value.Time time -> temporal(time(time.value()) + zone(time.zone()));
        case Value.DateTime dateTime -> temporal(dateTime(dateTime));
        case Value.DayTimeDuration duration -> temporal(duration(duration.value()));
        case Value.YearMonthDuration duration -> temporal(duration(duration.months()));
        case Value.Items items -> items(items);
        case Value.Context context -> context(context);
        case Value.Range range -> range(range);
        case Value.Function function -> function(function);
      }
    }

    private void temporal(String text) {
      if (literal) {
        out.append("@\"").append(text).append('"');
      } else {
        out.append(text);
      }
    }

    /// People are told the offset of a named zone, too: it decides between the two moments of a local time that occurs
    /// twice. FEEL has no notation for both.
    private String dateTime(Value.DateTime value) {
      String local = date(value.date()) + "T" + time(value.value().toLocalTime());
      boolean named = value.zone() != null && !(value.zone() instanceof ZoneOffset);
      return literal || !named
          ? local + zone(value.zone())
          : local + value.offset() + "[" + value.zone() + "]";
    }

    private void items(Value.Items items) {
      out.append('[');
      String separator = "";
      for (Value item : items.values()) {
        if (out.length() > limit) {
          return;
        }
        out.append(separator);
        render(item);
        separator = ", ";
      }
      out.append(']');
    }

    private void context(Value.Context context) {
      out.append('{');
      String separator = "";
      for (Map.Entry<String, Value> entry : context.entries().entrySet()) {
        if (out.length() > limit) {
          return;
        }
        out.append(separator);
        if (isPlain(entry.getKey())) {
          out.append(entry.getKey());
        } else {
          string(out, entry.getKey());
        }
        out.append(": ");
        render(entry.getValue());
        separator = ", ";
      }
      out.append('}');
    }

    /// Only its parameters: its body is no value.
    private void function(Value.Function function) {
      out.append("function(");
      String separator = "";
      for (Value.Function.Parameter parameter : function.parameters()) {
        out.append(separator).append(parameter.name());
        separator = ", ";
      }
      out.append(')');
    }

    /// An unbounded range is written as the unary test that made it.
    private void range(Value.Range range) {
      Value low = range.low();
      Value high = range.high();
      if (low != null && range.form() != Value.Range.Form.INTERVAL) {
        out.append(range.form() == Value.Range.Form.POINT ? "(= " : "(!= ");
        render(low);
        out.append(')');
        return;
      }
      if (low == null || high == null) {
        out.append('(');
        if (high != null) {
          out.append(range.highClosed() ? "<= " : "< ");
          render(high);
        } else if (low != null) {
          out.append(range.lowClosed() ? ">= " : "> ");
          render(low);
        } else {
          out.append("-");
        }
        out.append(')');
        return;
      }
      out.append(range.lowClosed() ? '[' : '(');
      render(low);
      out.append("..");
      render(high);
      out.append(range.highClosed() ? ']' : ')');
    }
  }
}
