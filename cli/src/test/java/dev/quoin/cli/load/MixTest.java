package dev.quoin.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixTest {
  @Test
  void services_come_in_their_proportion_and_spread() throws LoadProblem {
    assertThat(Mix.of("rental=4,waiver=2").pattern()).containsExactly(0, 1, 0);
    assertThat(Mix.of("rental").pattern()).containsExactly(0);
    int[] pattern = Mix.of("rental=70, waiver=20, batch=10").pattern();
    assertThat(pattern).hasSize(10);
    assertThat(Arrays.stream(pattern).filter(index -> index == 0).count()).isEqualTo(7);
    assertThat(Arrays.stream(pattern).filter(index -> index == 1).count()).isEqualTo(2);
  }

  @Test
  void what_is_no_mix_is_said() {
    for (String typed : List.of("", "rental=", "rental=0", "rental=1,,", "a=1,a=2", "A=1")) {
      assertThatThrownBy(() -> Mix.of(typed))
          .as(typed)
          .isInstanceOf(LoadProblem.class)
          .hasMessageContaining("is no mix");
    }
  }

  @Test
  void latencies_have_three_digits_that_count() {
    assertThat(Millis.text(7)).isEqualTo("0.007");
    assertThat(Millis.text(3_079)).isEqualTo("3.07");
    assertThat(Millis.text(41_960)).isEqualTo("41.9");
    assertThat(Millis.text(1_204_999)).isEqualTo("1,204");
  }
}
