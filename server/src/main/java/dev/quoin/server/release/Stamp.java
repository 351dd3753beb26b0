package dev.quoin.server.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How a folder looks from outside: names, sizes and times of its files. Cheap enough for every second, and enough to
/// know that somebody has been at it; what has become of it, only reading tells.
///
/// @param files by their paths, links followed, so that a folder is seen that is changed by turning a link
record Stamp(SortedMap<String, Look> files) {
  /// A folder with more is none of a ratebook.
  private static final int MOST = 10_000;

  /// @param identity what the file system knows the file by; another one where a file was put in the place of one
  record Look(long size, FileTime changed, String identity) {}

  /// The folder now. What cannot be seen is not there.
  static Stamp of(Path folder) {
    SortedMap<String, Look> files = new TreeMap<>();
    try {
      Path root = folder.toRealPath();
      try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
        all.limit(MOST).forEach(path -> look(path, files));
      }
    } catch (IOException | UncheckedIOException e) {
      // A file or a folder has gone while they were walked through: the next look sees it.
    }
    return new Stamp(files);
  }

  private static void look(Path path, SortedMap<String, Look> files) {
    try {
      BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
      if (seen.isRegularFile()) {
        files.put(
            path.toString(),
            new Look(seen.size(), seen.lastModifiedTime(), String.valueOf(seen.fileKey())));
      }
    } catch (IOException e) {
      // It has just gone.
    }
  }
}
