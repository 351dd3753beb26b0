package dev.quoin.decimal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Decimal beside its slow twin: BigDecimal with MathContext.DECIMAL128.
class DecimalTwinTest {

  private static final int ROUNDS = 200_000;
  private static final MathContext DECIMAL128 = MathContext.DECIMAL128;

  private static void assertSame(
      long seed, String name, BinaryOperator<Decimal> operation, BinaryOperator<BigDecimal> twin) {
    Operands operands = new Operands(seed);
    for (int i = 0; i < ROUNDS; i++) {
      BigDecimal a = i % 3 == 0 ? operands.price() : operands.next();
      BigDecimal b = i % 3 != 1 ? operands.price() : operands.next();
      String expected = answer(() -> twin.apply(a, b));
      String actual = answer(() -> operation.apply(Decimal.of(a), Decimal.of(b)).toBigDecimal());
      if (!actual.equals(expected)) {
        assertThat(actual)
            .as("seed %d, round %d: %s %s %s", seed, i, a, name, b)
            .isEqualTo(expected);
      }
    }
  }

  private interface Question {
    BigDecimal ask();
  }

  /// The value without its form, or that there is none.
  private static String answer(Question question) {
    try {
      BigDecimal value = question.ask();
      return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
    } catch (ArithmeticException e) {
      return "none";
    }
  }

  private static BigDecimal slowModulo(BigDecimal a, BigDecimal b) {
    BigDecimal floor = a.divide(b, 0, RoundingMode.FLOOR);
    return a.subtract(b.multiply(floor)).round(DECIMAL128);
  }

  @Nested
  class WithOrdinaryExponents {

    @Test
    void sums_are_equal() {
      assertSame(11, "+", Decimal::plus, (a, b) -> a.add(b, DECIMAL128));
    }

    @Test
    void differences_are_equal() {
      assertSame(12, "-", Decimal::minus, (a, b) -> a.subtract(b, DECIMAL128));
    }

    @Test
    void products_are_equal() {
      assertSame(13, "*", Decimal::times, (a, b) -> a.multiply(b, DECIMAL128));
    }

    @Test
    void quotients_are_equal() {
      assertSame(14, "/", Decimal::dividedBy, (a, b) -> a.divide(b, DECIMAL128));
    }

    @Test
    void moduli_are_equal() {
      assertSame(15, "modulo", Decimal::modulo, DecimalTwinTest::slowModulo);
    }

    @Test
    void minima_and_maxima_are_equal() {
      assertSame(16, "min", Decimal::min, BigDecimal::min);
      assertSame(17, "max", Decimal::max, BigDecimal::max);
    }

    @Test
    void exact_results_have_the_scale_that_big_decimal_gives_them() {
      Operands operands = new Operands(18);
      for (int i = 0; i < ROUNDS; i++) {
        BigDecimal a = operands.price();
        BigDecimal b = operands.price();
        Decimal x = Decimal.of(a);
        Decimal y = Decimal.of(b);
        assertText(x.plus(y), a.add(b, DECIMAL128), "seed 18: " + a + " + " + b);
        assertText(x.minus(y), a.subtract(b, DECIMAL128), "seed 18: " + a + " - " + b);
        assertText(x.times(y), a.multiply(b, DECIMAL128), "seed 18: " + a + " * " + b);
        if (b.signum() != 0) {
          assertText(x.dividedBy(y), a.divide(b, DECIMAL128), "seed 18: " + a + " / " + b);
        }
      }
    }

    private static void assertText(Decimal actual, BigDecimal expected, String question) {
      if (!actual.toString().equals(expected.toPlainString())) {
        assertThat(actual.toString()).as(question).isEqualTo(expected.toPlainString());
      }
    }

    @Test
    void order_equality_and_hash_agree_with_the_values() {
      Operands operands = new Operands(19);
      for (int i = 0; i < ROUNDS; i++) {
        BigDecimal a = operands.next();
        BigDecimal b =
            switch (i % 3) {
              case 0 -> a.stripTrailingZeros();
              case 1 ->
                  a.signum() == 0 ? BigDecimal.ZERO : a.setScale(a.scale() + 34 - a.precision());
              default -> operands.next();
            };
        Decimal x = Decimal.of(a);
        Decimal y = Decimal.of(b);
        int order = Integer.signum(a.compareTo(b));
        boolean agrees =
            Integer.signum(x.compareTo(y)) == order
                && Integer.signum(y.compareTo(x)) == -order
                && x.equals(y) == (order == 0)
                && (order != 0 || x.hashCode() == y.hashCode());
        assertThat(agrees).as("seed 19, round %d: %s and %s", i, a, b).isTrue();
      }
    }

    @Test
    void rounding_is_equal_in_every_mode_and_adds_no_zeros() {
      Operands operands = new Operands(20);
      RoundingMode[] modes = RoundingMode.values();
      for (int i = 0; i < ROUNDS; i++) {
        BigDecimal a = i % 2 == 0 ? operands.price() : operands.next();
        int places = operands.nextInt(-22, 22);
        RoundingMode mode = modes[i % modes.length];
        String expected =
            answer(() -> places >= a.scale() ? a : a.setScale(places, mode).round(DECIMAL128));
        String actual = answer(() -> Decimal.of(a).round(places, mode).toBigDecimal());
        if (!actual.equals(expected)) {
          assertThat(actual)
              .as("seed 20, round %d: %s to %d %s", i, a, places, mode)
              .isEqualTo(expected);
        }
      }
    }

    @Test
    void what_is_asked_of_one_number_is_answered_alike() {
      Operands operands = new Operands(21);
      for (int i = 0; i < ROUNDS; i++) {
        BigDecimal a = i % 2 == 0 ? operands.price() : operands.next();
        Decimal x = Decimal.of(a);
        boolean whole = a.signum() == 0 || a.stripTrailingZeros().scale() <= 0;
        String fits = answer(() -> BigDecimal.valueOf(a.longValueExact()));
        String exact = answer(() -> BigDecimal.valueOf(x.longValueExact()));
        boolean agrees =
            x.signum() == a.signum()
                && x.isZero() == (a.signum() == 0)
                && x.isInteger() == whole
                && x.digits() == a.precision()
                && x.scale() == a.scale()
                && isSame(x.toBigDecimal(), a)
                && isSame(x.abs().toBigDecimal(), a.abs())
                && isSame(x.negated().toBigDecimal(), a.negate())
                && exact.equals(fits)
                && x.fitsLong() != fits.equals("none");
        assertThat(agrees).as("seed 21, round %d: %s", i, a).isTrue();
      }
    }
  }

  /// The same value and scale.
  private static boolean isSame(BigDecimal a, BigDecimal b) {
    return a.scale() == b.scale() && a.compareTo(b) == 0;
  }

  @Nested
  class WithTexts {

    @Test
    void a_number_is_read_as_big_decimal_reads_it_and_rounds_it() {
      Operands operands = new Operands(31);
      for (int i = 0; i < ROUNDS; i++) {
        BigDecimal a = operands.long40();
        String text = i % 2 == 0 ? a.toString() : a.toPlainString();
        BigDecimal actual = Decimal.parse(text).toBigDecimal();
        if (actual.compareTo(new BigDecimal(text).round(DECIMAL128)) != 0) {
          assertThat(actual)
              .as("seed 31, round %d: %s", i, text)
              .isEqualByComparingTo(new BigDecimal(text).round(DECIMAL128));
        }
      }
    }

    @Test
    void what_is_written_reads_back_as_the_same_value() {
      Operands operands = new Operands(32);
      for (int i = 0; i < ROUNDS; i++) {
        BigDecimal a = i % 2 == 0 ? operands.next() : operands.extreme();
        Decimal x = Decimal.of(a);
        boolean same =
            Decimal.parse(x.toString()).equals(x)
                && Decimal.parse(x.toPlainText()).equals(x)
                && new BigDecimal(x.toString()).compareTo(a) == 0;
        assertThat(same).as("seed 32, round %d: %s written %s", i, a, x).isTrue();
      }
    }
  }

  @Nested
  class WithExtremeExponents {

    /// What decimal128 makes of an exact value, or of one with a hundred digits.
    private static BigDecimal fitted(BigDecimal exact) {
      BigDecimal value = exact;
      if (value.precision() - 1L - value.scale() < -6143) {
        value = value.setScale(6176, RoundingMode.HALF_EVEN);
      }
      value = value.round(DECIMAL128);
      if (value.signum() != 0 && value.precision() - 1L - value.scale() > 6144) {
        throw new ArithmeticException("overflow");
      }
      return value;
    }

    private static void assertSameInTheExtreme(
        long seed, int rounds, BinaryOperator<Decimal> operation, BinaryOperator<BigDecimal> twin) {
      Operands operands = new Operands(seed);
      for (int i = 0; i < rounds; i++) {
        BigDecimal a = operands.extreme();
        BigDecimal b = i % 2 == 0 ? operands.extreme() : operands.next();
        String expected = answer(() -> fitted(twin.apply(a, b)));
        String actual = answer(() -> operation.apply(Decimal.of(a), Decimal.of(b)).toBigDecimal());
        if (!actual.equals(expected)) {
          assertThat(actual).as("seed %d, round %d: %s and %s", seed, i, a, b).isEqualTo(expected);
        }
      }
    }

    @Test
    void sums_are_equal() {
      assertSameInTheExtreme(41, ROUNDS, Decimal::plus, (a, b) -> a.add(b, DECIMAL128));
    }

    @Test
    void products_are_rounded_once() {
      assertSameInTheExtreme(42, ROUNDS / 10, Decimal::times, BigDecimal::multiply);
    }

    @Test
    void quotients_are_rounded_once() {
      MathContext ample = new MathContext(200, RoundingMode.DOWN);
      assertSameInTheExtreme(43, ROUNDS / 10, Decimal::dividedBy, (a, b) -> a.divide(b, ample));
    }

    @Test
    void moduli_are_equal() {
      assertSameInTheExtreme(44, 300, Decimal::modulo, DecimalTwinTest::slowModulo);
    }
  }

  @Test
  void a_rounded_quotient_is_the_quotient_rounded_digit_for_digit() {
    Operands operands = new Operands(41);
    for (int i = 0; i < 200_000; i++) {
      boolean prices = i % 2 == 0;
      Decimal dividend = Decimal.of(prices ? operands.price() : operands.next());
      Decimal divisor = Decimal.of(prices ? operands.price() : operands.next());
      int places = operands.nextInt(-6, 8);
      RoundingMode mode = MODES[operands.nextInt(0, MODES.length)];
      if (!divisor.isZero()) {
        Decimal quotient = dividend.quotient(divisor, places, mode);
        Decimal rounded = dividend.dividedBy(divisor).round(places, mode);
        assertThat(quotient.toString())
            .as("%s / %s to %s, %s", dividend, divisor, places, mode)
            .isEqualTo(rounded.toString());
        assertThat(quotient.isCompact() ? quotient.scale() : 0)
            .isEqualTo(rounded.isCompact() ? rounded.scale() : 0);
      }
    }
  }

  private static final RoundingMode[] MODES = {
    RoundingMode.UP,
    RoundingMode.DOWN,
    RoundingMode.CEILING,
    RoundingMode.FLOOR,
    RoundingMode.HALF_UP,
    RoundingMode.HALF_DOWN,
    RoundingMode.HALF_EVEN
  };
}
