package dev.quoin.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.registry.Author;
import dev.quoin.server.follow.Life;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseDeskTest {
  private static final Author KIM = new Author("kim", "");
  private static final String ID = "small";

  @TempDir static Path data;

  private static Database database;
  private static Ratebook a;
  private static Ratebook b;

  private Life life;
  private ReleaseDesk desk;

  @BeforeAll
  static void start() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    database = Database.embedded(data);
    a = Life.ratebook(ID, "a");
    b = Life.ratebook(ID, "b");
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
    desk = new ReleaseDesk(life.registry, life.following, life.releases, InstantSource.system());
  }

  @AfterEach
  void close() {
    life.close();
  }

  private Verdict<ReleaseDesk.Decided> activate(
      Ratebook release, Optional<Ratebook> expected, boolean isNamed) {
    return desk.activate(
            new ReleaseDesk.Activation(
                release.digest(), expected.map(Ratebook::digest), Optional.empty(), isNamed),
            KIM)
        .join();
  }

  private static List<String> codes(Verdict<?> verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    return ((Verdict.Rejected<?>) verdict)
        .rejection().flaws().stream().map(Flaw::code).distinct().toList();
  }

  @Nested
  class ASecondRatebookOfTheSameServices {
    private final Ratebook other = Life.ratebook("other", "");

    @BeforeEach
    void firstIsActive() {
      life.activate(a);
      life.following.open();
      life.publish(other);
    }

    @Test
    void is_not_activated_unless_all_callers_name_the_ratebook() {
      assertThat(codes(activate(other, Optional.empty(), false))).containsExactly("shared-service");
      assertThat(life.registry.history("other")).isEmpty();
      assertThat(life.releases.live().withService("meter")).hasSize(1);
    }

    @Test
    void can_be_taken_back_so_that_calls_without_a_name_are_priced_again() {
      Life.given(activate(other, Optional.empty(), true));
      assertThat(life.releases.live().withService("meter")).hasSize(2);
      Life.given(desk.deactivate("other", other.digest(), KIM).join());
      assertThat(life.releases.live().withService("meter"))
          .extracting(release -> release.ratebook().id())
          .containsExactly(ID);
    }

    @Test
    void is_replaced_by_its_next_release_without_being_asked_again() {
      Life.given(activate(other, Optional.empty(), true));
      Ratebook next = Life.ratebook("other", "next");
      life.publish(next);
      Life.given(activate(next, Optional.of(other), false));
      life.publish(b);
      Life.given(activate(b, Optional.of(a), false));
    }
  }

  @Nested
  class WhatCannotBeLoadedHere {
    @BeforeEach
    void damage() {
      life.activate(a);
      life.activate(b);
      life.following.open();
      life.damage(a);
    }

    @Test
    void is_not_gone_back_to() {
      assertThat(codes(desk.rollback(ID, b.digest(), KIM).join())).containsExactly("cannot-serve");
      assertThat(life.registry.history(ID)).hasSize(2);
      assertThat(life.live(ID)).contains(b.digest());
    }

    @Test
    void is_not_activated() {
      assertThat(codes(activate(a, Optional.of(b), false))).containsExactly("cannot-serve");
      assertThat(life.registry.history(ID)).hasSize(2);
    }
  }

  @Test
  void a_rollback_is_live_here_when_it_is_answered() {
    life.activate(a);
    life.activate(b);
    life.following.open(); // nothing is prepared ahead, for it does not follow
    Life.given(desk.rollback(ID, b.digest(), KIM).join());
    assertThat(life.live(ID)).contains(a.digest());
    assertThat(Life.given(desk.rollback(ID, b.digest(), KIM).join()).changed().isNew()).isFalse();
  }

  @Nested
  class WhatAnotherEngineHasPassed {
    @Test
    void is_proved_again() {
      life.publish(a, "0.0.9+000000000000");
      Life.given(activate(a, Optional.empty(), false));
      assertThat(life.live(ID)).contains(a.digest());
    }

    @Test
    void is_not_activated_where_it_does_not_pass_here() {
      Ratebook wrong = Life.changed(ID, "wrong", ",3.00,0.70,", ",7.00,0.70,");
      life.publish(wrong, "0.0.9+000000000000");
      assertThat(codes(activate(wrong, Optional.empty(), false)))
          .startsWith("outdated-proof")
          .contains("case-differs");
      assertThat(life.registry.history(ID)).isEmpty();
    }
  }
}
