package dev.quoin.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {
  @Test
  void what_finds_no_place_is_not_done_and_one_that_is_free_again_is_given_again()
      throws Exception {
    Turns turns = new Turns(1, 1);
    CountDownLatch isIn = new CountDownLatch(1);
    CountDownLatch mayGo = new CountDownLatch(1);
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<String>> first =
          others.submit(() ->
              turns.take(() -> {
                isIn.countDown();
                await(mayGo);
                return "first";
              }));
      assertThat(isIn.await(1, TimeUnit.MINUTES)).isTrue();
      CountDownLatch oneIsTurnedAway = new CountDownLatch(1);
      for (int i = 0; i < 2; i++) {
        others.execute(() -> {
          if (turns.take(() -> "second").isEmpty()) {
            oneIsTurnedAway.countDown();
          }
        });
      }
      assertThat(oneIsTurnedAway.await(1, TimeUnit.MINUTES)).isTrue();
      mayGo.countDown();
      assertThat(first.get()).contains("first");
    }
    assertThat(turns.take(() -> "third")).contains("third");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
