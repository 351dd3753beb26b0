package dev.quoin.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder that is worked on by its holder alone. The claim is the system's lock on the file `lock` in it: it ends with the
/// process, however that ends, and never later.
public final class FolderLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

  /// The folders that this process has. The system must not be asked about them: a process that closes a file, by whichever
  /// channel, gives up all its locks on it (fcntl(2), "Advisory record locking").
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel file;

  private FolderLock(Path folder, FileChannel file) {
    this.folder = folder;
    this.file = file;
  }

  /// Claims a folder; empty where somebody else has it, in this process or in another.
  public static Optional<FolderLock> claim(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!OURS.add(real)) {
      return Optional.empty();
    }
    Optional<FolderLock> lock = Optional.empty();
    try {
      lock = lock(real);
      return lock;
    } finally {
      if (lock.isEmpty()) {
        OURS.remove(real);
      }
    }
  }

  private static Optional<FolderLock> lock(Path folder) throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      @Nullable FileLock lock = file.tryLock();
      if (lock != null) {
        file.truncate(0);
        file.write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())));
        locked = true;
      }
    } finally {
      if (!locked) {
        file.close();
      }
    }
    return locked ? Optional.of(new FolderLock(folder, file)) : Optional.empty();
  }

  /// The number of the process that has the folder, as it wrote it; empty where it has not yet.
  static String holder(Path folder) throws IOException {
    return OURS.contains(folder.toRealPath())
        ? Long.toString(ProcessHandle.current().pid())
        : Files.readString(folder.resolve("lock")).strip();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("a lock could not be released; it goes with the process", e);
    }
    OURS.remove(folder);
  }
}
