package dev.quoin.decimal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/// The wide path gives compact results, too, so that the results can't tell which path was taken.
/// The bytes can: the compact one makes its result and at most one more Decimal.
class CompactPathTest {

  private static final int ROUNDS = 20_000;

  /// Two Decimals of 32 bytes, and room for what the JVM does beside. The wide path's two operands
  /// alone are 80 bytes of BigDecimal, and its result is another 40.
  private static final long MOST_BYTES = 80;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long bytesEach(
      BinaryOperator<Decimal> operation, Decimal[] left, Decimal[] right) {
    Decimal[] results = new Decimal[ROUNDS];
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      results[i] = operation.apply(left[i], right[i]);
    }
    long after = THREADS.getCurrentThreadAllocatedBytes();
    for (Decimal result : results) {
      assertThat(result.isCompact()).isTrue();
    }
    return (after - before) / ROUNDS;
  }

  private static Decimal[] prices(long seed) {
    Operands operands = new Operands(seed);
    Decimal[] prices = new Decimal[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      prices[i] = Decimal.of(operands.price());
    }
    return prices;
  }

  private static Decimal[] all(String numeral) {
    Decimal[] all = new Decimal[ROUNDS];
    Arrays.fill(all, Decimal.parse(numeral));
    return all;
  }

  private static void assertNoBigDecimal(
      BinaryOperator<Decimal> operation, Decimal[] left, Decimal[] right) {
    assertThat(bytesEach(operation, left, right)).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void sums_differences_and_products_of_prices_make_no_big_decimal() {
    Decimal[] a = prices(61);
    Decimal[] b = prices(62);
    assertNoBigDecimal(Decimal::plus, a, b);
    assertNoBigDecimal(Decimal::minus, a, b);
    assertNoBigDecimal(Decimal::times, a, b);
    assertNoBigDecimal(Decimal::min, a, b);
  }

  @Test
  void sums_and_products_of_seventeen_digits_make_no_big_decimal() {
    assertNoBigDecimal(Decimal::plus, all("99999999999999999"), all("99999999999999999"));
    assertNoBigDecimal(Decimal::plus, all("9999999999999999"), all("0.1"));
    assertNoBigDecimal(Decimal::times, all("999999999"), all("-999999999"));
  }

  @Test
  void divisions_that_end_make_no_big_decimal() {
    Decimal[] a = prices(63);
    for (String divisor : new String[] {"100", "10", "8", "2.5", "0.04", "-64"}) {
      assertNoBigDecimal(Decimal::dividedBy, a, all(divisor));
    }
  }

  @Test
  void rounding_makes_no_big_decimal() {
    Decimal[] a = prices(64);
    for (RoundingMode mode : RoundingMode.values()) {
      if (mode != RoundingMode.UNNECESSARY) {
        assertNoBigDecimal((x, y) -> x.round(-1, mode), a, a);
      }
    }
    assertNoBigDecimal((x, y) -> x.floor(0), a, a);
    assertNoBigDecimal((x, y) -> x.ceiling(-17), all("12345678"), a);
  }

  @Test
  void modulo_and_whole_powers_make_no_big_decimal() {
    assertNoBigDecimal(Decimal::modulo, all("48317.25"), all("10"));
    assertNoBigDecimal((x, y) -> x.power(2), prices(65), all("2"));
  }

  @Test
  void numerals_are_read_without_a_big_decimal() {
    // The reader takes 48 bytes.
    long bytes = bytesEach((x, y) -> Decimal.parse("48317.25"), all("1"), all("1"));
    assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES + 32);
  }

  @Test
  void a_division_that_does_not_end_shows_that_the_bytes_tell() {
    Decimal[] a = all("100000");
    long bytes = bytesEach((x, y) -> x.dividedBy(y).round(0, RoundingMode.DOWN), a, all("3"));
    assertThat(bytes).isGreaterThan(2 * MOST_BYTES);
  }
}
