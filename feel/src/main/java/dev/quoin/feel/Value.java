package dev.quoin.feel;

import dev.quoin.decimal.Decimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A FEEL value (DMN 1.5, 10.3.2.2 and table 42: the semantic domains).
///
/// `equals` of these records is Java's; FEEL's equality is `Operators.same` in the built-ins.
public sealed interface Value {

  /// The null that somebody wrote or sent; no error made it.
  Null NULL = new Null(null);

  /// How long a day is on a clock that is not changed.
  long SECONDS_PER_DAY = 86_400;

  /// The one `true`.
  Bool TRUE = new Bool(true);

  /// The one `false`.
  Bool FALSE = new Bool(false);

  /// FEEL's null. It carries the reason it came to be, where an error made it.
  record Null(@Nullable Reason cause) implements Value {
    /// Why it is null; empty for a null that was written or sent as such.
    public Optional<Reason> reason() {
      return Optional.ofNullable(cause);
    }
  }

  /// A number of up to 34 digits (10.3.2.3.1).
  record Num(Decimal value) implements Value {}

  /// A string (10.3.2.3.2); positions count code points.
  record Text(String value) implements Value {}

  /// A boolean (10.3.2.3.3).
  record Bool(boolean value) implements Value {}

  /// A date (10.3.2.3.5), which has no zone.
  record Date(LocalDate value) implements Value {}

  /// A time of day; `zone` is an offset, a named zone, or absent for a local time.
  record Time(LocalTime value, @Nullable ZoneId zone) implements Value {}

  /// A date and time; `zone` is an offset or a named zone, or absent for a local date and time.
  ///
  /// It is kept as one number, because a price asks how far two moments lie apart and which comes first, and rarely for
  /// the month.
  ///
  /// @param localSecond the seconds from 1970-01-01T00:00 to the local date and time, as if there were no zones
  /// @param nano the nanoseconds of the second
  /// @param zone the zone or offset, or null
  /// @param offset the offset from UTC that holds at that moment: decides between the two moments of a local time that
  ///     occurs twice; null exactly where `zone` is null
  record DateTime(long localSecond, int nano, @Nullable ZoneId zone, @Nullable ZoneOffset offset)
      implements Value {
    public DateTime {
      if ((zone == null) != (offset == null)) {
        throw new IllegalArgumentException("a zone without its offset");
      }
    }

    /// Of a local date and time, with the offset that holds there, or without both.
    @SuppressWarnings("JavaLocalDateTimeGetNano") // the seconds stand beside it
    public DateTime(LocalDateTime value, @Nullable ZoneId zone, @Nullable ZoneOffset offset) {
      this(value.toEpochSecond(ZoneOffset.UTC), value.getNano(), zone, offset);
    }

    /// The local date and time.
    public LocalDateTime value() {
      return LocalDateTime.ofEpochSecond(localSecond, nano, ZoneOffset.UTC);
    }

    /// The local date.
    public LocalDate date() {
      return LocalDate.ofEpochDay(Math.floorDiv(localSecond, SECONDS_PER_DAY));
    }

    /// The seconds since 1970-01-01T00:00 in UTC; of a local date and time, as if it were in UTC.
    public long epochSecond() {
      return offset == null ? localSecond : localSecond - offset.getTotalSeconds();
    }

    @Override
    public String toString() {
      return "DateTime[" + value() + (zone == null ? "" : " " + offset + " " + zone) + "]";
    }
  }

  /// A days and time duration: seconds, which may be negative, and the nanoseconds behind them, which are not.
  record DayTimeDuration(long seconds, int nano) implements Value {
    /// The same of Java's.
    public DayTimeDuration(Duration value) {
      this(value.getSeconds(), value.getNano());
    }

    /// As Java has it.
    public Duration value() {
      return Duration.ofSeconds(seconds, nano);
    }

    /// Whether it takes no time.
    public boolean isZero() {
      return seconds == 0 && nano == 0;
    }
  }

  /// A years and months duration, as months.
  record YearMonthDuration(long months) implements Value {}

  /// A list (table 42), unmodifiable; nulls in it are [Null]s.
  record Items(List<Value> values) implements Value {
    public Items {
      values = values instanceof Elements ? values : List.copyOf(values);
    }

    /// A list of these values. It keeps the array: it must not be written to.
    public static Items of(Value[] values) {
      return new Items(new Elements(values, values.length));
    }
  }

  /// A context: entries in the order in which they were written.
  record Context(Map<String, Value> entries) implements Value {
    private static final long[] NO_NUMBERS = {};

    public Context {
      entries =
          entries instanceof Entries
              ? entries
              : Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /// A context of few entries whose keys are known beforehand. It keeps both arrays: they must not be written to, and
    /// no key may stand twice.
    public static Context of(String[] keys, Value[] values) {
      return new Context(new Entries(keys, values, NO_NUMBERS));
    }

    /// The same with numbers that are packed: where no value stands (Java's null), the number of that position is meant. It
    /// keeps all arrays.
    public static Context of(String[] keys, @Nullable Value[] values, long[] numbers) {
      return new Context(new Entries(keys, values, numbers));
    }

    /// The entry of that key, or null (Java's); looked for at a position first, where it stands in most contexts of its
    /// type.
    public @Nullable Value entry(String key, int position) {
      return entries instanceof Entries few ? few.get(key, position) : entries.get(key);
    }

    /// The number that the entry is, packed; `Packed.NONE` where it is none, or of too many digits. No object is made for it.
    public long number(String key, int position) {
      return entries instanceof Entries few
          ? few.number(key, position)
          : Entries.packed(entries.get(key));
    }
  }

  /// A range; an absent end is unbounded, as in the unary test `< 5`.
  record Range(
      boolean lowClosed, @Nullable Value low, @Nullable Value high, boolean highClosed, Form form)
      implements Value {
    /// A range from one end to the other.
    public Range(boolean lowClosed, @Nullable Value low, @Nullable Value high, boolean highClosed) {
      this(lowClosed, low, high, highClosed, Form.INTERVAL);
    }

    /// How a range is written, which is a part of what it is.
    public enum Form {
      /// From one end to the other.
      INTERVAL,
      /// `(= 10)`: from the value to itself.
      POINT,
      /// `(!= 10)`: all but the value, which stands as both open ends.
      EXCEPT
    }
  }

  /// A function: `function(…) …` with what it has closed over, or one of the model or host that is passed on.
  ///
  /// @param result the type of what it answers
  /// @param overloaded whether it also takes arguments of other numbers and types, as many built-in functions do
  /// @param mode of the program that it is of: what a part of an argument may be depends on it
  record Function(List<Parameter> parameters, Type result, boolean overloaded, Mode mode, Body body)
      implements Value {
    public Function {
      parameters = List.copyOf(parameters);
    }

    /// A function that takes these parameters alone.
    public Function(List<Parameter> parameters, Type result, Mode mode, Body body) {
      this(parameters, result, false, mode, body);
    }

    /// A parameter: what may be given is converted to its type, as everywhere in FEEL.
    public record Parameter(String name, Type type, boolean nullable) {}

    /// What is done with the arguments; they are there, in order and of the parameters' types.
    @FunctionalInterface
    public interface Body {
      Value call(Value[] arguments);
    }

    /// Its type, of the parameters' and the result's.
    public Type.FunctionType type() {
      return new Type.FunctionType(parameters.stream().map(Parameter::type).toList(), result);
    }
  }

  /// The boolean.
  static Bool of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /// The whole number.
  static Num of(long value) {
    return new Num(Decimal.of(value));
  }

  /// The number.
  static Num of(Decimal value) {
    return new Num(value);
  }

  /// The string.
  static Text of(String value) {
    return new Text(value);
  }

  /// The null that an error makes.
  static Null error(String code, String sentence) {
    return new Null(new Reason(code, sentence));
  }
}
