package dev.quoin.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// The customers who were erased of late, by marks: what was answered to them before is not kept when it comes now.
///
/// A mark is SHA-256 of the pseudonym. Whoever has the name and the key can tell whether it is somebody's; nobody can tell whose it is.
final class ErasedMarks {
  static final ErasedMarks NONE = new ErasedMarks(0, Map.of());

  /// For how long marks are kept. What is older and comes out of a spool is set aside, for nobody can tell any more whether it may
  /// be kept.
  static final Duration LIFE = Duration.ofDays(30);

  /// The number is any that nobody else uses.
  static final long LOCK = 5_204_938_218_301_469L;

  /// Whoever writes answers holds the lock with others until the end of its transaction, whoever adds a mark holds it alone. So a
  /// transaction either sees the mark, or has ended when the mark is there. Two statements on one way: each sees what is
  /// committed when it begins, and the second one has to begin when the lock is held.
  private static final String SINCE =
      "select pg_advisory_xact_lock_shared(%d); select number, mark, until from journal.erasure where until >= ?"
          .formatted(LOCK);

  private static final String AFTER =
      "select number, mark, until from journal.erasure where number > ?";

  private static final String KNOWN =
      "select exists (select from journal.erasure where (mark = ? and until >= ?) or ? = any(answers))";

  private static final byte[] PREFIX = "quoin erased ".getBytes(US_ASCII);

  private final long last;
  private final Map<String, Instant> untilByMark;

  private ErasedMarks(long last, Map<String, Instant> untilByMark) {
    this.last = last;
    this.untilByMark = untilByMark;
  }

  /// Those that answers of an instant or later may have; none is added until the transaction has ended.
  static ErasedMarks since(Connection connection, Instant earliest) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SINCE)) {
      select.setObject(1, Store.utc(earliest));
      select.execute();
      select.getMoreResults();
      try (ResultSet rows = select.getResultSet()) {
        return read(rows, 0);
      }
    }
  }

  /// Those that were added behind these.
  ErasedMarks next(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(AFTER)) {
      select.setLong(1, last);
      try (ResultSet rows = select.executeQuery()) {
        return read(rows, last);
      }
    }
  }

  private static ErasedMarks read(ResultSet rows, long before) throws SQLException {
    long last = before;
    Map<String, Instant> marks = new HashMap<>();
    while (rows.next()) {
      last = Math.max(last, rows.getLong(1));
      marks.merge(
          HexFormat.of().formatHex(rows.getBytes(2)),
          rows.getObject(3, OffsetDateTime.class).toInstant(),
          (one, other) -> one.isAfter(other) ? one : other);
    }
    return new ErasedMarks(last, marks);
  }

  /// Whether an answer that is found elsewhere is one that was erased, as far as that is remembered.
  static boolean isErased(Connection connection, Entry entry) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
      select.setBytes(
          1, entry.card().customer().map(ErasedMarks::mark).orElseGet(() -> new byte[0]));
      select.setObject(2, Store.utc(entry.at()));
      select.setObject(3, entry.id());
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  boolean isEmpty() {
    return untilByMark.isEmpty();
  }

  /// Whether an answer was given to somebody who was erased after it.
  boolean have(Optional<String> customer, Instant at) {
    if (untilByMark.isEmpty() || customer.isEmpty()) {
      return false;
    }
    Instant until = untilByMark.get(HexFormat.of().formatHex(mark(customer.get())));
    return until != null && !at.isAfter(until);
  }

  boolean have(byte[] tuple) {
    return !untilByMark.isEmpty() && have(Tuple.customerOf(tuple), Tuple.atOf(tuple));
  }

  /// The earliest instant of some entries, of which there is one at least.
  static Instant earliest(Collection<byte[]> tuples) {
    return tuples.stream().map(Tuple::atOf).min(Instant::compareTo).orElseThrow();
  }

  static byte[] mark(String pseudonym) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(PREFIX);
      return digest.digest(HexFormat.of().parseHex(pseudonym));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
