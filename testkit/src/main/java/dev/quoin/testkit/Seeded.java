package dev.quoin.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A source of made-up inputs: the same seed makes the same inputs, on every machine.
///
/// Generators are methods that take a `Seeded` and give a value. Bounds are inclusive.
public final class Seeded {
  /// Runs the one seed that it names instead of all: `-Dquoin.seed=42`.
  static final String PROPERTY = "quoin.seed";

  private final long seed;
  private final SplittableRandom random;
  private final Map<String, @Nullable Object> notes = new LinkedHashMap<>();

  private Seeded(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /// What a property test does with one seed.
  @FunctionalInterface
  public interface Property {
    void holds(Seeded seeded) throws Exception;
  }

  public static Seeded of(long seed) {
    return new Seeded(seed);
  }

  /// Tries a property with as many seeds, all of them derived from the first. A failure names its
  /// own seed, with which it can be repeated alone, and the values given to [#note].
  ///
  /// @throws AssertionError at the first seed for which the property fails, with the cause
  public static void forAll(int runs, long seed, Property property) {
    String alone = System.getProperty(PROPERTY);
    if (alone != null) {
      attempt(of(Long.parseLong(alone)), "the one run", property);
      return;
    }
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int run = 1; run <= runs; run++) {
      attempt(of(seeds.nextLong()), "run " + run + " of " + runs, property);
    }
  }

  // Whatever a property throws is a failure of the property.
  private static void attempt(Seeded seeded, String run, Property property) {
    try {
      property.holds(seeded);
    } catch (Exception | AssertionError | StackOverflowError failure) {
      throw new AssertionError(seeded.report(run, failure), failure);
    }
  }

  private String report(String run, Throwable failure) {
    StringBuilder text = new StringBuilder(run + " failed; repeat it alone with -D" + PROPERTY);
    text.append('=').append(seed).append('\n');
    notes.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.append(failure).toString();
  }

  /// The seed that makes all of this again.
  public long seed() {
    return seed;
  }

  /// Remembers a value, to be shown if the property fails, and gives it back.
  public <T extends @Nullable Object> T note(String name, T value) {
    notes.put(name, value);
    return value;
  }

  public boolean yes() {
    return random.nextBoolean();
  }

  /// True once in `n` times, on average.
  public boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  public int between(int low, int high) {
    return (int) between((long) low, (long) high);
  }

  public long between(long low, long high) {
    return high == Long.MAX_VALUE
        ? random.nextLong(low - 1, high) + 1
        : random.nextLong(low, high + 1);
  }

  public <T> T pick(List<? extends T> from) {
    return from.get(random.nextInt(from.size()));
  }

  @SafeVarargs
  public final <T> T pick(T... from) {
    return from[random.nextInt(from.length)];
  }

  /// Asks one of several generators.
  @SafeVarargs
  public final <T> T oneOf(Supplier<? extends T>... generators) {
    return generators[random.nextInt(generators.length)].get();
  }

  /// Asks a generator `low` to `high` times.
  public <T> List<T> list(int low, int high, Supplier<? extends T> generator) {
    int size = between(low, high);
    List<T> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(generator.get());
    }
    return List.copyOf(items);
  }

  /// `low` to `high` characters of the alphabet.
  public String text(String alphabet, int low, int high) {
    int[] characters = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int left = between(low, high); left > 0; left--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }

  /// A decimal of at most so many digits, with a scale from `lowScale` to `highScale`: zero, short
  /// and long numbers, either sign, trailing zeros.
  public BigDecimal decimal(int digits, int lowScale, int highScale) {
    int length = between(0, digits);
    BigInteger unscaled =
        length == 0 ? BigInteger.ZERO : new BigInteger(text("0123456789", length, length));
    if (oneIn(4)) {
      unscaled = trailingZeros(unscaled, length);
    }
    return new BigDecimal(yes() ? unscaled : unscaled.negate(), between(lowScale, highScale));
  }

  private BigInteger trailingZeros(BigInteger number, int length) {
    BigInteger power = BigInteger.TEN.pow(between(0, length));
    return number.divide(power).multiply(power);
  }

  /// A decimal between two, at the given scale.
  ///
  /// @throws ArithmeticException where a bound has more digits than the scale
  public BigDecimal decimal(BigDecimal low, BigDecimal high, int scale) {
    long from = low.setScale(scale).unscaledValue().longValueExact();
    long to = high.setScale(scale).unscaledValue().longValueExact();
    return BigDecimal.valueOf(between(from, to), scale);
  }

  public LocalDate date(LocalDate low, LocalDate high) {
    return LocalDate.ofEpochDay(between(low.toEpochDay(), high.toEpochDay()));
  }

  /// A time of day, a multiple of the step after midnight.
  ///
  /// @param stepSeconds 600 for ten-minute slots
  public LocalTime time(int stepSeconds) {
    int steps = (int) ChronoUnit.DAYS.getDuration().toSeconds() / stepSeconds;
    return LocalTime.ofSecondOfDay((long) random.nextInt(steps) * stepSeconds);
  }

  public LocalDateTime dateTime(LocalDate low, LocalDate high, int stepSeconds) {
    return date(low, high).atTime(time(stepSeconds));
  }
}
