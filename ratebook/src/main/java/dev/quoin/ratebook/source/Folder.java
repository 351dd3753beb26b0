package dev.quoin.ratebook.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A ratebook's folder: reads its files, each once, and nothing outside of it, neither by `..` nor by a link.
public final class Folder {
  private static final long MAX_BYTES = 500_000_000;

  private final Path root;
  private final Problems problems;
  private final Map<String, byte[]> contents = new TreeMap<>();

  private Folder(Path root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  /// The folder, if there is one.
  public static Optional<Folder> open(Path path, Problems problems) {
    try {
      Path root = path.toRealPath();
      if (Files.isDirectory(root)) {
        return Optional.of(new Folder(root, problems));
      }
    } catch (NoSuchFileException e) {
      // Said below.
    } catch (IOException e) {
      problems.add(
          new Place(path.toString(), 0, 0), "unreadable-file", "cannot be read: " + why(e));
      return Optional.empty();
    }
    problems.add(new Place(path.toString(), 0, 0), "missing-file", "no folder of this name");
    return Optional.empty();
  }

  /// A file's content.
  ///
  /// @param name the path inside the folder, with `/`
  /// @param asked where the file is asked for: the place of the problem, should there be one
  public Optional<byte[]> read(String name, Place asked) {
    byte[] known = contents.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Path> path = inside(name, asked);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (Files.size(path.get()) > MAX_BYTES) {
        problems.add(
            asked, "too-large", "`%s` is larger than %,d bytes".formatted(name, MAX_BYTES));
        return Optional.empty();
      }
      byte[] content = Files.readAllBytes(path.get());
      contents.put(name, content);
      return Optional.of(content);
    } catch (IOException e) {
      problems.add(asked, "unreadable-file", "`" + name + "` cannot be read: " + why(e));
      return Optional.empty();
    }
  }

  private Optional<Path> inside(String name, Place asked) {
    try {
      Path path = root.resolve(name).normalize();
      if (name.startsWith("/") || name.contains("\\") || !path.startsWith(root)) {
        return outside(name, asked);
      }
      if (!path.toRealPath().startsWith(root)) {
        return outside(name, asked);
      }
      if (!Files.isRegularFile(path)) {
        problems.add(asked, "unreadable-file", "`" + name + "` is no file");
        return Optional.empty();
      }
      return Optional.of(path);
    } catch (InvalidPathException e) {
      problems.add(asked, "missing-file", "`" + name + "` is no name of a file");
    } catch (NoSuchFileException e) {
      problems.add(asked, "missing-file", "no file `" + name + "` in the folder");
    } catch (IOException e) {
      problems.add(asked, "unreadable-file", "`" + name + "` cannot be read: " + why(e));
    }
    return Optional.empty();
  }

  private Optional<Path> outside(String name, Place asked) {
    problems.add(asked, "outside-folder", "`" + name + "` leads out of the ratebook's folder");
    return Optional.empty();
  }

  /// Java's messages are mostly the file's name alone.
  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
    return reason == null ? "the system refuses" : reason;
  }

  /// SHA-256 over the files that were read, in the order of their names: each name and content with its length.
  public String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      contents.forEach((name, content) -> {
        digest.update((name + "\0" + content.length + "\0").getBytes(UTF_8));
        digest.update(content);
      });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
