package dev.quoin.database;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may do what with a file. What prices are asked with is for nobody but the account that keeps it.
public final class OwnerAndMode {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerAndMode.class);

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> WAY = PosixFilePermissions.fromString("rwx--x--x");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerAndMode() {}

  static void setMode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  static void setOwner(Path path, String user) throws IOException {
    Files.setOwner(
        path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
  }

  /// Makes a folder that only its owner may look into, or lets nobody else look into the one that is there.
  public static void ownersFolder(Path folder) throws IOException {
    folder(folder, FOLDER);
  }

  /// The same of a folder through which others may pass, to a folder of theirs of which they know: PostgreSQL's account to its own.
  public static void ownersWay(Path folder) throws IOException {
    folder(folder, WAY);
  }

  private static void folder(Path folder, Set<PosixFilePermission> permissions) throws IOException {
    if (Files.isDirectory(folder)) {
      closeToOthers(folder, permissions);
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createDirectories(folder, only(permissions));
  }

  /// Makes an empty file that only its owner may read.
  public static Path ownersFile(Path file) throws IOException {
    return Files.createFile(file, only(FILE));
  }

  private static FileAttribute<?> only(Set<PosixFilePermission> permissions) {
    return PosixFilePermissions.asFileAttribute(permissions);
  }

  /// Takes away what others may do with a file. Where that is not ours to change, as with a volume or a secret that an
  /// orchestrator mounts, it is said, and left.
  public static void closeToOthers(Path file) throws IOException {
    closeToOthers(file, FILE);
  }

  private static void closeToOthers(Path path, Set<PosixFilePermission> wanted) throws IOException {
    Set<PosixFilePermission> now = Files.getPosixFilePermissions(path);
    if (wanted.containsAll(now)) {
      return;
    }
    Set<PosixFilePermission> left = EnumSet.copyOf(now);
    left.retainAll(wanted); // what nobody may do yet, nobody may do then
    try {
      Files.setPosixFilePermissions(path, left);
      LOG.warn("others than its owner could look at {}: they cannot any more", path);
    } catch (FileSystemException e) {
      LOG.warn(
          "others than its owner can look at {}, and this account may not change that: {}",
          path,
          e.getReason());
    }
  }
}
