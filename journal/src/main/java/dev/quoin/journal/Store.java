package dev.quoin.journal;

import dev.quoin.database.Schema;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The journal's SQL: all of it is here, beside `migration`.
///
/// Locks are taken in one order on every server: request ids, sorted, then bookings, sorted. What is left of deadlocks (two
/// bookings that swap quotes) PostgreSQL ends, and the writer tries again.
final class Store {
  static final Schema SCHEMA = new Schema("journal", "dev/quoin/journal/migration");

  private static final String CLAIM =
      """
      insert into journal.request as known (request_id, caller, service, entry, fingerprint, at)
      select asked.*, ? from unnest(?::text[], ?::text[], ?::text[], ?::uuid[], ?::bytea[]) as asked
      on conflict (request_id, caller, service) do update
        set entry = excluded.entry, fingerprint = excluded.fingerprint, at = excluded.at
        where known.at <= ?
      returning entry
      """;

  static final String CARD =
      "customer, outcome, total, highest_total, currency, lines, refusals, searched, engine, zone_data, levers_at";

  private static final String ENTRY =
      "select id, kind, service, ratebook, digest, at, valid_until, caller, request_id,"
          + " fingerprint, booking, inputs, answer, "
          + CARD
          + " from journal.entry ";

  private static final String FIRST_ANSWERS =
      """
      select r.entry
      from unnest(?::text[], ?::text[], ?::text[]) as asked (request_id, caller, service)
      join journal.request r using (request_id, caller, service)
      """;

  private static final String UNCLAIM =
      "delete from journal.request where request_id = ? and caller = ? and service = ? and entry = ?";

  private static final String FIND = ENTRY + "where id = ?";

  /// Ids that are told beforehand, and not joined, let PostgreSQL look at their days alone.
  private static final String FIND_ALL = ENTRY + "where id = any(?)";

  private static final String FIND_REQUEST =
      "select entry from journal.request where request_id = ? and caller = ? and service = ? and at > ?";

  private static final String MAKE_BOOKING =
      "insert into journal.booking (id, quote, version, state) values (?, ?, 1, ?) on conflict do nothing";

  private static final String CHANGE_BOOKING =
      "update journal.booking set version = version + 1, state = ? where id = ? and quote = ? and version = ?";

  private static final String BOOKING =
      "select id, quote, version, state from journal.booking where ";

  private static final String BOOKING_ENTRIES =
      ENTRY + "where booking = ? and id >= ? order by booking_version";

  /// The clocks of servers differ by less.
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  private static final String SWEEP =
      """
      delete from journal.request where ctid = any(array(
        select ctid from journal.request where at < ? order by at limit ? for update skip locked))
      """;

  /// Where delivered rows wait within their transaction; of a connection's own.
  static final String SPOOLED_TABLE =
      "create temporary table spooled on commit delete rows as select %s from journal.entry with no data"
          .formatted(Tuple.COLUMNS);

  private static final String DELIVER_REQUESTS =
      """
      insert into journal.request as known (request_id, caller, service, entry, fingerprint, at)
      select distinct on (request_id, caller, service) request_id, caller, service, id, fingerprint, at
      from spooled where request_id is not null
      order by request_id, caller, service, at desc
      on conflict (request_id, caller, service) do update
        set entry = excluded.entry, fingerprint = excluded.fingerprint, at = excluded.at
        where known.at <= excluded.at - interval '24 hours'
      """;

  private static final String DELIVER_ENTRIES =
      "insert into journal.entry (%1$s) select %1$s from spooled order by id on conflict do nothing"
          .formatted(Tuple.COLUMNS);

  private static final Pattern ANSWER_ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final String MARK_KEY =
      "insert into journal.customer_key (mark) values (?) on conflict do nothing";

  private static final String KEY_MARK = "select mark from journal.customer_key";

  private static final String HAS_KEY_TABLE =
      "select to_regclass('journal.customer_key') is not null";

  private Store() {}

  static boolean hasCustomerKey(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement()) {
      try (ResultSet row = select.executeQuery(HAS_KEY_TABLE)) {
        if (!row.next() || !row.getBoolean(1)) {
          return false;
        }
      }
      try (ResultSet row = select.executeQuery(KEY_MARK)) {
        return row.next();
      }
    }
  }

  /// Whether customers have their pseudonyms under this key; the first one that comes is the one.
  static boolean isCustomerKey(Connection connection, CustomerKey key) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(MARK_KEY)) {
      insert.setBytes(1, key.mark());
      insert.executeUpdate();
    }
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(KEY_MARK)) {
      return row.next() && Arrays.equals(row.getBytes(1), key.mark());
    }
  }

  /// Writes a group within the connection's transaction, and decides what becomes of each entry once it is committed.
  ///
  /// INVARIANT: no two entries of a group have the same request id or the same id.
  static void write(Connection connection, List<Append> group, Instant now) throws SQLException {
    group.forEach(Append::undecided);
    List<Append> wanted = withoutErased(connection, group);
    claim(connection, wanted, now);
    List<Append> refused = changeBookings(connection, wanted);
    List<Append> kept = new ArrayList<>(wanted.size());
    for (Append append : wanted) {
      if (append.isUndecided() && !refused.contains(append)) {
        append.becomes(new Kept.Stored(append.entry));
        kept.add(append);
      }
    }
    if (!kept.isEmpty()) {
      long bytes = kept.stream().mapToLong(Append::size).sum();
      try (CopyRows rows = CopyRows.into(connection, "journal.entry", bytes)) {
        for (Append append : kept) {
          rows.row(append.tuple);
        }
        rows.end();
      }
    }
    for (Append append : refused) {
      append.becomes(refusal(connection, changeOf(append)));
    }
  }

  /// What was on its way to a customer who was erased meanwhile is not kept, and so not told.
  private static List<Append> withoutErased(Connection connection, List<Append> group)
      throws SQLException {
    ErasedMarks erased =
        ErasedMarks.since(
            connection,
            group.stream().map(append -> append.entry.at()).min(Instant::compareTo).orElseThrow());
    List<Append> wanted = new ArrayList<>(group.size());
    for (Append append : group) {
      if (erased.have(append.entry.card().customer(), append.entry.at())) {
        append.fail(new Unavailable("the customer was erased while this was answered: ask again"));
      } else if (!append.future.isCompletedExceptionally()) {
        wanted.add(append);
      }
    }
    return wanted;
  }

  private static void claim(Connection connection, List<Append> group, Instant now)
      throws SQLException {
    List<Append> claims = new ArrayList<>();
    for (Append append : group) {
      if (append.key != null) {
        claims.add(append);
      }
    }
    if (claims.isEmpty()) {
      return;
    }
    claims.sort(Comparator.comparing(Store::keyOf));
    Set<UUID> won = new HashSet<>();
    try (PreparedStatement insert = connection.prepareStatement(CLAIM)) {
      insert.setObject(1, utc(now));
      setKeys(connection, insert, 2, claims);
      Object[] ids = claims.stream().map(claim -> claim.entry.id()).toArray();
      insert.setArray(5, connection.createArrayOf("uuid", ids));
      byte[][] fingerprints =
          claims.stream().map(claim -> claim.entry.fingerprint().raw()).toArray(byte[][]::new);
      insert.setArray(6, connection.createArrayOf("bytea", fingerprints));
      insert.setObject(7, utc(now.minus(Entry.REQUEST_ID_LIFE)));
      try (ResultSet rows = insert.executeQuery()) {
        while (rows.next()) {
          won.add(rows.getObject(1, UUID.class));
        }
      }
    }
    claims.removeIf(claim -> won.contains(claim.entry.id()));
    if (!claims.isEmpty()) {
      repeat(connection, claims);
    }
  }

  private static void repeat(Connection connection, List<Append> repeats) throws SQLException {
    List<UUID> ids;
    try (PreparedStatement select = connection.prepareStatement(FIRST_ANSWERS)) {
      setKeys(connection, select, 1, repeats);
      ids = ids(select);
    }
    Map<RequestKey, Entry> first = new HashMap<>();
    for (Entry entry : findAll(connection, ids)) {
      entry.key().ifPresent(key -> first.put(key, entry));
    }
    for (Append repeat : repeats) {
      Entry known = first.get(keyOf(repeat));
      if (known == null) {
        // Swept or erased between the two statements: the next try finds the request id free.
        throw new SQLException("the first answer is gone", "40001");
      }
      repeat.becomes(Kept.beside(known, repeat.entry.fingerprint()));
    }
  }

  private static RequestKey keyOf(Append append) {
    if (append.key == null) {
      throw new IllegalStateException("no request id");
    }
    return append.key;
  }

  private static void setKeys(
      Connection connection, PreparedStatement statement, int from, List<Append> appends)
      throws SQLException {
    Object[] requests = appends.stream().map(append -> keyOf(append).requestId()).toArray();
    Object[] callers = appends.stream().map(append -> keyOf(append).caller()).toArray();
    Object[] services = appends.stream().map(append -> keyOf(append).service()).toArray();
    statement.setArray(from, connection.createArrayOf("text", requests));
    statement.setArray(from + 1, connection.createArrayOf("text", callers));
    statement.setArray(from + 2, connection.createArrayOf("text", services));
  }

  /// One by one: there are few, and each sees what the one before it did. Gives those that are refused.
  private static List<Append> changeBookings(Connection connection, List<Append> group)
      throws SQLException {
    List<Append> changes = new ArrayList<>();
    for (Append append : group) {
      if (append.change != null && append.isUndecided()) {
        changes.add(append);
      }
    }
    changes.sort(Comparator.comparing(append -> changeOf(append).booking()));
    List<Append> refused = new ArrayList<>();
    for (Append append : changes) {
      BookingChange change = changeOf(append);
      boolean done = change.makes() ? make(connection, change) : change(connection, change);
      if (!done) {
        unclaim(connection, append);
        refused.add(append);
      }
    }
    return refused;
  }

  private static BookingChange changeOf(Append append) {
    if (append.change == null) {
      throw new IllegalStateException("no change of a booking");
    }
    return append.change;
  }

  private static boolean make(Connection connection, BookingChange change) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(MAKE_BOOKING)) {
      insert.setString(1, change.booking());
      insert.setString(2, change.quote());
      insert.setString(3, change.newState().name());
      return insert.executeUpdate() == 1;
    }
  }

  private static boolean change(Connection connection, BookingChange change) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(CHANGE_BOOKING)) {
      update.setString(1, change.newState().name());
      update.setString(2, change.booking());
      update.setString(3, change.quote());
      update.setInt(4, change.expectedVersion());
      return update.executeUpdate() == 1;
    }
  }

  private static Outcome refusal(Connection connection, BookingChange change) throws SQLException {
    Optional<Booking> current = booking(connection, "id = ?", change.booking());
    if (current.isPresent() || !change.makes()) {
      return new Outcome.Stale(current);
    }
    return bookingOf(connection, change.quote())
        .<Outcome>map(Outcome.QuoteTaken::new)
        .orElseThrow(() -> new SQLException("the booking in the way is gone", "40001"));
  }

  /// What was refused leaves its request id free.
  private static void unclaim(Connection connection, Append append) throws SQLException {
    if (append.key == null) {
      return;
    }
    try (PreparedStatement delete = connection.prepareStatement(UNCLAIM)) {
      delete.setString(1, append.key.requestId());
      delete.setString(2, append.key.caller());
      delete.setString(3, append.key.service());
      delete.setObject(4, append.entry.id());
      delete.executeUpdate();
    }
  }

  static Optional<Entry> find(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setObject(1, id);
      return onlyEntry(select);
    }
  }

  static Optional<Entry> findRequest(Connection connection, RequestKey key, Instant after)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND_REQUEST)) {
      select.setString(1, key.requestId());
      select.setString(2, key.caller());
      select.setString(3, key.service());
      select.setObject(4, utc(after));
      return findAll(connection, ids(select)).stream().findFirst();
    }
  }

  private static List<UUID> ids(PreparedStatement select) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  private static List<Entry> findAll(Connection connection, List<UUID> ids) throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement select = connection.prepareStatement(FIND_ALL)) {
      select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      return entries(select);
    }
  }

  private static List<Entry> entries(PreparedStatement select) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        entries.add(entry(rows));
      }
    }
    return entries;
  }

  static Optional<Booking> booking(Connection connection, String id) throws SQLException {
    return booking(connection, "id = ?", id);
  }

  static Optional<Booking> bookingOf(Connection connection, String quote) throws SQLException {
    return booking(connection, "quote = ?", quote);
  }

  private static Optional<Booking> booking(Connection connection, String where, String what)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(BOOKING + where)) {
      select.setString(1, what);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        String id = row.getString(1);
        String quote = row.getString(2);
        int version = row.getInt(3);
        List<Entry> entries = entriesOf(connection, id, quote);
        return Optional.of(
            new Booking(
                id,
                quote,
                version,
                Booking.State.valueOf(row.getString(4)),
                // A change that came between the two statements is not part of what was read first.
                entries.subList(0, Math.min(version, entries.size()))));
      }
    }
  }

  private static List<Entry> entriesOf(Connection connection, String booking, String quote)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(BOOKING_ENTRIES)) {
      select.setString(1, booking);
      select.setObject(2, notBefore(quote));
      return entries(select);
    }
  }

  /// An id that is less than those of all that became of a quote, which came before it.
  private static UUID notBefore(String quote) {
    Matcher id = ANSWER_ID.matcher(quote);
    if (!id.lookingAt()) {
      return new UUID(0, 0);
    }
    long quoted = UUID.fromString(id.group()).getMostSignificantBits() >>> 16;
    return Days.firstId(Instant.ofEpochMilli(Math.max(0, quoted - CLOCKS_APART.toMillis())));
  }

  /// Writes entries of the spool within the connection's transaction: those that are not there yet, and whose customers were not erased
  /// since.
  static void deliver(Connection connection, List<byte[]> tuples) throws SQLException {
    ErasedMarks erased = ErasedMarks.since(connection, ErasedMarks.earliest(tuples));
    long bytes = tuples.stream().mapToLong(tuple -> tuple.length).sum();
    try (CopyRows rows = CopyRows.into(connection, "spooled", bytes)) {
      for (byte[] tuple : tuples) {
        if (!erased.have(tuple)) {
          rows.row(Tuple.ofToday(tuple));
        }
      }
      rows.end();
    }
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(DELIVER_REQUESTS);
      statement.executeUpdate(DELIVER_ENTRIES);
    }
  }

  /// Whether the database answers, or, if asked so, has room for what is written.
  static void probe(Connection connection, boolean writing) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          writing
              ? "truncate journal.probe; insert into journal.probe values (repeat('x', 262144))"
              : "select 1");
    }
    connection.commit();
  }

  /// Forgets some of the request ids of before an instant, and says how many.
  static int sweep(Connection connection, Instant before, int limit) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(SWEEP)) {
      delete.setObject(1, utc(before));
      delete.setInt(2, limit);
      return delete.executeUpdate();
    }
  }

  /// Forgets the marks of those who were erased before an instant, to the end.
  static void sweepErasures(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from journal.erasure where until < ? and customer is null")) {
      delete.setObject(1, utc(before));
      delete.executeUpdate();
    }
  }

  private static Optional<Entry> onlyEntry(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(entry(row)) : Optional.empty();
    }
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getObject(1, UUID.class),
        Kind.valueOf(row.getString(2)),
        row.getString(3),
        row.getString(4),
        HexFormat.of().formatHex(row.getBytes(5)),
        row.getObject(6, OffsetDateTime.class).toInstant(),
        instant(row, 7),
        row.getString(8),
        optional(row.getString(9)),
        Fingerprint.fromBytes(row.getBytes(10)),
        optional(row.getString(11)),
        row.getString(12),
        row.getString(13),
        card(row, 14));
  }

  /// @param from the number of the first column of the card
  static Card card(ResultSet row, int from) throws SQLException {
    return new Card(
        Optional.ofNullable(row.getBytes(from)).map(HexFormat.of()::formatHex),
        optional(row.getString(from + 1)).map(Card.Answered::valueOf),
        Optional.ofNullable(row.getBigDecimal(from + 2)),
        Optional.ofNullable(row.getBigDecimal(from + 3)),
        optional(row.getString(from + 4)),
        texts(row, from + 5),
        texts(row, from + 6),
        texts(row, from + 7),
        optional(row.getString(from + 8)),
        optional(row.getString(from + 9)),
        instant(row, from + 10));
  }

  private static List<String> texts(ResultSet row, int column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static Optional<String> optional(@Nullable String text) {
    return Optional.ofNullable(text);
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
