package dev.quoin.registry;

import dev.quoin.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Tells a server of what changes in the registry: at once by NOTIFY, and with the next look where that got lost.
///
/// One thread uses it.
public final class Changes implements AutoCloseable {
  /// Whoever waits for an answer on this connection hears of nothing meanwhile.
  private static final Duration MOST_WAIT = Duration.ofSeconds(2);

  private static final String LAST = "select coalesce(max(number), 0) from registry.audit";

  private final Database database;
  private @Nullable Connection connection;
  private long seen = -1;

  public Changes(Database database) {
    this.database = database;
  }

  /// How all ratebooks stand, unless nothing has changed since this was asked last.
  ///
  /// @throws dev.quoin.database.DatabaseAway while the database is away
  public Optional<List<Standing>> news() {
    try {
      Connection open = open();
      long last = last(open);
      if (last == seen) {
        return Optional.empty();
      }
      List<Standing> standings = new Rows(open).standings();
      seen = last;
      return Optional.of(standings);
    } catch (SQLException e) {
      hangUp();
      throw database.refused(e);
    }
  }

  /// Lets the next question be answered whatever has changed.
  public void forget() {
    seen = -1;
  }

  private static long last(Connection open) throws SQLException {
    try (PreparedStatement select = open.prepareStatement(LAST);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /// Waits for some time, or until something has changed.
  public void await(Duration time) throws InterruptedException {
    Connection open = connection;
    int millis = (int) Math.max(1, time.toMillis());
    if (open == null) {
      Thread.sleep(millis);
      return;
    }
    try {
      open.unwrap(PGConnection.class).getNotifications(millis);
    } catch (SQLException e) {
      hangUp();
    }
  }

  private Connection open() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = database.connect();
      open.setNetworkTimeout(Runnable::run, (int) MOST_WAIT.toMillis());
      try (Statement statement = open.createStatement()) {
        statement.execute("listen " + Registry.CHANNEL);
      } catch (SQLException e) {
        open.close();
        throw e;
      }
      connection = open;
      seen = -1;
    }
    return open;
  }

  private void hangUp() {
    Connection open = connection;
    connection = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException e) {
      // It was gone.
    }
  }

  @Override
  public void close() {
    hangUp();
  }
}
