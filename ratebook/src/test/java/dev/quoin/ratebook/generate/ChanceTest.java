package dev.quoin.ratebook.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.testkit.Seeded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChanceTest {
  @Test
  void a_state_is_followed_by_the_numbers_of_splitmix64() {
    // Java's SplittableRandom is SplitMix64 as well; a chance starts at a state of its own, so the
    // first numbers that
    // both give from one state are compared: 1,000,000 of a bound that is a power of two are the
    // highest bits.
    SplittableRandom reference = new SplittableRandom(stateOf(7, 11, 13));
    Chance chance = Chance.of(7, 11, 13);
    for (int i = 0; i < 1000; i++) {
      assertThat(chance.below(1L << 62)).isEqualTo(reference.nextLong() >>> 2);
    }
  }

  /// What `Chance.of` makes of its arguments, written once more.
  private static long stateOf(long seed, long number, long draw) {
    long mixed = mixed(seed + 0x9e3779b97f4a7c15L);
    return mixed(mixed(mixed + number) + draw);
  }

  /// SplittableRandom's first number from a seed is the mixture of seed and gamma.
  private static long mixed(long bits) {
    return new SplittableRandom(bits - 0x9e3779b97f4a7c15L).nextLong();
  }

  @Test
  void each_number_below_a_bound_is_as_likely() {
    long[] counts = new long[7];
    for (int number = 0; number < 70_000; number++) {
      counts[(int) Chance.of(1, number, 2).below(7)]++;
    }
    assertThat(LongStream.of(counts)).allMatch(count -> 9_600 < count && count < 10_400);
  }

  @Test
  void neighbours_have_nothing_in_common() {
    Set<Long> seen = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      for (long number = 0; number < 100; number++) {
        for (String name : List.of("start", "end", "model")) {
          seen.add(Chance.of(seed, number, Chance.nameOf(name)).below(Long.MAX_VALUE));
        }
      }
    }
    assertThat(seen).hasSize(20 * 100 * 3);
  }

  @Test
  void weights_are_drawn_in_their_proportion_and_what_weighs_nothing_never() {
    Weights weights = Weights.of(List.of(0L, 3L, 0L, 0L, 1L, 0L));
    List<Integer> drawn = new ArrayList<>();
    for (int number = 0; number < 40_000; number++) {
      drawn.add(weights.draw(Chance.of(3, number, 4)));
    }
    assertThat(drawn).containsOnly(1, 4);
    assertThat(drawn.stream().filter(index -> index == 1).count()).isBetween(29_500L, 30_500L);
  }

  @Test
  void of_weights_the_first_is_drawn_whose_sum_is_above_the_point() {
    Seeded.forAll(
        300,
        9,
        random -> {
          List<Long> weights =
              random.list(
                  1,
                  60,
                  () -> random.oneIn(3) ? 0L : random.between(0L, 1L << random.between(0, 40)));
          long all = weights.stream().mapToLong(Long::longValue).sum();
          if (all == 0) {
            return;
          }
          Weights drawn = Weights.of(weights);
          for (int number = 0; number < 100; number++) {
            long point = Chance.of(random.seed(), number, 5).below(all);
            int expected = 0;
            for (long sum = weights.getFirst(); sum <= point; sum += weights.get(expected)) {
              expected++;
            }
            assertThat(drawn.draw(Chance.of(random.seed(), number, 5))).isEqualTo(expected);
          }
        });
  }

  @Test
  void steps_reach_both_ends_and_are_drawn_most_often_at_the_peak() {
    long[] counts = new long[11];
    Draw.Steps steps = new Draw.Steps(10, 3);
    for (int number = 0; number < 100_000; number++) {
      counts[(int) steps.draw(Chance.of(5, number, 6))]++;
    }
    assertThat(LongStream.of(counts)).allMatch(count -> count > 0);
    for (int i = 1; i <= 10; i++) {
      assertThat(counts[i])
          .matches(i <= 3 ? count(counts[i - 1], true) : count(counts[i - 1], false));
    }
  }

  private static java.util.function.Predicate<Long> count(long before, boolean rises) {
    return count -> rises ? count > before : count < before;
  }
}
