package dev.quoin.registry;

import dev.quoin.ratebook.Approvals;
import dev.quoin.registry.audit.Audited;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows of proposals, of their evidence and of what people say to them.
final class ProposalRows {
  private static final String PROPOSAL =
      "select number, digest, ratebook, proposed_at, proposed_by, message, audit from registry.proposal";

  /// Bodies may be large: they are read one at a time.
  private static final String EVIDENCE =
      "select number, proposal, against, made_at, engine, zone_data, changed, mean, broken, failure,"
          + " sha256(convert_to(body, 'UTF8')), audit from registry.evidence";

  private static final String REVIEW =
      "select number, proposal, kind, evidence, reviewed_at, reviewed_by, comment, waives, audit from registry.review";

  private final Rows rows;

  ProposalRows(Rows rows) {
    this.rows = rows;
  }

  Optional<Proposal> proposal(long number) throws SQLException {
    return rows.all(PROPOSAL + " where number = ?", ProposalRows::proposal, number).stream()
        .findFirst();
  }

  /// All of a ratebook, or of all ratebooks where none is named, the last one first.
  List<Proposal> proposals(Optional<String> ratebook) throws SQLException {
    return ratebook.isEmpty()
        ? rows.all(PROPOSAL + " order by number desc", ProposalRows::proposal)
        : rows.all(
            PROPOSAL + " where ratebook = ? order by number desc",
            ProposalRows::proposal,
            ratebook.get());
  }

  /// Those of a release, the last one first.
  List<Proposal> of(String release) throws SQLException {
    return rows.all(
        PROPOSAL + " where digest = ? order by number desc",
        ProposalRows::proposal,
        Rows.bytes(release));
  }

  /// Those that have less evidence than was asked for, and were not closed, in their order.
  List<Proposal> awaited() throws SQLException {
    return rows.all(
        PROPOSAL
            + " p where 1 + (select count(*) from registry.review r where r.proposal = p.number and r.kind = 'renew')"
            + " > (select count(*) from registry.evidence e where e.proposal = p.number)"
            + " and not exists (select from registry.review r where r.proposal = p.number and r.kind = 'close')"
            + " order by number",
        ProposalRows::proposal);
  }

  List<ProposalEvidence> evidence(long proposal) throws SQLException {
    return rows.all(
        EVIDENCE + " where proposal = ? order by number", ProposalRows::evidence, proposal);
  }

  Optional<String> body(long evidence) throws SQLException {
    return rows
        .all(
            "select body from registry.evidence where number = ?",
            row -> row.getString(1),
            evidence)
        .stream()
        .findFirst();
  }

  List<Review> reviews(long proposal) throws SQLException {
    return rows.all(REVIEW + " where proposal = ? order by number", ProposalRows::review, proposal);
  }

  /// The number of the next row of a table.
  long next(String table) throws SQLException {
    return rows.all(
            "select coalesce(max(number), 0) + 1 from registry." + table, row -> row.getLong(1))
        .getFirst();
  }

  void add(Proposal proposal, long audit) throws SQLException {
    try (PreparedStatement insert =
        rows.connection.prepareStatement(
            "insert into registry.proposal values (?, ?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, proposal.number());
      insert.setBytes(2, Rows.bytes(proposal.release()));
      insert.setString(3, proposal.ratebook());
      insert.setObject(4, proposal.at().atOffset(ZoneOffset.UTC));
      insert.setString(5, proposal.by());
      insert.setString(6, proposal.message());
      insert.setLong(7, audit);
      insert.executeUpdate();
    }
  }

  void add(ProposalEvidence evidence, String body, long audit) throws SQLException {
    try (PreparedStatement insert =
        rows.connection.prepareStatement(
            "insert into registry.evidence values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, evidence.number());
      insert.setLong(2, evidence.proposal());
      insert.setBytes(3, evidence.against().map(Rows::bytes).orElse(null));
      insert.setObject(4, evidence.at().atOffset(ZoneOffset.UTC));
      insert.setString(5, evidence.engine());
      insert.setString(6, evidence.zoneData());
      insert.setObject(7, evidence.size().map(Approvals.Size::changed).orElse(null), Types.NUMERIC);
      insert.setObject(8, evidence.size().map(Approvals.Size::mean).orElse(null), Types.NUMERIC);
      insert.setString(9, String.join(",", evidence.broken()));
      insert.setString(10, evidence.failure());
      insert.setString(11, body);
      insert.setLong(12, audit);
      insert.executeUpdate();
    }
  }

  void add(Review review, long audit) throws SQLException {
    try (PreparedStatement insert =
        rows.connection.prepareStatement(
            "insert into registry.review values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, review.number());
      insert.setLong(2, review.proposal());
      insert.setString(3, review.kind().text());
      insert.setObject(4, review.evidence().orElse(null), Types.BIGINT);
      insert.setObject(5, review.at().atOffset(ZoneOffset.UTC));
      insert.setString(6, review.by());
      insert.setString(7, review.comment());
      insert.setString(8, String.join(",", review.waives()));
      insert.setLong(9, audit);
      insert.executeUpdate();
    }
  }

  /// What all rows say that have an entry in the audit log.
  List<Audited> audited() throws SQLException {
    List<Audited> audited = new ArrayList<>();
    audited.addAll(
        rows.all(
            PROPOSAL,
            row -> {
              Proposal proposal = proposal(row);
              return new Audited(
                  row.getLong("audit"), "propose", proposal.ratebook(), proposal.text());
            }));
    audited.addAll(
        rows.all(
            ofRatebook(EVIDENCE),
            row ->
                new Audited(
                    row.getLong("audit"),
                    "evidence",
                    row.getString("ratebook"),
                    evidence(row).text())));
    audited.addAll(
        rows.all(
            ofRatebook(REVIEW),
            row -> {
              Review review = review(row);
              return new Audited(
                  row.getLong("audit"),
                  review.kind().text(),
                  row.getString("ratebook"),
                  review.text());
            }));
    return audited;
  }

  /// Rows with the ratebook of their proposal.
  private static String ofRatebook(String select) {
    return select.replace(
        " from registry.",
        ", coalesce((select p.ratebook from registry.proposal p where p.number = proposal), '') as ratebook from registry.");
  }

  private static Proposal proposal(ResultSet row) throws SQLException {
    return new Proposal(
        row.getLong(1),
        Rows.hex(row.getBytes(2)),
        row.getString(3),
        Rows.instant(row, 4),
        row.getString(5),
        row.getString(6));
  }

  private static ProposalEvidence evidence(ResultSet row) throws SQLException {
    Optional<BigDecimal> changed = Optional.ofNullable(row.getBigDecimal(7));
    Optional<BigDecimal> mean = Optional.ofNullable(row.getBigDecimal(8));
    return new ProposalEvidence(
        row.getLong(1),
        row.getLong(2),
        Optional.ofNullable(row.getBytes(3)).map(Rows::hex),
        Rows.instant(row, 4),
        row.getString(5),
        row.getString(6),
        changed.flatMap(of -> mean.map(by -> new Approvals.Size(of, by))),
        list(row.getString(9)),
        row.getString(10),
        Rows.hex(row.getBytes(11)));
  }

  private static Review review(ResultSet row) throws SQLException {
    return new Review(
        row.getLong(1),
        row.getLong(2),
        Review.Kind.of(row.getString(3)),
        Optional.ofNullable(row.getObject(4, Long.class)),
        Rows.instant(row, 5),
        row.getString(6),
        row.getString(7),
        list(row.getString(8)));
  }

  private static List<String> list(String written) {
    return written.isEmpty() ? List.of() : List.of(written.split(",", -1));
  }
}
