package dev.quoin.server.run;

import dev.quoin.database.FolderLock;
import dev.quoin.database.OwnerAndMode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/// The folder that a server keeps everything in, claimed for it alone, into which no other account may look.
final class DataFolder implements AutoCloseable {
  private final FolderLock lock;

  private DataFolder(FolderLock lock) {
    this.lock = lock;
  }

  static DataFolder claim(Path folder) throws CouldNotStart {
    try {
      OwnerAndMode.ownersWay(folder);
      Optional<FolderLock> lock = FolderLock.claim(folder);
      if (lock.isPresent()) {
        return new DataFolder(lock.get());
      }
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

  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
    return reason == null ? "the system refuses" : reason;
  }

  @Override
  public void close() {
    lock.close();
  }
}
