package dev.quoin.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.testkit.Seeded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistributionTest {
  @Test
  void quantiles_are_those_of_the_sorted_list() {
    Seeded.forAll(
        300,
        9,
        seeded -> {
          Differences one = new Differences();
          Differences other = new Differences();
          List<Long> all = new ArrayList<>();
          for (long difference :
              seeded.list(
                  1,
                  3_000,
                  () ->
                      seeded.oneOf(
                          () -> seeded.between(-5L, 5L), () -> 10 * seeded.between(-500L, 500L)))) {
            (seeded.yes() ? one : other).add(difference, 1);
            all.add(difference);
          }
          one.add(other);
          Collections.sort(all);
          Distribution distribution = one.distribution();
          assertThat(distribution.count()).isEqualTo(all.size());
          assertThat(distribution.differences()).isSorted().doesNotHaveDuplicates();
          for (int percent = 0; percent <= 100; percent++) {
            int rank = Math.max(1, (int) Math.ceil(percent * all.size() / 100.0));
            assertThat(distribution.quantile(percent)).isEqualTo(all.get(rank - 1));
          }
        });
  }

  @Test
  void a_quantile_of_very_many_does_not_overflow() {
    Distribution many =
        new Distribution(new long[] {-10, 0, 10}, new long[] {1, Long.MAX_VALUE / 2, 1});
    assertThat(Arrays.asList(many.quantile(0), many.quantile(50), many.quantile(100)))
        .containsExactly(-10L, 0L, 10L);
  }
}
