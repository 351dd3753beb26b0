package dev.quoin.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.registry.audit.Head;
import dev.quoin.registry.audit.Verified;
import dev.quoin.testkit.Checkout;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final String ID = "small";
  private static final Author KIM = new Author("kim", "as agreed");
  private static final Author LEE = new Author("lee", "");
  private static final Registry.Provenance FROM_CI =
      new Registry.Provenance("kim", "June", "3f2a9c1");

  @TempDir static Path data;

  private static Database database;
  private static Registry registry;
  private static Ratebook loaded;
  private static Ratebook a;
  private static Ratebook b;
  private static Ratebook c;

  private Instant now = NOON;

  @BeforeAll
  static void open() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    database = Database.embedded(data);
    Releases.open(database);
    registry = Registry.of(database);
    loaded =
        Ratebook.load(Checkout.folder().resolve("ratebooks/nyc-green-taxi"), new Problems())
            .orElseThrow();
    a = ratebook("a");
    b = ratebook("b");
    c = ratebook("c");
  }

  @AfterAll
  static void close() {
    if (database != null) {
      database.close();
    }
  }

  /// As a database is from which somebody with all rights has taken everything.
  @BeforeEach
  void empty() throws SQLException {
    tamper("delete from registry.audit");
    tamper("delete from registry.activation");
    tamper("delete from registry.publication");
    tamper("delete from registry.retirement");
  }

  /// Changes a table as its owner may who takes the guards away first.
  private static void tamper(String statement) throws SQLException {
    String table = statement.replaceFirst(".*?(registry\\.\\w+).*", "$1");
    execute(
        "grant update, delete on " + table + " to quoin",
        "alter table " + table + " disable trigger append_only",
        statement,
        "alter table " + table + " enable trigger append_only",
        "revoke update, delete on " + table + " from quoin");
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  /// A release of its own, by a comment.
  private static Ratebook ratebook(String comment) {
    Map<String, byte[]> files = new TreeMap<>(loaded.files());
    String yaml =
        new String(loaded.files().get("ratebook.yaml"), UTF_8)
            .replaceFirst("(?m)^ratebook: .*$", "ratebook: " + ID);
    files.put("ratebook.yaml", (yaml + "# " + comment + "\n").getBytes(UTF_8));
    return Ratebook.load(files, new Problems()).orElseThrow();
  }

  private static Evidence evidence() {
    return new Evidence(
        "0.1.0+3f2a9c1b22d0",
        "2026a",
        12,
        3,
        List.of(new Problem(new Place("taxi.dmn", 3, 14), "gap", "nothing for `x`")));
  }

  private Registry.Published publish(Ratebook ratebook) {
    return registry.publish(ratebook, evidence(), FROM_CI, tick());
  }

  private Instant tick() {
    now = now.plusSeconds(1);
    return now;
  }

  private Changed activate(Ratebook ratebook, Optional<Ratebook> expected) {
    publish(ratebook);
    return given(
        registry.activate(
            ratebook.digest(), expected.map(Ratebook::digest), Optional.empty(), KIM, tick()));
  }

  private Changed rollback(Ratebook expected) {
    return given(registry.rollback(ID, expected.digest(), LEE, tick()));
  }

  private Changed deactivate(Ratebook expected) {
    return given(registry.deactivate(ID, expected.digest(), LEE, tick()));
  }

  private String active() {
    return registry.standing(ID).orElseThrow().release(now).orElseThrow();
  }

  private static <T> T given(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Given<T>(T value) -> value;
      case Verdict.Rejected<T> rejected -> throw new AssertionError(rejected);
    };
  }

  private static String refused(Verdict<?> verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    return ((Verdict.Rejected<?>) verdict).rejection().flaws().getFirst().code();
  }

  @Nested
  class Publishing {
    @Test
    void keeps_the_files_and_the_evidence_once() {
      Registry.Published first = publish(a);
      assertThat(first.isNew()).isTrue();
      assertThat(first.publication().commit()).isEqualTo("3f2a9c1");
      assertThat(first.publication().cases()).isEqualTo(12);
      assertThat(first.publication().warnings()).contains("\"line\":3", "nothing for `x`");
      Registry.Published again =
          registry.publish(a, evidence(), new Registry.Provenance("lee", "again", ""), tick());
      assertThat(again.isNew()).isFalse();
      assertThat(again.publication()).isEqualTo(first.publication());
      assertThat(Releases.of(database).get(a.digest())).isPresent();
      assertThat(registry.head().number()).isEqualTo(1);
    }

    /// Whoever sends a large one keeps nobody else from a rollback meanwhile.
    @Test
    void keeps_the_files_before_it_waits_for_its_turn() throws Exception {
      Ratebook other = ratebook("large");
      try (Connection holder = database.connect();
          ExecutorService threads = Executors.newSingleThreadExecutor()) {
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
          statement.execute("select pg_advisory_xact_lock(7305793411)");
        }
        Future<Registry.Published> published = threads.submit(() -> publish(other));
        long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
        while (Releases.of(database).get(other.digest()).isEmpty() && System.nanoTime() < end) {
          Thread.sleep(10);
        }
        assertThat(Releases.of(database).get(other.digest())).isPresent();
        assertThat(published.isDone()).isFalse();
        holder.rollback();
        assertThat(published.get().isNew()).isTrue();
      }
    }

    @Test
    void makes_nothing_active() {
      publish(a);
      assertThat(registry.standing(ID)).isEmpty();
    }

    @Test
    void a_release_is_found_by_the_beginning_of_its_digest() {
      publish(a);
      assertThat(given(registry.find(a.digest().substring(0, 12))).digest()).isEqualTo(a.digest());
      assertThat(refused(registry.find("abc"))).isEqualTo("unknown-release");
      assertThat(refused(registry.find("%"))).isEqualTo("unknown-release");
    }
  }

  @Nested
  class Activating {
    @Test
    void takes_effect_at_once() {
      assertThat(activate(a, Optional.empty()).isNew()).isTrue();
      assertThat(active()).isEqualTo(a.digest());
      activate(b, Optional.of(a));
      assertThat(active()).isEqualTo(b.digest());
      assertThat(registry.standing(ID).orElseThrow().back(now)).contains(a.digest());
    }

    @Test
    void asks_for_a_release_that_was_published() {
      assertThat(
              refused(
                  registry.activate(
                      "ab".repeat(32), Optional.empty(), Optional.empty(), KIM, tick())))
          .isEqualTo("unknown-release");
    }

    @Test
    void asked_twice_changes_once() {
      activate(a, Optional.empty());
      Changed again = activate(a, Optional.empty());
      assertThat(again.isNew()).isFalse();
      assertThat(registry.history(ID)).hasSize(1);
    }

    @Test
    void one_of_many_at_once_wins_and_the_others_are_told_by_whom() throws Exception {
      activate(a, Optional.empty());
      List<Ratebook> candidates =
          IntStream.range(0, 8).mapToObj(i -> ratebook("candidate " + i)).toList();
      candidates.forEach(RegistryTest.this::publish);
      List<Callable<Verdict<Changed>>> asked = new ArrayList<>();
      for (Ratebook candidate : candidates) {
        Instant at = tick();
        asked.add(() ->
            registry.activate(
                candidate.digest(), Optional.of(a.digest()), Optional.empty(), KIM, at));
      }
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        List<Verdict<Changed>> answers =
            threads.invokeAll(asked).stream().map(future -> future.resultNow()).toList();
        assertThat(answers).filteredOn(Verdict.Given.class::isInstance).hasSize(1);
        assertThat(answers)
            .filteredOn(Verdict.Rejected.class::isInstance)
            .allSatisfy(answer -> assertThat(refused(answer)).isEqualTo("release-changed"))
            .allSatisfy(answer -> assertThat(answer.toString()).contains("by kim"));
      }
      assertThat(registry.history(ID)).hasSize(2);
      assertThat(registry.verify(Optional.empty())).isInstanceOf(Verified.Intact.class);
    }
  }

  @Nested
  class AtAnInstantToCome {
    private final Instant midnight = NOON.plus(Duration.ofHours(12));

    private Changed schedule(Ratebook ratebook, Ratebook expected) {
      publish(ratebook);
      return given(
          registry.activate(
              ratebook.digest(),
              Optional.of(expected.digest()),
              Optional.of(midnight),
              KIM,
              tick()));
    }

    @Test
    void the_release_before_is_active_until_then() {
      activate(a, Optional.empty());
      Standing standing = schedule(b, a).standing();
      assertThat(standing.release(midnight.minusNanos(1))).contains(a.digest());
      assertThat(standing.scheduled(midnight.minusNanos(1))).isPresent();
      assertThat(standing.release(midnight)).contains(b.digest());
      assertThat(standing.back(midnight)).contains(a.digest());
    }

    @Test
    void asked_twice_changes_once() {
      activate(a, Optional.empty());
      schedule(b, a);
      assertThat(schedule(b, a).isNew()).isFalse();
    }

    @Test
    void what_is_decided_before_drops_it_and_says_so() {
      activate(a, Optional.empty());
      schedule(b, a);
      Changed changed = activate(c, Optional.of(a));
      assertThat(changed.dropped().orElseThrow().release()).contains(b.digest());
      now = midnight.plusSeconds(1);
      assertThat(active()).isEqualTo(c.digest());
      assertThat(registry.releases(Optional.of(ID), now))
          .filteredOn(listed -> listed.release().equals(b.digest()))
          .allMatch(listed -> listed.since().isEmpty() && listed.scheduledFor().isEmpty());
    }

    @Test
    void to_activate_what_is_active_drops_it_and_keeps_the_way_back() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      schedule(c, b);
      activate(b, Optional.of(b));
      now = midnight.plusSeconds(1);
      assertThat(active()).isEqualTo(b.digest());
      rollback(b);
      assertThat(active()).isEqualTo(a.digest());
    }

    @Test
    void one_that_is_over_is_refused() {
      publish(a);
      assertThat(
              refused(
                  registry.activate(a.digest(), Optional.empty(), Optional.of(NOON), KIM, tick())))
          .isEqualTo("past-instant");
    }
  }

  @Nested
  class RollingBack {
    @Test
    void goes_back_one_release_at_a_time() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      activate(c, Optional.of(b));
      rollback(c);
      assertThat(active()).isEqualTo(b.digest());
      rollback(b);
      assertThat(active()).isEqualTo(a.digest());
      assertThat(refused(registry.rollback(ID, a.digest(), LEE, tick())))
          .isEqualTo("nothing-before");
    }

    @Test
    void asked_twice_goes_back_once() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      activate(c, Optional.of(b));
      assertThat(rollback(c).isNew()).isTrue();
      assertThat(rollback(c).isNew()).isFalse();
      assertThat(active()).isEqualTo(b.digest());
    }

    @Test
    void of_what_is_no_longer_active_is_refused() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      assertThat(refused(registry.rollback(ID, a.digest(), LEE, tick())))
          .isEqualTo("release-changed");
    }

    @Test
    void what_comes_after_it_goes_back_past_what_was_withdrawn() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      rollback(b);
      activate(c, Optional.of(a));
      rollback(c);
      assertThat(active()).isEqualTo(a.digest());
    }

    @Test
    void passes_over_what_is_retired() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      activate(c, Optional.of(b));
      given(registry.retire(b.digest(), KIM, tick()));
      rollback(c);
      assertThat(active()).isEqualTo(a.digest());
    }

    @Test
    void does_not_come_back_to_what_the_rollback_before_took_back() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      activate(a, Optional.of(b));
      rollback(a);
      assertThat(active()).isEqualTo(b.digest());
      given(registry.freeze(ID, true, LEE, tick()));
      assertThat(refused(registry.rollback(ID, b.digest(), LEE, tick())))
          .isEqualTo("nothing-before");
    }

    @Test
    void is_foretold_as_it_will_be() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      activate(c, Optional.of(b));
      given(registry.retire(b.digest(), KIM, tick()));
      assertThat(registry.standing(ID).orElseThrow().back(now)).contains(a.digest());
      activate(a, Optional.of(c));
      rollback(a);
      assertThat(active()).isEqualTo(c.digest());
      assertThat(registry.standing(ID).orElseThrow().back(now)).isEmpty();
    }

    @Test
    void of_a_ratebook_of_which_nothing_is_active_is_refused() {
      assertThat(refused(registry.rollback("other", a.digest(), LEE, tick())))
          .isEqualTo("unknown-ratebook");
    }
  }

  @Nested
  class Deactivating {
    @Test
    void undoes_a_first_activation() {
      activate(a, Optional.empty());
      assertThat(refused(registry.rollback(ID, a.digest(), LEE, tick())))
          .isEqualTo("nothing-before");
      Changed changed = deactivate(a);
      assertThat(changed.isNew()).isTrue();
      assertThat(changed.standing().active(now)).isEmpty();
      assertThat(deactivate(a).isNew()).isFalse();
      assertThat(registry.history(ID)).hasSize(2);
      assertThat(registry.releases(Optional.of(ID), now))
          .filteredOn(listed -> listed.release().equals(a.digest()))
          .allMatch(listed ->
              !listed.isActive() && listed.until().equals(Optional.of(now.minusSeconds(1))));
      assertThat(registry.verify(Optional.empty())).isInstanceOf(Verified.Intact.class);
    }

    @Test
    void is_undone_by_an_activation_from_which_a_rollback_goes_nowhere() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      deactivate(b);
      assertThat(activate(b, Optional.empty()).isNew()).isTrue();
      assertThat(active()).isEqualTo(b.digest());
      assertThat(refused(registry.rollback(ID, b.digest(), LEE, tick())))
          .isEqualTo("nothing-before");
    }

    @Test
    void is_possible_while_it_is_frozen_and_it_stays_so() {
      activate(a, Optional.empty());
      given(registry.freeze(ID, true, LEE, tick()));
      assertThat(deactivate(a).standing().isFrozen()).isTrue();
      assertThat(
              refused(
                  registry.activate(a.digest(), Optional.empty(), Optional.empty(), KIM, tick())))
          .isEqualTo("activations-frozen");
      given(registry.freeze(ID, false, LEE, tick()));
      assertThat(registry.standing(ID).orElseThrow().active(now)).isEmpty();
      activate(a, Optional.empty());
    }

    @Test
    void of_what_is_no_longer_active_is_refused() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      assertThat(refused(registry.deactivate(ID, a.digest(), LEE, tick())))
          .isEqualTo("release-changed");
      assertThat(refused(registry.deactivate("other", a.digest(), LEE, tick())))
          .isEqualTo("unknown-ratebook");
    }

    @Test
    void leaves_nothing_to_a_folder_and_lets_the_release_be_retired() {
      activate(a, Optional.empty());
      deactivate(a);
      assertThat(registry.offer(b, new Author("quoin up", ""), tick()).active(now)).isEmpty();
      given(registry.retire(a.digest(), KIM, tick()));
    }
  }

  @Nested
  class WhileItIsFrozen {
    @BeforeEach
    void freeze() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      publish(c);
      assertThat(given(registry.freeze(ID, true, LEE, tick())).isNew()).isTrue();
    }

    @Test
    void nothing_is_activated_until_that_is_lifted() {
      assertThat(
              refused(
                  registry.activate(
                      c.digest(), Optional.of(b.digest()), Optional.empty(), KIM, tick())))
          .isEqualTo("activations-frozen");
      given(registry.freeze(ID, false, LEE, tick()));
      activate(c, Optional.of(b));
      assertThat(active()).isEqualTo(c.digest());
      rollback(c);
      assertThat(active()).isEqualTo(b.digest());
    }

    @Test
    void it_can_be_rolled_back_and_stays_frozen() {
      rollback(b);
      assertThat(active()).isEqualTo(a.digest());
      assertThat(registry.standing(ID).orElseThrow().isFrozen()).isTrue();
    }

    @Test
    void to_freeze_it_again_changes_nothing() {
      assertThat(given(registry.freeze(ID, true, KIM, tick())).isNew()).isFalse();
    }
  }

  @Nested
  class Retiring {
    @Test
    void keeps_a_release_from_being_activated() {
      activate(a, Optional.empty());
      publish(b);
      given(registry.retire(b.digest(), KIM, tick()));
      assertThat(
              refused(
                  registry.activate(
                      b.digest(), Optional.of(a.digest()), Optional.empty(), KIM, tick())))
          .isEqualTo("retired-release");
      assertThat(registry.releases(Optional.of(ID), now))
          .filteredOn(listed -> listed.release().equals(b.digest()))
          .allMatch(listed -> listed.retirement().isPresent());
    }

    @Test
    void is_not_for_what_is_active() {
      activate(a, Optional.empty());
      assertThat(refused(registry.retire(a.digest(), KIM, tick()))).isEqualTo("still-active");
    }
  }

  @Nested
  class AFolder {
    private Standing offer(Ratebook ratebook) {
      return registry.offer(ratebook, new Author("quoin up", ""), tick());
    }

    @Test
    void decides_while_nobody_does() {
      offer(a);
      assertThat(active()).isEqualTo(a.digest());
      offer(b);
      assertThat(active()).isEqualTo(b.digest());
      offer(b);
      assertThat(registry.history(ID)).hasSize(2);
      assertThat(registry.publication(a.digest())).isEmpty();
      rollback(b);
      assertThat(active()).isEqualTo(a.digest());
    }

    @Test
    void decides_nothing_any_more_once_somebody_has() {
      offer(a);
      activate(b, Optional.of(a));
      assertThat(offer(c).release(now)).contains(b.digest());
      assertThat(active()).isEqualTo(b.digest());
    }

    @Test
    void decides_nothing_any_more_once_somebody_has_decided_as_it_did() {
      offer(a);
      activate(a, Optional.of(a));
      assertThat(registry.history(ID)).hasSize(2);
      offer(b);
      assertThat(active()).isEqualTo(a.digest());
      activate(a, Optional.of(a));
      assertThat(registry.history(ID)).hasSize(2);
    }
  }

  @Test
  void releases_are_listed_with_when_they_were_active() {
    activate(a, Optional.empty());
    Instant since = now;
    activate(b, Optional.of(a));
    List<Listed> listed = registry.releases(Optional.of(ID), now);
    assertThat(listed)
        .filteredOn(one -> one.release().equals(a.digest()))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.since()).contains(since);
          assertThat(one.until()).contains(now);
          assertThat(one.isActive()).isFalse();
          assertThat(one.publication().orElseThrow().by()).isEqualTo("kim");
        });
    assertThat(listed)
        .filteredOn(Listed::isActive)
        .extracting(Listed::release)
        .containsExactly(b.digest());
  }

  @Test
  void servers_are_told_of_what_has_changed_and_of_nothing_else() throws InterruptedException {
    try (Changes changes = new Changes(database)) {
      assertThat(changes.news()).isPresent();
      assertThat(changes.news()).isEmpty();
      long start = System.nanoTime();
      Thread.ofVirtual().start(() -> activate(a, Optional.empty()));
      for (int i = 0; i < 2; i++) {
        changes.await(Duration.ofSeconds(20)); // of the publication, and of the activation
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
      assertThat(changes.news().orElseThrow())
          .singleElement()
          .satisfies(standing -> assertThat(standing.release(now)).contains(a.digest()));
    }
  }

  @Nested
  class TheAuditLog {
    private Head kept = Head.START;

    @BeforeEach
    void live() {
      activate(a, Optional.empty());
      activate(b, Optional.of(a));
      rollback(b);
      given(registry.freeze(ID, true, LEE, tick()));
      given(registry.retire(b.digest(), KIM, tick()));
      kept = registry.head();
      given(registry.freeze(ID, false, LEE, tick()));
    }

    private Verified verify() {
      return registry.verify(Optional.of(kept));
    }

    private long broken() {
      assertThat(verify()).isInstanceOf(Verified.Broken.class);
      return ((Verified.Broken) verify()).number();
    }

    @Test
    void has_an_entry_for_each_change() {
      assertThat(verify()).isEqualTo(new Verified.Intact(8, registry.head()));
      assertThat(kept.number()).isEqualTo(7);
      assertThat(Head.read(kept.toString())).contains(kept);
    }

    @Test
    void finds_each_text_that_was_changed() throws SQLException {
      for (String column : List.of("who", "action", "ratebook", "before", "after", "why")) {
        tamper("update registry.audit set " + column + " = " + column + " || ' ' where number = 3");
        assertThat(broken()).as(column).isEqualTo(3);
        tamper(
            "update registry.audit set " + column + " = left(" + column + ", -1) where number = 3");
        assertThat(verify()).isInstanceOf(Verified.Intact.class);
      }
      tamper("update registry.audit set at = at + interval '1 microsecond' where number = 3");
      assertThat(broken()).isEqualTo(3);
    }

    @Test
    void finds_what_was_left_out() throws SQLException {
      tamper("delete from registry.audit where number = 4");
      assertThat(broken()).isEqualTo(4);
    }

    @Test
    void finds_what_was_cut_off_at_the_end_by_the_head_that_was_kept() throws SQLException {
      tamper("delete from registry.activation where audit >= 6");
      tamper("delete from registry.retirement where audit >= 6");
      tamper("delete from registry.audit where number >= 6");
      assertThat(registry.verify(Optional.empty())).isInstanceOf(Verified.Intact.class);
      assertThat(broken()).isEqualTo(6);
    }

    @Test
    void finds_a_chain_that_was_written_anew_by_the_head_that_was_kept() throws SQLException {
      empty();
      live(Optional.of("another reason"));
      assertThat(registry.verify(Optional.empty())).isInstanceOf(Verified.Intact.class);
      assertThat(broken()).isEqualTo(7);
    }

    private void live(Optional<String> reason) {
      Author author = new Author("kim", reason.orElse(""));
      publish(a);
      given(registry.activate(a.digest(), Optional.empty(), Optional.empty(), author, tick()));
      for (int i = 0; i < 6; i++) {
        given(registry.freeze(ID, i % 2 == 0, author, tick()));
      }
    }

    @Test
    void finds_a_decision_that_was_changed_deleted_or_put_in() throws SQLException {
      tamper("update registry.activation set frozen = false where audit = 6");
      assertThat(broken()).isEqualTo(6);
      tamper("update registry.activation set frozen = true where audit = 6");
      assertThat(verify()).isInstanceOf(Verified.Intact.class);
      tamper("delete from registry.activation where audit = 5");
      assertThat(broken()).isEqualTo(5);
      execute(
          "insert into registry.activation select 99, ratebook, kind, digest, decided_at, scheduled_for, base, back_to,"
              + " frozen, by_hand, decided_by, reason, 99 from registry.activation where audit = 2");
      tamper("update registry.activation set audit = 5 where number = 99");
      assertThat(broken()).isEqualTo(5);
    }

    /// A rollback that was an activation would begin the way back anew.
    @Test
    void finds_a_decision_of_another_kind_or_ratebook() throws SQLException {
      for (String changed :
          List.of(
              "activation set ratebook = 'other' where audit = 5",
              "publication set ratebook = 'other' where audit = 1",
              "publication set ratebook = 'other' where audit = 3")) {
        tamper("update registry." + changed);
        assertThat(broken()).as(changed).isEqualTo(audit(changed));
        tamper("update registry." + changed.replace("'other'", "'" + ID + "'"));
        assertThat(verify()).isInstanceOf(Verified.Intact.class);
      }
      tamper("update registry.audit set action = 'activate' where number = 5");
      assertThat(broken()).isEqualTo(5);
    }

    private static long audit(String changed) {
      return Long.parseLong(changed.replaceFirst(".*= ", ""));
    }

    @Test
    void finds_two_rows_that_name_one_entry() throws SQLException {
      tamper("update registry.retirement set audit = 2");
      assertThat(broken()).isEqualTo(2);
    }

    @Test
    void finds_evidence_that_was_made_better() throws SQLException {
      tamper("update registry.publication set warnings = '[]' where audit = 1");
      assertThat(broken()).isEqualTo(1);
    }

    @Test
    void none_of_its_tables_lets_a_row_be_changed_or_deleted() {
      for (String table : List.of("audit", "publication", "activation", "retirement", "release")) {
        for (String statement :
            List.of("delete from registry.%s", "truncate registry.%s cascade")) {
          assertThatThrownBy(() -> execute(statement.formatted(table)))
              .as(table)
              .isInstanceOf(SQLException.class)
              .hasMessageContaining("neither changed nor deleted");
        }
      }
      assertThatThrownBy(() -> execute("update registry.audit set why = ''"))
          .hasMessageContaining("neither changed nor deleted");
    }
  }
}
