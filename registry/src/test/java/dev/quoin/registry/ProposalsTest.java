package dev.quoin.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.feel.Problems;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Approvals;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.registry.ProposalStanding.Stage;
import dev.quoin.registry.audit.Verified;
import dev.quoin.testkit.Checkout;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Proposals of releases.
class ProposalsTest {
  private static final String ONE = "approvals: {count: 1}\n";

  private static final String MORE =
      """
      approvals:
        count: 1
        more:
          - {count: 2, changed above: 30}
          - {count: 3, mean above: 5}
      """;

  @TempDir static Path data;

  private static Database database;
  private static Registry registry;
  private static Proposals proposals;
  private static Ratebook taxi;

  /// By what their files end with.
  private static final Map<String, Ratebook> READ = new HashMap<>();

  private static final String ID = "small";

  private Instant now = Instant.parse("2026-06-01T12:00:00Z");

  @BeforeAll
  static void open() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    database = Database.embedded(data);
    Releases.open(database);
    registry = Registry.of(database);
    proposals = registry.proposals();
    taxi =
        Ratebook.load(Checkout.folder().resolve("ratebooks/nyc-green-taxi"), new Problems())
            .orElseThrow();
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
    for (String table :
        List.of("review", "evidence", "proposal", "activation", "publication", "audit")) {
      execute(
          "grant delete on registry." + table + " to quoin",
          "alter table registry." + table + " disable trigger append_only",
          "delete from registry." + table,
          "alter table registry." + table + " enable trigger append_only",
          "revoke delete on registry." + table + " from quoin");
    }
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private Instant tick() {
    now = now.plusSeconds(1);
    return now;
  }

  /// A release that kim has published.
  private String release(String more) {
    return registry
        .publish(
            READ.computeIfAbsent(more, ProposalsTest::read),
            new Evidence("0.1.0", "2026a", 46, 15, List.of()),
            new Registry.Provenance("kim", "", ""),
            tick())
        .publication()
        .release();
  }

  private static Ratebook read(String more) {
    Map<String, byte[]> files = new TreeMap<>(taxi.files());
    String yaml =
        new String(taxi.files().get("ratebook.yaml"), UTF_8)
            .replaceFirst("(?m)^ratebook: .*$", "ratebook: " + ID);
    files.put("ratebook.yaml", (yaml + more).getBytes(UTF_8));
    return Ratebook.load(files, new Problems()).orElseThrow();
  }

  private static Author by(String name) {
    return new Author(name, "");
  }

  private ProposalStanding propose(String release) {
    return given(proposals.propose(release, by("kim"), tick())).standing();
  }

  private Optional<String> active() {
    return registry.standing(ID).flatMap(standing -> standing.release(now));
  }

  private boolean evidence(ProposalStanding of, String changed, String mean, String... broken) {
    return proposals.keep(
        of.proposal(),
        new Findings(
            active(),
            "0.1.0",
            "2026a",
            Optional.of(new Approvals.Size(new BigDecimal(changed), new BigDecimal(mean))),
            List.of(broken),
            "",
            "{\"made\":\"for this\"}"),
        tick());
  }

  private Verdict<Proposals.Told> say(ProposalStanding of, Review.Kind kind, String name) {
    return proposals.review(of.proposal().number(), kind, by(name), List.of(), tick());
  }

  private Verdict<Proposals.Told> approve(ProposalStanding of, String name) {
    return say(of, Review.Kind.APPROVE, name);
  }

  private Verdict<Changed> activate(String release) {
    return registry.activate(release, active(), Optional.empty(), by("kim"), tick());
  }

  private ProposalStanding now(ProposalStanding of) {
    return given(proposals.standing(of.proposal().number(), now));
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

  private static String sentence(Verdict<?> verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    return ((Verdict.Rejected<?>) verdict).rejection().flaws().getFirst().sentence();
  }

  /// A release with that rule that is active, as somebody has decided who needed no approval yet.
  private String activeWith(String rule) {
    String first = release("# no rule yet\n");
    given(activate(first));
    String release = release(rule);
    ProposalStanding proposal = propose(release);
    assertThat(evidence(proposal, "0", "0")).isTrue();
    for (String name : List.of("lee", "park", "choi")) {
      var _ = approve(proposal, name);
    }
    given(activate(release));
    return release;
  }

  @Test
  void without_a_rule_nobody_is_asked() {
    given(activate(release("# a\n")));
    given(activate(release("# b\n")));
    ProposalStanding proposal = propose(release("# c\n"));
    assertThat(proposal.needed()).isZero();
    given(activate(proposal.proposal().release()));
    assertThat(now(proposal).stage()).isEqualTo(Stage.ACTIVATED);
  }

  @Nested
  class WithARule {
    @Test
    void a_release_is_activated_after_somebody_else_approved_what_a_server_found_out() {
      activeWith(ONE);
      String release = release(ONE + "# next\n");
      assertThat(refused(activate(release))).isEqualTo("not-approved");
      ProposalStanding proposal = propose(release);
      assertThat(proposals.awaited()).extracting(Proposal::release).contains(release);
      assertThat(proposal.stage()).isEqualTo(Stage.AWAITED);
      assertThat(refused(approve(proposal, "lee"))).isEqualTo("no-evidence");
      assertThat(sentence(activate(release))).contains("no evidence yet");
      assertThat(evidence(proposal, "12.5", "1.00")).isTrue();
      assertThat(proposals.awaited()).extracting(Proposal::release).doesNotContain(release);
      assertThat(sentence(activate(release))).contains("has 0 of 1 approval");
      given(approve(proposal, "lee"));
      assertThat(now(proposal).stage()).isEqualTo(Stage.APPROVED);
      given(activate(release));
      assertThat(active()).contains(release);
      assertThat(now(proposal).stage()).isEqualTo(Stage.ACTIVATED);
      assertThat(registry.history(ID).getLast().proposal()).contains(proposal.proposal().number());
      assertThat(refused(say(proposal, Review.Kind.REJECT, "park"))).isEqualTo("closed-proposal");
    }

    @Test
    void neither_who_proposes_nor_who_published_approves() {
      activeWith(ONE);
      String release = release(ONE + "# next\n");
      ProposalStanding proposal = given(proposals.propose(release, by("lee"), tick())).standing();
      assertThat(evidence(proposal, "0", "0")).isTrue();
      assertThat(sentence(approve(proposal, "lee"))).contains("lee has proposed");
      assertThat(sentence(approve(proposal, "kim"))).contains("kim has published");
      assertThat(refused(activate(release))).isEqualTo("not-approved");
    }

    @Test
    void what_changes_more_takes_more_people_and_each_counts_once() {
      activeWith(MORE);
      ProposalStanding proposal = propose(release(MORE + "# next\n"));
      assertThat(evidence(proposal, "30.01", "-5.00")).isTrue();
      assertThat(now(proposal).needed()).isEqualTo(2);
      given(approve(proposal, "lee"));
      given(approve(proposal, "lee"));
      assertThat(now(proposal).sentence()).contains("has 1 of 2 approvals");
      given(approve(proposal, "park"));
      given(activate(proposal.proposal().release()));
    }

    @Test
    void of_what_nobody_can_tell_how_much_it_changes_the_most_are_asked() {
      activeWith(MORE);
      ProposalStanding proposal = propose(release(MORE + "# next\n"));
      assertThat(
              proposals.keep(
                  proposal.proposal(),
                  new Findings(active(), "", "", Optional.empty(), List.of(), "", "{}"),
                  tick()))
          .isTrue();
      assertThat(now(proposal).needed()).isEqualTo(3);
    }

    @Test
    void a_rejection_stops_it_until_the_same_person_thinks_otherwise() {
      activeWith(ONE);
      ProposalStanding proposal = propose(release(ONE + "# next\n"));
      given(say(proposal, Review.Kind.REJECT, "park"));
      assertThat(evidence(proposal, "0", "0")).isTrue();
      given(approve(proposal, "lee"));
      assertThat(sentence(activate(proposal.proposal().release()))).contains("rejected by park");
      assertThat(given(say(proposal, Review.Kind.WITHDRAW, "choi")).isNew()).isFalse();
      given(say(proposal, Review.Kind.WITHDRAW, "park"));
      given(activate(proposal.proposal().release()));
    }

    @Test
    void evidence_against_what_is_not_active_any_more_is_made_again_and_approved_again() {
      activeWith(ONE);
      ProposalStanding one = propose(release(ONE + "# one\n"));
      ProposalStanding other = propose(release(ONE + "# other\n"));
      for (ProposalStanding each : List.of(one, other)) {
        assertThat(evidence(each, "0", "0")).isTrue();
        given(approve(each, "lee"));
      }
      given(activate(one.proposal().release()));
      assertThat(refused(activate(other.proposal().release()))).isEqualTo("stale-evidence");
      assertThat(refused(approve(other, "park"))).isEqualTo("stale-evidence");
      assertThat(propose(other.proposal().release()).stage()).isEqualTo(Stage.AWAITED);
      assertThat(evidence(other, "0", "0")).isTrue();
      assertThat(sentence(activate(other.proposal().release()))).contains("0 of 1");
      given(approve(other, "lee"));
      given(activate(other.proposal().release()));
    }

    @Test
    void evidence_is_kept_once_and_of_what_is_active() {
      String active = activeWith(ONE);
      ProposalStanding proposal = propose(release(ONE + "# next\n"));
      assertThat(
              proposals.keep(
                  proposal.proposal(),
                  new Findings(
                      Optional.of("ab".repeat(32)), "", "", Optional.empty(), List.of(), "", "{}"),
                  tick()))
          .isFalse();
      assertThat(evidence(proposal, "0", "0")).isTrue();
      assertThat(evidence(proposal, "99", "99")).isFalse();
      ProposalEvidence kept = now(proposal).evidence().orElseThrow();
      assertThat(kept.against()).contains(active);
      assertThat(proposals.body(kept.number())).contains("{\"made\":\"for this\"}");
    }

    @Test
    void a_broken_guard_stops_it_until_an_approver_waives_it_with_a_reason() {
      activeWith(ONE);
      ProposalStanding proposal = propose(release(ONE + "# next\n"));
      assertThat(evidence(proposal, "0", "0", "mean-change")).isTrue();
      given(approve(proposal, "lee"));
      assertThat(sentence(activate(proposal.proposal().release()))).contains("`mean-change`");
      long number = proposal.proposal().number();
      assertThat(
              refused(
                  proposals.review(
                      number, Review.Kind.APPROVE, by("lee"), List.of("mean-change"), tick())))
          .isEqualTo("missing-field");
      Author why = new Author("lee", "the tax changed");
      assertThat(
              refused(proposals.review(number, Review.Kind.APPROVE, why, List.of("other"), tick())))
          .isEqualTo("bad-value");
      given(proposals.review(number, Review.Kind.APPROVE, why, List.of("mean-change"), tick()));
      given(activate(proposal.proposal().release()));
    }

    @Test
    void what_was_taken_back_is_approved_anew() {
      String before = activeWith(ONE);
      ProposalStanding proposal = propose(release(ONE + "# next\n"));
      assertThat(evidence(proposal, "0", "0")).isTrue();
      given(approve(proposal, "lee"));
      String release = proposal.proposal().release();
      given(activate(release));
      given(registry.rollback(ID, release, by("park"), tick()));
      assertThat(active()).contains(before);
      assertThat(refused(activate(release))).isEqualTo("not-approved");
    }

    @Test
    void a_plan_that_was_dropped_uses_no_approval_up() {
      activeWith(ONE);
      ProposalStanding proposal = propose(release(ONE + "# next\n"));
      assertThat(evidence(proposal, "0", "0")).isTrue();
      given(approve(proposal, "lee"));
      String release = proposal.proposal().release();
      given(
          registry.activate(
              release, active(), Optional.of(now.plusSeconds(3_600)), by("kim"), tick()));
      given(registry.freeze(ID, true, by("kim"), tick()));
      given(registry.freeze(ID, false, by("kim"), tick()));
      given(activate(release));
      assertThat(active()).contains(release);
    }

    @Test
    void one_proposal_of_a_release_is_enough_until_it_is_closed() {
      activeWith(ONE);
      ProposalStanding first = propose(release(ONE + "# next\n"));
      String release = first.proposal().release();
      assertThat(given(proposals.propose(release, by("lee"), tick())).isNew()).isFalse();
      given(say(first, Review.Kind.CLOSE, "lee"));
      assertThat(now(first).stage()).isEqualTo(Stage.CLOSED);
      assertThat(proposals.awaited()).extracting(Proposal::release).doesNotContain(release);
      assertThat(propose(release).proposal().number()).isNotEqualTo(first.proposal().number());
    }
  }

  @Nested
  class TheRule {
    @Test
    void is_not_lifted_by_the_edit_that_it_is_for() {
      activeWith(ONE);
      assertThat(refused(activate(release("# no rule any more\n")))).isEqualTo("not-approved");
      ProposalStanding proposal = propose(release("# neither here\n"));
      assertThat(evidence(proposal, "0", "0")).isTrue();
      given(approve(proposal, "lee"));
      given(activate(proposal.proposal().release()));
      given(activate(release("# it is gone, for somebody approved that\n")));
    }

    @Test
    void is_lifted_neither_by_a_rollback_nor_by_a_deactivation() {
      String active = activeWith(ONE);
      given(registry.rollback(ID, active, by("kim"), tick()));
      assertThat(refused(activate(release("# after a rollback\n")))).isEqualTo("not-approved");
      String before = active().orElseThrow();
      given(registry.deactivate(ID, before, by("kim"), tick()));
      assertThat(refused(activate(release("# and nothing active\n")))).isEqualTo("not-approved");
      given(activate(before));
    }
  }

  @Test
  void one_server_makes_the_evidence_of_a_proposal() {
    given(activate(release("# a\n")));
    Proposal proposal = propose(release("# b\n")).proposal();
    try (Proposals.Claim _ = proposals.claim(proposal).orElseThrow()) {
      assertThat(proposals.claim(proposal)).isEmpty();
    }
    proposals.claim(proposal).orElseThrow().close();
  }

  @Test
  void what_was_said_is_in_the_audit_log_and_nobody_changes_it_unseen() throws SQLException {
    activeWith(ONE);
    ProposalStanding proposal = propose(release(ONE + "# next\n"));
    assertThat(evidence(proposal, "12.50", "-0.30", "a", "b")).isTrue();
    given(
        proposals.review(
            proposal.proposal().number(),
            Review.Kind.APPROVE,
            new Author("lee", "as agreed"),
            List.of("a", "b"),
            tick()));
    assertThat(registry.verify(Optional.empty())).isInstanceOf(Verified.Intact.class);
    for (String change :
        List.of(
            "evidence set body = body || ' '",
            "review set kind = 'reject' where kind = 'approve'",
            "proposal set message = 'other'")) {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        String table = "registry." + change.substring(0, change.indexOf(' '));
        statement.execute("grant update, delete on " + table + " to quoin");
        statement.execute("alter table " + table + " disable trigger append_only");
        statement.execute("create table kept as select * from " + table);
        statement.execute("update registry." + change);
        connection.commit();
        assertThat(registry.verify(Optional.empty()))
            .as(change)
            .isInstanceOf(Verified.Broken.class);
        statement.execute("delete from " + table);
        statement.execute("insert into " + table + " select * from kept");
        statement.execute("drop table kept");
        statement.execute("alter table " + table + " enable trigger append_only");
        statement.execute("revoke update, delete on " + table + " from quoin");
        connection.commit();
      }
    }
    assertThat(registry.verify(Optional.empty())).isInstanceOf(Verified.Intact.class);
  }
}
