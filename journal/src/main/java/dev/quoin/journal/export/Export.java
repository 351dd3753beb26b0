package dev.quoin.journal.export;

import com.jerolba.carpet.CarpetWriter;
import dev.quoin.database.Database;
import dev.quoin.journal.Erasures;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings the journal into Parquet files: every entry once.
///
/// What a batch takes is said by transactions, and by nothing else. Each row knows the one that wrote it. All below the oldest one
/// that still runs (`pg_snapshot_xmin`) have ended: what they wrote is seen, and nothing is ever added to it. So a batch takes the rows from
/// where the one before ended up to there, and its manifest says up to where. Ids or times would not do: a row may be committed
/// after rows with later ones, an hour later where it came by the spool, and would be passed over.
///
/// A transaction that runs for long, such as a backup with `pg_dump`, holds up the export and nothing else.
public final class Export implements AutoCloseable {
  /// As many rows as one batch has, unless a single transaction wrote more.
  private static final int MAX_ROWS = 200_000;

  private static final int FETCHED = 1_000;

  private final Database database;
  private final ExportFolder folder;
  private final int maxRows;

  private Export(Database database, ExportFolder folder, int maxRows) {
    this.database = database;
    this.folder = folder;
    this.maxRows = maxRows;
  }

  /// Opens a folder, which is made where it is not there. Nobody else exports to it meanwhile.
  ///
  /// @throws ExportProblem when it is not as an export left it, or another one's
  public static Export open(Database database, Path folder) throws IOException, ExportProblem {
    return open(database, folder, MAX_ROWS);
  }

  /// Opens a folder for batches of another size.
  ///
  /// @param maxRows how many rows a batch has at most, unless a single transaction wrote more
  public static Export open(Database database, Path folder, int maxRows)
      throws IOException, ExportProblem {
    return new Export(database, ExportFolder.open(folder), maxRows);
  }

  /// The first transaction that is not exported.
  public long exportedTo() {
    return folder.last().map(Manifest::toXid).orElse(0L);
  }

  /// Exports a batch, if there is anything to export.
  public Optional<Manifest> next() throws SQLException, IOException, ExportProblem {
    try (Connection connection = database.connect()) {
      connection.setNetworkTimeout(Runnable::run, 0); // reading and writing take their time
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      try {
        return next(connection);
      } finally {
        connection.rollback();
      }
    }
  }

  /// What a folder has of a customer, whoever exports to it.
  ///
  /// @param files in which there is something
  public record Holding(long files, long rows) {}

  /// Looks for a customer in a folder, which is not changed.
  public static Holding holding(Path folder, Erasures.Order order)
      throws IOException, ExportProblem {
    return Rewriting.find(folder, ExportFolder.files(folder), order);
  }

  /// The manifest by which a folder went through an erasure, if it has: to the end, so that no file waits to take its place.
  public static Optional<Manifest> erasure(Path folder, long number)
      throws IOException, ExportProblem {
    return awaited(folder, number).look();
  }

  /// The same, for whoever looks until it is there.
  public static AwaitedErasure awaited(Path folder, long number) {
    return new AwaitedErasure(folder, number);
  }

  /// Lets go of the customers who were erased from the database, and of whom the folder may have something; at once, for batches that
  /// come later have nothing of them any more.
  ///
  /// @return the erasures that the folder went through now
  public List<Manifest> erase() throws SQLException, IOException, ExportProblem {
    List<Manifest> erased = new ArrayList<>();
    try (Connection connection = database.connect()) {
      for (Erasures.Order order : Erasures.orders(connection)) {
        if (!folder.hasGoneThrough(order.number())) {
          erased.add(Rewriting.without(folder, order));
        }
      }
    }
    return erased;
  }

  private Optional<Manifest> next(Connection connection)
      throws SQLException, IOException, ExportProblem {
    long from = exportedTo();
    long ended =
        number(connection, "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            .orElseThrow();
    if (from > ended) {
      throw new ExportProblem(
          "the database has come to transaction %d, and the export to %d: the database was restored, so export to a new folder"
              .formatted(ended, from));
    }
    Optional<Long> first = number(connection, xidOf(0, from, ended));
    if (first.isEmpty()) {
      return Optional.empty();
    }
    long to =
        number(connection, xidOf(maxRows, from, ended))
            .map(over -> over.equals(first.get()) ? over + 1 : over)
            .orElse(ended);
    long number = folder.last().map(Manifest::number).orElse(0L) + 1;
    List<Manifest.File> files = write(connection, number, from, to);
    long rows = files.stream().mapToLong(Manifest.File::rows).sum();
    Manifest manifest =
        new Manifest(number, folder.lastDigest(), from, to, rows, files, Optional.empty());
    folder.add(manifest);
    return Optional.of(manifest);
  }

  /// The transaction of the row that has so many before it.
  private static String xidOf(int offset, long from, long to) {
    return "select xid::text::bigint from journal.entry where %s order by xid offset %d limit 1"
        .formatted(within(from, to), offset);
  }

  private static String within(long from, long to) {
    return "xid >= '%d'::xid8 and xid < '%d'::xid8".formatted(from, to);
  }

  private static Optional<Long> number(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
    }
  }

  private List<Manifest.File> write(Connection connection, long number, long from, long to)
      throws SQLException, IOException {
    List<Manifest.File> files = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCHED);
      try (ResultSet rows =
              statement.executeQuery(
                  "select %s from journal.entry where %s order by at, id"
                      .formatted(Exported.COLUMNS, within(from, to)));
          Day day = new Day(number, files)) {
        while (rows.next()) {
          day.add(Exported.of(rows));
        }
        day.finish();
      }
    }
    return files;
  }

  /// The file of the day that is being written.
  private final class Day implements AutoCloseable {
    private final long number;
    private final List<Manifest.File> files;
    private @Nullable LocalDate day;
    private @Nullable CarpetWriter<Exported> writer;
    private long rows;

    Day(long number, List<Manifest.File> files) {
      this.number = number;
      this.files = files;
    }

    void add(Exported row) throws IOException {
      LocalDate its = row.pricedAt().atOffset(ZoneOffset.UTC).toLocalDate();
      CarpetWriter<Exported> open = writer;
      if (open == null || !its.equals(day)) {
        finish();
        day = its;
        open = ParquetFile.writer(folder.begin(path(its)));
        writer = open;
        rows = 0;
      }
      open.write(row);
      rows++;
    }

    private String path(LocalDate of) {
      return "day=%s/answers-%010d.parquet".formatted(of, number);
    }

    void finish() throws IOException {
      LocalDate written = day;
      if (writer != null && written != null) {
        close();
        files.add(folder.written(path(written), rows));
      }
    }

    @Override
    public void close() throws IOException {
      CarpetWriter<Exported> open = writer;
      writer = null;
      if (open != null) {
        open.close();
      }
    }
  }

  @Override
  public void close() {
    folder.close();
  }
}
