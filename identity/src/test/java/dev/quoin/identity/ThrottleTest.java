package dev.quoin.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final Throttle throttle = new Throttle(3);

  /// For how long each attempt has to wait where each comes as soon as it may.
  private List<Long> waits(int attempts) {
    List<Long> waits = new ArrayList<>();
    Instant now = NOON;
    for (int i = 0; i < attempts; i++) {
      assertThat(throttle.begin("kim", now)).isEmpty();
      Duration wait = throttle.begin("kim", now).orElse(Duration.ZERO);
      waits.add(wait.toSeconds());
      now = now.plus(wait);
      if (wait.isZero()) {
        i++; // the second look was an attempt itself
      }
    }
    return waits;
  }

  @Test
  void after_some_failures_each_attempt_waits_twice_as_long_and_five_minutes_at_most() {
    assertThat(throttle.begin("kim", NOON)).isEmpty();
    assertThat(throttle.begin("kim", NOON)).isEmpty();
    assertThat(waits(11)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
  }

  @Test
  void an_attempt_that_has_to_wait_makes_it_no_longer() {
    IntStream.range(0, 3).forEach(_ -> assertThat(throttle.begin("kim", NOON)).isEmpty());
    IntStream.range(0, 100)
        .forEach(_ -> assertThat(throttle.begin("kim", NOON)).contains(Duration.ofSeconds(1)));
    assertThat(throttle.begin("kim", NOON.plusSeconds(1))).isEmpty();
  }

  @Test
  void others_do_not_wait_and_success_and_an_hour_forget() {
    IntStream.range(0, 3).forEach(_ -> assertThat(throttle.begin("kim", NOON)).isEmpty());
    assertThat(throttle.begin("lee", NOON)).isEmpty();
    throttle.forget("kim");
    IntStream.range(0, 3).forEach(_ -> assertThat(throttle.begin("kim", NOON)).isEmpty());
    assertThat(throttle.begin("kim", NOON)).isPresent();
    Instant later = NOON.plus(Duration.ofMinutes(61));
    IntStream.range(0, 3).forEach(_ -> assertThat(throttle.begin("kim", later)).isEmpty());
  }

  @Test
  void one_who_knows_a_password_does_not_wash_the_guesses_of_others_away() {
    for (int i = 0; i < 2; i++) {
      assertThat(throttle.begin("address", NOON)).isEmpty();
      throttle.takeBack("address", NOON); // a login that went well
      assertThat(throttle.begin("address", NOON)).isEmpty(); // a guess
    }
    assertThat(throttle.begin("address", NOON)).isEmpty();
    assertThat(throttle.begin("address", NOON)).isPresent();
  }
}
