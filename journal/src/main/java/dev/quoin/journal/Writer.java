package dev.quoin.journal;

import dev.quoin.database.Database;
import dev.quoin.database.SqlStates;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what waits, all at once, and commits it together: while one group is on its way to the disk the next one gathers, so
/// groups grow with the load and an idle journal answers at once.
final class Writer implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /// Two servers can deadlock once in a while; one of them wins.
  static final int MAX_RACES = 20;

  private final HeldConnection connection;
  private final Waiting waiting;
  private final InstantSource clock;
  private final Link link;
  private final Away away;
  private final Meters meters;
  private final Consumer<List<Append>> done;

  Writer(
      Database database,
      Waiting waiting,
      Settings settings,
      InstantSource clock,
      Link link,
      Away away,
      Meters meters,
      Consumer<List<Append>> done) {
    this.connection = new HeldConnection(database, settings.answerWait(), List.of());
    this.waiting = waiting;
    this.clock = clock;
    this.link = link;
    this.away = away;
    this.meters = meters;
    this.done = done;
  }

  @Override
  public void run() {
    try {
      for (List<Append> group = waiting.take(); !group.isEmpty(); group = waiting.take()) {
        meters.group(group.size());
        write(group);
      }
    } catch (InterruptedException e) {
      // Closed without waiting.
    } finally {
      connection.hangUp();
    }
  }

  private void write(List<Append> group) {
    try {
      if (link.isUp()) {
        List<Append> unknown = withoutSpooled(group);
        if (!unknown.isEmpty()) {
          commit(unknown);
        }
      } else {
        withoutDatabase(group);
      }
    } catch (RuntimeException e) {
      LOG.error("a bug: a group could not be written", e);
      fail(group, e);
    }
  }

  /// While the spool is delivered, what it holds is known here and not yet in the database.
  private List<Append> withoutSpooled(List<Append> group) {
    List<Append> unknown = new ArrayList<>(group.size());
    for (Append append : group) {
      if (away.repeatsSpooled(append)) {
        done.accept(List.of(append));
      } else {
        unknown.add(append);
      }
    }
    return unknown;
  }

  private void withoutDatabase(List<Append> group) {
    group.forEach(Append::undecided);
    away.write(group);
    done.accept(group);
  }

  private void commit(List<Append> group) {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      boolean committing = false;
      boolean fresh = !connection.isHeld();
      try {
        Connection open = connection.get();
        Store.write(open, group, clock.instant());
        committing = true;
        open.commit();
        meters.committed(System.nanoTime() - start);
        done.accept(group);
        return;
      } catch (SQLException e) {
        boolean usable = connection.rolledBack();
        if (SqlStates.isLostRace(e) && attempt < MAX_RACES) {
          continue;
        }
        if (usable && (SqlStates.isWrongData(e) || SqlStates.isLostRace(e))) {
          single(group, e);
          return;
        }
        connection.hangUp();
        // An old connection may have died with a database that is back by now. Before COMMIT was
        // sent, nothing happened.
        if (!fresh && !committing && !timedOut(e)) {
          continue;
        }
        // If COMMIT was sent, the entries may be there or not; the spool delivers by id, so they
        // will be there once.
        link.lost(e);
        withoutDatabase(group);
        return;
      }
    }
  }

  /// A database that does not answer would not do so on another connection either.
  private static boolean timedOut(SQLException e) {
    return e.getCause() instanceof SocketTimeoutException;
  }

  /// One entry spoils its group: each for itself, so that only that one fails.
  private void single(List<Append> group, SQLException e) {
    if (group.size() > 1) {
      group.forEach(append -> commit(List.of(append)));
    } else {
      LOG.error("entry {} cannot be kept", group.getFirst().entry.id(), e);
      fail(group, new IllegalStateException("the entry cannot be kept: " + e.getMessage(), e));
    }
  }

  private void fail(List<Append> group, RuntimeException why) {
    group.forEach(append -> append.fail(why));
    done.accept(group);
  }
}
