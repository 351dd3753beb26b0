package dev.quoin.server.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private final AtomicLong clock = new AtomicLong();
  private long cost = Duration.ofMillis(10).toNanos();

  private Duration run(Runnable change) {
    return WarmUp.run(
        () -> {
          clock.addAndGet(cost);
          change.run();
        },
        Duration.ofSeconds(20),
        clock::get);
  }

  @Test
  void ends_soon_where_nothing_gets_faster() {
    assertThat(run(() -> {})).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void goes_on_while_work_gets_faster() {
    Duration taken = run(() -> cost = Math.max(Duration.ofMillis(1).toNanos(), cost - cost / 100));
    assertThat(taken).isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
  }

  @Test
  void is_not_held_up_by_a_machine_that_gets_slower() {
    assertThat(run(() -> cost += 1_000_000)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void ends_in_time_whatever_happens() {
    cost = Duration.ofSeconds(21).toNanos();
    assertThat(run(() -> cost -= cost / 2)).isLessThan(Duration.ofSeconds(45));
  }
}
