package dev.quoin.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.database.Database;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.registry.audit.AuditEntry;
import dev.quoin.registry.audit.AuditLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Proposals of releases, their evidence, and what people say to them. As everything in the registry they are the same for all servers
/// of a database, and rows are only added, each with its entry in the audit log.
public final class Proposals {
  /// Who makes evidence, as the audit log has it.
  private static final String SERVER = "server";

  /// One server makes the evidence of a proposal. The lock goes with its connection, and so with a server that is killed.
  private static final String CLAIM = "select pg_try_advisory_lock(730579342, ?)";

  private final Database database;
  private final Transactions transactions;
  private final Rules rules;

  Proposals(Database database, Transactions transactions, Rules rules) {
    this.database = database;
    this.transactions = transactions;
    this.rules = rules;
  }

  /// What came of something that was said or proposed.
  ///
  /// @param isNew whether it was not so already
  public record Told(ProposalStanding standing, boolean isNew) {}

  /// Proposes a release. Where that was done already and nothing has come of it yet, that one stays; it gets new evidence where its own
  /// is stale, or could not be made.
  public Verdict<Told> propose(String release, Author author, Instant at) {
    Instant now = micros(at);
    return transactions.change((connection, rows) -> {
      Optional<Publication> publication = rows.publication(release);
      if (publication.isEmpty()) {
        return Verdict.rejected(
            Rejection.Kind.UNKNOWN,
            "release",
            "unknown-release",
            "no release `%s` was published (expected: its digest, or the first digits of it)"
                .formatted(release));
      }
      if (rows.retirement(release).isPresent()) {
        return Verdict.rejected(
            Rejection.Kind.NOT_NOW,
            "release",
            "retired-release",
            "release %s is retired (expected: one that is not)"
                .formatted(release.substring(0, 12)));
      }
      Weighing weighing = new Weighing(rows, rules, now);
      Optional<ProposalStanding> before = weighing.open(release);
      if (before.isPresent()) {
        return new Verdict.Given<>(again(connection, rows, before.get(), author, now));
      }
      ProposalRows all = new ProposalRows(rows);
      Proposal proposal =
          new Proposal(
              all.next("proposal"),
              release,
              publication.get().ratebook(),
              now,
              author.by(),
              author.reason());
      all.add(
          proposal,
          audit(connection, now, author, "propose", proposal.ratebook(), proposal.text()));
      return new Verdict.Given<>(new Told(weighing.standing(proposal), true));
    });
  }

  private Told again(
      Connection connection, Rows rows, ProposalStanding before, Author author, Instant now)
      throws SQLException {
    return switch (before.stage()) {
      case STALE, FAILED -> {
        add(connection, rows, before, Review.Kind.RENEW, author, List.of(), now);
        yield new Told(new Weighing(rows, rules, now).standing(before.proposal()), true);
      }
      case AWAITED, OPEN, REJECTED, APPROVED, ACTIVATED, CLOSED -> new Told(before, false);
    };
  }

  /// Says something to a proposal.
  ///
  /// @param waives the ids of broken guards that shall not stop this release: of an approval, which then says why
  public Verdict<Told> review(
      long number, Review.Kind kind, Author author, List<String> waives, Instant at) {
    Instant now = micros(at);
    return transactions.change((connection, rows) -> {
      Optional<Proposal> proposal = new ProposalRows(rows).proposal(number);
      if (proposal.isEmpty()) {
        return unknown(Long.toString(number));
      }
      Weighing weighing = new Weighing(rows, rules, now);
      ProposalStanding before = weighing.standing(proposal.get());
      if (kind == Review.Kind.WITHDRAW
          && !Weighing.voices(before.reviews()).containsKey(author.by())) {
        return new Verdict.Given<>(new Told(before, false));
      }
      Optional<Rejection> refused = refused(before, kind, author, waives);
      if (refused.isPresent()) {
        return new Verdict.Rejected<>(refused.get());
      }
      add(connection, rows, before, kind, author, waives, now);
      return new Verdict.Given<>(new Told(weighing.standing(proposal.get()), true));
    });
  }

  private static Optional<Rejection> refused(
      ProposalStanding before, Review.Kind kind, Author author, List<String> waives) {
    if (before.stage().isOver() && kind != Review.Kind.COMMENT) {
      return rejection("proposal", "closed-proposal", before.sentence());
    }
    return switch (kind) {
      case COMMENT, REJECT, WITHDRAW, RENEW, CLOSE -> Optional.empty();
      case APPROVE -> unapproved(before, author, waives);
    };
  }

  private static Optional<Rejection> unapproved(
      ProposalStanding before, Author author, List<String> waives) {
    boolean isProposer = author.by().equals(before.proposal().by());
    if (isProposer || author.by().equals(before.publishedBy())) {
      return rejection(
          "proposal",
          "own-proposal",
          "%s has %s this release, and does not approve it (expected: somebody else)"
              .formatted(author.by(), isProposer ? "proposed" : "published"));
    }
    switch (before.stage()) {
      case AWAITED, FAILED -> {
        return rejection("proposal", "no-evidence", before.sentence());
      }
      case STALE -> {
        return rejection("proposal", "stale-evidence", before.sentence());
      }
      case OPEN, REJECTED, APPROVED, ACTIVATED, CLOSED -> {}
    }
    List<String> broken = before.evidence().map(ProposalEvidence::broken).orElse(List.of());
    List<String> others = waives.stream().filter(guard -> !broken.contains(guard)).toList();
    if (!others.isEmpty()) {
      return Optional.of(
          Rejection.of(
              Rejection.Kind.WRONG,
              "waives",
              "bad-value",
              "`%s` is no guard that is broken (expected: %s)"
                  .formatted(
                      others.getFirst(),
                      broken.isEmpty() ? "none" : "`" + String.join("`, `", broken) + "`")));
    }
    return !waives.isEmpty() && author.reason().isBlank()
        ? Optional.of(
            Rejection.of(
                Rejection.Kind.WRONG,
                "reason",
                "missing-field",
                "`reason` is missing: who waives a guard says why"))
        : Optional.empty();
  }

  private static Optional<Rejection> rejection(String field, String code, String sentence) {
    return Optional.of(Rejection.of(Rejection.Kind.NOT_NOW, field, code, sentence));
  }

  private static void add(
      Connection connection,
      Rows rows,
      ProposalStanding before,
      Review.Kind kind,
      Author author,
      List<String> waives,
      Instant now)
      throws SQLException {
    ProposalRows all = new ProposalRows(rows);
    Review review =
        new Review(
            all.next("review"),
            before.proposal().number(),
            kind,
            before.evidence().map(ProposalEvidence::number),
            now,
            author.by(),
            author.reason(),
            waives);
    all.add(
        review,
        audit(connection, now, author, kind.text(), before.proposal().ratebook(), review.text()));
  }

  private static long audit(
      Connection connection,
      Instant now,
      Author author,
      String action,
      String ratebook,
      String after)
      throws SQLException {
    return AuditLog.append(
        connection,
        new AuditEntry.Change(now, author.by(), action, ratebook, "{}", after, author.reason()));
  }

  /// How a proposal stands.
  public Verdict<ProposalStanding> standing(long number, Instant at) {
    return transactions.read(rows -> {
      Optional<Proposal> proposal = new ProposalRows(rows).proposal(number);
      return proposal.isEmpty()
          ? unknown(Long.toString(number))
          : new Verdict.Given<>(new Weighing(rows, rules, micros(at)).standing(proposal.get()));
    });
  }

  /// That there is no such proposal.
  public static <T> Verdict<T> unknown(String number) {
    return Verdict.rejected(
        Rejection.Kind.UNKNOWN,
        "proposal",
        "unknown-proposal",
        "there is no proposal `%s` (expected: its number, as `quoin proposals` lists it)"
            .formatted(number));
  }

  /// How proposals stand, the last one first.
  ///
  /// @param ratebook those of one alone
  /// @param most how many at most
  public List<ProposalStanding> all(Optional<String> ratebook, int most, Instant at) {
    return transactions.read(rows -> {
      Weighing weighing = new Weighing(rows, rules, micros(at));
      List<ProposalStanding> standings = new ArrayList<>();
      for (Proposal proposal :
          new ProposalRows(rows).proposals(ratebook).stream().limit(most).toList()) {
        standings.add(weighing.standing(proposal));
      }
      return standings;
    });
  }

  /// Evidence as JSON.
  public Optional<String> body(long evidence) {
    return transactions.read(rows -> new ProposalRows(rows).body(evidence));
  }

  /// Proposals whose evidence has to be made, in their order.
  public List<Proposal> awaited() {
    return transactions.read(rows -> new ProposalRows(rows).awaited());
  }

  /// That a server makes the evidence of a proposal, and no other one does meanwhile.
  public static final class Claim implements AutoCloseable {
    private final Connection connection;

    private Claim(Connection connection) {
      this.connection = connection;
    }

    /// Lets others make it.
    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        // It was gone.
      }
    }
  }

  /// Claims the making of evidence; nothing where another server has done that.
  public Optional<Claim> claim(Proposal proposal) {
    try {
      Connection connection = database.connect();
      boolean isOurs = false;
      try (PreparedStatement select = connection.prepareStatement(CLAIM)) {
        select.setInt(1, Math.toIntExact(proposal.number()));
        try (ResultSet row = select.executeQuery()) {
          isOurs = row.next() && row.getBoolean(1);
        }
      } finally {
        if (!isOurs) {
          connection.close();
        }
      }
      return isOurs ? Optional.of(new Claim(connection)) : Optional.empty();
    } catch (SQLException e) {
      throw database.refused(e);
    }
  }

  /// Keeps evidence, if it is still awaited and still compares with the release that is active.
  ///
  /// @return whether it was kept
  public boolean keep(Proposal proposal, Findings findings, Instant at) {
    Instant now = micros(at);
    return transactions.change((connection, rows) -> {
      ProposalRows all = new ProposalRows(rows);
      Optional<String> active =
          rows.standing(proposal.ratebook()).flatMap(standing -> standing.release(now));
      boolean isAwaited =
          Weighing.isAwaited(all.evidence(proposal.number()), all.reviews(proposal.number()));
      if (!isAwaited || !findings.against().equals(active)) {
        return false;
      }
      ProposalEvidence evidence =
          new ProposalEvidence(
              all.next("evidence"),
              proposal.number(),
              findings.against(),
              now,
              findings.engine(),
              findings.zoneData(),
              findings.size(),
              findings.broken(),
              findings.failure(),
              sha256(findings.body()));
      all.add(
          evidence,
          findings.body(),
          audit(
              connection,
              now,
              new Author(SERVER, ""),
              "evidence",
              proposal.ratebook(),
              evidence.text()));
      return true;
    });
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(Archive.sha256().digest(text.getBytes(UTF_8)));
  }

  private static Instant micros(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }
}
