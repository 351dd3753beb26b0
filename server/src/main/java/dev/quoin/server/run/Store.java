package dev.quoin.server.run;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseUrl;
import dev.quoin.journal.CustomerKey;
import dev.quoin.journal.Journal;
import dev.quoin.registry.Registry;
import dev.quoin.registry.Releases;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.Consumer;

/// What a server keeps everything in: the database, and what is kept there.
record Store(Database database, Journal journal, Releases shelf, Registry registry)
    implements AutoCloseable {

  /// Starts the database, or connects to it, and brings its tables up to date.
  ///
  /// @param progress is told what is being done
  static Store open(
      Setup setup, InstantSource clock, MeterRegistry meters, Consumer<String> progress) {
    Database database = database(setup, progress);
    try {
      Releases shelf = Releases.open(database);
      CustomerKey customers =
          setup
              .customerKey()
              .map(CustomerKey::in)
              .orElseGet(
                  () -> CustomerKey.inOrMade(setup.data().resolve("customer.key"), database));
      Journal journal =
          Journal.open(database, setup.data().resolve("spool"), customers, clock, meters);
      return new Store(database, journal, shelf, Registry.of(database));
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  private static Database database(Setup setup, Consumer<String> progress) {
    if (setup.databaseUrl().isPresent()) {
      DatabaseUrl url = DatabaseUrl.parse(setup.databaseUrl().get());
      progress.accept("connecting to the database at " + url.place());
      return Database.at(url);
    }
    progress.accept("starting the database in " + setup.data());
    return Database.embedded(setup.data());
  }

  @Override
  public void close() {
    try (database) {
      journal.close();
    }
  }
}
