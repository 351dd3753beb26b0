package dev.quoin.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One file of the spool: a mark, then frames of a length, a check sum and an entry's [Tuple].
///
/// What was forced to the disk is valid to its last frame. A kill may leave half a frame behind it, which nobody was told
/// about: a file ends for us where its frames stop being valid, and is never added to after it was opened again.
final class Segment {
  private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

  private static final byte[] MARK = "QUOIN-S1".getBytes(US_ASCII);
  private static final int HEADER = 2 * Integer.BYTES;

  private final Path path;
  private final FileChannel channel;
  private final Positions byId = new Positions();
  private final Positions byRequest = new Positions();

  private volatile long end;
  private volatile int entries;

  private Segment(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static Segment create(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Segment segment = new Segment(path, channel);
    segment.writeFully(ByteBuffer.wrap(MARK), 0);
    segment.end = MARK.length;
    return segment;
  }

  /// A file of an earlier run, with all that is valid in it.
  static Segment open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    Segment segment = new Segment(path, channel);
    segment.scan();
    return segment;
  }

  private void scan() throws IOException {
    long size = channel.size();
    ByteBuffer mark = ByteBuffer.allocate(MARK.length);
    if (size < MARK.length || !readFully(mark, 0) || !mark.flip().equals(ByteBuffer.wrap(MARK))) {
      LOG.warn("{} is no file of a spool, or one that was just begun: nothing in it", path);
      return;
    }
    grow(MARK.length, 0);
    for (Optional<byte[]> frame = frame(end); frame.isPresent(); frame = frame(end)) {
      index(frame.get(), (int) end);
      grow(HEADER + frame.get().length, 1);
    }
    if (end < size) {
      LOG.info(
          "{} has {} bytes behind its last whole entry: they were never acknowledged",
          path,
          size - end);
    }
  }

  /// Adds entries; they are on the disk when this returns.
  void add(List<byte[]> tuples) throws IOException {
    int length = 0;
    for (byte[] tuple : tuples) {
      length += HEADER + tuple.length;
    }
    ByteBuffer frames = ByteBuffer.allocate(length);
    for (byte[] tuple : tuples) {
      frames.putInt(tuple.length).putInt(checkSum(tuple)).put(tuple);
    }
    writeFully(frames.flip(), end);
    channel.force(false);
    for (byte[] tuple : tuples) {
      index(tuple, (int) end);
      grow(HEADER + tuple.length, 1);
    }
  }

  /// One thread adds; those who only look see how far it is.
  private void grow(long bytes, int more) {
    long newEnd = end + bytes;
    int newEntries = entries + more;
    end = newEnd;
    entries = newEntries;
  }

  private void index(byte[] tuple, int position) {
    byId.put(hash(Tuple.idOf(tuple)), position);
    Tuple.keyOf(tuple).ifPresent(key -> byRequest.put(hash(key), position));
  }

  Optional<Entry> find(UUID id) {
    return byId.find(
        hash(id), position -> entryAt(position).filter(entry -> entry.id().equals(id)));
  }

  /// The first answer under a request id that is younger than an instant.
  Optional<Entry> findRequest(RequestKey key, Instant after) {
    return byRequest.find(
        hash(key),
        position ->
            entryAt(position)
                .filter(entry -> entry.key().equals(Optional.of(key)))
                .filter(entry -> entry.at().isAfter(after)));
  }

  private Optional<Entry> entryAt(int position) {
    try {
      return frame(position).map(Tuple::decode);
    } catch (ClosedChannelException e) {
      // Delivered meanwhile: the database has it.
      return Optional.empty();
    } catch (IOException e) {
      throw new Unavailable("the spool cannot be read: " + e.getMessage(), e);
    }
  }

  /// What was once written cannot be read any more.
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  /// Some of the entries from a position on: as many as have some number of bytes, and at least one unless it is the end.
  Batch batch(long position, int maxBytes) throws IOException {
    List<byte[]> tuples = new ArrayList<>();
    long next = position == 0 ? MARK.length : position;
    int bytes = 0;
    while (next < end && bytes < maxBytes) {
      try {
        byte[] frame = frameAgain(next);
        tuples.add(frame);
        bytes += frame.length;
        next += HEADER + frame.length;
      } catch (Unreadable e) {
        if (tuples.isEmpty()) {
          throw e;
        }
        break; // what stands before it comes first
      }
    }
    return new Batch(tuples, next);
  }

  private byte[] frameAgain(long position) throws IOException {
    try {
      return frame(position)
          .orElseThrow(
              () -> new Unreadable("%s has another content at byte %d".formatted(path, position)));
    } catch (Unreadable | ClosedChannelException e) {
      throw e; // closed by us: the disk is not to blame
    } catch (IOException e) {
      throw new Unreadable("%s at byte %d: %s".formatted(path, position, e.getMessage()));
    }
  }

  /// @param next where the next one begins
  record Batch(List<byte[]> tuples, long next) {}

  private Optional<byte[]> frame(long position) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    if (!readFully(header, position)) {
      return Optional.empty();
    }
    int length = header.getInt(0);
    if (length <= 0 || length > channel.size() - position - HEADER) {
      return Optional.empty();
    }
    byte[] tuple = new byte[length];
    if (!readFully(ByteBuffer.wrap(tuple), position + HEADER)
        || checkSum(tuple) != header.getInt(Integer.BYTES)) {
      return Optional.empty();
    }
    return Optional.of(tuple);
  }

  private boolean readFully(ByteBuffer into, long position) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        return false;
      }
      at += read;
    }
    return true;
  }

  private void writeFully(ByteBuffer from, long position) throws IOException {
    long at = position;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
  }

  private static int checkSum(byte[] tuple) {
    CRC32C sum = new CRC32C();
    // The length is part of it: a run of zeros is no valid frame.
    sum.update(tuple.length >>> 24);
    sum.update(tuple.length >>> 16);
    sum.update(tuple.length >>> 8);
    sum.update(tuple.length);
    sum.update(tuple, 0, tuple.length);
    return (int) sum.getValue();
  }

  private static long hash(UUID id) {
    return id.getMostSignificantBits() * 31 + id.getLeastSignificantBits();
  }

  private static long hash(RequestKey key) {
    return ((long) key.requestId().hashCode() << 32)
        ^ (key.caller().hashCode() * 31L + key.service().hashCode());
  }

  long end() {
    return end;
  }

  int entries() {
    return entries;
  }

  void close() throws IOException {
    channel.close();
  }

  /// Leaves the file to people, under another name.
  void moveTo(Path other) throws IOException {
    channel.close();
    Files.move(path, other);
  }

  String fileName() {
    return path.getFileName().toString();
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
