package dev.quoin.journal;

import dev.quoin.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

// One long transaction with a cursor would be simpler, and would keep PostgreSQL from clearing away
// dead rows and hold up the export (Export.java) for as long as somebody reads. So a page is a
// short transaction of its own, and the next one goes on behind the last id. Rows do not change, so
// pages need no snapshot in common; what is written meanwhile with an id of before is not seen.

/// What the journal holds of a period, read page by page in the order of the ids, which is that of time. It only reads, takes no
/// lock that a writer waits for, and holds one page at a time. What is still in a spool is not among it.
///
/// Many threads may ask for pages.
public final class Period implements AutoCloseable {
  /// Neither the rows of a page nor its characters are many: a batch has a hundred thousand of these.
  private static final int PAGE_ROWS = 2_000;

  public static final int PAGE_CHARACTERS = 4_000_000;
  private static final int FETCHED = 200;

  private static final UUID LAST = new UUID(-1L, -1L);
  private static final Instant LAST_INSTANT = Instant.parse("9999-12-31T23:59:59Z");

  /// Within one day's table, so that PostgreSQL looks at no other.
  private static final String PAGE =
      """
      select id, kind, service, ratebook, digest, at, inputs, answer, engine, zone_data, levers_at from journal.entry
      where id >= ? and id < ? and at >= ? and at < ? order by id limit ?\
      """;

  private static final String NEXT =
      "select id from journal.entry where id >= ? and id < ? order by id limit 1";

  private static final String LAST_BUT =
      "select id from journal.entry where id >= ? and id < ? order by id desc offset ? limit 1";

  private static final Pattern ESTIMATED = Pattern.compile("rows=(\\d+)");

  private final Connection connection;
  private final Instant from;
  private final Instant to;
  private final UUID end;

  /// Where the next page begins.
  private UUID next;

  /// Before this the day ends that is being read.
  private UUID dayEnd;

  private Period(Connection connection, Instant from, Instant to, UUID first, UUID end) {
    this.connection = connection;
    this.from = from;
    this.to = to;
    this.next = first;
    this.dayEnd = first;
    this.end = end;
  }

  /// An answer as it was kept.
  ///
  /// @param kind what it answered
  /// @param at when it was answered
  /// @param inputs JSON, to the byte
  /// @param answer JSON, to the byte
  /// @param engine the version of what computed it, where that was kept
  /// @param zoneData the version of the rules of time zones by which it was computed, where that was kept
  /// @param leversAt as in [Card]
  public record Recorded(
      UUID id,
      Kind kind,
      String service,
      String ratebook,
      String digest,
      Instant at,
      String inputs,
      String answer,
      Optional<String> engine,
      Optional<String> zoneData,
      Optional<Instant> leversAt) {}

  /// All that was answered.
  ///
  /// @param from then or later
  /// @param to before then
  public static Period of(Database database, Instant from, Instant to) {
    // Ids tell the time to the millisecond.
    return of(database, from, to, Days.firstId(from), Days.firstId(to.plusMillis(1)));
  }

  /// The last that was answered of a time: so many answers.
  ///
  /// @param from then or later
  /// @param to before then
  public static Period last(Database database, int answers, Instant from, Instant to)
      throws SQLException {
    Period period = of(database, from, to);
    try {
      period.skipTo(answers);
      return period;
    } catch (SQLException | RuntimeException e) {
      period.close();
      throw e;
    }
  }

  private void skipTo(int answers) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LAST_BUT)) {
      select.setObject(1, next);
      select.setObject(2, end);
      select.setInt(3, answers - 1);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          next = row.getObject(1, UUID.class);
          dayEnd = next;
        }
      }
    } finally {
      connection.rollback();
    }
  }

  /// The answer of an id.
  public static Optional<Recorded> find(Database database, UUID id) throws SQLException {
    try (Period alone = of(database, Instant.EPOCH, LAST_INSTANT, id, after(id))) {
      return alone.next().stream().findFirst();
    }
  }

  private static Period of(Database database, Instant from, Instant to, UUID first, UUID end) {
    try {
      Connection connection = database.connect();
      connection.setNetworkTimeout(Runnable::run, 0); // who reads a year waits
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      return new Period(connection, from, to, first, end);
    } catch (SQLException e) {
      throw database.refused(e);
    }
  }

  /// About how many rows there are, as PostgreSQL reckons.
  public synchronized long estimate() throws SQLException {
    try (Statement explain = connection.createStatement();
        ResultSet plan =
            explain.executeQuery(
                "explain select from journal.entry where id >= '%s' and id < '%s'"
                    .formatted(next, end))) {
      Matcher rows = ESTIMATED.matcher(plan.next() ? plan.getString(1) : "");
      return rows.find() ? Long.parseLong(rows.group(1)) : 0;
    } finally {
      connection.rollback();
    }
  }

  /// The next answers; none at the end.
  public synchronized List<Recorded> next() throws SQLException {
    try {
      List<Recorded> rows = page();
      while (rows.isEmpty() && isBefore(next, end) && toNextDay()) {
        rows = page();
      }
      return rows;
    } finally {
      connection.rollback();
    }
  }

  private List<Recorded> page() throws SQLException {
    List<Recorded> rows = new ArrayList<>();
    if (!isBefore(next, dayEnd)) {
      return rows;
    }
    int characters = 0;
    try (PreparedStatement select = connection.prepareStatement(PAGE)) {
      select.setFetchSize(FETCHED);
      select.setObject(1, next);
      select.setObject(2, dayEnd);
      select.setObject(3, Store.utc(from));
      select.setObject(4, Store.utc(to));
      select.setInt(5, PAGE_ROWS);
      try (ResultSet found = select.executeQuery()) {
        while (characters < PAGE_CHARACTERS && found.next()) {
          Recorded row = recorded(found);
          rows.add(row);
          characters += row.inputs.length() + row.answer.length();
        }
      }
    }
    next = rows.isEmpty() ? dayEnd : after(rows.getLast().id);
    return rows;
  }

  /// To the day of the next row; false where there is none.
  private boolean toNextDay() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(NEXT)) {
      select.setObject(1, next);
      select.setObject(2, end);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          next = end;
          return false;
        }
        next = row.getObject(1, UUID.class);
        UUID itsEnd = endOfDay(next);
        dayEnd = isBefore(itsEnd, end) ? itsEnd : end;
        return true;
      }
    }
  }

  private static UUID endOfDay(UUID id) {
    LocalDate day =
        Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)
            .atOffset(ZoneOffset.UTC)
            .toLocalDate();
    UUID end = Days.firstId(day.plusDays(1));
    return isBefore(id, end) ? end : LAST; // beyond the last day that an id can tell
  }

  private static UUID after(UUID id) {
    long least = id.getLeastSignificantBits() + 1;
    long most = id.getMostSignificantBits() + (least == 0 ? 1 : 0);
    return new UUID(most, least);
  }

  /// As PostgreSQL has it: Java's own order takes the first bit for a sign.
  private static boolean isBefore(UUID one, UUID other) {
    int most = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return most == 0
        ? Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits()) < 0
        : most < 0;
  }

  private static Recorded recorded(ResultSet row) throws SQLException {
    return new Recorded(
        row.getObject(1, UUID.class),
        Kind.valueOf(row.getString(2)),
        row.getString(3),
        row.getString(4),
        HexFormat.of().formatHex(row.getBytes(5)),
        row.getObject(6, OffsetDateTime.class).toInstant(),
        row.getString(7),
        row.getString(8),
        Store.optional(row.getString(9)),
        Store.optional(row.getString(10)),
        Store.instant(row, 11));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
