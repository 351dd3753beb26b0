package dev.quoin.registry.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The log in the database.
///
/// Whoever appends holds the lock of the registry: the entries of two transactions would otherwise follow the same one.
public final class AuditLog {
  private static final String LAST =
      "select number, hash from registry.audit order by number desc limit 1";

  private static final String APPEND =
      "insert into registry.audit (number, at, who, action, ratebook, before, after, why, previous, hash)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String ALL =
      "select number, at, who, action, ratebook, before, after, why, previous, hash from registry.audit order by number";

  /// Nobody else takes this lock.
  private static final String LOCK = "select pg_advisory_xact_lock(7305793411)";

  private static final int PAGE = 1_000;

  private AuditLog() {}

  /// Takes the lock of the registry until the transaction ends.
  public static void lock(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LOCK);
        ResultSet row = select.executeQuery()) {
      row.next();
    }
  }

  /// The last entry.
  public static Head head(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LAST);
        ResultSet row = select.executeQuery()) {
      return row.next() ? new Head(row.getLong(1), hex(row.getBytes(2))) : Head.START;
    }
  }

  /// Writes an entry into the transaction of its change.
  ///
  /// @return its number
  public static long append(Connection connection, AuditEntry.Change change) throws SQLException {
    AuditEntry entry = AuditEntry.following(head(connection), change);
    try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
      insert.setLong(1, entry.number());
      insert.setObject(2, change.at().atOffset(ZoneOffset.UTC));
      insert.setString(3, change.who());
      insert.setString(4, change.action());
      insert.setString(5, change.ratebook());
      insert.setString(6, change.before());
      insert.setString(7, change.after());
      insert.setString(8, change.why());
      insert.setBytes(9, HexFormat.of().parseHex(entry.previous()));
      insert.setBytes(10, HexFormat.of().parseHex(entry.hash()));
      insert.executeUpdate();
    }
    return entry.number();
  }

  /// Reads all entries and tells whether they are as they were written.
  ///
  /// @param rows what the rows say now that entries are about
  /// @param kept a head that was kept elsewhere
  public static Verified verify(Connection connection, List<Audited> rows, Optional<Head> kept)
      throws SQLException {
    Map<Long, List<Audited>> left =
        rows.stream().collect(groupingBy(Audited::entry, HashMap::new, toList()));
    Head head = Head.START;
    try (PreparedStatement select = connection.prepareStatement(ALL)) {
      select.setFetchSize(PAGE);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          AuditEntry entry = entry(row);
          Optional<String> wrong =
              wrong(entry, head)
                  .or(() -> otherRow(entry, left.remove(entry.number())))
                  .or(() -> otherThanKept(entry, kept));
          if (wrong.isPresent()) {
            return new Verified.Broken(Math.min(entry.number(), head.number() + 1), wrong.get());
          }
          head = entry.head();
        }
      }
    }
    long last = head.number();
    if (kept.isPresent() && kept.get().number() > last) {
      return new Verified.Broken(
          last + 1,
          "entries are missing at the end: the log ends with %d, and the head that was kept is that of %d"
              .formatted(last, kept.get().number()));
    }
    return left.keySet().stream()
        .min(Long::compare)
        .<Verified>map(number ->
            new Verified.Broken(
                number,
                "a row says that it was written with entry %d, which is not there"
                    .formatted(number)))
        .orElse(new Verified.Intact(last, head));
  }

  private static Optional<String> wrong(AuditEntry entry, Head before) {
    if (entry.number() != before.number() + 1) {
      return Optional.of(
          "entry %d is missing: after %d comes %d"
              .formatted(before.number() + 1, before.number(), entry.number()));
    }
    if (!entry.previous().equals(before.hash())) {
      return Optional.of("entry %d does not follow the entry before it".formatted(entry.number()));
    }
    return entry.hash().equals(entry.expectedHash())
        ? Optional.empty()
        : Optional.of("entry %d is not as it was written".formatted(entry.number()));
  }

  private static Optional<String> otherRow(AuditEntry entry, @Nullable List<Audited> rows) {
    String action = entry.change().action();
    if (rows == null) {
      return Optional.of(
          "entry %d (%s) is about a row that is not there".formatted(entry.number(), action));
    }
    if (rows.size() > 1) {
      return Optional.of(
          "%d rows say that they were written with entry %d (%s)"
              .formatted(rows.size(), entry.number(), action));
    }
    return rows.getFirst().equals(written(entry))
        ? Optional.empty()
        : Optional.of(
            "the row of entry %d (%s) is not as it was written".formatted(entry.number(), action));
  }

  private static Audited written(AuditEntry entry) {
    AuditEntry.Change change = entry.change();
    return new Audited(entry.number(), change.action(), change.ratebook(), change.after());
  }

  private static Optional<String> otherThanKept(AuditEntry entry, Optional<Head> kept) {
    return kept.filter(head -> head.number() == entry.number() && !head.equals(entry.head()))
        .map(_ ->
            "entry %d, or one before it, is not the one whose head was kept"
                .formatted(entry.number()));
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    Instant at = row.getObject(2, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MICROS);
    return new AuditEntry(
        row.getLong(1),
        new AuditEntry.Change(
            at,
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getString(7),
            row.getString(8)),
        hex(row.getBytes(9)),
        hex(row.getBytes(10)));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
