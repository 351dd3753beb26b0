package dev.quoin.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Connections to wherever the database is by now.
final class FollowingSource implements DataSource {
  private final Supplier<DataSource> now;
  private @Nullable PrintWriter log;

  FollowingSource(Supplier<DataSource> now) {
    this.now = now;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return now.get().getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return now.get().getConnection(user, password);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return log;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter log) {
    this.log = log;
  }

  /// The pool would set its own waiting time here; each connection has one already.
  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
