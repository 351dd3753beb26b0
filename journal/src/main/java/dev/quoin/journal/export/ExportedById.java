package dev.quoin.journal.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.journal.Card;
import dev.quoin.journal.Entry;
import dev.quoin.journal.Fingerprint;
import dev.quoin.journal.Kind;
import dev.quoin.journal.Older;
import dev.quoin.journal.parquet.ParquetRows;
import dev.quoin.journal.parquet.RowById;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Finds an answer in an export. Its id tells the day; the files of a day lie about in the order of their ids, as they were written one
/// after the other, and each says between which ids it is. So the file that has it is found by halves, and all others are looked at only
/// where it is not there: of what came late, out of a spool.
///
/// Many threads may ask, while somebody exports.
public final class ExportedById implements Older {
  /// Of so many files it is remembered between which ids they are, with some 300 bytes for each.
  private static final int REMEMBERED = 50_000;

  private static final Set<String> COLUMNS =
      Set.of(
          "kind",
          "service",
          "ratebook",
          "release",
          "priced_at",
          "valid_until",
          "caller",
          "request_id",
          "booking_id",
          "customer",
          "outcome",
          "total",
          "highest_total",
          "currency",
          "inputs",
          "answer",
          "engine",
          "zone_data",
          "levers_at");

  private final Path folder;

  private final Map<Path, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// What is remembered of a file, as long as it is the same.
  private record Known(FileTime modified, long bytes, Optional<RowById.Range> range) {}

  public ExportedById(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<Entry> find(UUID id) throws IOException {
    try {
      return look(id);
    } catch (NoSuchFileException replaced) {
      return look(id); // nothing was left of a file in which somebody was erased
    }
  }

  private Optional<Entry> look(UUID id) throws IOException {
    String text = id.toString();
    List<Path> files = files(id);
    int near = nearest(files, text);
    for (int distance = 0; distance < files.size(); distance++) { // to the end of the longer side
      for (int place : distance == 0 ? List.of(near) : List.of(near - distance, near + distance)) {
        if (place >= 0 && place < files.size()) {
          Optional<Entry> found = find(files.get(place), text);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private List<Path> files(UUID id) throws IOException {
    Instant at = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    Path day = folder.resolve("day=" + at.atOffset(ZoneOffset.UTC).toLocalDate());
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(day)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(day, "answers-*.parquet")) {
        found.forEach(files::add);
      }
    }
    Collections.sort(files);
    return files;
  }

  /// The last file that begins with an id that is not greater, were all of them in order.
  private int nearest(List<Path> files, String id) throws IOException {
    int from = 0;
    int to = files.size() - 1;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      Optional<RowById.Range> range = range(files.get(middle));
      if (range.isPresent() && range.get().least().compareTo(id) > 0) {
        to = middle - 1;
      } else {
        from = middle;
      }
    }
    return from;
  }

  private Optional<RowById.Range> range(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    synchronized (known) {
      Known before = known.get(file);
      if (before != null
          && before.modified.equals(now.lastModifiedTime())
          && before.bytes == now.size()) {
        return before.range;
      }
    }
    try (RowById rows = RowById.open(file, "id")) {
      Optional<RowById.Range> range = rows.range();
      synchronized (known) {
        known.put(file, new Known(now.lastModifiedTime(), now.size(), range));
      }
      return range;
    }
  }

  private Optional<Entry> find(Path file, String id) throws IOException {
    Optional<RowById.Range> range = range(file);
    if (range.isPresent() && !range.get().contains(id)) {
      return Optional.empty();
    }
    try (RowById rows = RowById.open(file, "id")) {
      return rows.find(id, COLUMNS).map(cells -> entry(id, cells));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static Entry entry(String id, Map<String, ParquetRows.Cell> cells) {
    String inputs = text(cells, "inputs").orElseThrow();
    return new Entry(
        UUID.fromString(id),
        Kind.valueOf(text(cells, "kind").orElseThrow().toUpperCase(Locale.ROOT)),
        text(cells, "service").orElseThrow(),
        text(cells, "ratebook").orElseThrow(),
        text(cells, "release").orElseThrow(),
        time(cells, "priced_at").orElseThrow(),
        time(cells, "valid_until"),
        text(cells, "caller").orElseThrow(),
        text(cells, "request_id"),
        Fingerprint.of(inputs.getBytes(UTF_8)),
        text(cells, "booking_id"),
        inputs,
        text(cells, "answer").orElseThrow(),
        new Card(
            text(cells, "customer"),
            text(cells, "outcome")
                .map(word -> Card.Answered.valueOf(word.toUpperCase(Locale.ROOT))),
            text(cells, "total").map(BigDecimal::new),
            text(cells, "highest_total").map(BigDecimal::new),
            text(cells, "currency"),
            List.of(),
            List.of(),
            List.of(),
            text(cells, "engine"),
            text(cells, "zone_data"),
            time(cells, "levers_at")));
  }

  private static Optional<String> text(Map<String, ParquetRows.Cell> cells, String column) {
    return Optional.ofNullable(cells.get(column)).map(ParquetRows.Cell::text);
  }

  private static Optional<Instant> time(Map<String, ParquetRows.Cell> cells, String column) {
    return text(cells, column).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
  }
}
