package dev.quoin.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder that is worked on by this process alone. The claim is the system's lock on the file `lock` in it: it ends with the
/// process, however that ends, and never later.
public final class FolderLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

  private final FileChannel file;

  private FolderLock(FileChannel file) {
    this.file = file;
  }

  /// Claims a folder; empty where somebody else has it.
  public static Optional<FolderLock> claim(Path folder) throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FolderLock lock = new FolderLock(file);
    try {
      if (isLocked(file)) {
        file.truncate(0);
        file.write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())));
        return Optional.of(lock);
      }
    } catch (IOException e) {
      lock.close();
      throw e;
    }
    lock.close();
    return Optional.empty();
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      @Nullable FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this very process
    }
  }

  /// The number of the process that has the folder, as it wrote it; empty where it has not yet.
  static String holder(Path folder) throws IOException {
    return Files.readString(folder.resolve("lock")).strip();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("a lock could not be released; it goes with the process", e);
    }
  }
}
