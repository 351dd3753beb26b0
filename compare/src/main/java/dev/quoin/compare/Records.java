package dev.quoin.compare;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Cuts a stream of bytes into blocks that end where a record does: at the end of a line, but for one within quotes. It is
/// one thread's.
final class Records implements Closeable {
  private static final int BUFFER = 1 << 16;

  /// A block ends behind so many bytes, and one record has no more than this.
  private static final int BLOCK_BYTES = 1 << 20;

  private static final int MOST_BYTES = 16 << 20;

  private final InputStream in;
  private final boolean hasQuotes;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private int line;

  /// Some records.
  ///
  /// @param line the line of the file with which they begin
  /// @param isTooLong whether they are cut within a record, because it is longer than a record may be
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Some(byte[] bytes, int line, boolean isTooLong) {}

  /// @param hasQuotes whether a line may end within a record, between two quotes
  Records(InputStream in, boolean hasQuotes) {
    this(in, hasQuotes, 1);
  }

  /// @param line the line of the file with which the stream begins
  Records(InputStream in, boolean hasQuotes, int line) {
    this.in = in;
    this.hasQuotes = hasQuotes;
    this.line = line;
  }

  /// The next block; nothing at the end.
  ///
  /// @param records how many it has at most
  Optional<Some> next(int records) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    int first = line;
    int found = 0;
    boolean inQuotes = false;
    while (true) {
      int next = read();
      if (next < 0) {
        break;
      }
      block.write(next);
      if (next == '"' && hasQuotes) {
        inQuotes = !inQuotes;
      } else if (next == '\n' || (next == '\r' && peek() != '\n')) {
        line++;
        found += inQuotes ? 0 : 1;
        if (!inQuotes && (found == records || block.size() >= BLOCK_BYTES)) {
          break;
        }
      }
      if (block.size() > MOST_BYTES) {
        return Optional.of(new Some(block.toByteArray(), first, true));
      }
    }
    return block.size() == 0
        ? Optional.empty()
        : Optional.of(new Some(block.toByteArray(), first, false));
  }

  private int read() throws IOException {
    return fill() ? buffer[at++] & 0xff : -1;
  }

  private int peek() throws IOException {
    return fill() ? buffer[at] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer));
    }
    return at < end;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
