package dev.quoin.journal.export;

import dev.quoin.database.Database;
import dev.quoin.database.SqlStates;
import dev.quoin.journal.Retention;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Exports the journal for as long as a server runs: what has come, once in a while.
///
/// Where it cannot, answers are given and kept all the same, and what was not exported is exported later.
public final class Exporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);

  /// Short enough to count on what happened lately, and long enough that a day has not too many files.
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private final Database database;
  private final Path folder;
  private final Optional<Retention> retention;
  private final InstantSource clock;
  private final Duration period;
  private final Counter rows;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean failing;

  /// Opened, used and closed by the thread alone.
  private @Nullable Export export;

  private Exporter(
      Database database,
      Path folder,
      Optional<Retention> retention,
      InstantSource clock,
      Duration period,
      MeterRegistry registry) {
    this.database = database;
    this.folder = folder;
    this.retention = retention;
    this.clock = clock;
    this.period = period;
    this.rows =
        Counter.builder("quoin.export.rows")
            .description("entries that were exported to Parquet")
            .register(registry);
    Gauge.builder("quoin.export.failing", () -> failing ? 1 : 0)
        .description("1 while the export does not go on")
        .strongReference(true)
        .register(registry);
    this.thread = Thread.ofPlatform().name("journal-export").daemon().unstarted(this::run);
  }

  /// Begins to export to a folder. One that cannot be exported to now is tried again like every other failure.
  ///
  /// @param retention what PostgreSQL keeps of what is exported; everything where there is none
  public static Exporter start(
      Database database,
      Path folder,
      Optional<Retention> retention,
      InstantSource clock,
      MeterRegistry registry) {
    return start(database, folder, retention, clock, PERIOD, registry);
  }

  /// Begins to export, more or less often.
  ///
  /// @param period between two batches, and between two tries
  public static Exporter start(
      Database database,
      Path folder,
      Optional<Retention> retention,
      InstantSource clock,
      Duration period,
      MeterRegistry registry) {
    Exporter exporter = new Exporter(database, folder, retention, clock, period, registry);
    exporter.thread.start();
    return exporter;
  }

  private void run() {
    try {
      do {
        exportAll();
      } while (!closed.await(period.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave();
      failing = closed.getCount() > 0; // an error that nobody can mend here
    }
  }

  private void exportAll() {
    try {
      Export open = opened();
      for (Manifest erased : open.erase()) {
        LOG.info("a customer was erased from the export, by manifest {}", erased.number());
      }
      for (Optional<Manifest> batch = open.next();
          batch.isPresent();
          batch = closed.getCount() == 0 ? Optional.empty() : open.next()) {
        rows.increment((double) batch.get().rows());
      }
      if (retention.isPresent()) {
        for (String table : retention.get().enforce(clock.instant(), open.exportedTo())) {
          LOG.info("the database has let go of {}, which is exported", table);
        }
      }
      failing = false;
    } catch (SQLException e) {
      if (!SqlStates.isAway(e)) {
        failed(e.toString());
      }
    } catch (ExportProblem e) {
      leave();
      failed(e.getMessage());
    } catch (IOException | RuntimeException e) {
      leave();
      failed(e.toString());
    }
  }

  private Export opened() throws IOException, ExportProblem {
    Export open = export;
    if (open == null) {
      open = Export.open(database, folder);
      export = open;
    }
    return open;
  }

  /// Leaves the folder to others. What became of it is read when it is opened the next time.
  private void leave() {
    Export open = export;
    export = null;
    if (open != null) {
      open.close();
    }
  }

  /// Said once: it is tried again each time.
  private void failed(@Nullable String why) {
    if (!failing) {
      LOG.error("the export does not go on, and is tried again: {}", why);
    }
    failing = true;
  }

  /// Ends after the batch that is being written. One that takes too long is written again at the next start; the folder is this
  /// one's until then.
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(CLOSE_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
