package dev.quoin.journal;

import dev.quoin.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread's connection to the database: opened when it is needed, held while it is good. It commits when it is told to.
final class HeldConnection {
  private static final Logger LOG = LoggerFactory.getLogger(HeldConnection.class);

  private final Database database;
  private final Duration answerWait;
  private final List<String> preparations;

  private @Nullable Connection connection;

  /// @param answerWait after which a database that says nothing counts as gone
  /// @param preparations statements that a new connection begins with
  HeldConnection(Database database, Duration answerWait, List<String> preparations) {
    this.database = database;
    this.answerWait = answerWait;
    this.preparations = List.copyOf(preparations);
  }

  boolean isHeld() {
    return connection != null;
  }

  Connection get() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = database.connect();
      try {
        prepare(open);
      } catch (SQLException e) {
        open.close();
        throw e;
      }
      connection = open;
    }
    return open;
  }

  private void prepare(Connection open) throws SQLException {
    open.setNetworkTimeout(Runnable::run, (int) answerWait.toMillis());
    try (Statement statement = open.createStatement()) {
      for (String preparation : preparations) {
        statement.execute(preparation);
      }
    }
    open.setAutoCommit(false);
  }

  /// Whether what was begun is undone and the connection can be used on.
  boolean rolledBack() {
    try {
      if (connection != null) {
        connection.rollback();
        return true;
      }
    } catch (SQLException e) {
      LOG.debug("no rollback", e);
    }
    return false;
  }

  void hangUp() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      LOG.debug("the connection was gone", e);
    }
    connection = null;
  }
}
