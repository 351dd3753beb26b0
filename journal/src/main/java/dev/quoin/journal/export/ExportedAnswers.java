package dev.quoin.journal.export;

import static java.util.Objects.requireNonNull;

import dev.quoin.journal.Kind;
import dev.quoin.journal.Period;
import dev.quoin.journal.Period.Recorded;
import dev.quoin.journal.parquet.ParquetRows;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
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

  /// So many are read before it is seen how long they are.
  private static final int READ_ROWS = 20;

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
          "zone_data",
          "levers_at");

  private final Path folder;
  private final long size;
  private final Iterator<Manifest.File> files;
  private @Nullable ParquetRows open;
  private String name = "";

  private ExportedAnswers(Path folder, List<Manifest> manifests) {
    this.folder = folder;
    Collection<Manifest.File> live = ExportFolder.files(manifests);
    this.size = live.stream().mapToLong(Manifest.File::rows).sum();
    this.files = live.iterator();
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
        List<Recorded> page = page(requireNonNull(open));
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
    while (open == null && files.hasNext()) {
      open = opened(files.next());
    }
    return open != null;
  }

  /// The rows of a file; Java's null where a customer was erased meanwhile, and nothing of it is left.
  private @Nullable ParquetRows opened(Manifest.File file) throws IOException {
    name = file.path();
    ParquetRows found = found(file);
    if (found != null) {
      return found;
    }
    Optional<Manifest.File> now = now(file.path());
    if (now.isEmpty()) {
      return null;
    }
    found = found(now.get());
    if (found == null) {
      throw new IOException(
          Files.exists(folder.resolve(name))
              ? "it is not what its manifest says"
              : folder.resolve(name) + " is missing");
    }
    return found;
  }

  private Optional<Manifest.File> now(String path) throws IOException {
    try {
      return ExportFolder.files(folder).stream()
          .filter(file -> file.path().equals(path))
          .findFirst();
    } catch (ExportProblem e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// An exporter gives a file its name behind that of its manifest, and may do so just now.
  private @Nullable ParquetRows found(Manifest.File file) throws IOException {
    Path path = folder.resolve(file.path());
    for (Path place : List.of(path, ExportFolder.unfinished(path), path)) {
      try {
        if (ExportFolder.described(file.path(), place, file.rows()).equals(file)) {
          return opened(file, place);
        }
      } catch (NoSuchFileException elsewhere) {
        // It has its name by now, or not yet.
      }
    }
    return null;
  }

  private static ParquetRows opened(Manifest.File file, Path path) throws IOException {
    ParquetRows rows = ParquetRows.open(path, COLUMNS::contains);
    if (rows.size() != file.rows()) {
      rows.close();
      throw new IOException("it has other rows than its manifest says");
    }
    return rows;
  }

  /// A batch may have a hundred thousand cars: a page is bounded by its characters, too.
  private static List<Recorded> page(ParquetRows rows) throws IOException {
    List<Recorded> page = new ArrayList<>();
    long characters = 0;
    while (page.size() < PAGE_ROWS && characters < Period.PAGE_CHARACTERS) {
      List<List<ParquetRows.@Nullable Cell>> some = rows.next(READ_ROWS);
      if (some.isEmpty()) {
        break;
      }
      for (List<ParquetRows.@Nullable Cell> row : some) {
        Recorded recorded = recorded(rows.columns(), row);
        characters += recorded.inputs().length() + recorded.answer().length();
        page.add(recorded);
      }
    }
    return page;
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
        text(cells, "inputs"),
        text(cells, "answer"),
        Optional.ofNullable(cells.get("engine")),
        Optional.ofNullable(cells.get("zone_data")),
        Optional.ofNullable(cells.get("levers_at"))
            .map(OffsetDateTime::parse)
            .map(OffsetDateTime::toInstant));
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
