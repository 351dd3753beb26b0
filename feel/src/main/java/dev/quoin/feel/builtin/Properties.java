package dev.quoin.feel.builtin;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// What may follow a dot: entries of contexts, properties of temporal values and ranges (DMN 1.5, tables 65 and 66).
final class Properties {
  private Properties() {}

  static Value of(Value value, String name) {
    if (value instanceof Value.Null met) {
      return Errors.nothing("." + name, met);
    }
    if (value instanceof Value.Items items) {
      Value[] each = new Value[items.values().size()];
      for (int i = 0; i < each.length; i++) {
        each[i] = of(items.values().get(i), name);
      }
      return Value.Items.of(each);
    }
    Value found =
        switch (value) {
          case Value.Context context -> context.entries().get(name);
          case Value.Date date -> ofDate(date.value(), name);
          case Value.Time time -> ofTime(time, name);
          case Value.DateTime dateTime -> ofDateTime(dateTime, name);
          case Value.DayTimeDuration duration -> ofDuration(duration.value(), name);
          case Value.YearMonthDuration duration -> ofDuration(duration.months(), name);
          case Value.Range range -> ofRange(range, name);
          case Value.Null _,
              Value.Num _,
              Value.Text _,
              Value.Bool _,
              Value.Items _,
              Value.Function _ ->
              null;
        };
    return found != null
        ? found
        : Value.error("no-such-entry", Values.quoted(value) + " has no " + Values.quoted(name));
  }

  private static @Nullable Value ofDate(LocalDate date, String name) {
    return switch (name) {
      case "year" -> Value.of(date.getYear());
      case "month" -> Value.of(date.getMonthValue());
      case "day" -> Value.of(date.getDayOfMonth());
      case "weekday" -> Value.of(date.getDayOfWeek().getValue());
      default -> null;
    };
  }

  private static @Nullable Value ofClock(LocalTime time, String name) {
    return switch (name) {
      case "hour" -> Value.of(time.getHour());
      case "minute" -> Value.of(time.getMinute());
      case "second" -> seconds(time.getSecond(), time.getNano());
      default -> null;
    };
  }

  private static Value seconds(long seconds, int nanos) {
    return nanos == 0
        ? Value.of(seconds)
        : Value.of(Decimal.of(seconds).plus(Decimal.of(nanos, 9)));
  }

  private static @Nullable Value ofTime(Value.Time time, String name) {
    return switch (name) {
      case "time offset" -> offset(Ordering.fixedOffset(time.zone()));
      case "timezone" -> zone(time.zone());
      default -> ofClock(time.value(), name);
    };
  }

  private static @Nullable Value ofDateTime(Value.DateTime dateTime, String name) {
    return switch (name) {
      case "time offset" -> offset(dateTime.offset());
      case "timezone" -> zone(dateTime.zone());
      default -> {
        Value ofDate = ofDate(dateTime.date(), name);
        yield ofDate != null ? ofDate : ofClock(dateTime.value().toLocalTime(), name);
      }
    };
  }

  private static @Nullable Value offset(@Nullable ZoneOffset offset) {
    return offset == null
        ? null
        : new Value.DayTimeDuration(Duration.ofSeconds(offset.getTotalSeconds()));
  }

  private static @Nullable Value zone(@Nullable ZoneId zone) {
    return zone == null || zone instanceof ZoneOffset ? null : Value.of(zone.getId());
  }

  /// The parts have the duration's sign.
  private static @Nullable Value ofDuration(Duration duration, String name) {
    long whole = duration.getSeconds();
    int nanos = duration.getNano();
    if (whole < 0 && nanos > 0) {
      whole++;
      nanos -= 1_000_000_000;
    }
    return switch (name) {
      case "days" -> Value.of(whole / 86_400);
      case "hours" -> Value.of(whole / 3_600 % 24);
      case "minutes" -> Value.of(whole / 60 % 60);
      case "seconds" -> seconds(whole % 60, nanos);
      default -> null;
    };
  }

  private static @Nullable Value ofDuration(long months, String name) {
    return switch (name) {
      case "years" -> Value.of(months / 12);
      case "months" -> Value.of(months % 12);
      default -> null;
    };
  }

  private static @Nullable Value ofRange(Value.Range range, String name) {
    return switch (name) {
      case "start" -> range.low();
      case "end" -> range.high();
      case "start included" -> Value.of(range.lowClosed());
      case "end included" -> Value.of(range.highClosed());
      default -> null;
    };
  }
}
