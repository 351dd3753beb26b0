package dev.quoin.server;

import dev.quoin.database.Database;
import dev.quoin.journal.CustomerKey;
import dev.quoin.journal.Journal;
import dev.quoin.journal.Settings;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.server.release.RatebooksRefused;
import dev.quoin.server.release.Releases;
import dev.quoin.server.release.Shelf;
import dev.quoin.server.release.Takeovers;
import dev.quoin.testkit.Checkout;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// A server on a database of its own, with the ratebook of Seoul and a clock that can be set.
final class Running implements AutoCloseable {
  static final Path CHECKOUT = Checkout.folder();
  static final Path SEOUL = CHECKOUT.resolve("ratebooks/seoul-carshare");

  final Database database;
  final Journal journal;
  final Releases releases;
  final Takeovers takeovers;
  final Clock clock = new Clock();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final QuoinServer server;

  Running(Path folder, Options options) {
    this(Database.embedded(folder.resolve("database")), folder, Settings.DEFAULT, options);
  }

  Running(Database database, Path folder, Settings settings, Options options) {
    this(database, folder, settings, options, new Path[] {SEOUL});
  }

  /// @param database is closed with the server
  Running(Database database, Path folder, Settings settings, Options options, Path... ratebooks) {
    this.database = database;
    CustomerKey customers = CustomerKey.inOrMade(folder.resolve("customer.key"), database);
    this.journal =
        Journal.open(database, folder.resolve("spool"), customers, clock, meters, settings);
    this.releases = new Releases(new MemoryShelf());
    try {
      this.takeovers =
          Takeovers.open(
              List.of(ratebooks), Duration.ofSeconds(1), releases, meters, clock, _ -> {});
    } catch (RatebooksRefused e) {
      throw new IllegalStateException(e);
    }
    this.server =
        QuoinServer.build(
                options,
                releases,
                Optional.empty(),
                journal,
                clock,
                new SecureRandom(),
                meters,
                _ -> {})
            .start();
  }

  static Running in(Path folder) {
    return new Running(folder, Options.local());
  }

  @Override
  public void close() {
    server.close();
    takeovers.close();
    journal.close();
    database.close();
  }

  static byte[] example(String name) {
    try {
      return Files.readAllBytes(CHECKOUT.resolve("docs/examples/" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The time, unless it was set.
  static final class Clock implements InstantSource {
    private final AtomicReference<Optional<Instant>> set = new AtomicReference<>(Optional.empty());

    void set(Instant at) {
      set.set(Optional.of(at));
    }

    @Override
    public Instant instant() {
      return set.get().orElseGet(Instant::now);
    }
  }

  private static final class MemoryShelf implements Shelf {
    private final Map<String, Map<String, byte[]>> files = new ConcurrentHashMap<>();

    @Override
    public void keep(Ratebook ratebook) {
      files.put(ratebook.digest(), ratebook.files());
    }

    @Override
    public Optional<Map<String, byte[]>> files(String digest) {
      return Optional.ofNullable(files.get(digest));
    }
  }
}
