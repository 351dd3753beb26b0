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
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A ratebook's folder, on disk or held in memory: reads its files, each once, and nothing outside of it, neither by
/// `..` nor by a link. Both kinds answer alike, problems included.
public final class Folder {
  private static final long MAX_BYTES = 500_000_000;

  /// Stands for the folder where a name is only followed, not opened.
  private static final Path SOMEWHERE = Path.of("folder");

  private final Shelf shelf;
  private final Problems problems;
  private final SortedMap<String, byte[]> contents = new TreeMap<>();

  private Folder(Shelf shelf, Problems problems) {
    this.shelf = shelf;
    this.problems = problems;
  }

  /// The folder, if there is one.
  public static Optional<Folder> open(Path path, Problems problems) {
    Place place = new Place(path.toString(), 0, 0);
    try {
      Path root = path.toRealPath();
      if (Files.isDirectory(root)) {
        return Optional.of(new Folder(new Directory(root), problems));
      }
      problems.add(place, "unreadable-file", "is a file (expected: the folder of a ratebook)");
    } catch (NoSuchFileException e) {
      problems.add(place, "missing-file", "no folder of this name");
    } catch (IOException e) {
      problems.add(place, "unreadable-file", "cannot be read: " + why(e));
    }
    return Optional.empty();
  }

  /// A folder of files that were read before, by their paths inside of it.
  public static Folder of(Map<String, byte[]> files, Problems problems) {
    return new Folder(new Held(files), problems);
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
    try {
      byte[] content = shelf.read(name);
      contents.put(name, content);
      return Optional.of(content);
    } catch (Refused e) {
      problems.add(asked, e.code, e.sentence);
    } catch (NoSuchFileException e) {
      problems.add(asked, "missing-file", "no file `" + name + "` in the folder");
    } catch (IOException e) {
      problems.add(asked, "unreadable-file", "`" + name + "` cannot be read: " + why(e));
    }
    return Optional.empty();
  }

  /// All that was read: contents by the names by which they were asked for.
  public SortedMap<String, byte[]> files() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }

  /// Whether each file that was read still says the same. Then there was a moment, that between the two readings, at
  /// which the folder was as it was read: no mixture of an older and a newer one.
  public boolean isUnchanged() {
    return contents.entrySet().stream()
        .allMatch(file -> {
          try {
            return Arrays.equals(shelf.read(file.getKey()), file.getValue());
          } catch (IOException | Refused e) {
            return false;
          }
        });
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

  /// Java's messages are mostly the file's name alone.
  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
    return reason == null ? "the system refuses" : reason;
  }

  /// Where the files are.
  private sealed interface Shelf {
    byte[] read(String name) throws IOException, Refused;
  }

  private record Directory(Path root) implements Shelf {
    @Override
    public byte[] read(String name) throws IOException, Refused {
      Path path = root.resolve(inside(name));
      if (!path.toRealPath().startsWith(root)) {
        throw outside(name);
      }
      if (!Files.isRegularFile(path)) {
        throw noFile(name);
      }
      refuseTooLarge(name, Files.size(path));
      byte[] content = Files.readAllBytes(path);
      refuseTooLarge(name, content.length);
      return content;
    }
  }

  private record Held(Map<String, byte[]> files) implements Shelf {
    Held {
      // INVARIANT: what a digest was made of does not change, whatever the caller does with its
      // arrays.
      Map<String, byte[]> copies = new TreeMap<>();
      files.forEach((name, content) -> copies.put(name, content.clone()));
      files = copies;
    }

    @Override
    public byte[] read(String name) throws IOException, Refused {
      String path = inside(name).toString().replace('\\', '/');
      byte[] content = files.containsKey(name) ? files.get(name) : files.get(path);
      if (content != null) {
        refuseTooLarge(name, content.length);
        return content;
      }
      if (path.isEmpty() || files.keySet().stream().anyMatch(key -> key.startsWith(path + "/"))) {
        throw noFile(name);
      }
      if (files.keySet().stream().anyMatch(key -> path.startsWith(key + "/"))) {
        throw new FileSystemException(name, null, "Not a directory");
      }
      throw new NoSuchFileException(name);
    }
  }

  /// The path that a name has inside of the folder.
  private static Path inside(String name) throws Refused {
    try {
      Path path = SOMEWHERE.resolve(name).normalize();
      if (name.startsWith("/") || name.contains("\\") || !path.startsWith(SOMEWHERE)) {
        throw outside(name);
      }
      return SOMEWHERE.relativize(path);
    } catch (InvalidPathException e) {
      throw new Refused("missing-file", "`" + name + "` is no name of a file");
    }
  }

  private static Refused outside(String name) {
    return new Refused("outside-folder", "`" + name + "` leads out of the ratebook's folder");
  }

  private static Refused noFile(String name) {
    return new Refused("unreadable-file", "`" + name + "` is no file");
  }

  private static void refuseTooLarge(String name, long bytes) throws Refused {
    if (bytes > MAX_BYTES) {
      throw new Refused("too-large", "`%s` is larger than %,d bytes".formatted(name, MAX_BYTES));
    }
  }

  /// A name that is not read; caught in this class.
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final String sentence;

    Refused(String code, String sentence) {
      super(sentence, null, false, false);
      this.code = code;
      this.sentence = sentence;
    }
  }
}
