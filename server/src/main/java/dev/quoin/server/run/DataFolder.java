package dev.quoin.server.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The folder that a server keeps everything in, claimed for it alone. The claim is the system's lock on a file: it ends
/// with the process, however that ends.
final class DataFolder implements AutoCloseable {
  private final FileChannel file;

  private DataFolder(FileChannel file) {
    this.file = file;
  }

  static DataFolder claim(Path folder) throws CouldNotStart {
    try {
      Files.createDirectories(folder);
      FileChannel file =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(file)) {
        return new DataFolder(file);
      }
      file.close();
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new CouldNotStart("the data folder `%s` is a file".formatted(folder), e);
    } catch (IOException e) {
      throw new CouldNotStart(
          "the data folder `%s` cannot be written to: %s".formatted(folder, why(e)), e);
    }
    throw new CouldNotStart(
        "the data folder `%s` is in use by another server (expected: one server for each; name another with --data)"
            .formatted(folder));
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      @Nullable FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this very process
    }
  }

  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
    return reason == null ? "the system refuses" : reason;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // The lock goes with the process.
    }
  }
}
