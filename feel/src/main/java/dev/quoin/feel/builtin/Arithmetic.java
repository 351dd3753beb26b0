package dev.quoin.feel.builtin;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/// Arithmetic on numbers, strings, durations and dates (DMN 1.5, 10.3.2.13, tables 55 to 58).
///
/// In a named zone a days and time duration moves the instant, and the local time follows the zone's rules; a years and
/// months duration moves the calendar date and keeps the local time. Where that local time does not exist it moves on by
/// the length of the gap; where it occurs twice, the offset stays if it can, else the earlier moment is taken.
final class Arithmetic {
  private Arithmetic() {}

  /// 0001-01-01T00:00 and 9999-12-31T23:59:59.
  private static final long FIRST_NEAR = -62_135_596_800L;

  private static final long LAST_NEAR = 253_402_300_799L;

  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  static Value negate(Value value) {
    try {
      return switch (value) {
        case Value.Num number -> Value.of(number.value().negated());
        case Value.DayTimeDuration duration -> negated(duration);
        case Value.YearMonthDuration duration ->
            new Value.YearMonthDuration(Math.negateExact(duration.months()));
        case Value.Null _,
            Value.Text _,
            Value.Bool _,
            Value.Date _,
            Value.Time _,
            Value.DateTime _,
            Value.Items _,
            Value.Context _,
            Value.Range _,
            Value.Function _ ->
            Errors.wrongType("-", value, "a number or a duration");
      };
    } catch (ArithmeticException e) {
      return Errors.overflow("-");
    }
  }

  private static Value.DayTimeDuration negated(Value.DayTimeDuration duration) {
    return duration.nano() == 0
        ? new Value.DayTimeDuration(Math.negateExact(duration.seconds()), 0)
        : new Value.DayTimeDuration(duration.value().negated());
  }

  static Value add(Value left, Value right) {
    try {
      Value sum = sum(left, right);
      if (sum == null && isDuration(left)) {
        sum = sum(right, left);
      }
      return sum != null ? sum : misfit("+", left, right);
    } catch (ArithmeticException | DateTimeException e) {
      return Errors.overflow("+");
    }
  }

  private static @Nullable Value sum(Value left, Value right) {
    if (left instanceof Value.Num a && right instanceof Value.Num b) {
      return Value.of(a.value().plus(b.value()));
    }
    if (left instanceof Value.Text a && right instanceof Value.Text b) {
      return a.value().length() + (long) b.value().length() > Errors.MAX_STRING_LENGTH
          ? Errors.tooLongString("+")
          : Value.of(a.value() + b.value());
    }
    if (right instanceof Value.DayTimeDuration duration) {
      return moved(left, duration);
    }
    if (right instanceof Value.YearMonthDuration duration) {
      return moved(left, duration.months());
    }
    return null;
  }

  static Value subtract(Value left, Value right) {
    try {
      Value difference = difference(left, right);
      return difference != null ? difference : misfit("-", left, right);
    } catch (ArithmeticException | DateTimeException e) {
      return Errors.overflow("-");
    }
  }

  private static @Nullable Value difference(Value left, Value right) {
    if (left instanceof Value.Num a && right instanceof Value.Num b) {
      return Value.of(a.value().minus(b.value()));
    }
    if (right instanceof Value.DayTimeDuration duration) {
      return moved(left, negated(duration));
    }
    if (right instanceof Value.YearMonthDuration duration) {
      return moved(left, Math.negateExact(duration.months()));
    }
    if (left instanceof Value.Time a && right instanceof Value.Time b) {
      return Ordering.areOfOneKind(a, b)
          ? new Value.DayTimeDuration(Duration.ofNanos(Ordering.nanos(a, b) - Ordering.nanos(b, a)))
          : null;
    }
    Value.DateTime a = asDateTime(left);
    Value.DateTime b = asDateTime(right);
    return a == null || b == null ? null : between(b, a);
  }

  /// A date stands for its midnight in UTC (DMN 1.5, 10.3.2.3.5).
  static Value.@Nullable DateTime asDateTime(Value value) {
    return switch (value) {
      case Value.DateTime dateTime -> dateTime;
      case Value.Date date ->
          new Value.DateTime(date.value().atStartOfDay(), ZoneOffset.UTC, ZoneOffset.UTC);
      case Value.Null _,
          Value.Num _,
          Value.Text _,
          Value.Bool _,
          Value.Time _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          null;
    };
  }

  private static @Nullable Value between(Value.DateTime from, Value.DateTime to) {
    ZoneOffset start = from.offset();
    ZoneOffset end = to.offset();
    if ((start == null) != (end == null)) {
      return null;
    }
    long seconds = to.epochSecond() - from.epochSecond();
    int nanos = to.nano() - from.nano();
    return nanos < 0
        ? new Value.DayTimeDuration(seconds - 1, nanos + 1_000_000_000)
        : new Value.DayTimeDuration(seconds, nanos);
  }

  private static @Nullable Value moved(Value value, Value.DayTimeDuration by) {
    return switch (value) {
      case Value.DateTime dateTime -> movedInstant(dateTime, by);
      case Value.DayTimeDuration duration ->
          new Value.DayTimeDuration(duration.value().plus(by.value()));
      case Value.Date date -> new Value.Date(movedDate(date.value(), by));
      case Value.Time time -> new Value.Time(movedTime(time.value(), by), time.zone());
      case Value.Null _,
          Value.Num _,
          Value.Text _,
          Value.Bool _,
          Value.YearMonthDuration _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          null;
    };
  }

  /// The date on which that moment after midnight falls.
  private static LocalDate movedDate(LocalDate date, Value.DayTimeDuration by) {
    return date.plusDays(Math.floorDiv(by.seconds(), Value.SECONDS_PER_DAY));
  }

  private static LocalTime movedTime(LocalTime time, Value.DayTimeDuration by) {
    return time.plusSeconds(by.seconds() % Value.SECONDS_PER_DAY).plusNanos(by.nano());
  }

  private static Value movedInstant(Value.DateTime dateTime, Value.DayTimeDuration by) {
    long second = dateTime.localSecond() + by.seconds();
    ZoneId zone = dateTime.zone();
    ZoneOffset offset = dateTime.offset();
    boolean isNear = by.nano() == 0 && isNear(dateTime.localSecond()) && isNear(second);
    return isNear
            && (zone == null
                || offset == null
                || Offsets.holds(zone, offset, second - offset.getTotalSeconds()))
        ? new Value.DateTime(second, dateTime.nano(), zone, offset)
        : movedFar(dateTime, by.value());
  }

  /// Whether it is in the years from 1 to 9999: there no sum of seconds overflows, and no instant is beyond Java's.
  private static boolean isNear(long second) {
    return second >= FIRST_NEAR && second <= LAST_NEAR;
  }

  private static Value movedFar(Value.DateTime dateTime, Duration by) {
    LocalDateTime local = dateTime.value().plus(by);
    ZoneId zone = dateTime.zone();
    ZoneOffset offset = dateTime.offset();
    if (zone == null || offset == null) {
      return new Value.DateTime(local, null, null);
    }
    // Mostly the offset stays; then the local time has moved as the instant has.
    ZoneOffset then = zone.getRules().getOffset(Instant.ofEpochSecond(local.toEpochSecond(offset)));
    return then.equals(offset)
        ? new Value.DateTime(local, zone, offset)
        : zoned(ZonedDateTime.ofInstant(local, offset, zone));
  }

  private static @Nullable Value moved(Value value, long months) {
    return switch (value) {
      case Value.YearMonthDuration duration ->
          new Value.YearMonthDuration(Math.addExact(duration.months(), months));
      case Value.Date date -> new Value.Date(date.value().plusMonths(months));
      case Value.DateTime dateTime -> movedCalendar(dateTime, months);
      case Value.Null _,
          Value.Num _,
          Value.Text _,
          Value.Bool _,
          Value.Time _,
          Value.DayTimeDuration _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          null;
    };
  }

  private static Value movedCalendar(Value.DateTime dateTime, long months) {
    LocalDateTime local = dateTime.value().plusMonths(months);
    ZoneId zone = dateTime.zone();
    return zone == null
        ? new Value.DateTime(local, null, null)
        : zoned(ZonedDateTime.ofLocal(local, zone, dateTime.offset()));
  }

  static Value.DateTime zoned(ZonedDateTime time) {
    return new Value.DateTime(time.toLocalDateTime(), time.getZone(), time.getOffset());
  }

  static Value multiply(Value left, Value right) {
    try {
      Value product = product(left, right);
      if (product == null) {
        product = product(right, left);
      }
      return product != null ? product : misfit("*", left, right);
    } catch (ArithmeticException e) {
      return Errors.overflow("*");
    }
  }

  private static @Nullable Value product(Value left, Value right) {
    if (!(right instanceof Value.Num factor)) {
      return null;
    }
    return switch (left) {
      case Value.Num number -> Value.of(number.value().times(factor.value()));
      case Value.DayTimeDuration duration -> times(duration, factor.value());
      case Value.YearMonthDuration duration ->
          months(BigDecimal.valueOf(duration.months()).multiply(factor.value().toBigDecimal()));
      case Value.Null _,
          Value.Text _,
          Value.Bool _,
          Value.Date _,
          Value.Time _,
          Value.DateTime _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          null;
    };
  }

  private static Value times(Value.DayTimeDuration duration, Decimal factor) {
    return duration.nano() == 0 && factor.isInteger() && factor.fitsLong()
        ? new Value.DayTimeDuration(
            Math.multiplyExact(duration.seconds(), factor.longValueExact()), 0)
        : duration(decimal(duration.value()).multiply(factor.toBigDecimal()));
  }

  static Value divide(Value left, Value right) {
    try {
      Value quotient = quotient(left, right);
      return quotient != null ? quotient : misfit("/", left, right);
    } catch (ArithmeticException e) {
      return Errors.overflow("/");
    }
  }

  private static @Nullable Value quotient(Value left, Value right) {
    if (left instanceof Value.Num a && right instanceof Value.Num b) {
      return b.value().isZero() ? byZero(left) : Value.of(a.value().dividedBy(b.value()));
    }
    if (left instanceof Value.DayTimeDuration a && right instanceof Value.DayTimeDuration b) {
      return b.isZero() ? byZero(left) : ratio(decimal(a.value()), decimal(b.value()));
    }
    if (left instanceof Value.YearMonthDuration a && right instanceof Value.YearMonthDuration b) {
      return b.months() == 0
          ? byZero(left)
          : ratio(BigDecimal.valueOf(a.months()), BigDecimal.valueOf(b.months()));
    }
    if (left instanceof Value.DayTimeDuration a && right instanceof Value.Num b) {
      return b.value().isZero() ? byZero(left) : duration(quotient(decimal(a.value()), b.value()));
    }
    if (left instanceof Value.YearMonthDuration a && right instanceof Value.Num b) {
      return b.value().isZero()
          ? byZero(left)
          : months(quotient(BigDecimal.valueOf(a.months()), b.value()));
    }
    return null;
  }

  private static Value ratio(BigDecimal dividend, BigDecimal divisor) {
    return Value.of(Decimal.of(dividend.divide(divisor, MathContext.DECIMAL128)));
  }

  /// Enough digits for every nanosecond of the longest duration, cut, so that the last cut is towards zero, too.
  private static BigDecimal quotient(BigDecimal dividend, Decimal divisor) {
    return dividend.divide(divisor.toBigDecimal(), new MathContext(60, RoundingMode.DOWN));
  }

  private static Value.Null byZero(Value dividend) {
    return Value.error("division-by-zero", Values.quoted(dividend) + " is divided by zero");
  }

  /// A duration in seconds.
  private static BigDecimal decimal(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
  }

  /// Parts of a nanosecond are cut off, towards zero.
  private static Value duration(BigDecimal seconds) {
    requireWithinLong(seconds);
    BigInteger nanos = seconds.setScale(9, RoundingMode.DOWN).unscaledValue();
    BigInteger[] parts = nanos.divideAndRemainder(NANOS_PER_SECOND);
    return new Value.DayTimeDuration(
        Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact()));
  }

  /// Parts of a month are cut off, towards zero.
  private static Value months(BigDecimal months) {
    requireWithinLong(months);
    return new Value.YearMonthDuration(months.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  /// Before a number with thousands of digits is written out.
  private static void requireWithinLong(BigDecimal value) {
    if ((long) value.precision() - value.scale() > 20
        || value.abs().toBigInteger().compareTo(LONG_MAX) > 0) {
      throw new ArithmeticException("overflow");
    }
  }

  static Value power(Value left, Value right) {
    if (!(left instanceof Value.Num base) || !(right instanceof Value.Num exponent)) {
      return misfit("**", left, right);
    }
    if (base.value().isZero() && exponent.value().signum() < 0) {
      return byZero(Value.of(1));
    }
    if (base.value().signum() < 0 && !exponent.value().isInteger()) {
      return Errors.outOfRange("**", right, "a whole exponent of a negative number");
    }
    try {
      return Value.of(base.value().power(exponent.value()));
    } catch (ArithmeticException e) {
      return Errors.overflow("**");
    }
  }

  private static boolean isDuration(Value value) {
    return value instanceof Value.DayTimeDuration || value instanceof Value.YearMonthDuration;
  }

  private static Value.Null misfit(String symbol, Value left, Value right) {
    if (left instanceof Value.Null || right instanceof Value.Null) {
      return Errors.nothing(symbol, left, right);
    }
    return Value.error(
        "wrong-type",
        "`"
            + symbol
            + "` cannot join "
            + Values.quoted(left)
            + " and "
            + Values.quoted(right)
            + ", "
            + described(left)
            + " and "
            + described(right));
  }

  static String described(Value value) {
    return switch (value) {
      case Value.DateTime dateTime ->
          dateTime.zone() == null ? "a local date and time" : "a date and time with a zone";
      case Value.Time time -> time.zone() == null ? "a local time" : "a time with a zone";
      case Value.Null _,
          Value.Num _,
          Value.Text _,
          Value.Bool _,
          Value.Date _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          Values.kind(value);
    };
  }
}
