package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final Duration PACE = Duration.ofMillis(300);

  private final Waiting waiting = waiting(PACE, 2_000);

  private static Waiting waiting(Duration pace, int maxGroup) {
    Settings usual = Settings.DEFAULT;
    return new Waiting(
        new Settings(
            usual.writers(),
            usual.maxWaiting(),
            usual.maxWaitingBytes(),
            maxGroup,
            usual.maxGroupBytes(),
            pace,
            usual.answerWait(),
            usual.awayLimit(),
            usual.remembered(),
            usual.rememberedBytes(),
            usual.segmentBytes()));
  }

  @Test
  void an_entry_that_comes_to_an_idle_journal_is_taken_at_once() throws InterruptedException {
    long start = System.nanoTime();
    offer(1);
    assertThat(waiting.take()).hasSize(1);
    assertThat(System.nanoTime() - start).isLessThan(PACE.toNanos());
  }

  @Test
  void entries_that_come_within_a_pace_are_taken_together() throws InterruptedException {
    offer(1);
    assertThat(waiting.take()).hasSize(1);
    long start = System.nanoTime();
    offer(1);
    Thread later =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < 20; i++) {
                offer(1);
              }
            });
    List<Append> group = waiting.take();
    later.join();
    assertThat(group.size()).isBetween(20, 21);
    assertThat(System.nanoTime() - start).isGreaterThan(PACE.toNanos() / 2);
  }

  @Test
  void a_full_group_waits_for_no_pace() throws InterruptedException {
    Waiting small = waiting(Duration.ofDays(1), 5);
    for (int i = 0; i < 10; i++) {
      assertThat(small.offer(new Append(Entries.quote(), null))).isTrue();
    }
    assertThat(small.take()).hasSize(5);
    assertThat(small.take()).hasSize(5);
  }

  @Test
  void a_closed_journal_gives_what_waits_at_once_and_then_nothing() throws InterruptedException {
    Waiting slow = waiting(Duration.ofDays(1), 2_000);
    slow.offer(new Append(Entries.quote(), null));
    assertThat(slow.take()).hasSize(1);
    slow.offer(new Append(Entries.quote(), null));
    slow.close();
    assertThat(slow.take()).hasSize(1);
    assertThat(slow.take()).isEmpty();
  }

  @Test
  void several_writers_get_each_entry_once() throws Exception {
    Waiting brisk = waiting(Duration.ofMillis(1), 7);
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Append>>> taken = new ArrayList<>();
      for (int writer = 0; writer < 3; writer++) {
        taken.add(
            writers.submit(() -> {
              List<Append> all = new ArrayList<>();
              for (List<Append> group = brisk.take(); !group.isEmpty(); group = brisk.take()) {
                all.addAll(group);
              }
              return all;
            }));
      }
      List<Append> offered = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        Append append = new Append(Entries.quote(), null);
        offered.add(append);
        assertThat(brisk.offer(append)).isTrue();
      }
      brisk.close();
      List<Append> written = new ArrayList<>();
      for (Future<List<Append>> one : taken) {
        written.addAll(one.get());
      }
      assertThat(written).containsExactlyInAnyOrderElementsOf(offered);
    }
  }

  private void offer(int entries) {
    for (int i = 0; i < entries; i++) {
      assertThat(waiting.offer(new Append(Entries.quote(), null))).isTrue();
    }
  }
}
