package dev.quoin.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.testkit.Seeded;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class SumTest {
  @Test
  void it_has_no_bound() {
    Seeded.forAll(
        200,
        3,
        seeded -> {
          Sum sum = new Sum();
          Sum other = new Sum();
          BigInteger expected = BigInteger.ZERO;
          for (long value :
              seeded.list(1, 50, () -> seeded.between(-Long.MAX_VALUE, Long.MAX_VALUE - 1))) {
            (seeded.yes() ? sum : other).add(value);
            expected = expected.add(BigInteger.valueOf(value));
          }
          sum.add(other);
          assertThat(sum.value()).isEqualTo(expected);
        });
  }
}
