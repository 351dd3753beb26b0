package dev.quoin.registry;

import dev.quoin.database.Database;
import dev.quoin.registry.audit.AuditLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Changes of the registry, one after another, and what is read of it.
final class Transactions {
  /// The channel on which servers are told that something has changed.
  static final String CHANNEL = "quoin_registry";

  private final Database database;

  Transactions(Database database) {
    this.database = database;
  }

  /// Something that is done on a connection.
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  interface Changing<T> {
    T in(Connection connection, Rows rows) throws SQLException;
  }

  interface Reading<T> {
    T of(Rows rows) throws SQLException;
  }

  /// A failure of the database, through a function that may not throw it.
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    Failed(SQLException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  /// Changes something under the lock of the registry, all of it or nothing.
  <T> T change(Changing<T> change) {
    return on(connection -> {
      connection.setAutoCommit(false);
      boolean isDone = false;
      try {
        limit(connection);
        AuditLog.lock(connection);
        T changed = change.in(connection, new Rows(connection));
        run(connection, "select pg_notify('" + CHANNEL + "', '')");
        connection.commit();
        isDone = true;
        return changed;
      } catch (Failed e) {
        throw e.failure;
      } finally {
        if (!isDone) {
          rollBack(connection);
        }
      }
    });
  }

  /// Whoever is gone without a word keeps nobody else from a change for long.
  private static void limit(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "set local lock_timeout = '5s'; set local idle_in_transaction_session_timeout = '10s'");
    }
  }

  private static void run(Connection connection, String select) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(select);
        ResultSet row = statement.executeQuery()) {
      row.next();
    }
  }

  /// What fails here fails because the connection is gone, and the transaction with it.
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The failure that led here is told.
    }
  }

  <T> T read(Reading<T> reading) {
    return on(connection -> reading.of(new Rows(connection)));
  }

  <T> T on(Work<T> work) {
    try (Connection connection = database.pool().getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw database.refused(e);
    }
  }
}
