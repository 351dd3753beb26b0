package dev.quoin.ratebook.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.decimal.Decimal;
import dev.quoin.testkit.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  private static final Numbers KOREAN = new Numbers(",", ".", 0);
  private static final Numbers GERMAN = new Numbers(".", ",", 2);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "1,234 | 1234",
        "1234 | 1234",
        "-12,345,678.90 | -12345678.90",
        "1,23 | ",
        ",123 | ",
        "1,234,5 | ",
        "1234,567 | ",
        "1.5. | ",
        "+1 | ",
        "' 1' | ",
        "1e3 | ",
        ". | ",
        "'' | "
      })
  void separators_may_be_left_out_but_stand_where_they_belong(String text, String plain) {
    assertThat(KOREAN.plain(text).orElse(null)).isEqualTo(plain);
  }

  @Test
  void a_decimal_comma_is_one() {
    assertThat(GERMAN.plain("1.234,50")).contains("1234.50");
    assertThat(GERMAN.plain("1,234.50")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, '0,00'", "-1234567.5, '-1.234.567,50'", "999.125, '999,125'", "1000, '1.000,00'"})
  void decimals_are_filled_up_and_never_dropped(String number, String text) {
    assertThat(GERMAN.write(Decimal.parse(number))).isEqualTo(text);
  }

  @Test
  void what_is_written_is_read_again() {
    Seeded.forAll(
        1000,
        42,
        seeded -> {
          Decimal number = Decimal.of(seeded.decimal(12, 0, 6));
          for (Numbers numbers : new Numbers[] {KOREAN, GERMAN, Numbers.PLAIN}) {
            assertThat(Decimal.parse(numbers.plain(numbers.write(number)).orElseThrow()))
                .isEqualTo(number);
          }
        });
  }
}
