package dev.quoin.server.release;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ratebook folders that a server serves: proved at its start, then watched.
public final class Takeovers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Takeovers.class);

  private final Proven proven;
  private final Offers offers;
  private final List<WatchedFolder> folders;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watcher;

  private Takeovers(Proven proven, Offers offers, List<WatchedFolder> folders, Duration period) {
    this.proven = proven;
    this.offers = offers;
    this.folders = List.copyOf(folders);
    this.watcher =
        Thread.ofPlatform().name("quoin-takeovers").daemon().unstarted(() -> watch(period));
  }

  /// Proves the folders, keeps their releases, and makes them live. Nothing is kept unless all may price.
  ///
  /// @param period between two looks at a folder
  /// @param progress is told what is being done
  /// @throws RatebooksRefused with everything that is wrong, in all folders
  /// @throws dev.quoin.database.DatabaseException when the releases cannot be kept
  public static Takeovers open(
      List<Path> folders,
      Duration period,
      Releases releases,
      MeterRegistry meters,
      InstantSource clock,
      Consumer<String> progress)
      throws RatebooksRefused {
    return open(
        Proven.of(folders, progress),
        period,
        releases,
        Offers.taken(releases, clock),
        meters,
        clock);
  }

  /// The same with folders that were proved already. They are not offered yet.
  ///
  /// @param offers where they ask to be served
  public static Takeovers open(
      Proven proven,
      Duration period,
      Releases releases,
      Offers offers,
      MeterRegistry meters,
      InstantSource clock) {
    Stream<WatchedFolder> served =
        proven.folders().stream()
            .map(folder -> WatchedFolder.serve(folder, releases, offers, meters, clock));
    Stream<WatchedFolder> refused =
        proven.overruled().stream()
            .map(folder -> WatchedFolder.refused(folder, releases, offers, meters, clock));
    Takeovers takeovers =
        new Takeovers(proven, offers, Stream.concat(served, refused).toList(), period);
    takeovers.measure(meters, clock);
    return takeovers;
  }

  private void measure(MeterRegistry meters, InstantSource clock) {
    for (WatchedFolder folder : folders) {
      Gauge.builder(
              "quoin.release.age",
              () -> Duration.between(folder.state().since(), clock.instant()).toMillis() / 1000.0)
          .description("For how long the live release has been live")
          .baseUnit("seconds")
          .tag("ratebook", folder.state().ratebook())
          .register(meters);
      Gauge.builder(
              "quoin.takeover.pending",
              () ->
                  folder.state().refused().isPresent() || folder.state().waiting().isPresent()
                      ? 1
                      : 0)
          .description(
              "1 while a folder holds something else than what is live, refused or waiting")
          .tag("ratebook", folder.state().ratebook())
          .register(meters);
    }
  }

  /// Offers what the folders held when they were proved: the server that serves them answers by now.
  ///
  /// @throws dev.quoin.database.DatabaseAway when that cannot be decided now
  public void offer() {
    proven.folders().forEach(folder -> offers.offer(folder.fit()));
  }

  /// Begins to look for changes.
  public void watch() {
    watcher.start();
  }

  private void watch(Duration period) {
    while (!isClosedWithin(period)) {
      look();
    }
  }

  /// Looks once at each folder.
  void look() {
    folders.forEach(Takeovers::look);
  }

  private static void look(WatchedFolder folder) {
    try {
      folder.look();
    } catch (RuntimeException | Error e) {
      // What is live stays live; the next change is looked at again.
      LOG.atError()
          .setCause(e)
          .addKeyValue("ratebook", folder.state().ratebook())
          .log("takeover failed: this is a bug");
    }
  }

  private boolean isClosedWithin(Duration period) {
    try {
      return closed.await(period.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// How each folder stands, in the order in which they were named.
  public List<Served> served() {
    return folders.stream().map(WatchedFolder::state).toList();
  }

  /// Looks no more; waits for a takeover that is under way.
  @Override
  public void close() {
    closed.countDown();
    if (!watcher.isAlive()) {
      return;
    }
    try {
      watcher.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
