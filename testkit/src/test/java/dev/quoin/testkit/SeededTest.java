package dev.quoin.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SeededTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 2, 28);
  private static final LocalDate LAST = LocalDate.of(2024, 3, 1);

  @Test
  void the_same_seed_makes_the_same_values() {
    assertThat(values(Seeded.of(7))).isEqualTo(values(Seeded.of(7)));
    assertThat(values(Seeded.of(7))).isNotEqualTo(values(Seeded.of(8)));
  }

  @Test
  void both_bounds_are_reached_and_never_passed() {
    Seeded seeded = Seeded.of(1);
    Set<Object> numbers = new HashSet<>();
    Set<Object> dates = new HashSet<>();
    Set<Object> decimals = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      numbers.add(seeded.between(-1, 1));
      dates.add(seeded.date(FIRST, LAST));
      decimals.add(seeded.decimal(new BigDecimal("0.8"), BigDecimal.ONE, 1));
    }
    assertThat(numbers).containsExactlyInAnyOrder(-1, 0, 1);
    assertThat(dates).containsExactlyInAnyOrder(FIRST, FIRST.plusDays(1), LAST);
    assertThat(decimals)
        .containsExactlyInAnyOrder(
            new BigDecimal("0.8"), new BigDecimal("0.9"), new BigDecimal("1.0"));
  }

  @Test
  void the_widest_bounds_do_not_overflow() {
    Seeded seeded = Seeded.of(1);
    assertThat(seeded.between(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(seeded.between(Integer.MIN_VALUE, Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
    assertThat(seeded.between(0, Integer.MAX_VALUE)).isNotNegative();
  }

  @Test
  void decimals_stay_within_digits_and_scale() {
    Seeded.forAll(
        500,
        3,
        seeded -> {
          BigDecimal number = seeded.note("number", seeded.decimal(34, -3, 10));
          assertThat(number.precision()).isBetween(1, 34);
          assertThat(number.scale()).isBetween(-3, 10);
        });
  }

  @Test
  void times_are_multiples_of_the_step() {
    Seeded.forAll(
        100, 3, seeded -> assertThat(seeded.time(600).toSecondOfDay() % 600).isEqualTo(0));
  }

  @Test
  void a_failure_shows_notes_and_cause_and_a_seed_that_repeats_it() {
    List<Integer> seen = new ArrayList<>();
    AssertionError failure =
        org.junit.jupiter.api.Assertions.assertThrows(
            AssertionError.class,
            () ->
                Seeded.forAll(
                    1000,
                    5,
                    seeded -> {
                      int number = seeded.note("number", seeded.between(0, 99));
                      seen.add(number);
                      if (number == 42) {
                        throw new IllegalStateException("it is the answer");
                      }
                    }));
    assertThat(failure)
        .hasMessageContainingAll(
            "run " + seen.size() + " of 1000 failed", "number: 42", "it is the answer")
        .hasCauseInstanceOf(IllegalStateException.class);

    Matcher seed = Pattern.compile("-Dquoin\\.seed=(-?\\d+)").matcher(failure.getMessage());
    assertThat(seed.find()).isTrue();
    assertThat(Seeded.of(Long.parseLong(seed.group(1))).between(0, 99)).isEqualTo(42);
  }

  @Test
  void a_property_that_throws_nothing_is_tried_as_often_as_asked() {
    List<Long> seeds = new ArrayList<>();
    Seeded.forAll(50, 9, seeded -> seeds.add(seeded.seed()));
    assertThat(seeds).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void picks_come_from_what_was_offered() {
    assertThatThrownBy(() -> Seeded.of(1).pick(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Seeded.of(1).pick("only")).isEqualTo("only");
    assertThat(Seeded.of(1).<String>oneOf(() -> "only")).isEqualTo("only");
    assertThat(Seeded.of(1).text("가", 3, 3)).isEqualTo("가가가");
  }

  private static List<Object> values(Seeded seeded) {
    return List.of(
        seeded.yes(),
        seeded.between(0L, Long.MAX_VALUE),
        seeded.pick(1, 2, 3),
        seeded.decimal(34, 0, 6),
        seeded.dateTime(FIRST, LAST, 60),
        seeded.list(3, 5, () -> seeded.text("abc", 0, 9)));
  }
}
