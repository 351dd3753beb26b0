package dev.quoin.journal.export;

import static java.util.Objects.requireNonNull;

import dev.quoin.database.FolderLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder of an export: manifests, and the files that they name.
///
/// A batch is there from the moment at which its manifest gets its name, and not before. Its files are written as
/// `….parquet.new` first and get their names after it, so that whoever reads all `*.parquet` never reads what no manifest names; a
/// kill in between is mended when the folder is opened.
///
/// Where a customer is erased, what is left of a file gets the name that the file had, in one step: whoever reads all `*.parquet` finds
/// the one or the other, and each answer once.
final class ExportFolder implements AutoCloseable {
  private static final String MANIFESTS = "manifests";
  private static final String UNFINISHED = ".new";

  private final Path folder;
  private final FolderLock lock;
  private @Nullable Manifest last;
  private String lastDigest = "";

  /// The files as the manifests have them, by their paths.
  private final Map<String, Manifest.File> live = new LinkedHashMap<>();

  /// The erasures that the folder has gone through.
  private final Set<Long> erasures = new HashSet<>();

  private ExportFolder(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /// Opens a folder, which is made when it is not there, and mends what a kill left of it.
  static ExportFolder open(Path folder) throws IOException, ExportProblem {
    Files.createDirectories(folder.resolve(MANIFESTS));
    FolderLock lock =
        FolderLock.claim(folder)
            .orElseThrow(() -> ExportProblem.inUse("another one exports to " + folder));
    try {
      ExportFolder opened = new ExportFolder(folder, lock);
      opened.mend();
      return opened;
    } catch (IOException | ExportProblem | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void mend() throws IOException, ExportProblem {
    for (Path file : manifests()) {
      byte[] content = Files.readAllBytes(file);
      Manifest manifest = Manifest.read(file.toString(), content);
      requireNext(manifest, last, lastDigest, file);
      apply(manifest, live);
      manifest.erasure().ifPresent(erasure -> erasures.add(erasure.number()));
      last = manifest;
      lastDigest = digest(content);
    }
    tidy();
  }

  /// Leaves no file but those that manifests name: what a kill, or a batch that failed, has left may have somebody in it who is erased.
  void tidy() throws IOException, ExportProblem {
    Set<Path> named = new HashSet<>();
    for (Manifest.File written : live.values()) {
      named.add(finished(written));
    }
    for (Path file : filesOfDays()) {
      if (!named.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private static void apply(Manifest manifest, Map<String, Manifest.File> live) {
    manifest.erasure().ifPresent(erasure -> erasure.replaced().forEach(live::remove));
    manifest.files().forEach(file -> live.put(file.path(), file));
  }

  /// The files of a folder as its manifests have them, for whoever reads what others export.
  static Collection<Manifest.File> files(Path folder) throws IOException, ExportProblem {
    return files(manifests(folder));
  }

  static Collection<Manifest.File> files(List<Manifest> manifests) {
    Map<String, Manifest.File> live = new LinkedHashMap<>();
    manifests.forEach(manifest -> apply(manifest, live));
    return live.values();
  }

  /// The files as the manifests have them.
  List<Manifest.File> files() {
    return List.copyOf(live.values());
  }

  boolean hasGoneThrough(long erasure) {
    return erasures.contains(erasure);
  }

  Path path() {
    return folder;
  }

  Path path(Manifest.File file) {
    return folder.resolve(file.path());
  }

  /// The manifests of a folder, for whoever reads what others export: nothing is claimed, and nothing is mended.
  static List<Manifest> manifests(Path folder) throws IOException, ExportProblem {
    if (!Files.isDirectory(folder.resolve(MANIFESTS))) {
      throw new ExportProblem(folder + " is no export: it has no folder `" + MANIFESTS + "`");
    }
    List<Manifest> manifests = new ArrayList<>();
    String lastDigest = "";
    for (Path file : filesOf(folder.resolve(MANIFESTS))) {
      if (!file.toString().endsWith(UNFINISHED)) {
        byte[] content = Files.readAllBytes(file);
        Manifest manifest = Manifest.read(file.toString(), content);
        requireNext(manifest, manifests.isEmpty() ? null : manifests.getLast(), lastDigest, file);
        manifests.add(manifest);
        lastDigest = digest(content);
      }
    }
    return manifests;
  }

  /// Where the manifest of a number is.
  static Path manifest(Path folder, long number) {
    return folder.resolve(MANIFESTS).resolve("%010d.json".formatted(number));
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  static void requireNext(Manifest manifest, @Nullable Manifest last, String lastDigest, Path file)
      throws ExportProblem {
    long number = last == null ? 1 : last.number() + 1;
    if (manifest.number() != number || !manifest.previous().equals(lastDigest)) {
      throw new ExportProblem(
          "%s does not follow the manifest before it: one of the two was changed, or is missing"
              .formatted(file));
    }
  }

  /// The file under its name; a kill may have come before it got it.
  private Path finished(Manifest.File written) throws IOException, ExportProblem {
    Path file = folder.resolve(written.path());
    Path unfinished = unfinished(file);
    if (Files.exists(unfinished)) {
      // Of a batch that was broken off, or what is left of the file without a customer.
      if (described(written.path(), unfinished, written.rows()).equals(written)) {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.delete(unfinished);
      }
      forceFolderOf(file);
    }
    if (Files.notExists(file) || Files.size(file) != written.bytes()) {
      throw new ExportProblem(
          "%s is missing, or is not as long as its manifest says: bring it back from a backup, or export to a new folder"
              .formatted(file));
    }
    return file;
  }

  private List<Path> manifests() throws IOException {
    List<Path> manifests = new ArrayList<>();
    for (Path file : filesOf(folder.resolve(MANIFESTS))) {
      if (file.toString().endsWith(UNFINISHED)) {
        Files.delete(file);
      } else {
        manifests.add(file);
      }
    }
    return manifests;
  }

  private List<Path> filesOfDays() throws IOException {
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .filter(
              file -> file.getFileName().toString().matches("answers-\\d{10}\\.parquet(\\.new)?"))
          .toList();
    }
  }

  Optional<Manifest> last() {
    return Optional.ofNullable(last);
  }

  String lastDigest() {
    return lastDigest;
  }

  /// Where a file of the next batch is written before it has its name.
  ///
  /// @param path below the folder
  Path begin(String path) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Path unfinished = unfinished(file);
    Files.deleteIfExists(unfinished);
    return unfinished;
  }

  /// A file that was written: on the disk, and what a manifest says of it.
  Manifest.File written(String path, long rows) throws IOException {
    Path unfinished = unfinished(folder.resolve(path));
    force(unfinished);
    forceFolderOf(unfinished);
    force(folder);
    return described(path, unfinished, rows);
  }

  /// What a manifest says of a file.
  ///
  /// @param path below the export's folder
  /// @param file where it is now
  static Manifest.File described(String path, Path file, long rows) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      DigestInputStream digesting = new DigestInputStream(in, sha256());
      long bytes = digesting.transferTo(OutputStream.nullOutputStream());
      return new Manifest.File(
          path, rows, bytes, HexFormat.of().formatHex(digesting.getMessageDigest().digest()));
    }
  }

  /// Makes a batch be there, whole.
  void add(Manifest manifest) throws IOException, ExportProblem {
    Path file = manifest(folder, manifest.number());
    byte[] content = manifest.bytes();
    Path unfinished = unfinished(file);
    Files.write(unfinished, content);
    force(unfinished);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    forceFolderOf(file);
    last = manifest;
    lastDigest = digest(content);
    apply(manifest, live);
    for (Manifest.File written : manifest.files()) {
      finished(written);
    }
    if (manifest.erasure().isPresent()) {
      erasures.add(manifest.erasure().get().number());
      for (String path : manifest.erasure().get().replaced()) {
        if (!live.containsKey(path)) {
          Files.deleteIfExists(this.folder.resolve(path));
          forceFolderOf(this.folder.resolve(path));
        }
      }
    }
  }

  /// Whether all that a manifest says of files was done: those that it names have their names, those that it lets go of are gone.
  static boolean isInPlace(Path folder, Manifest manifest) {
    Set<String> written =
        manifest.files().stream().map(Manifest.File::path).collect(Collectors.toSet());
    List<String> replaced = manifest.erasure().map(Manifest.Erasure::replaced).orElse(List.of());
    return written.stream().noneMatch(path -> Files.exists(unfinished(folder.resolve(path))))
        && replaced.stream()
            .filter(path -> !written.contains(path))
            .noneMatch(path -> Files.exists(folder.resolve(path)));
  }

  static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  /// A new name has to be on the disk, too.
  private static void forceFolderOf(Path file) throws IOException {
    force(requireNonNull(file.getParent(), "a file lies in a folder"));
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static String digest(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
