package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file that somebody named on the command line.
final class TypedFile {
  private TypedFile() {}

  /// Its content.
  ///
  /// @throws FileSystemException with the name as it was typed, and why
  static byte[] read(String typed, Terminal terminal) throws IOException {
    try (InputStream content = open(typed, terminal)) {
      return content.readAllBytes();
    }
  }

  /// Its content, as it comes.
  ///
  /// @throws FileSystemException with the name as it was typed, and why
  static InputStream open(String typed, Terminal terminal) throws IOException {
    Path path = terminal.path(typed);
    try {
      if (Files.isDirectory(path)) {
        throw new FileSystemException(typed, null, "is a directory");
      }
      return new BufferedInputStream(Files.newInputStream(path));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new FileSystemException(typed, null, why(e));
    }
  }

  /// Writes it.
  ///
  /// @throws FileSystemException with the name as it was typed, and why
  static void write(String typed, String text, Terminal terminal) throws IOException {
    try {
      Files.writeString(terminal.path(typed), text, UTF_8);
    } catch (IOException e) {
      throw new FileSystemException(typed, null, why(e));
    }
  }

  /// Writes what somebody asked for beside what was printed.
  static void report(String typed, String text, Terminal terminal) throws Unusable {
    try {
      write(typed, text, terminal);
    } catch (IOException e) {
      throw new Unusable("cannot write `%s`: %s".formatted(typed, why(e)));
    }
  }

  /// A folder that is not there is told before minutes of work.
  ///
  /// @param typed Java's null where nothing is to be written
  static void requireWritable(@Nullable String typed, Terminal terminal) throws Unusable {
    if (typed != null) {
      Path folder = terminal.path(typed).toAbsolutePath().getParent();
      if (Files.isDirectory(terminal.path(typed)) || folder == null || !Files.isDirectory(folder)) {
        throw new Unusable("cannot write `" + typed + "`");
      }
    }
  }

  /// Where it is, for those who read it piece by piece, and once: it may be a pipe.
  ///
  /// @throws FileSystemException with the name as it was typed, and why it cannot be read
  static Path readable(String typed, Terminal terminal) throws IOException {
    Path path = terminal.path(typed);
    if (!Files.exists(path)) {
      throw new NoSuchFileException(typed);
    }
    if (Files.isDirectory(path) || !Files.isReadable(path)) {
      throw new FileSystemException(
          typed, null, Files.isDirectory(path) ? "is a directory" : "no permission");
    }
    return path;
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
