package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file that somebody named on the command line.
final class TypedFile {
  private TypedFile() {}

  /// Its content.
  ///
  /// @throws FileSystemException with the name as it was typed, and why
  static byte[] read(String typed, Terminal terminal) throws IOException {
    Path path = terminal.path(typed);
    try {
      if (Files.isDirectory(path)) {
        throw new FileSystemException(typed, null, "is a directory");
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new FileSystemException(typed, null, why(e));
    }
  }

  /// What the system says, in words: Java's message is mostly the file's name alone.
  static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
    return reason == null ? "the system refuses" : reason;
  }
}
