package dev.quoin.journal.export;

import com.jerolba.carpet.CarpetWriter;
import dev.quoin.pricing.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Fills an export by its own writer: copies of real answers, each with an id of its own, as if a server had exported them day by day.
/// A copy keeps the instant as of which it was priced, so that it comes out again; its id and its folder are of another day.
public final class ExportFiller {
  /// As many as a batch of the export has.
  private static final int MOST_ROWS = 200_000;

  private static final int FILES_OF_A_DAY = 5;
  private static final long DAY_MILLIS = 86_400_000;

  private final List<Exported> real;
  private final LocalDate firstDay;
  private final int fileRows;
  private final AtomicLong rows = new AtomicLong();

  private ExportFiller(List<Exported> real, LocalDate firstDay, int fileRows) {
    this.real = real;
    this.fileRows = fileRows;
    this.firstDay = firstDay;
  }

  /// Fills a folder, which has nothing yet.
  ///
  /// @param rows how many
  /// @param end of `System.nanoTime`, after which no more files are begun
  /// @param threads each of which has a group of rows in its memory
  /// @return some of the ids
  public static Filled fill(
      Connection connection, Path folder, LocalDate firstDay, long rows, long end, int threads)
      throws Exception {
    ExportFiller filler =
        new ExportFiller(real(connection), firstDay, (int) Math.min(MOST_ROWS, rows));
    try (ExportFolder open = ExportFolder.open(folder)) {
      List<UUID> some = filler.fill(open, rows, end, threads, xid(connection));
      return new Filled(filler.rows.get(), some);
    }
  }

  /// What was filled.
  public record Filled(long rows, List<UUID> some) {
    public Filled {
      some = List.copyOf(some);
    }
  }

  private static long xid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<Exported> real(Connection connection) throws SQLException {
    List<Exported> real = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select %s from real order by id".formatted(Exported.COLUMNS))) {
      while (rows.next()) {
        real.add(Exported.of(rows));
      }
    }
    return real;
  }

  private record Written(Manifest.File file, List<UUID> some) {}

  private List<UUID> fill(ExportFolder open, long wanted, long end, int threads, long xid)
      throws Exception {
    List<Callable<Optional<Written>>> files = new ArrayList<>();
    for (int number = 0; (long) number * fileRows < wanted; number++) {
      int its = number;
      files.add(() -> System.nanoTime() < end ? Optional.of(written(open, its)) : Optional.empty());
    }
    List<UUID> some = new ArrayList<>();
    List<Manifest.File> all = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (Future<Optional<Written>> future : executor.invokeAll(files)) {
        future
            .get()
            .ifPresent(written -> {
              all.add(written.file);
              some.addAll(written.some);
            });
      }
    }
    open.add(new Manifest(1, "", 0, xid, rows.get(), all, Optional.empty()));
    return some;
  }

  private Written written(ExportFolder open, int number) throws IOException {
    LocalDate day = firstDay.plusDays(number / FILES_OF_A_DAY);
    String path = "day=%s/answers-%010d.parquet".formatted(day, number + 1);
    SplittableRandom random = new SplittableRandom(number);
    List<UUID> some = new ArrayList<>();
    long part = DAY_MILLIS / FILES_OF_A_DAY;
    Instant begin =
        day.atStartOfDay().toInstant(ZoneOffset.UTC).plusMillis(number % FILES_OF_A_DAY * part);
    try (CarpetWriter<Exported> writer = ParquetFile.writer(open.begin(path))) {
      for (int i = 0; i < fileRows; i++) {
        UUID id = Ids.next(begin.plusMillis(part * i / fileRows), random);
        writer.write(copy(real.get(random.nextInt(real.size())), id));
        if (random.nextInt(fileRows / 100) == 0) {
          some.add(id);
        }
      }
    }
    rows.addAndGet(fileRows);
    return new Written(open.written(path, fileRows), some);
  }

  private static Exported copy(Exported of, UUID id) {
    return new Exported(
        id.toString(),
        of.kind(),
        of.service(),
        of.ratebook(),
        of.release(),
        of.pricedAt(),
        of.validUntil(),
        of.caller(),
        of.requestId(),
        of.bookingId(),
        of.bookingVersion(),
        of.customer(),
        of.outcome(),
        of.total(),
        of.highestTotal(),
        of.currency(),
        of.lineItems(),
        of.reasons(),
        of.searched(),
        of.inputs(),
        of.answer(),
        of.engine(),
        of.zoneData(),
        of.xid(),
        of.leversAt());
  }
}
