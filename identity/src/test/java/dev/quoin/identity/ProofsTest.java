package dev.quoin.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.database.DatabaseAway;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProofsTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Principal KEY =
      new Principal(
          "key:app",
          Optional.empty(),
          EnumSet.of(Operation.PRICE),
          Set.of(),
          Optional.empty(),
          Optional.of(NOON.plus(Duration.ofMinutes(5))));
  private static final Principal KIM =
      Principal.of(
          "kim", Role.ANALYST, Optional.of("a"), Optional.of(NOON.plus(Duration.ofHours(1))));

  private Instant now = NOON;
  private Optional<Principal> kept = Optional.of(KEY);
  private boolean isAway;
  private int looks;
  private Proofs proofs = new Proofs(_ -> Optional.empty(), () -> now);

  @BeforeEach
  void open() {
    proofs =
        new Proofs(
            _ -> {
              looks++;
              if (isAway) {
                throw new DatabaseAway("away", new SQLException("away", "08006"));
              }
              return kept;
            },
            () -> now);
  }

  @Test
  void what_was_looked_up_holds_for_a_second() {
    assertThat(proofs.remembered("a")).isEmpty();
    assertThat(proofs.look("a")).contains(KEY);
    now = NOON.plusMillis(999);
    assertThat(proofs.remembered("a")).contains(Optional.of(KEY));
    now = NOON.plusSeconds(1);
    assertThat(proofs.remembered("a")).isEmpty();
    kept = Optional.empty();
    assertThat(proofs.look("a")).isEmpty();
    assertThat(proofs.remembered("a")).contains(Optional.empty());
    now = NOON.plusSeconds(2);
    assertThat(proofs.remembered("a")).isEmpty();
    assertThat(looks).isEqualTo(2);
  }

  /// They send another one each time, so it does not help to remember them.
  @Test
  void tokens_that_nobody_has_are_looked_up_two_at_once_and_those_who_are_known_do_not_wait()
      throws Exception {
    CountDownLatch isSlow = new CountDownLatch(1);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    proofs =
        new Proofs(
            sha256 -> {
              if (sha256.equals("a")) {
                return Optional.of(KEY);
              }
              most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
              await(isSlow);
              atOnce.decrementAndGet();
              return Optional.empty();
            },
            () -> now);
    assertThat(proofs.look("a")).contains(KEY);
    proofs.forget(); // as after each change of an account
    AtomicInteger turnedAway = new AtomicInteger();
    CountDownLatch isFull = new CountDownLatch(20);
    try (ExecutorService strangers = Executors.newVirtualThreadPerTaskExecutor()) {
      int room = Proofs.MOST_STRANGERS_AT_ONCE + Proofs.MOST_STRANGERS_WAITING;
      for (int i = 0; i < room + 20; i++) {
        String token = "stranger " + i;
        strangers.execute(() -> {
          try {
            assertThat(proofs.look(token)).isEmpty();
          } catch (TooMany e) {
            turnedAway.incrementAndGet();
            isFull.countDown();
          }
        });
      }
      assertThat(isFull.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(proofs.look("a")).contains(KEY);
      isSlow.countDown();
    }
    assertThat(turnedAway).hasValue(20);
    assertThat(most).hasValue(Proofs.MOST_STRANGERS_AT_ONCE);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void what_is_over_is_over_while_it_is_remembered_too() {
    now = NOON.plus(Duration.ofMinutes(5)).minusMillis(500);
    assertThat(proofs.look("a")).contains(KEY);
    now = now.plusMillis(600);
    assertThat(proofs.remembered("a")).contains(Optional.empty());
    assertThat(proofs.look("a")).isEmpty();
  }

  @Test
  void without_the_database_a_key_goes_on_for_ten_minutes_and_a_login_does_not() {
    kept =
        Optional.of(
            new Principal(
                "key:app",
                Optional.empty(),
                EnumSet.of(Operation.PRICE),
                Set.of(),
                Optional.empty(),
                Optional.empty()));
    assertThat(proofs.look("a")).isEqualTo(kept);
    isAway = true;
    now = NOON.plus(Proofs.WITHOUT_DATABASE).minusSeconds(1);
    assertThat(proofs.look("a")).isEqualTo(kept);
    assertThat(looks).isEqualTo(2);
    // Who waits for a database that is away gets no price: one asks each second, the others go on.
    assertThat(proofs.remembered("a")).contains(kept);
    assertThatThrownBy(() -> proofs.look("b")).isInstanceOf(DatabaseAway.class);
    assertThat(looks).isEqualTo(2);
    now = NOON.plus(Proofs.WITHOUT_DATABASE);
    assertThat(proofs.remembered("a")).isEmpty();
    assertThatThrownBy(() -> proofs.look("a")).isInstanceOf(DatabaseAway.class);

    isAway = false;
    now = now.plusSeconds(1);
    kept = Optional.of(KIM);
    assertThat(proofs.look("c")).contains(KIM);
    isAway = true;
    now = now.plusSeconds(2);
    assertThatThrownBy(() -> proofs.look("c")).isInstanceOf(DatabaseAway.class);
  }
}
