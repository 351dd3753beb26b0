package dev.quoin.journal;

import dev.quoin.database.DatabaseException;
import dev.quoin.database.FolderLock;
import dev.quoin.database.OwnerAndMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Entries on this machine's disk that the database does not have yet, in the order in which they came.
///
/// Files are added to at the end and taken away at the front, each when all that it holds is in the database. To deliver a
/// file twice, after a kill, does no harm: the database knows what it has by the ids.
final class Spool implements AutoCloseable {
  static final String SUFFIX = ".spool";
  static final String REFUSED = "refused-";

  private final Path folder;
  private final int segmentBytes;
  private final FolderLock lock;

  /// Oldest first; the last one is written to if it is `current`.
  private final List<Segment> segments = new CopyOnWriteArrayList<>();

  /// Held while the disk is written; readers need no lock.
  private final ReentrantLock writing = new ReentrantLock();

  private @Nullable Segment current;
  private long nextNumber;
  private volatile int refused;
  private volatile @Nullable String failure;

  private Spool(Path folder, int segmentBytes, FolderLock lock) {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    this.lock = lock;
  }

  /// Opens a folder, with what an earlier run left there.
  static Spool open(Path folder, int segmentBytes) {
    try {
      OwnerAndMode.ownersFolder(folder);
      FolderLock lock =
          FolderLock.claim(folder)
              .orElseThrow(() ->
                  new DatabaseException(
                      "another server has its spool in "
                          + folder
                          + ": give this one a folder of its own"));
      Spool spool = new Spool(folder, segmentBytes, lock);
      spool.load();
      return spool;
    } catch (IOException e) {
      throw new DatabaseException(
          "the spool in " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private void load() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      found.forEach(files::add);
    }
    Collections.sort(files);
    for (Path file : files) {
      nextNumber = Math.max(nextNumber, numberOf(file) + 1);
      if (file.getFileName().toString().startsWith(REFUSED)) {
        continue;
      }
      Segment segment = Segment.open(file);
      if (segment.entries() == 0) {
        segment.delete();
      } else {
        segments.add(segment);
      }
    }
    refused = countRefused();
  }

  private int countRefused() throws IOException {
    int count = 0;
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, REFUSED + "*")) {
      for (Path _ : found) {
        count++;
      }
    }
    return count;
  }

  private static long numberOf(Path file) throws IOException {
    String name = file.getFileName().toString();
    int from = name.startsWith(REFUSED) ? REFUSED.length() : 0;
    try {
      return Long.parseLong(name.substring(from, name.length() - SUFFIX.length()));
    } catch (NumberFormatException e) {
      throw new IOException("`" + name + "` is no file of a spool", e);
    }
  }

  /// Adds entries; they are on the disk when this returns.
  void add(List<byte[]> tuples) throws IOException {
    try {
      write(tuples);
      failure = null;
    } catch (IOException e) {
      failure = e.toString();
      throw e;
    }
  }

  /// Why entries could not be added the last time, if they could not.
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /// What failed in one outage says nothing of the next.
  void forgetFailure() {
    failure = null;
  }

  private void write(List<byte[]> tuples) throws IOException {
    writing.lock();
    try {
      Segment segment = current;
      if (segment == null) {
        OwnerAndMode.ownersFolder(folder); // somebody may have tidied up
        segment = Segment.create(folder.resolve("%016d%s".formatted(nextNumber++, SUFFIX)));
        forceFolder();
        current = segment;
        segments.add(segment);
      }
      try {
        segment.add(tuples);
      } catch (IOException e) {
        // What is behind its last whole entry is unknown; nothing more is written there.
        current = null;
        throw e;
      }
      if (segment.end() >= segmentBytes) {
        current = null;
      }
    } finally {
      writing.unlock();
    }
  }

  /// A new file's name has to be on the disk, too.
  private void forceFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  Optional<Entry> find(UUID id) {
    for (Segment segment : segments) {
      Optional<Entry> found = segment.find(id);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// The first answer under a request id that is younger than an instant.
  Optional<Entry> findRequest(RequestKey key, Instant after) {
    for (Segment segment : segments) {
      Optional<Entry> found = segment.findRequest(key, after);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  long entries() {
    return segments.stream().mapToLong(Segment::entries).sum();
  }

  long bytes() {
    return segments.stream().mapToLong(Segment::end).sum();
  }

  /// The file that came first; nothing is added to it any more.
  Optional<Segment> oldest() {
    writing.lock();
    try {
      if (segments.isEmpty()) {
        return Optional.empty();
      }
      Segment oldest = segments.getFirst();
      if (oldest == current) {
        current = null;
      }
      return Optional.of(oldest);
    } finally {
      writing.unlock();
    }
  }

  /// The database has all of it.
  void delivered(Segment segment) throws IOException {
    segments.remove(segment);
    segment.delete();
  }

  /// How many entries were set aside, in this run or an earlier one.
  int refused() {
    return refused;
  }

  /// Sets an entry aside that no database takes, so that it does not keep up the others.
  void setAside(byte[] tuple) throws IOException {
    Path file = folder.resolve(REFUSED + Tuple.idOf(tuple));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(tuple));
      channel.force(true);
    }
    forceFolder();
    refused = countRefused();
  }

  /// Sets a file aside that cannot be read to its end, for the same reason.
  void setAside(Segment segment) throws IOException {
    // Counted before it leaves: nobody may see a spool that is empty and has lost nothing.
    refused = countRefused() + 1;
    segments.remove(segment);
    segment.moveTo(folder.resolve(REFUSED + segment.fileName()));
    forceFolder();
    refused = countRefused();
  }

  @Override
  public void close() throws IOException {
    writing.lock();
    try {
      for (Segment segment : segments) {
        segment.close();
      }
      lock.close();
    } finally {
      writing.unlock();
    }
  }
}
