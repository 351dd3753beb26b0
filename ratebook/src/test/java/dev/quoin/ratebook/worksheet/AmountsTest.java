package dev.quoin.ratebook.worksheet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "999|999",
        "1000|1,000",
        "-32900|-32,900",
        "-999|-999",
        "1234567.125|1,234,567.125",
        "0.0001|0.0001"
      })
  void only_the_whole_part_is_grouped(String plain, String shown) {
    assertThat(Amounts.grouped(plain)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "40.8|2|40.80",
        "1040|2|1,040.00",
        "0.125|2|0.125",
        "0.50|2|0.50",
        "9950|0|9,950",
        "9950.5|0|9,950.5",
        "-3|3|-3.000"
      })
  void a_currency_has_its_decimals_and_no_digit_is_lost(String plain, int decimals, String shown) {
    assertThat(Amounts.grouped(plain, decimals)).isEqualTo(shown);
  }
}
