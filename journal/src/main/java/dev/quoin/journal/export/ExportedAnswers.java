package dev.quoin.journal.export;

import static java.util.Objects.requireNonNull;

import dev.quoin.journal.Kind;
import dev.quoin.journal.Period.Recorded;
import dev.quoin.journal.parquet.ParquetRows;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads an export, such as it is at one moment: the answers of all batches that have a manifest, each once. Whoever exports may go
/// on meanwhile; what comes later is not among it.
public final class ExportedAnswers implements Closeable {
  private static final int PAGE_ROWS = 2_000;

  private static final Set<String> COLUMNS =
      Set.of(
          "id",
          "kind",
          "service",
          "ratebook",
          "release",
          "priced_at",
          "inputs",
          "answer",
          "engine",
          "zone_data");

  private final Path folder;
  private final long size;
  private final Iterator<Manifest.File> files;
  private @Nullable ParquetRows open;
  private String name = "";

  private ExportedAnswers(Path folder, List<Manifest> manifests) {
    this.folder = folder;
    this.size = manifests.stream().mapToLong(Manifest::rows).sum();
    this.files = manifests.stream().flatMap(manifest -> manifest.files().stream()).iterator();
  }

  /// Opens the folder of an export.
  ///
  /// @throws ExportProblem where it is none, or is not as an export left it
  public static ExportedAnswers open(Path folder) throws IOException, ExportProblem {
    return new ExportedAnswers(folder, ExportFolder.manifests(folder));
  }

  /// How many answers there are.
  public long size() {
    return size;
  }

  /// The next answers; none at the end. Many threads may ask.
  public synchronized List<Recorded> next() throws IOException {
    try {
      while (true) {
        if (open == null && !toNextFile()) {
          return List.of();
        }
        ParquetRows rows = requireNonNull(open);
        List<Recorded> page =
            rows.next(PAGE_ROWS).stream().map(row -> recorded(rows.columns(), row)).toList();
        if (!page.isEmpty()) {
          return page;
        }
        close();
      }
    } catch (IOException | RuntimeException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  private boolean toNextFile() throws IOException {
    if (!files.hasNext()) {
      return false;
    }
    Manifest.File file = files.next();
    name = file.path();
    Path path = folder.resolve(file.path());
    // An exporter gives a file its name behind that of its manifest.
    Path written = Files.exists(path) ? path : ExportFolder.unfinished(path);
    if (Files.size(written) != file.bytes()) {
      throw new IOException("it is not as long as its manifest says");
    }
    open = ParquetRows.open(written, COLUMNS::contains);
    return true;
  }

  private static Recorded recorded(List<String> columns, List<ParquetRows.@Nullable Cell> row) {
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      ParquetRows.Cell cell = row.get(i);
      if (cell != null) {
        cells.put(columns.get(i), cell.text());
      }
    }
    return new Recorded(
        UUID.fromString(text(cells, "id")),
        Kind.valueOf(text(cells, "kind").toUpperCase(Locale.ROOT)),
        text(cells, "service"),
        text(cells, "ratebook"),
        text(cells, "release"),
        OffsetDateTime.parse(text(cells, "priced_at")).toInstant(),
        Optional.empty(),
        text(cells, "inputs"),
        text(cells, "answer"),
        Optional.ofNullable(cells.get("engine")),
        Optional.ofNullable(cells.get("zone_data")));
  }

  private static String text(Map<String, String> cells, String column) {
    return requireNonNull(cells.get(column), () -> "it has no `" + column + "` in a row");
  }

  @Override
  public synchronized void close() throws IOException {
    ParquetRows rows = open;
    open = null;
    if (rows != null) {
      rows.close();
    }
  }
}
