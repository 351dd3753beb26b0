package dev.quoin.decimal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

  private static final int ROUNDS = 200_000;

  private static Decimal number(String numeral) {
    return Decimal.parse(numeral);
  }

  @Nested
  class ThatLookLikePrices {

    @Test
    void stay_compact_through_sums_products_and_rounding() {
      Operands operands = new Operands(1);
      for (int i = 0; i < ROUNDS; i++) {
        Decimal a = Decimal.of(operands.price());
        Decimal b = Decimal.of(operands.price());
        boolean compact =
            a.isCompact()
                && a.plus(b).isCompact()
                && a.minus(b).isCompact()
                && a.times(b).isCompact()
                && a.negated().isCompact()
                && a.abs().isCompact()
                && a.times(b).round(-1, RoundingMode.HALF_UP).isCompact()
                && (b.isZero() || a.modulo(b).isCompact());
        assertThat(compact).as("seed 1, round %d: %s and %s", i, a, b).isTrue();
      }
    }

    @Test
    void stay_compact_when_divided_by_what_divides_evenly() {
      Operands operands = new Operands(2);
      for (Decimal divisor :
          List.of(number("100"), number("10"), number("1.1"), number("-8"), number("2.5"))) {
        for (int i = 0; i < 1000; i++) {
          Decimal price = Decimal.of(operands.price());
          assertThat(price.times(divisor).dividedBy(divisor).isCompact()).isTrue();
        }
      }
      assertThat(number("48317.25").dividedBy(number("100")).isCompact()).isTrue();
      assertThat(number("1").dividedBy(number("64")).isCompact()).isTrue();
      assertThat(number("48317").dividedBy(number("1.6")).isCompact()).isTrue();
      assertThat(number("1").dividedBy(number("3")).isCompact()).isFalse();
    }

    @Test
    void come_back_to_compact_when_a_long_quotient_is_rounded() {
      Decimal third = number("100000").dividedBy(number("3"));
      assertThat(third.isCompact()).isFalse();
      Decimal price = third.round(-1, RoundingMode.HALF_UP);
      assertThat(price.isCompact()).isTrue();
      assertThat(price).hasToString("33330");
    }

    @Test
    void are_rounded_to_ten_won() {
      Decimal price = number("48317.25").round(-1, RoundingMode.HALF_UP);
      assertThat(price).hasToString("48320");
      assertThat(price.scale()).isZero();
      assertThat(price.unscaledLong()).isEqualTo(48_320);
      assertThat(number("48315").round(-1, RoundingMode.HALF_UP)).hasToString("48320");
      assertThat(number("48314.99").round(-1, RoundingMode.HALF_UP)).hasToString("48310");
      assertThat(number("-48315").round(-1, RoundingMode.HALF_UP)).hasToString("-48320");
      assertThat(number("48325").round(-1, RoundingMode.HALF_EVEN)).hasToString("48320");
    }
  }

  @Nested
  class AtTheEdgeOfCompact {

    @ParameterizedTest
    @CsvSource({
      "999999999999999999, true",
      "-999999999999999999, true",
      "1000000000000000000, false",
      "-1000000000000000000, false",
      "0.000000000000000001, true",
      "0.0000000000000000001, false",
      "1e18, true",
      "1e19, false",
    })
    void eighteen_digits_and_scales_are_the_limit(String numeral, boolean compact) {
      assertThat(number(numeral).isCompact()).isEqualTo(compact);
    }

    @Test
    void a_sum_of_nineteen_digits_is_exact() {
      Decimal most = number("999999999999999999");
      assertThat(most.plus(most)).hasToString("1999999999999999998");
      assertThat(most.plus(most).minus(most).isCompact()).isTrue();
    }

    @Test
    void the_longs_at_the_ends_are_exact() {
      assertThat(Decimal.of(Long.MIN_VALUE)).hasToString("-9223372036854775808");
      assertThat(Decimal.of(Long.MIN_VALUE).longValueExact()).isEqualTo(Long.MIN_VALUE);
      assertThat(Decimal.of(Long.MAX_VALUE).fitsLong()).isTrue();
      assertThat(Decimal.of(Long.MAX_VALUE).plus(Decimal.ONE).fitsLong()).isFalse();
      assertThat(Decimal.of(Long.MIN_VALUE, 2)).hasToString("-92233720368547758.08");
    }

    @Test
    void a_wide_number_has_no_coefficient_to_ask_for() {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> number("1e19").unscaledLong());
    }

    @Test
    void an_int_is_checked() {
      assertThat(number("2147483647.00").intValueExact()).isEqualTo(Integer.MAX_VALUE);
      for (String numeral : List.of("2147483648", "0.5", "1e6000", "1e-6000")) {
        assertThatExceptionOfType(ArithmeticException.class)
            .isThrownBy(() -> number(numeral).intValueExact());
      }
    }
  }

  @Nested
  class ByValue {

    @Test
    void forms_of_one_number_are_one_element_of_a_set() {
      Set<Decimal> set = new HashSet<>();
      for (String numeral :
          List.of("1", "1.0", "1.00000000000000000000", "100e-2", "0.1e1", "10e-1")) {
        set.add(number(numeral));
      }
      assertThat(set).containsExactly(Decimal.ONE);
    }

    @Test
    void zeros_are_one_number() {
      Set<Decimal> set = new HashSet<>();
      for (String numeral : List.of("0", "-0", "0.00", "0e400", "0e-99999", "0e99999")) {
        set.add(number(numeral));
      }
      assertThat(set).containsExactly(Decimal.ZERO);
    }

    @Test
    void huge_and_tiny_numbers_are_compared_and_hashed() {
      Decimal huge = number("1e6000");
      Decimal tiny = number("1e-6000");
      assertThat(huge).isGreaterThan(tiny).isNotEqualTo(tiny);
      assertThat(huge.negated()).isLessThan(tiny.negated());
      assertThat(number("10e5999")).isEqualTo(huge).hasSameHashCodeAs(huge);
      assertThat(huge.isInteger()).isTrue();
      assertThat(tiny.isInteger()).isFalse();
      assertThat(huge.fitsLong()).isFalse();
    }
  }

  @Nested
  class BeyondDecimal128 {

    @Test
    void overflow_is_refused() {
      Decimal most = number("9.999999999999999999999999999999999e6144");
      assertThat(most.plus(number("1e6110"))).isEqualTo(most);
      assertOverflow(() -> most.plus(number("5e6110")));
      assertOverflow(() -> most.times(number("1.1")));
      assertOverflow(() -> most.dividedBy(number("0.1")));
      assertOverflow(() -> most.negated().minus(most));
      assertOverflow(() -> Decimal.of(1, -6145));
      assertOverflow(() -> Decimal.of(1, Integer.MIN_VALUE));
      assertOverflow(() -> Decimal.of(BigInteger.TEN.pow(6145)));
      assertOverflow(() -> Decimal.ONE.round(-7000, RoundingMode.UP));
    }

    private static void assertOverflow(Runnable calculation) {
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(calculation::run)
          .withMessageStartingWith("overflow");
    }

    @Test
    void small_results_lose_digits_and_then_vanish() {
      Decimal least = number("1e-6176");
      assertThat(least.dividedBy(number("2"))).isEqualTo(Decimal.ZERO);
      assertThat(least.times(number("1.5"))).isEqualTo(number("2e-6176"));
      assertThat(least.times(number("2.5"))).isEqualTo(number("2e-6176"));
      assertThat(number("1e-6170").dividedBy(number("3"))).isEqualTo(number("333333e-6176"));
      assertThat(number("1e-6000").dividedBy(number("1e6000"))).isEqualTo(Decimal.ZERO);
      assertThat(Decimal.of(1, Integer.MAX_VALUE)).isEqualTo(Decimal.ZERO);
      assertThat(Decimal.of(new BigDecimal("2.5000000000000000000000000000000000001e-6176")))
          .isEqualTo(number("3e-6176"));
    }

    @Test
    void numbers_far_apart_are_added_and_rounded_without_a_long_number() {
      Decimal huge = number("1e6000");
      Decimal tiny = number("1e-6000");
      for (int i = 0; i < 10_000; i++) {
        assertThat(huge.plus(tiny)).isEqualTo(huge);
        assertThat(huge.round(2, RoundingMode.UP)).isSameAs(huge);
        assertThat(tiny.round(2, RoundingMode.CEILING)).isEqualTo(number("0.01"));
        assertThat(tiny.negated().round(2, RoundingMode.FLOOR)).isEqualTo(number("-0.01"));
        assertThat(tiny.round(2, RoundingMode.HALF_UP)).isEqualTo(Decimal.ZERO);
      }
    }

    @Test
    void division_and_modulo_by_zero_are_refused() {
      for (String zero : List.of("0", "0.00", "0e30")) {
        assertThatExceptionOfType(ArithmeticException.class)
            .isThrownBy(() -> Decimal.ONE.dividedBy(number(zero)))
            .withMessage("division by zero");
        assertThatExceptionOfType(ArithmeticException.class)
            .isThrownBy(() -> number("1e30").modulo(number(zero)))
            .withMessage("modulo by zero");
      }
    }

    @ParameterizedTest
    @CsvSource({
      "12, 5, 2",
      "-12, 5, 3",
      "12, -5, -3",
      "-12, -5, -2",
      "10.1, 4.5, 1.1",
      "-10.1, 4.5, 3.4",
      "1e6000, 7, 1",
      "1e6000, 7e-6000, 1e-6000",
      "1e-6000, 5, 1e-6000",
      "-1e-6000, 5, 5",
      "1e-6000, -5, -5",
      "0, 5, 0",
    })
    void modulo_has_the_sign_of_the_divisor(String a, String b, String expected) {
      // 10^6 is 1 modulo 7, and so are 10^6000 and 10^12000.
      assertThat(number(a).modulo(number(b))).isEqualTo(number(expected));
    }
  }

  @Nested
  class AsText {

    @ParameterizedTest
    @CsvSource({
      "1.10, 1.10, 1.1",
      "1.00, 1.00, 1",
      "100, 100, 100",
      "-100.00, -100.00, -100",
      "0.00, 0.00, 0",
      "-0, 0, 0",
      ".5, 0.5, 0.5",
      "-.05, -0.05, -0.05",
      "007, 7, 7",
      "1e3, 1000, 1000",
      "1E+3, 1000, 1000",
      "1E-3, 0.001, 0.001",
      "12.50e1, 125.0, 125",
      "0e3, 0, 0",
      "1e400, 1E+400, 1E+400",
      "-1.50e-400, -1.50E-400, -1.5E-400",
      "1e49, 10000000000000000000000000000000000000000000000000, 10000000000000000000000000000000000000000000000000",
      "1e50, 1E+50, 1E+50",
      "9.999999999999999999999999999999999e6144, 9.999999999999999999999999999999999E+6144, 9.999999999999999999999999999999999E+6144",
      "0.1234567890123456789012345678901234, 0.1234567890123456789012345678901234, 0.1234567890123456789012345678901234",
      "12345678901234567890.00, 12345678901234567890.00, 12345678901234567890",
    })
    void a_numeral_is_kept_and_its_plain_text_is_the_value(
        String numeral, String text, String plain) {
      assertThat(number(numeral)).hasToString(text);
      assertThat(number(numeral).toPlainText()).isEqualTo(plain);
    }

    @Test
    void a_text_never_grows_with_the_exponent() {
      Operands operands = new Operands(3);
      for (int i = 0; i < 20_000; i++) {
        Decimal number = Decimal.of(operands.extreme());
        assertThat(number.toString()).hasSizeLessThan(60);
        assertThat(number.toPlainText()).hasSizeLessThan(60);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "+1",
          "1.",
          ".",
          "-",
          "--1",
          "-.",
          "1 ",
          " 1",
          "1e",
          "1e+",
          "e3",
          "1e3.5",
          "1.2.3",
          "0x10",
          "1_000",
          "1,000",
          "٣",
          "１２",
          "1\u00a0",
          "NaN",
          "Infinity",
          "1f",
          "1d",
          "1L",
          "−1",
          "1e--3",
          "\n1",
          "1\n",
          "null"
        })
    void what_is_not_a_numeral_is_refused(String text) {
      assertThat(Decimal.tryParse(text)).isNull();
      assertThatExceptionOfType(NumberFormatException.class)
          .isThrownBy(() -> number(text))
          .withMessageStartingWith("not a number `" + text + "` (expected: ");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "1e6145",
          "-1e6145",
          "10e6144",
          "1e99999999999999999999",
          "9.9999999999999999999999999999999999e6144",
          "0.001e6149"
        })
    void a_number_beyond_decimal128_is_refused(String text) {
      assertThat(Decimal.tryParse(text)).isNull();
      assertThatExceptionOfType(NumberFormatException.class)
          .isThrownBy(() -> number(text))
          .withMessageStartingWith("number out of range `");
    }

    @ParameterizedTest
    @CsvSource({
      "1e6144, 1E+6144",
      "0.001e6147, 1E+6144",
      "1e-6176, 1E-6176",
      "1.5e-6176, 2E-6176",
      "5e-6177, 0E-6176",
      "5.0000000000000000000000000000000000000001e-6177, 1E-6176",
      "1e-6178, 0E-6176",
      "1e-99999999999999999999, 0E-6176",
      "0e99999999999999999999, 0E+6111",
    })
    void the_last_numbers_of_decimal128_are_read(String numeral, String text) {
      assertThat(number(numeral)).hasToString(text);
    }

    @Test
    void a_half_is_rounded_by_whatever_follows_it() {
      String half = "1000000000000000000000000000000000.5";
      assertThat(number(half)).hasToString("1000000000000000000000000000000000");
      assertThat(number(half + "0".repeat(500) + "1"))
          .hasToString("1000000000000000000000000000000001");
      assertThat(number("1000000000000000000000000000000001.5"))
          .hasToString("1000000000000000000000000000000002");
    }

    @Test
    void a_million_digits_are_one_scan() {
      assertThat(number("9".repeat(1_000) + "e-1000")).isEqualTo(Decimal.ONE);
      assertThat(number("0".repeat(1_000_000) + "7")).isEqualTo(number("7"));
      assertThat(number("0." + "0".repeat(1_000_000) + "7e1000001")).isEqualTo(number("7"));
      assertThat(number("7" + "0".repeat(1_000_000) + "e-1000000")).isEqualTo(number("7"));
      assertThat(Decimal.tryParse("7".repeat(1_000_000))).isNull();
    }

    @Test
    void a_long_text_is_quoted_in_part() {
      assertThatExceptionOfType(NumberFormatException.class)
          .isThrownBy(() -> number("x".repeat(1000)))
          .withMessage(
              "not a number `" + "x".repeat(40) + "…` (expected: digits, as in -12.50 or 1e3)");
    }
  }
}
