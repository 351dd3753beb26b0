package dev.quoin.journal;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Sends rows to PostgreSQL by its binary COPY.
final class CopyRows implements AutoCloseable {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};
  private static final int MAX_BUFFER = 1 << 16;

  private final CopyIn copy;
  private final byte[] buffer;
  private int filled;

  private CopyRows(CopyIn copy, long bytes) {
    this.copy = copy;
    this.buffer = new byte[(int) Math.min(MAX_BUFFER, HEADER.length + bytes + TRAILER.length)];
  }

  /// @param bytes how many the rows have
  static CopyRows into(Connection connection, String table, long bytes) throws SQLException {
    return into(connection, table, Tuple.COLUMNS, bytes);
  }

  static CopyRows into(Connection connection, String table, String columns, long bytes)
      throws SQLException {
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)");
    CopyRows rows = new CopyRows(copy, bytes);
    rows.send(HEADER);
    return rows;
  }

  void row(byte[] tuple) throws SQLException {
    send(tuple);
  }

  private void send(byte[] bytes) throws SQLException {
    if (bytes.length > buffer.length - filled) {
      flush();
    }
    if (bytes.length > buffer.length) {
      copy.writeToCopy(bytes, 0, bytes.length);
    } else {
      System.arraycopy(bytes, 0, buffer, filled, bytes.length);
      filled += bytes.length;
    }
  }

  private void flush() throws SQLException {
    if (filled > 0) {
      copy.writeToCopy(buffer, 0, filled);
      filled = 0;
    }
  }

  /// Ends the rows; PostgreSQL has looked at each when this returns.
  void end() throws SQLException {
    send(TRAILER);
    flush();
    copy.endCopy();
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
