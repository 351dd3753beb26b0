package dev.quoin.journal.export;

import static java.util.Objects.requireNonNull;

import com.jerolba.carpet.CarpetWriter;
import dev.quoin.journal.Erasures;
import dev.quoin.journal.parquet.ParquetRows;
import dev.quoin.journal.parquet.WholeRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.jspecify.annotations.Nullable;

/// Writes the files of an export again without a customer. The database may know less than the files, where retention has dropped days:
/// so bookings are looked for here, too.
final class Rewriting {
  private static final Set<String> COLUMNS = Set.of("id", "customer", "booking_id", "priced_at");
  private static final int PAGE = 2_000;

  private final Erasures.Order order;
  private final Set<String> bookings;
  private final Map<String, Map<String, Long>> erased = new TreeMap<>();

  private Rewriting(Erasures.Order order) {
    this.order = order;
    this.bookings = new HashSet<>(order.bookings());
  }

  /// What a folder has of a customer.
  ///
  /// @param files in which there is something
  private record Found(List<Manifest.File> files, long rows) {}

  static Export.Holding find(Path folder, Iterable<Manifest.File> live, Erasures.Order order)
      throws IOException {
    Found found = new Rewriting(order).find(folder, live);
    return new Export.Holding(found.files.size(), found.rows);
  }

  /// Makes a folder be without a customer: before this, all of it is as it was, and after it, whole.
  static Manifest without(ExportFolder folder, Erasures.Order order)
      throws IOException, ExportProblem {
    return new Rewriting(order).rewrite(folder);
  }

  private Manifest rewrite(ExportFolder folder) throws IOException, ExportProblem {
    folder.tidy();
    List<Manifest.File> written = new ArrayList<>();
    List<String> replaced = new ArrayList<>();
    for (Manifest.File file : find(folder.path(), folder.files()).files()) {
      replaced.add(file.path());
      rewrite(folder, file).ifPresent(written::add);
    }
    Optional<Manifest> last = folder.last();
    long xid = last.map(Manifest::toXid).orElse(0L);
    List<Manifest.Counted> counted = new ArrayList<>();
    erased.forEach((day, kinds) ->
        kinds.forEach((kind, rows) -> counted.add(new Manifest.Counted(day, kind, rows))));
    Manifest manifest =
        new Manifest(
            last.map(Manifest::number).orElse(0L) + 1,
            folder.lastDigest(),
            xid,
            xid,
            written.stream().mapToLong(Manifest.File::rows).sum(),
            written,
            Optional.of(new Manifest.Erasure(order.number(), replaced, counted)));
    folder.add(manifest);
    return manifest;
  }

  /// Again and again until no booking is found that was not known: what became of it may stand anywhere.
  private Found find(Path folder, Iterable<Manifest.File> live) throws IOException {
    while (true) {
      int known = bookings.size();
      List<Manifest.File> files = new ArrayList<>();
      long all = 0;
      for (Manifest.File file : live) {
        long rows = count(folder.resolve(file.path()));
        if (rows > 0) {
          files.add(file);
          all += rows;
        }
      }
      if (bookings.size() == known) {
        return new Found(files, all);
      }
    }
  }

  private long count(Path file) throws IOException {
    long found = 0;
    try (ParquetRows rows = ParquetRows.open(file, COLUMNS::contains)) {
      int id = rows.columns().indexOf("id");
      int customer = rows.columns().indexOf("customer");
      int booking = rows.columns().indexOf("booking_id");
      int pricedAt = rows.columns().indexOf("priced_at");
      for (List<List<ParquetRows.@Nullable Cell>> page = rows.next(PAGE);
          !page.isEmpty();
          page = rows.next(PAGE)) {
        for (List<ParquetRows.@Nullable Cell> row : page) {
          String itsBooking = text(row.get(booking));
          Instant at = OffsetDateTime.parse(requireNonNull(text(row.get(pricedAt)))).toInstant();
          if (isTheirs(
              requireNonNull(text(row.get(id))), text(row.get(customer)), itsBooking, at)) {
            found++;
            if (itsBooking != null) {
              bookings.add(itsBooking);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return found;
  }

  private static @Nullable String text(ParquetRows.@Nullable Cell cell) {
    return cell == null ? null : cell.text();
  }

  private boolean isTheirs(
      String id, @Nullable String customer, @Nullable String booking, Instant at) {
    return (order.customer().equals(customer) && !at.isAfter(order.until()))
        || (booking != null && bookings.contains(booking))
        || (!order.answers().isEmpty() && order.answers().contains(UUID.fromString(id)));
  }

  /// What is left of a file, under the name that it has before its manifest is there.
  private Optional<Manifest.File> rewrite(ExportFolder folder, Manifest.File file)
      throws IOException {
    long kept = 0;
    Path unfinished = folder.begin(file.path());
    try (WholeRows rows = WholeRows.open(folder.path(file));
        CarpetWriter<Exported> writer = ParquetFile.writer(unfinished)) {
      for (Group row = rows.next(); row != null; row = rows.next()) {
        Exported exported = Exported.of(row);
        if (isTheirs(
            exported.id(), exported.customer(), exported.bookingId(), exported.pricedAt())) {
          erased
              .computeIfAbsent(
                  exported.pricedAt().atOffset(ZoneOffset.UTC).toLocalDate().toString(),
                  _ -> new TreeMap<>())
              .merge(exported.kind(), 1L, Long::sum);
        } else {
          writer.write(exported);
          kept++;
        }
      }
    } catch (IOException e) {
      throw new IOException(folder.path(file) + ": " + e.getMessage(), e);
    }
    return kept == 0 ? Optional.empty() : Optional.of(folder.written(file.path(), kept));
  }
}
