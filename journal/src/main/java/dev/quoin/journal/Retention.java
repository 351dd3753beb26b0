package dev.quoin.journal;

import dev.quoin.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lets PostgreSQL go of what is older than it is kept: whole days, and none of which an answer is not in the export.
///
/// A day's table is detached first, which stops writers for no longer than a moment or is tried again a minute later. With that it
/// gets another name, by which it is known what may be dropped then: who detaches a day to look at it keeps it. A booking of which a part goes is unknown from then on, for its price cannot be told any more.
public final class Retention {
  /// Request ids are remembered for one of them, and clocks and zones differ.
  public static final int LEAST_DAYS = 3;

  private static final String PATIENCE = "set local lock_timeout = '200ms'";
  private static final int BATCH = 10_000;
  private static final String ATTACHED_NAME = "entry_";
  private static final String GONE_NAME = "gone_";

  private static final Pattern BOUND = Pattern.compile("TO \\('([0-9a-f-]{36})'\\)");

  private static final String ATTACHED =
      """
      select c.relname, pg_get_expr(c.relpartbound, c.oid)
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'journal.entry'::regclass
      """;

  private static final String DETACHED =
      """
      select relname from pg_class
      where relnamespace = 'journal'::regnamespace and relkind = 'r' and not relispartition and starts_with(relname, 'gone_')
      order by 1
      """;

  private final Database database;
  private final int days;

  /// @param days for how many days answers are kept, today not counted
  public Retention(Database database, int days) {
    if (days < LEAST_DAYS) {
      throw new IllegalArgumentException("days: " + days + " (expected: >= " + LEAST_DAYS + ")");
    }
    this.database = database;
    this.days = days;
  }

  /// Lets go of what is due now.
  ///
  /// @param exported the first transaction that is not in the export
  /// @return the tables that are gone
  public List<String> enforce(Instant now, long exported) throws SQLException {
    LocalDate kept = Days.day(now).minusDays(days);
    try (Connection connection = database.connect()) {
      connection.setNetworkTimeout(Runnable::run, 0); // a day may be large
      connection.setAutoCommit(false);
      for (String table : due(connection, kept)) {
        detach(connection, table, exported);
      }
      List<String> gone = detached(connection);
      for (String table : gone) {
        drop(connection, table);
      }
      deleteOthers(connection, Days.firstId(kept), exported);
      return gone.stream()
          .map(table -> ATTACHED_NAME + table.substring(GONE_NAME.length()))
          .toList();
    }
  }

  /// The tables all of whose days are past, the oldest first.
  private static List<String> due(Connection connection, LocalDate kept) throws SQLException {
    TreeMap<LocalDate, String> due = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ATTACHED)) {
      while (rows.next()) {
        Matcher bound = BOUND.matcher(rows.getString(2));
        if (bound.find()) {
          LocalDate next = Days.day(UUID.fromString(bound.group(1)));
          if (!next.isAfter(kept)) {
            due.put(next, rows.getString(1));
          }
        }
      }
    }
    connection.rollback();
    return List.copyOf(due.values());
  }

  /// Takes a table away from writers and readers, unless something in it is not exported: asked when nobody can write to it any more.
  private static void detach(Connection connection, String table, long exported)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(PATIENCE);
      statement.execute("alter table journal.entry detach partition journal." + table);
      if (isExported(statement, table, exported)) {
        statement.execute(
            "alter table journal.%s rename to %s"
                .formatted(table, GONE_NAME + table.substring(ATTACHED_NAME.length())));
        connection.commit();
      } else {
        connection.rollback();
      }
    } catch (SQLException e) {
      connection.rollback();
      if (!"55P03".equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private static boolean isExported(Statement statement, String table, long exported)
      throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "select not exists (select from journal.%s where xid >= '%d'::xid8)"
                .formatted(table, exported))) {
      return row.next() && row.getBoolean(1);
    }
  }

  /// What is detached, now or in an earlier run that was broken off.
  private static List<String> detached(Connection connection) throws SQLException {
    List<String> detached = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(DETACHED)) {
      while (rows.next()) {
        detached.add(rows.getString(1));
      }
    }
    connection.rollback();
    return detached;
  }

  private static void drop(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "delete from journal.booking where id in (select booking from journal.%s where booking is not null)"
              .formatted(table));
      statement.execute("drop table journal." + table);
    }
    connection.commit();
  }

  /// Rows that lie outside of all days.
  private static void deleteOthers(Connection connection, UUID kept, long exported)
      throws SQLException {
    int deleted;
    do {
      deleted = 0;
      for (String what :
          List.of(
              "delete from journal.booking where id in (select booking from journal.entry_other where id < ? and booking is not null and xid < '%d'::xid8)",
              "delete from journal.entry_other where ctid = any(array(select ctid from journal.entry_other where id < ? and xid < '%d'::xid8 limit "
                  + BATCH
                  + "))")) {
        try (PreparedStatement delete = connection.prepareStatement(what.formatted(exported))) {
          delete.setObject(1, kept);
          deleted = delete.executeUpdate();
        }
      }
      connection.commit();
    } while (deleted == BATCH);
  }
}
