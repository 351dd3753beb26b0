package dev.quoin.journal;

import dev.quoin.database.SqlStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables of the days, in UTC: made before their day comes, so that no writer waits for one.
///
/// A table is made beside the others and then attached, for which PostgreSQL locks nothing that writers use but the table of
/// what lies outside of all days. Where even that is in use for longer than a moment, another try is made a minute later; there
/// are days of time.
final class Days {
  private static final Logger LOG = LoggerFactory.getLogger(Days.class);

  /// Today's and those that come.
  private static final int AHEAD = 4;

  /// How often today's table is tried at the start, each for as long as PATIENCE says at most.
  private static final int TRIES = 25;

  private static final String PATIENCE = "set local lock_timeout = '200ms'";

  /// Servers of one database take turns. The numbers are any that nobody else uses.
  private static final long MAKING = 5_204_938_218_301_467L;

  private static final long INDEXING = MAKING + 1;

  /// What is searched by beside what stands in the indexes of all tables, by the names of the indexes.
  private static final Map<String, String> INDEXES =
      new TreeMap<>(
          Map.of(
              "total", "(total) where total is not null",
              "highest_total", "(highest_total) where highest_total is not null",
              "mark", "using gin (searched, lines, refusals)"));

  private static final String ALL =
      """
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'journal.entry'::regclass order by 1
      """;

  private static final String KNOWN_INDEXES =
      """
      select c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid
      where c.relnamespace = 'journal'::regnamespace
      """;

  private static final Pattern TABLE = Pattern.compile("entry_(\\d{4})_(\\d\\d)_(\\d\\d)");

  private static final String IN_USE = "55P03";
  private static final String NAME_TAKEN = "42P07";

  /// The day is in the one table of before there were days.
  private static final String IN_THE_TABLE_OF_BEFORE = "42P17";

  private Days() {}

  /// Makes the tables that are not there for the days from an instant on; what could not be made now is made next time.
  ///
  /// @return the days whose tables are there now
  static List<LocalDate> ahead(Connection connection, Instant now) throws SQLException {
    LocalDate today = day(now);
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      for (int i = 0; i < AHEAD; i++) {
        make(connection, today.plusDays(i));
      }
      return all(connection);
    } finally {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    }
  }

  /// Makes the tables before the first answer comes: other servers that do so at the same time, and whoever uses a table, are
  /// waited for.
  static void atStart(Connection connection, Instant now) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      boolean made = false;
      for (int i = 0; i < TRIES && !made; i++) {
        made = make(connection, day(now));
      }
      if (!made) {
        LOG.warn("today has no table yet: its answers lie in journal.entry_other until it has one");
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    }
    ahead(connection, now);
  }

  /// Makes the table of a day, unless it is there, or cannot be made now.
  ///
  /// @return whether the day has one
  private static boolean make(Connection connection, LocalDate day) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (all(connection).contains(day)) {
        return true;
      }
      statement.execute(PATIENCE);
      statement.execute("select pg_advisory_xact_lock(%d)".formatted(MAKING));
      if (all(connection).contains(day)) {
        return true;
      }
      statement.execute(
          "create table journal.%s (like journal.entry including all)".formatted(table(day)));
      moveOthers(statement, day);
      statement.execute(
          "alter table journal.entry attach partition journal.%s for values from ('%s') to ('%s')"
              .formatted(table(day), firstId(day), firstId(day.plusDays(1))));
      connection.commit();
      return true;
    } catch (SQLException e) {
      connection.rollback();
      return switch (SqlStates.state(e)) {
        case IN_USE -> false;
        case IN_THE_TABLE_OF_BEFORE -> true;
        case NAME_TAKEN -> {
          LOG.warn("{} has no table, for another one has its name: {}", day, e.getMessage());
          yield false;
        }
        default -> throw e;
      };
    } finally {
      connection.rollback();
    }
  }

  /// Brings the rows of a day to its table that came before it was there, each as of the transaction that wrote it. Nobody can
  /// add another one meanwhile.
  private static void moveOthers(Statement statement, LocalDate day) throws SQLException {
    statement.execute("lock table only journal.entry in share update exclusive mode");
    statement.execute("lock table journal.entry_other in access exclusive mode");
    statement.execute(
        """
        with moved as (delete from journal.entry_other where id >= '%s' and id < '%s' returning *)
        insert into journal.%s select * from moved
        """
            .formatted(firstId(day), firstId(day.plusDays(1)), table(day)));
  }

  /// Indexes what is searched by in the days that are over, one table at a time: an index of codes and inputs costs a writer
  /// much, and costs little when it is built at once. Nobody waits for it, neither to write nor to read.
  static void index(Connection connection, Instant now) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!isTrue(statement, "select pg_try_advisory_lock(%d)".formatted(INDEXING))) {
        return;
      }
      try {
        Map<String, Boolean> known = indexes(statement);
        for (LocalDate day : all(connection)) {
          if (day.isBefore(day(now))) {
            index(statement, day, known);
          }
        }
      } finally {
        statement.execute("select pg_advisory_unlock(%d)".formatted(INDEXING));
      }
    }
  }

  /// The indexes that are there, and whether each is whole: a build that was broken off leaves one that nobody uses.
  private static Map<String, Boolean> indexes(Statement statement) throws SQLException {
    Map<String, Boolean> indexes = new HashMap<>();
    try (ResultSet rows = statement.executeQuery(KNOWN_INDEXES)) {
      while (rows.next()) {
        indexes.put(rows.getString(1), rows.getBoolean(2));
      }
    }
    return indexes;
  }

  private static void index(Statement statement, LocalDate day, Map<String, Boolean> known)
      throws SQLException {
    for (Map.Entry<String, String> index : INDEXES.entrySet()) {
      String name = table(day) + "_of_" + index.getKey();
      if (known.getOrDefault(name, false)) {
        continue;
      }
      if (known.containsKey(name)) {
        statement.execute("drop index concurrently if exists journal." + name);
      }
      statement.execute(
          "create index concurrently if not exists %s on journal.%s %s"
              .formatted(name, table(day), index.getValue()));
    }
  }

  private static boolean isTrue(Statement statement, String question) throws SQLException {
    try (ResultSet row = statement.executeQuery(question)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /// The days that have a table.
  static List<LocalDate> all(Connection connection) throws SQLException {
    List<LocalDate> days = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ALL)) {
      while (rows.next()) {
        Matcher table = TABLE.matcher(rows.getString(1));
        if (table.matches()) {
          days.add(LocalDate.parse(table.group(1) + "-" + table.group(2) + "-" + table.group(3)));
        }
      }
    }
    return days;
  }

  static String table(LocalDate day) {
    return "entry_" + day.toString().replace('-', '_');
  }

  static LocalDate day(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  static LocalDate day(UUID id) {
    return day(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16));
  }

  static UUID firstId(LocalDate day) {
    return firstId(day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  /// The least id that an entry of an instant can have, or one of its millisecond.
  static UUID firstId(Instant instant) {
    return new UUID(instant.toEpochMilli() << 16, 0);
  }
}
