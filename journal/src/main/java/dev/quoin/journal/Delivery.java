package dev.quoin.journal;

import dev.quoin.database.Database;
import dev.quoin.database.SqlStates;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the database: notices that it is gone though nobody writes, tries to reach it while it is away, and brings it
/// what the spool holds, in order.
final class Delivery implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(10);
  private static final int BATCH_BYTES = 2_000_000;

  private final HeldConnection connection;
  private final Spool spool;
  private final Recent recent;
  private final Link link;
  private final InstantSource clock;
  private final Meters meters;

  /// Those of whom nothing is remembered any more.
  private ErasedMarks erased = ErasedMarks.NONE;

  private volatile boolean closing;

  Delivery(
      Database database,
      Spool spool,
      Recent recent,
      Link link,
      InstantSource clock,
      Meters meters) {
    this.connection = new HeldConnection(database, ANSWER_WAIT, List.of(Store.SPOOLED_TABLE));
    this.spool = spool;
    this.recent = recent;
    this.link = link;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public void run() {
    try {
      while (!closing) {
        link.awaitLoss(link.isUp() ? HEARTBEAT : RETRY);
        visit();
      }
      if (link.isUp()) {
        visit();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connection.hangUp();
    }
  }

  /// Ends after a last visit.
  void close() {
    closing = true;
    link.wake();
  }

  private void visit() {
    boolean fresh = !connection.isHeld();
    try {
      deliver(connection.get());
    } catch (SQLException e) {
      connection.hangUp();
      // An old connection may have died with a database that is back by now.
      if (!fresh && link.isUp()) {
        visit();
      } else {
        link.lost(e);
      }
    } catch (IOException e) {
      LOG.error("the spool cannot be read, or what is refused set aside: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a bug: the spool could not be delivered", e);
    }
  }

  private void deliver(Connection open) throws SQLException, IOException {
    for (var segment = spool.oldest(); segment.isPresent(); segment = spool.oldest()) {
      try {
        deliver(open, segment.get());
      } catch (Segment.Unreadable e) {
        LOG.error("a file of the spool is set aside: {}", e.getMessage());
        spool.setAside(segment.get());
      }
    }
    Store.probe(open, !link.isUp());
    link.back();
    spool.forgetFailure();
    forgetErased(open);
  }

  private void forgetErased(Connection open) throws SQLException {
    ErasedMarks more = erased.next(open);
    open.commit();
    if (!more.isEmpty()) {
      recent.forget(more);
      erased = more;
    }
  }

  private void deliver(Connection open, Segment segment) throws SQLException, IOException {
    long position = 0;
    for (Segment.Batch batch = segment.batch(position, BATCH_BYTES);
        !batch.tuples().isEmpty();
        batch = segment.batch(position, BATCH_BYTES)) {
      List<byte[]> young = withoutTooOld(batch.tuples());
      if (!young.isEmpty()) {
        deliver(open, young);
        // The database took something: that is more than an answer to a probe.
        link.back();
        meters.delivered(young.size());
      }
      position = batch.next();
    }
    spool.delivered(segment);
  }

  /// Of what is older than marks are kept nobody can tell whether its customer was erased since: somebody has to look.
  private List<byte[]> withoutTooOld(List<byte[]> tuples) throws IOException {
    Instant oldest = clock.instant().minus(ErasedMarks.LIFE);
    List<byte[]> young = new ArrayList<>(tuples.size());
    for (byte[] tuple : tuples) {
      if (Tuple.atOf(tuple).isBefore(oldest) && Tuple.customerOf(tuple).isPresent()) {
        LOG.error(
            "entry {} waited in the spool for longer than erasures are remembered: it is set aside",
            Tuple.idOf(tuple));
        spool.setAside(tuple);
      } else {
        young.add(tuple);
      }
    }
    return young;
  }

  private void deliver(Connection open, List<byte[]> tuples) throws SQLException, IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Store.deliver(open, tuples);
        open.commit();
        return;
      } catch (SQLException e) {
        open.rollback();
        if (SqlStates.isLostRace(e) && attempt < Writer.MAX_RACES) {
          continue;
        }
        if (!SqlStates.isWrongData(e)) {
          throw e;
        }
        single(open, tuples, e);
        return;
      }
    }
  }

  /// One entry spoils its batch: each for itself, so that only that one is set aside.
  private void single(Connection open, List<byte[]> tuples, SQLException e)
      throws SQLException, IOException {
    if (tuples.size() > 1) {
      for (byte[] tuple : tuples) {
        deliver(open, List.of(tuple));
      }
    } else {
      LOG.error("the database refuses entry {}: it is set aside", Tuple.idOf(tuples.getFirst()), e);
      spool.setAside(tuples.getFirst());
    }
  }
}
