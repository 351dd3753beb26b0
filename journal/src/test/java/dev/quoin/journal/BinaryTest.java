package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.00",
        "1",
        "-1",
        "9999",
        "10000",
        "300770",
        "-5000",
        "12.5",
        "0.0001",
        "0.00001",
        "-0.10",
        "100000000.00000001",
        "9999999999999999999999999999999999",
        "1234567890.123456789012345678901234"
      })
  void a_number_is_read_as_it_was_written(String number) {
    BigDecimal written = new BigDecimal(number);
    assertThat(Binary.number(Binary.numeric(written))).isEqualTo(written);
  }

  @Test
  void a_list_of_texts_is_read_as_it_was_written() {
    List<String> texts = List.of("rental-fee", "", "model=K8, 수동");
    assertThat(Binary.list(Binary.texts(texts))).isEqualTo(texts);
  }
}
