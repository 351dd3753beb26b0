package dev.quoin.cli.terminal;

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
}
