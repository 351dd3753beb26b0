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

  private final Export export;
  private final Optional<Retention> retention;
  private final InstantSource clock;
  private final Duration period;
  private final Counter rows;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean failing;

  private Exporter(
      Export export,
      Optional<Retention> retention,
      InstantSource clock,
      Duration period,
      MeterRegistry registry) {
    this.export = export;
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

  /// Begins to export to a folder.
  ///
  /// @param retention what PostgreSQL keeps of what is exported; everything where there is none
  public static Exporter start(
      Database database,
      Path folder,
      Optional<Retention> retention,
      InstantSource clock,
      MeterRegistry registry)
      throws IOException, ExportProblem {
    Exporter exporter =
        new Exporter(Export.open(database, folder), retention, clock, PERIOD, registry);
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
    } catch (ExportProblem e) {
      failing = true;
      LOG.error("the export has ended: {}", e.getMessage());
    } catch (RuntimeException e) {
      failing = true;
      LOG.error("a bug: the export has ended", e);
    }
  }

  private void exportAll() throws ExportProblem {
    try {
      for (Optional<Manifest> batch = export.next();
          batch.isPresent();
          batch = closed.getCount() == 0 ? Optional.empty() : export.next()) {
        rows.increment((double) batch.get().rows());
      }
      if (retention.isPresent()) {
        for (String table : retention.get().enforce(clock.instant(), export.exportedTo())) {
          LOG.info("the database has let go of {}, which is exported", table);
        }
      }
      failing = false;
    } catch (SQLException e) {
      if (!SqlStates.isAway(e)) {
        failed(e);
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  /// Said once: it is tried again each time.
  private void failed(Exception e) {
    if (!failing) {
      LOG.error("the export does not go on, and is tried again: {}", e.toString());
    }
    failing = true;
  }

  /// Ends after the batch that is being written. One that takes too long is written again at the next start.
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(CLOSE_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    export.close();
  }
}
