package dev.quoin.decimal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementaryTest {

  /// e and ln 2, ln 10 to 60 digits (OEIS A001113, A002162, A002392).
  private static final BigDecimal E =
      new BigDecimal("2.71828182845904523536028747135266249775724709369995957496697");

  private static final BigDecimal LN_2 =
      new BigDecimal("0.693147180559945309417232121458176568075500134360255254120680");

  private static final BigDecimal LN_10 =
      new BigDecimal("2.30258509299404568401799145468436420760110148862877297603333");

  private static Decimal number(String numeral) {
    return Decimal.parse(numeral);
  }

  private static void assertText(Decimal actual, String expected) {
    assertThat(actual).isEqualTo(number(expected));
    assertThat(actual.digits()).isEqualTo(number(expected).digits());
  }

  @Test
  void the_constants_have_more_digits_than_are_asked_for() {
    assertThat(Elementary.expDigits(BigDecimal.ONE, 56).subtract(E).abs())
        .isLessThan(new BigDecimal("1e-55"));
    assertThat(Elementary.lnDigits(BigDecimal.TWO, 56).subtract(LN_2).abs())
        .isLessThan(new BigDecimal("1e-55"));
    assertThat(Elementary.lnDigits(BigDecimal.TEN, 56).subtract(LN_10).abs())
        .isLessThan(new BigDecimal("1e-55"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2.718281828459045235360287471352662",
    "-1, 0.3678794411714423215955237701614609",
    "0.5, 1.648721270700128146848650787814164",
    "10, 22026.46579480671651695790064528424",
    "100.25, 3.451610733125923987136198599526575E+43",
    "-20.125, 1.818961687553045900803691854779416E-9",
    "14149.38, 9.946180862600428374077334706894498E+6144",
    "1e-10, 1.000000000100000000005000000000167",
    "0.06931471805599453, 1.071773462536293163203692377191019",
  })
  void the_exponential_is_correct_to_its_last_digit(String exponent, String expected) {
    assertText(number(exponent).exp(), expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "5e-34, 1.000000000000000000000000000000001",
    "4.999999999999999999999999999999999e-34, 1.000000000000000000000000000000001",
    "4.999999999999999999999999999999998e-34, 1",
    "-5e-35, 1",
    "-5.000000000000000000000000000000001e-35, 0.9999999999999999999999999999999999",
    "1.5e-33, 1.000000000000000000000000000000002",
    "1e-6000, 1",
    "-1e-6000, 1",
    "-14220, 2e-6176",
    "-14230, 0",
    "-1e6000, 0",
  })
  void the_exponential_is_right_next_to_a_rounding_boundary_and_at_the_ends(
      String exponent, String expected) {
    assertThat(number(exponent).exp()).isEqualTo(number(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0.6931471805599453094172321214581766",
    "0.5, -0.6931471805599453094172321214581766",
    "3, 1.098612288668109691395245236922526",
    "10, 2.302585092994045684017991454684364",
    "48317.25, 10.78554391873747728753728696960819",
    "1e6144, 14147.08281135541668260653949758073",
    "1e-6176, -14220.76553433122614449511522413063",
    "1.000000000000000000000000000000001, 9.999999999999999999999999999999995E-34",
    "0.9999999999999999999999999999999999, -1.000000000000000000000000000000000E-34",
  })
  void the_logarithm_is_correct_to_its_last_digit(String argument, String expected) {
    assertText(number(argument).ln(), expected);
  }

  @Test
  void the_logarithm_of_one_is_zero_however_it_is_written() {
    assertThat(number("1.000").ln()).isEqualTo(Decimal.ZERO);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0.5, 1.414213562373095048801688724209698",
    "2, -0.5, 0.7071067811865475244008443621048490",
    "1.0325, 30, 2.610368438613291464649977201795913",
    "1.05, 360, 42476396.40868002039560415895318542",
    "1.000000000000000000000000000000001, 1e33, 2.718281828459045235360287471352661",
    "0.9, 12345.678, 1.238099219637711359930255039561216E-565",
    "7, -3, 0.002915451895043731778425655976676385",
    "123.456, 7.89, 31771028258180977.30906865968220513",
    "0.001, 0.3333, 0.1000230285020824752683594255671941",
  })
  void a_power_is_correct_to_its_last_digit(String base, String exponent, String expected) {
    assertText(number(base).power(number(exponent)), expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 10, 1024",
    "2, -2, 0.25",
    "-2, 3, -8",
    "-2, -3, -0.125",
    "-2, 4, 16",
    "0, 0, 1",
    "0, 3, 0",
    "0.00, 0.5, 0",
    "1, 1e6000, 1",
    "-1, 1e6000, 1",
    "-1, 1e33, 1",
    "-1, 999999999999999999999999, -1",
    "4, 0.5, 2",
    "8, 1.5, 22.62741699796952078082701958735517",
    "4, -1.5, 0.125",
    "32, 0.2, 2",
    "0.0001, 0.25, 0.1",
    "1.21, 1.5, 1.331",
    "1e6000, 0.0005, 1000",
    "100, -0.5, 0.1",
    "1e-6176, 0.5, 1e-3088",
    "3, 1e-6000, 1",
    "0.5, 1e6000, 0",
    "0.5, 30000, 0",
    "1e-3000, 3, 0",
    "10, -6177, 0",
    "10, -6176, 1e-6176",
  })
  void powers_that_are_decimals_are_found_and_the_ends_are_kept(
      String base, String exponent, String expected) {
    assertThat(number(base).power(number(exponent))).isEqualTo(number(expected));
  }

  @Test
  void a_power_in_the_middle_of_two_numbers_is_seen_to_be_exact() {
    // The cube has 35 digits and ends in 5: more digits of a logarithm would never tell.
    BigDecimal root = new BigDecimal("300000000005");
    Decimal expected = Decimal.of(root.pow(3));
    assertThat(root.pow(3).precision()).isEqualTo(35);
    assertThat(Decimal.of(root.pow(2)).power(number("1.5"))).isEqualTo(expected);
  }

  @Test
  void a_power_that_is_a_decimal_shows_no_zeros() {
    assertThat(number("4").power(number("0.5"))).hasToString("2");
    assertThat(number("32").power(number("0.4"))).hasToString("4");
    assertThat(number("1.21").power(number("1.5"))).hasToString("1.331");
  }

  @Test
  void a_reciprocal_power_of_five_is_a_power_of_two_with_its_point_moved() {
    Decimal expected = Decimal.of(BigDecimal.TWO.pow(112)).times(number("1e-112"));
    assertThat(number("5").power(-112)).isEqualTo(expected);
    assertThat(number("25").power(-56)).isEqualTo(expected);
    assertThat(number("625").power(-28)).isEqualTo(expected);
  }

  @Test
  void whole_powers_are_multiplied_out_and_rounded_once() {
    Operands operands = new Operands(51);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal base = i % 2 == 0 ? operands.price() : operands.next();
      int exponent = operands.nextInt(0, 25);
      BigDecimal expected = base.pow(exponent).round(MathContext.DECIMAL128);
      BigDecimal actual = Decimal.of(base).power(exponent).toBigDecimal();
      assertThat(actual)
          .as("seed 51, round %d: %s to the %d", i, base, exponent)
          .isEqualByComparingTo(expected);
    }
  }

  @Test
  void whole_powers_through_the_logarithm_equal_the_long_product() {
    Operands operands = new Operands(52);
    for (int i = 0; i < 300; i++) {
      BigDecimal base = BigDecimal.valueOf(operands.nextInt(900_000, 1_200_000), 6);
      int exponent = operands.nextInt(170, 1500);
      BigDecimal expected = base.pow(exponent).round(MathContext.DECIMAL128);
      assertThat(Decimal.of(base).power(exponent).toBigDecimal())
          .as("seed 52, round %d: %s to the %d", i, base, exponent)
          .isEqualByComparingTo(expected);
    }
  }

  @Test
  void reciprocal_powers_are_rounded_once() {
    Operands operands = new Operands(53);
    MathContext ample = new MathContext(300, RoundingMode.DOWN);
    for (int i = 0; i < 5_000; i++) {
      BigDecimal base = operands.price();
      if (base.signum() == 0) {
        continue;
      }
      int exponent = operands.nextInt(1, 60);
      BigDecimal expected =
          BigDecimal.ONE.divide(base.pow(exponent), ample).round(MathContext.DECIMAL128);
      assertThat(Decimal.of(base).power(-exponent).toBigDecimal())
          .as("seed 53, round %d: %s to the -%d", i, base, exponent)
          .isEqualByComparingTo(expected);
    }
  }

  @Test
  void a_compact_power_keeps_its_scale() {
    assertThat(number("1.10").power(2)).hasToString("1.2100");
    assertThat(number("1.1").power(17).isCompact()).isTrue();
    assertThat(number("10.0").power(2)).hasToString("100.00");
  }

  @Test
  void square_roots_equal_those_of_big_decimal() {
    Operands operands = new Operands(54);
    for (int i = 0; i < 50_000; i++) {
      BigDecimal value = (i % 2 == 0 ? operands.next() : operands.extreme()).abs();
      BigDecimal expected = value.sqrt(MathContext.DECIMAL128);
      assertThat(Decimal.of(value).squareRoot().toBigDecimal())
          .as("seed 54, round %d: %s", i, value)
          .isEqualByComparingTo(expected);
    }
  }

  @Test
  void the_root_of_a_square_is_the_number() {
    Operands operands = new Operands(55);
    for (int i = 0; i < 50_000; i++) {
      Decimal value = Decimal.of(operands.price()).abs();
      assertThat(value.times(value).squareRoot()).isEqualTo(value);
    }
    assertThat(number("2.25").squareRoot()).hasToString("1.5");
    assertThat(number("10000").squareRoot()).hasToString("100");
  }

  @Test
  void exponential_and_logarithm_undo_each_other_at_sixty_digits() {
    Operands operands = new Operands(56);
    for (int i = 0; i < 300; i++) {
      BigDecimal x = operands.price().movePointLeft(4).add(new BigDecimal("1e-9"));
      // The logarithm's absolute error is the relative one of the exponential.
      BigDecimal back = Elementary.lnDigits(Elementary.expDigits(x, 75), 75);
      assertThat(back.subtract(x).abs())
          .as("seed 56, round %d: %s", i, x)
          .isLessThan(new BigDecimal("1e-70"));
    }
  }

  @Test
  void an_exponential_of_a_sum_is_the_product_at_sixty_digits() {
    Operands operands = new Operands(57);
    for (int i = 0; i < 300; i++) {
      BigDecimal x = operands.price().movePointLeft(5);
      BigDecimal y = operands.price().movePointLeft(5);
      BigDecimal sum = Elementary.expDigits(x.add(y), 60);
      BigDecimal product = Elementary.expDigits(x, 62).multiply(Elementary.expDigits(y, 62));
      assertThat(product.subtract(sum).abs())
          .as("seed 57, round %d: %s and %s", i, x, y)
          .isLessThan(sum.scaleByPowerOfTen(-59));
    }
  }

  @Test
  void the_stated_error_bounds_hold_against_more_digits() {
    Operands operands = new Operands(58);
    for (int i = 0; i < 300; i++) {
      BigDecimal x = BigDecimal.valueOf(operands.nextInt(-14_000_000, 14_000_000) * 2L + 1, 3);
      BigDecimal half = x.divide(BigDecimal.TWO);
      assertWithin(Elementary.expDigits(half, 44), Elementary.expDigits(half, 90), "exp " + half);
      BigDecimal y = operands.price().abs().add(BigDecimal.valueOf(1, 9));
      assertWithin(Elementary.lnDigits(y, 44), Elementary.lnDigits(y, 90), "ln " + y);
    }
  }

  private static void assertWithin(BigDecimal actual, BigDecimal better, String question) {
    assertThat(actual.subtract(better).abs())
        .as("seed 58: %s", question)
        .isLessThan(better.abs().scaleByPowerOfTen(-44));
  }

  @Test
  void what_has_no_answer_is_refused() {
    assertRefused(() -> number("-1").ln(), "logarithm of zero or a negative number");
    assertRefused(() -> number("0.0").ln(), "logarithm of zero or a negative number");
    assertRefused(() -> number("-4").squareRoot(), "square root of a negative number");
    assertRefused(() -> number("-4").power(number("0.5")), "fractional power of a negative number");
    assertRefused(() -> number("0").power(-1), "zero to a negative power");
    assertRefused(() -> number("0").power(number("-0.5")), "zero to a negative power");
  }

  @Test
  void overflow_is_refused_before_anything_is_computed() {
    assertRefused(() -> number("14149.5").exp(), "overflow: beyond 9.99E+6144");
    assertRefused(() -> number("1e6000").exp(), "overflow: beyond 9.99E+6144");
    assertRefused(() -> number("10").power(6145), "overflow: beyond 9.99E+6144");
    assertRefused(() -> number("2").power(Integer.MAX_VALUE), "overflow: beyond 9.99E+6144");
    assertRefused(() -> number("0.5").power(Integer.MIN_VALUE), "overflow: beyond 9.99E+6144");
    assertRefused(() -> number("7").power(number("1e6000")), "overflow: beyond 9.99E+6144");
    assertRefused(() -> number("99999").power(number("1230.5")), "overflow: beyond 9.99E+6144");
    assertRefused(() -> number("7e6000").power(2), "overflow: beyond 9.99E+6144");
  }

  private static void assertRefused(Runnable calculation, String message) {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(calculation::run)
        .withMessage(message);
  }
}
