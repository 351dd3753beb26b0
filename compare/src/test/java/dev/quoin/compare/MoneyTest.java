package dev.quoin.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import dev.quoin.testkit.Seeded;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MoneyTest {
  private static final Money WON = Money.of("KRW");
  private static final Money DOLLARS = Money.of("USD");

  @Test
  void amounts_are_whole_numbers_of_the_smallest_unit() {
    assertThat(WON.units(Decimal.parse("48310"))).hasValue(48_310);
    assertThat(WON.units(Decimal.parse("48310.0"))).hasValue(48_310);
    assertThat(DOLLARS.units(Decimal.parse("-40.8"))).hasValue(-4_080);
  }

  @Test
  void what_is_finer_or_larger_than_a_price_is_none() {
    assertThat(WON.units(Decimal.parse("0.5"))).isEmpty();
    assertThat(DOLLARS.units(Decimal.parse("1.005"))).isEmpty();
    assertThat(WON.units(Decimal.parse("1000000000000000"))).isPresent();
    assertThat(WON.units(Decimal.parse("1000000000000001"))).isEmpty();
  }

  @Test
  void packed_numbers_say_the_same() {
    Seeded.forAll(
        2_000,
        5,
        seeded -> {
          Money money = seeded.pick(WON, DOLLARS);
          long coefficient =
              seeded.<Long>oneOf(
                  () -> seeded.between(-1_000L, 1_000L),
                  () -> seeded.between(-(1L << 57), (1L << 57) - 1),
                  () -> 1_000 * seeded.between(-1_000_000L, 1_000_000L));
          int scale = seeded.between(-18, 18);
          long packed = seeded.note("packed", Packed.of(coefficient, scale));
          OptionalLong units = money.units(packed);
          if (units.isPresent()) {
            assertThat(units).isEqualTo(money.units(Decimal.of(coefficient, scale)));
          } else {
            assertThat(money.units(Decimal.of(coefficient, scale))).isEmpty();
          }
        });
  }

  @Test
  void means_and_percentages_are_rounded_half_away_from_zero() {
    assertThat(WON.mean(BigInteger.valueOf(-1), 200)).isEqualTo("-0.01");
    assertThat(DOLLARS.mean(BigInteger.valueOf(100), 3)).isEqualTo("0.3333");
    assertThat(Money.percent(BigInteger.valueOf(1), BigInteger.valueOf(8_000))).isEqualTo("0.01");
  }
}
