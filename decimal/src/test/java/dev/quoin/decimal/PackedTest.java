package dev.quoin.decimal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Packed numbers beside their twin: what they answer is what Decimal answers, with its scale, or NONE.
class PackedTest {

  private static final int ROUNDS = 200_000;

  /// Of prices nearly every result fits.
  private static final int MOST_LEFT_OUT = ROUNDS / 50;

  private static long packed(String numeral) {
    return Packed.of(Decimal.parse(numeral));
  }

  @Nested
  class BesideDecimals {

    @Test
    void sums_are_alike() {
      assertAlike(101, Packed::plus, Decimal::plus, MOST_LEFT_OUT);
    }

    @Test
    void differences_are_alike() {
      assertAlike(102, Packed::minus, Decimal::minus, MOST_LEFT_OUT);
    }

    @Test
    void products_are_alike() {
      assertAlike(103, Packed::times, Decimal::times, MOST_LEFT_OUT);
    }

    @Test
    void quotients_are_alike() {
      // Most quotients never end.
      assertAlike(104, Packed::dividedBy, Decimal::dividedBy, ROUNDS);
    }

    @Test
    void rounded_quotients_are_alike() {
      for (RoundingMode mode : RoundingMode.values()) {
        if (mode != RoundingMode.UNNECESSARY) {
          for (int places : new int[] {-18, -2, -1, 0, 3, 18}) {
            assertAlike(
                105 + places,
                (a, b) -> Packed.quotient(a, b, places, mode),
                (a, b) -> a.quotient(b, places, mode),
                ROUNDS);
          }
        }
      }
    }

    @Test
    void rounded_numbers_are_alike() {
      for (RoundingMode mode : RoundingMode.values()) {
        if (mode != RoundingMode.UNNECESSARY) {
          for (int places : new int[] {-19, -18, -1, 0, 2, 18, 19}) {
            assertAlike(
                106 + places,
                (a, _) -> Packed.round(a, places, mode),
                (a, _) -> a.round(places, mode),
                ROUNDS);
          }
        }
      }
    }

    @Test
    void negated_numbers_are_alike() {
      assertAlike(107, (a, _) -> Packed.negated(a), (a, _) -> a.negated(), MOST_LEFT_OUT);
    }

    @Test
    void orders_are_alike() {
      Operands operands = new Operands(108);
      for (int i = 0; i < ROUNDS; i++) {
        Decimal a = Decimal.of(i % 3 == 0 ? operands.price() : operands.next());
        Decimal b = i % 5 == 0 ? a.plus(Decimal.of(0, 1)) : Decimal.of(operands.price());
        int order = Packed.compare(Packed.of(a), Packed.of(b));
        if (order != Packed.UNKNOWN) {
          assertThat(order).as("%s and %s", a, b).isEqualTo(a.compareTo(b));
        } else {
          assertThat(i % 3).as("%s and %s are prices", a, b).isNotZero();
        }
      }
    }

    /// @param leftOut how many of the results of prices may be NONE
    private static void assertAlike(
        long seed, LongBinaryOperator operation, BinaryOperator<Decimal> twin, int leftOut) {
      Operands operands = new Operands(seed);
      int none = 0;
      for (int i = 0; i < ROUNDS; i++) {
        boolean prices = i % 2 == 0;
        BigDecimal left = prices ? operands.price() : operands.next();
        BigDecimal right = prices || i % 3 == 0 ? operands.price() : operands.next();
        Decimal a = Decimal.of(left);
        Decimal b = Decimal.of(right);
        long answer = operation.applyAsLong(Packed.of(a), Packed.of(b));
        if (answer == Packed.NONE) {
          none += prices ? 1 : 0;
          continue;
        }
        Decimal expected = twin.apply(a, b);
        Decimal actual = Packed.decimal(answer);
        if (!actual.equals(expected) || actual.scale() != expected.scale()) {
          assertThat(actual.toBigDecimal())
              .as("seed %d, round %d: %s and %s", seed, i, a, b)
              .isEqualTo(expected.toBigDecimal());
        }
      }
      assertThat(none).isLessThanOrEqualTo(leftOut);
    }
  }

  @Nested
  class AtTheBorders {
    private static final long GREATEST = Long.MAX_VALUE >> 6;

    @Test
    void a_coefficient_of_58_bits_fits_and_one_more_does_not() {
      assertThat(Packed.decimal(Packed.of(GREATEST, 18))).isEqualTo(Decimal.of(GREATEST, 18));
      assertThat(Packed.of(GREATEST + 1, 0)).isEqualTo(Packed.NONE);
      assertThat(Packed.of(1, 19)).isEqualTo(Packed.NONE);
      assertThat(Packed.of(1, -19)).isEqualTo(Packed.NONE);
    }

    @Test
    void sums_beyond_it_are_none() {
      long greatest = Packed.of(GREATEST, 2);
      assertThat(Packed.plus(greatest, packed("0.01"))).isEqualTo(Packed.NONE);
      assertThat(Packed.minus(Packed.negated(greatest), packed("0.02"))).isEqualTo(Packed.NONE);
      assertThat(Packed.minus(greatest, greatest)).isEqualTo(packed("0.00"));
      assertThat(Packed.negated(Packed.of(-GREATEST - 1, 0))).isEqualTo(Packed.NONE);
    }

    @Test
    void products_beyond_it_are_none() {
      assertThat(Packed.times(packed("99999999999999999"), packed("2"))).isEqualTo(Packed.NONE);
      assertThat(Packed.times(packed("1e-10"), packed("1e-9"))).isEqualTo(Packed.NONE);
      assertThat(Packed.times(packed("100000000"), packed("1000000000")))
          .isEqualTo(packed("100000000000000000"));
    }

    @Test
    void what_is_no_number_stays_none() {
      long marked = Packed.marked(7);
      long one = packed("1");
      assertThat(Packed.isNumber(marked)).isFalse();
      assertThat(Packed.mark(marked)).isEqualTo(7);
      assertThat(Packed.mark(Packed.marked(-7))).isEqualTo(-7);
      for (LongBinaryOperator operation :
          new LongBinaryOperator[] {
            Packed::plus,
            Packed::minus,
            Packed::times,
            Packed::dividedBy,
            (a, b) -> Packed.quotient(a, b, 0, RoundingMode.HALF_UP)
          }) {
        assertThat(operation.applyAsLong(marked, one)).isEqualTo(Packed.NONE);
        assertThat(operation.applyAsLong(one, marked)).isEqualTo(Packed.NONE);
        assertThat(operation.applyAsLong(marked, marked)).isEqualTo(Packed.NONE);
      }
      assertThat(Packed.negated(marked)).isEqualTo(Packed.NONE);
      assertThat(Packed.round(marked, 0, RoundingMode.UP)).isEqualTo(Packed.NONE);
      assertThat(Packed.compare(marked, marked)).isEqualTo(Packed.UNKNOWN);
      assertThat(Packed.compare(one, marked)).isEqualTo(Packed.UNKNOWN);
    }

    @Test
    void a_division_by_zero_is_none() {
      assertThat(Packed.dividedBy(packed("1"), packed("0"))).isEqualTo(Packed.NONE);
      assertThat(Packed.quotient(packed("1"), packed("0.0"), 0, RoundingMode.UP))
          .isEqualTo(Packed.NONE);
    }
  }
}
