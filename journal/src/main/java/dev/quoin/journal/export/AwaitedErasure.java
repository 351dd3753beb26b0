package dev.quoin.journal.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The manifest by which a folder goes through an erasure, for whoever looks again and again until it is there: each manifest is read
/// once, of which a year has half a million.
public final class AwaitedErasure {
  private final Path folder;
  private final long erasure;

  /// The last manifest that was read, and its digest; none before the first look.
  private @Nullable Manifest last;

  private String lastDigest = "";

  private @Nullable Manifest found;

  AwaitedErasure(Path folder, long erasure) {
    this.folder = folder;
    this.erasure = erasure;
  }

  /// The manifest, if the folder has gone through the erasure: to the end, so that no file waits to take its place.
  public Optional<Manifest> look() throws IOException, ExportProblem {
    if (found == null) {
      read();
    }
    return Optional.ofNullable(found).filter(manifest -> ExportFolder.isInPlace(folder, manifest));
  }

  private void read() throws IOException, ExportProblem {
    if (last == null) {
      List<Manifest> all = ExportFolder.manifests(folder);
      for (Manifest manifest : all) {
        note(manifest);
      }
      if (!all.isEmpty()) {
        lastDigest = ExportFolder.digest(Files.readAllBytes(path(all.getLast().number())));
      }
    }
    for (Path next = path(number() + 1); Files.exists(next); next = path(number() + 1)) {
      byte[] content = Files.readAllBytes(next);
      Manifest manifest = Manifest.read(next.toString(), content);
      ExportFolder.requireNext(manifest, last, lastDigest, next);
      lastDigest = ExportFolder.digest(content);
      note(manifest);
    }
  }

  private long number() {
    return last == null ? 0 : last.number();
  }

  private Path path(long number) {
    return ExportFolder.manifest(folder, number);
  }

  private void note(Manifest manifest) {
    last = manifest;
    if (found == null
        && manifest.erasure().filter(through -> through.number() == erasure).isPresent()) {
      found = manifest;
    }
  }
}
