package dev.quoin.server.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.registry.Author;
import dev.quoin.registry.Decision;
import dev.quoin.registry.Standing;
import dev.quoin.server.release.Proof;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowingTest {
  private static final String ID = "small";

  @TempDir static Path data;

  private static Database database;
  private static Ratebook a;
  private static Ratebook b;
  private static Ratebook c;

  private Life life;

  @BeforeAll
  static void start() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    database = Database.embedded(data);
    a = Life.ratebook(ID, "a");
    b = Life.ratebook(ID, "b");
    c = Life.ratebook(ID, "c");
  }

  @AfterAll
  static void stop() {
    if (database != null) {
      database.close();
    }
  }

  @BeforeEach
  void open() throws SQLException {
    life = new Life(database);
    Life.empty(database);
  }

  @AfterEach
  void close() {
    life.close();
  }

  /// What a start of a server waits for before it says that it is ready.
  private CompletableFuture<Void> started() {
    life.following.open();
    life.following.follow();
    return CompletableFuture.runAsync(
        life.following::awaitCurrent, work -> Thread.ofVirtual().start(work));
  }

  private Followed followed() {
    return life.following.followed().getFirst();
  }

  @Nested
  class AServerThatStarts {
    @Test
    void has_what_is_active_before_its_first_answer() {
      life.activate(a);
      life.activate(b);
      life.following.open();
      assertThat(life.live(ID)).contains(b.digest());
    }

    @Test
    void is_not_current_while_what_is_active_cannot_be_loaded_and_says_why() throws Exception {
      life.activate(a);
      life.activate(b);
      life.damage(b);
      CompletableFuture<Void> current = started();
      Life.await(() -> followed().trouble().isPresent());
      Thread.sleep(1_500);
      assertThat(current).isNotDone();
      assertThat(life.live(ID)).isEmpty();
      assertThat(followed().trouble()).contains("its files are damaged");
      life.activate(a);
      current.join();
      assertThat(life.live(ID)).contains(a.digest());
    }

    @Test
    void is_current_where_nothing_is_active() {
      started().join();
      assertThat(life.releases.live().all()).isEmpty();
    }

    @Test
    void shows_what_its_folder_holds_and_decides_that_when_it_answers() throws Exception {
      Proof.Fit fit = (Proof.Fit) Proof.of(a.files());
      life.following.open();
      life.following.show(fit);
      assertThat(life.live(ID)).contains(a.digest());
      assertThat(life.registry.history(ID)).isEmpty();
      life.following.offer(fit);
      assertThat(life.registry.history(ID))
          .extracting(Decision::kind)
          .containsExactly(Decision.Kind.FOLDER);
    }

    @Test
    void does_not_show_what_its_folder_holds_where_somebody_has_decided() {
      life.activate(b);
      life.damage(b);
      life.following.open();
      life.following.show((Proof.Fit) Proof.of(a.files()));
      assertThat(life.live(ID)).isEmpty();
      life.following.offer((Proof.Fit) Proof.of(a.files()));
      assertThat(life.live(ID)).isEmpty();
    }
  }

  @Test
  void what_is_deactivated_is_live_no_more() throws Exception {
    life.activate(a);
    started().join();
    var _ =
        Life.given(life.registry.deactivate(ID, a.digest(), new Author("lee", ""), Instant.now()));
    Life.await(() -> life.live(ID).isEmpty());
    assertThat(followed().isBehind()).isFalse();
    life.activate(a);
    life.awaitLive(a);
  }

  /// The slow one is prepared ahead, for it was published last; what comes back is not ready yet.
  @Test
  void a_rollback_waits_for_nothing_that_is_prepared_ahead() throws Exception {
    life.activate(a);
    life.activate(b);
    life.activate(c);
    Ratebook slow = Life.ratebook(ID, "slow");
    life.publish(slow);
    life.delay(slow);
    started().join();
    life.awaitSlowness();
    life.rollback(c);
    life.rollback(b);
    life.awaitLive(a);
  }

  /// A database that stands still keeps the thread that listens.
  @Test
  void what_was_scheduled_comes_on_time_while_the_registry_stands_still() throws Exception {
    life.activate(a);
    started().join();
    Instant due = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MICROS);
    life.activate(b, Optional.of(due));
    Life.await(() -> followed().standing().scheduled(due.minusMillis(1)).isPresent());
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table registry.audit in access exclusive mode");
      life.awaitLive(b);
      holder.rollback();
    }
    assertThat(life.releases.live().since(ID).orElseThrow())
        .isBetween(due, due.plus(Duration.ofSeconds(4)));
  }

  @Nested
  class ADatabaseThatAnotherOneTookThePlaceOf {
    private void lose(Standing standing) throws SQLException {
      Life.tamper(
          database,
          "activation",
          "delete from registry.activation where number = " + standing.last().number());
      Life.tamper(
          database,
          "audit",
          "delete from registry.audit where number = (select max(number) from registry.audit)");
    }

    @Test
    void may_have_lost_what_was_decided_here() throws Exception {
      life.activate(a);
      started().join();
      Standing lost = life.activate(b).standing();
      life.following.decided(lost);
      life.awaitLive(b);
      lose(lost);
      life.awaitLive(a);
    }

    @Test
    void may_have_lost_that_anything_was_active() throws Exception {
      life.publish(b);
      started().join();
      Standing lost = life.activate(a).standing();
      life.following.decided(lost);
      life.awaitLive(a);
      lose(lost);
      Life.await(() -> life.live(ID).isEmpty());
    }

    /// The listening connection has seen as many entries as there are.
    @Test
    void may_never_have_had_it() throws Exception {
      life.activate(a);
      started().join();
      Standing lost = life.activate(b).standing();
      lose(lost);
      life.awaitLive(a);
      life.following.know(life.following.ready(b.digest(), false));
      life.following.decided(lost); // which lets it be live at once
      life.awaitLive(a);
    }
  }
}
