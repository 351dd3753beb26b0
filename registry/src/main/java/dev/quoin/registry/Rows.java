package dev.quoin.registry;

import dev.quoin.registry.audit.Audited;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// The rows of the registry's tables beside those of the releases, read and written on a connection.
final class Rows {
  private static final String DECISION =
      "select number, ratebook, kind, digest, decided_at, scheduled_for, base, back_to, frozen, by_hand, decided_by,"
          + " reason, audit, proposal from registry.activation";

  private static final String PUBLICATION =
      "select digest, ratebook, published_at, published_by, message, commit_id, engine, zone_data, cases, guards,"
          + " warnings, audit from registry.publication";

  private static final String RETIREMENT =
      "select digest, retired_at, retired_by, reason, audit from registry.retirement";

  private static final String RETIREMENT_AND_RATEBOOK =
      "select digest, retired_at, retired_by, reason, audit, coalesce(published.ratebook, '') as ratebook"
          + " from registry.retirement left join"
          + " (select digest, ratebook from registry.publication) published using (digest)";

  final Connection connection;

  Rows(Connection connection) {
    this.connection = connection;
  }

  /// Reads a row.
  interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// The last decision of a ratebook.
  Optional<Decision> last(String ratebook) throws SQLException {
    return all(
            DECISION + " where ratebook = ? order by number desc limit 1", Rows::decision, ratebook)
        .stream()
        .findFirst();
  }

  Optional<Decision> decision(Optional<Long> number) throws SQLException {
    return number.isEmpty()
        ? Optional.empty()
        : all(DECISION + " where number = ?", Rows::decision, number.get()).stream().findFirst();
  }

  /// All decisions of a ratebook, in their order.
  List<Decision> decisions(String ratebook) throws SQLException {
    return all(DECISION + " where ratebook = ? order by number", Rows::decision, ratebook);
  }

  /// How a ratebook stands; nothing was decided yet, if empty.
  Optional<Standing> standing(String ratebook) throws SQLException {
    Optional<Decision> last = last(ratebook);
    return last.isEmpty() ? Optional.empty() : Optional.of(standing(last.get()));
  }

  /// How all ratebooks stand on which something was decided.
  List<Standing> standings() throws SQLException {
    List<Standing> standings = new ArrayList<>();
    for (Decision last :
        all(
            "select distinct on (ratebook)"
                + DECISION.substring("select".length())
                + " order by ratebook, number desc",
            Rows::decision)) {
      standings.add(standing(last));
    }
    return standings;
  }

  private Standing standing(Decision last) throws SQLException {
    Optional<Decision> base = decision(last.base());
    return new Standing(
        last,
        base,
        back(last).flatMap(Decision::release),
        base.isEmpty() ? Optional.empty() : back(base.get()).flatMap(Decision::release),
        all(
                "select digest from registry.publication where ratebook = ? order by audit desc limit 1",
                row -> hex(row.getBytes(1)),
                last.ratebook())
            .stream()
            .findFirst());
  }

  /// The decision to whose release a rollback of another one goes: past what is retired, and past what the rollbacks that led there
  /// took back.
  Optional<Decision> back(Decision from) throws SQLException {
    Set<String> passed = takenBack(from);
    Optional<Decision> target = decision(from.backTo());
    while (target.isPresent() && isPassed(target.get(), passed)) {
      target = decision(target.get().backTo());
    }
    return target;
  }

  private boolean isPassed(Decision target, Set<String> passed) throws SQLException {
    String release = target.release().orElseThrow();
    return passed.contains(release) || retirement(release).isPresent();
  }

  /// The release of a decision, and those that rollbacks took back since somebody activated one.
  private Set<String> takenBack(Decision from) throws SQLException {
    Set<String> releases = new HashSet<>();
    Optional<Decision> step = Optional.of(from);
    while (step.isPresent()) {
      step.get().release().ifPresent(releases::add);
      step = isOfARun(step.get()) ? decision(step.get().base()) : Optional.empty();
    }
    return releases;
  }

  private static boolean isOfARun(Decision decision) {
    return switch (decision.kind()) {
      case ROLLBACK, FREEZE, UNFREEZE -> true;
      case ACTIVATE, DEACTIVATE, FOLDER -> false;
    };
  }

  long nextDecision() throws SQLException {
    return all(
            "select coalesce(max(number), 0) + 1 from registry.activation", row -> row.getLong(1))
        .getFirst();
  }

  void add(Decision decision, long audit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into registry.activation values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, decision.number());
      insert.setString(2, decision.ratebook());
      insert.setString(3, decision.kind().text());
      insert.setBytes(4, decision.release().map(Rows::bytes).orElse(null));
      insert.setObject(5, decision.at().atOffset(ZoneOffset.UTC));
      insert.setObject(
          6,
          decision.scheduledFor().map(from -> from.atOffset(ZoneOffset.UTC)).orElse(null),
          Types.TIMESTAMP_WITH_TIMEZONE);
      insert.setObject(7, decision.base().orElse(null), Types.BIGINT);
      insert.setObject(8, decision.backTo().orElse(null), Types.BIGINT);
      insert.setBoolean(9, decision.frozen());
      insert.setBoolean(10, decision.byHand());
      insert.setString(11, decision.by());
      insert.setString(12, decision.reason());
      insert.setLong(13, audit);
      insert.setObject(14, decision.proposal().orElse(null), Types.BIGINT);
      insert.executeUpdate();
    }
  }

  Optional<Publication> publication(String release) throws SQLException {
    return all(PUBLICATION + " where digest = ?", Rows::publication, bytes(release)).stream()
        .findFirst();
  }

  List<Publication> publications() throws SQLException {
    return all(PUBLICATION, Rows::publication);
  }

  void add(Publication publication, long audit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into registry.publication values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setBytes(1, bytes(publication.release()));
      insert.setString(2, publication.ratebook());
      insert.setObject(3, publication.at().atOffset(ZoneOffset.UTC));
      insert.setString(4, publication.by());
      insert.setString(5, publication.message());
      insert.setString(6, publication.commit());
      insert.setString(7, publication.engine());
      insert.setString(8, publication.zoneData());
      insert.setInt(9, publication.cases());
      insert.setInt(10, publication.guards());
      insert.setString(11, publication.warnings());
      insert.setLong(12, audit);
      insert.executeUpdate();
    }
  }

  /// The files of a release.
  SortedMap<String, byte[]> files(String release) throws SQLException {
    List<byte[]> archive =
        all(
            "select archive from registry.release where digest = ?",
            row -> row.getBytes(1),
            bytes(release));
    try {
      return archive.isEmpty()
          ? Collections.emptySortedMap()
          : Archive.unpack(archive.getFirst(), release);
    } catch (IOException e) {
      throw new IllegalStateException(
          "release %s is damaged in the database: %s".formatted(release, e.getMessage()), e);
    }
  }

  Optional<Retirement> retirement(String release) throws SQLException {
    return all(RETIREMENT + " where digest = ?", Rows::retirement, bytes(release)).stream()
        .findFirst();
  }

  List<Retirement> retirements() throws SQLException {
    return all(RETIREMENT, Rows::retirement);
  }

  void add(Retirement retirement, long audit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into registry.retirement values (?, ?, ?, ?, ?)")) {
      insert.setBytes(1, bytes(retirement.release()));
      insert.setObject(2, retirement.at().atOffset(ZoneOffset.UTC));
      insert.setString(3, retirement.by());
      insert.setString(4, retirement.reason());
      insert.setLong(5, audit);
      insert.executeUpdate();
    }
  }

  /// What all rows say that have an entry in the audit log.
  List<Audited> audited() throws SQLException {
    List<Audited> rows = new ArrayList<>();
    // An older server may have left the database.
    boolean hasProposals =
        all("select to_regclass('registry.proposal') is not null", row -> row.getBoolean(1))
            .getFirst();
    rows.addAll(
        all(
            hasProposals ? DECISION : DECISION.replace(", proposal ", ", null::bigint "),
            row -> {
              Decision decision = decision(row);
              return new Audited(
                  row.getLong("audit"),
                  decision.kind().text(),
                  decision.ratebook(),
                  decision.text());
            }));
    rows.addAll(
        all(
            PUBLICATION,
            row -> {
              Publication publication = publication(row);
              return new Audited(
                  row.getLong("audit"), "publish", publication.ratebook(), publication.text());
            }));
    rows.addAll(
        all(
            RETIREMENT_AND_RATEBOOK,
            row ->
                new Audited(
                    row.getLong("audit"),
                    "retire",
                    row.getString("ratebook"),
                    retirement(row).text())));
    if (hasProposals) {
      rows.addAll(new ProposalRows(this).audited());
    }
    return rows;
  }

  <T> List<T> all(String select, Reading<T> reading, Object... parameters) throws SQLException {
    List<T> read = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          read.add(reading.read(row));
        }
      }
    }
    return read;
  }

  private static Decision decision(ResultSet row) throws SQLException {
    return new Decision(
        row.getLong(1),
        row.getString(2),
        Decision.Kind.of(row.getString(3)),
        Optional.ofNullable(row.getBytes(4)).map(Rows::hex),
        instant(row, 5),
        Optional.ofNullable(row.getObject(6, OffsetDateTime.class)).map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getObject(7, Long.class)),
        Optional.ofNullable(row.getObject(8, Long.class)),
        row.getBoolean(9),
        row.getBoolean(10),
        row.getString(11),
        row.getString(12),
        Optional.ofNullable(row.getObject(14, Long.class)));
  }

  private static Publication publication(ResultSet row) throws SQLException {
    return new Publication(
        hex(row.getBytes(1)),
        row.getString(2),
        instant(row, 3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getInt(9),
        row.getInt(10),
        row.getString(11));
  }

  private static Retirement retirement(ResultSet row) throws SQLException {
    return new Retirement(
        hex(row.getBytes(1)), instant(row, 2), row.getString(3), row.getString(4));
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static byte[] bytes(String digest) {
    return HexFormat.of().parseHex(digest);
  }

  static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
