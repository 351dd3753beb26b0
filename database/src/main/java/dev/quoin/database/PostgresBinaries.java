package dev.quoin.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/// The programs of PostgreSQL, which come packed on the class path and have to lie in a folder to be run.
final class PostgresBinaries {
  private static final String UNPACKED = "programs-";
  private static final String UNFINISHED = "unfinished-";

  private PostgresBinaries() {}

  /// Whether there are programs for the machine that this runs on.
  static boolean areThere() {
    return PostgresBinaries.class.getResource(resource()) != null;
  }

  /// The folder with `bin`, `lib` and `share`; unpacked when it is not there yet. Its name is the digest of what was
  /// packed, so that programs of two versions never mix, and it gets that name when it is complete.
  static Path unpackedIn(Path folder) {
    try {
      Path unpacked = folder.resolve(UNPACKED + digest());
      if (!Files.isDirectory(unpacked)) {
        unpack(folder, unpacked);
      }
      return unpacked;
    } catch (IOException e) {
      throw new DatabaseException(
          "the programs of PostgreSQL cannot be unpacked into " + folder + ": " + e.getMessage(),
          e);
    }
  }

  private static void unpack(Path folder, Path unpacked) throws IOException {
    removeAll(folder, UNFINISHED);
    Path unfinished = Files.createTempDirectory(folder, UNFINISHED);
    try (InputStream packed = open();
        InputStream tar = new XZInputStream(new BufferedInputStream(packed, 1 << 16))) {
      Tar.unpack(tar, unfinished);
    }
    OwnerAndMode.setMode(unfinished, "rwxr-xr-x");
    removeAll(folder, UNPACKED);
    Files.move(unfinished, unpacked, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void removeAll(Path folder, String prefix) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, prefix + "*")) {
      for (Path path : old) {
        removeTree(path);
      }
    }
  }

  /// Removes a folder with all that it holds; links are removed, not followed.
  static void removeTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static String digest() throws IOException {
    try (DigestInputStream in = new DigestInputStream(open(), sha256())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 6);
    }
  }

  private static InputStream open() throws IOException {
    InputStream in = PostgresBinaries.class.getResourceAsStream(resource());
    if (in == null) {
      throw new NoSuchFileException(resource(), null, "no programs of PostgreSQL for this machine");
    }
    return in;
  }

  private static String resource() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String os = system.startsWith("mac") ? "darwin" : system;
    String arch =
        switch (machine) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> machine;
        };
    return "/postgres-" + os + "-" + arch + ".txz";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The version in a folder of data, or none where there is no data yet.
  static Optional<String> versionOf(Path cluster) throws IOException {
    try {
      return Optional.of(Files.readString(cluster.resolve("PG_VERSION")).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
