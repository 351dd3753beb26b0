package dev.quoin.journal;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.database.SqlStates;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every answer, kept before it is sent: when a future of [#append(Entry)] is complete, the entry is on a disk and will be in
/// PostgreSQL for good, once.
///
/// Many threads may use it, and several servers the same database. Futures are completed by a thread of the journal's own:
/// what follows them should be short, or go to another thread.
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /// Servers' clocks differ; a request id is free after 24 hours, and its row may stay a while.
  private static final Duration SWEEP_AGE = Entry.REQUEST_ID_LIFE.plusHours(1);

  private static final Duration SWEEP_PERIOD = Duration.ofMinutes(1);
  private static final int SWEEP_BATCH = 10_000;

  /// The index of a large day takes minutes, and waits for transactions that ran before, such as those of a backup.
  private static final Duration INDEX_WAIT = Duration.ofMinutes(30);

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);

  private static final int SEARCHERS = 2;

  /// As many as wait for a search to end; the last of them waits for a minute at most.
  private static final int MAX_SEARCHES = 20;

  /// Who searches waits no longer for it, and less than the pool waits for an answer.
  private static final String SEARCH_PATIENCE = "set local statement_timeout = '6s'";

  private final Database database;
  private final CustomerKey customers;
  private final InstantSource clock;
  private final Waiting waiting;
  private final Spool spool;
  private final Recent recent;
  private final Link link;
  private final Meters meters;
  private final ConcurrentMap<RequestKey, Append> underWay = new ConcurrentHashMap<>();
  private final List<Thread> writers = new ArrayList<>();
  private final Delivery delivery;
  private final Thread deliverer;
  private final Thread sweeper;
  private final ExecutorService completer;
  private final ExecutorService readers;
  private final ExecutorService searchers;
  private volatile Older older = _ -> Optional.empty();

  private Journal(
      Database database,
      Spool spool,
      CustomerKey customers,
      InstantSource clock,
      MeterRegistry registry,
      Settings settings) {
    this.database = database;
    this.customers = customers;
    this.spool = spool;
    this.recent = new Recent(settings.remembered(), settings.rememberedBytes());
    this.clock = clock;
    this.waiting = new Waiting(settings);
    this.link = new Link(clock, settings.awayLimit());
    this.meters = new Meters(registry);
    this.completer = Executors.newSingleThreadExecutor(named("journal-completer"));
    this.readers = Executors.newFixedThreadPool(4, named("journal-reader-", 0));
    this.searchers =
        new ThreadPoolExecutor(
            SEARCHERS,
            SEARCHERS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_SEARCHES),
            named("journal-searcher-", 0));
    Away away = new Away(spool, recent, link, clock, meters);
    for (int i = 1; i <= settings.writers(); i++) {
      Writer writer =
          new Writer(database, waiting, settings, clock, link, away, meters, this::done);
      writers.add(named("journal-writer-" + i).newThread(writer));
    }
    this.delivery = new Delivery(database, spool, recent, link, clock, meters);
    this.deliverer = named("journal-delivery").newThread(delivery);
    this.sweeper = named("journal-sweeper").newThread(this::sweep);
    meters.gauge("quoin.journal.waiting", "entries that wait to be written", waiting::size);
    meters.gauge("quoin.journal.spool.entries", "entries in the spool", spool::entries);
    meters.gauge("quoin.journal.spool.bytes", "bytes in the spool", spool::bytes);
    meters.gauge(
        "quoin.journal.spool.refused",
        "entries that the database refused, set aside",
        spool::refused);
    meters.gauge("quoin.database.up", "1 while the database is there", () -> link.isUp() ? 1 : 0);
  }

  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().name(name).daemon().factory();
  }

  private static ThreadFactory named(String prefix, long start) {
    return Thread.ofPlatform().name(prefix, start).daemon().factory();
  }

  /// Opens the journal on a database, whose tables are brought up to date first.
  ///
  /// @param spool the folder for what is answered while the database is away: this server's alone
  /// @param customers the key under which customers have their pseudonyms in this database, or get them from now on
  /// @param clock the time by which request ids grow old, and by which the database is away too long
  /// @throws DatabaseException when the spool is another server's, or the key is not the one
  public static Journal open(
      Database database,
      Path spool,
      CustomerKey customers,
      InstantSource clock,
      MeterRegistry registry) {
    return open(database, spool, customers, clock, registry, Settings.DEFAULT);
  }

  public static Journal open(
      Database database,
      Path spool,
      CustomerKey customers,
      InstantSource clock,
      MeterRegistry registry,
      Settings settings) {
    database.migrate(Store.SCHEMA);
    prepare(database, customers, clock.instant());
    Journal journal =
        new Journal(
            database,
            Spool.open(spool, settings.segmentBytes()),
            customers,
            clock,
            registry,
            settings);
    journal.deliverer.start();
    journal.writers.forEach(Thread::start);
    journal.sweeper.start();
    return journal;
  }

  /// Whether customers have their pseudonyms under a key in a database, whose tables may be of before.
  static boolean hasCustomerKey(Database database) {
    try (Connection connection = database.connect()) {
      return Store.hasCustomerKey(connection);
    } catch (SQLException e) {
      throw database.refused(e);
    }
  }

  private static void prepare(Database database, CustomerKey customers, Instant now) {
    try (Connection connection = database.connect()) {
      if (!Store.isCustomerKey(connection, customers)) {
        throw new DatabaseException(
            "the customer key is another than the one under which customers have their pseudonyms in this database"
                + " (expected: the same file for all servers of a database)");
      }
      Days.atStart(connection, now);
    } catch (SQLException e) {
      throw database.refused(e);
    }
  }

  /// The pseudonym of a customer, under which answers are kept and found.
  public String pseudonym(String customer) {
    return customers.pseudonym(customer);
  }

  /// Keeps a quote, or a batch of them. The future is complete when the entry is durable, or the first answer under its
  /// request id was found; it fails with [Overloaded] or [Unavailable].
  public CompletableFuture<Kept> append(Entry entry) {
    if (entry.kind().changesBooking()) {
      throw new IllegalArgumentException(entry.kind() + " changes a booking: say how");
    }
    return append(new Append(entry, null)).thenApply(Kept.class::cast);
  }

  /// Keeps an entry and changes its booking, both or neither. Without the database it fails with [Unavailable] at once.
  public CompletableFuture<Outcome> append(Entry entry, BookingChange change) {
    if (!entry.booking().equals(Optional.of(change.booking()))) {
      throw new IllegalArgumentException("the entry's booking is not the one that changes");
    }
    return append(new Append(entry, change));
  }

  private CompletableFuture<Outcome> append(Append append) {
    if (append.key != null) {
      Append first = underWay.putIfAbsent(append.key, append);
      while (first != null) {
        if (first.follow(append)) {
          return append.future;
        }
        first = underWay.putIfAbsent(append.key, append);
      }
    }
    if (!waiting.offer(append)) {
      meters.overloaded();
      append.future.completeExceptionally(
          new Overloaded("too many answers wait to be kept: ask again later"));
      release(append);
    }
    return append.future;
  }

  /// Called by the thread that wrote a group.
  private void done(List<Append> group) {
    completer.execute(() -> {
      for (Append append : group) {
        try {
          complete(append);
        } catch (RuntimeException e) {
          LOG.error("a bug: what became of an entry could not be told", e); // the others are told
        }
      }
    });
  }

  private void complete(Append append) {
    if (append.key != null) {
      // Before the answer is told: who asks once it is known asks anew, and follows nobody.
      underWay.remove(append.key, append);
    }
    if (append.future.isCompletedExceptionally()) {
      meters.failed();
    } else {
      meters.outcome(append.outcome());
      if (append.key != null && append.outcome() instanceof Kept.Stored) {
        recent.remember(append.key, append.entry.at(), append.tuple);
      }
      append.future.complete(append.outcome());
    }
    release(append);
  }

  /// Lets those go on who waited for the first under their request id.
  private void release(Append append) {
    if (append.key == null) {
      return;
    }
    underWay.remove(append.key, append);
    for (Append follower : append.release()) {
      Optional<Entry> first =
          append.future.isCompletedExceptionally() ? Optional.empty() : first(append.outcome());
      if (first.isPresent()) {
        Outcome outcome = Kept.beside(first.get(), follower.entry.fingerprint());
        meters.outcome(outcome);
        follower.future.complete(outcome);
      } else {
        CompletableFuture<Outcome> _ = append(follower);
      }
    }
  }

  private static Optional<Entry> first(Outcome outcome) {
    return switch (outcome) {
      case Kept.Stored stored -> Optional.of(stored.entry());
      case Kept.Repeated repeated -> Optional.of(repeated.first());
      case Kept.Conflicting conflicting -> Optional.of(conflicting.first());
      case Outcome.Stale ignored -> Optional.empty();
      case Outcome.QuoteTaken ignored -> Optional.empty();
    };
  }

  /// Lets entries be found where they were exported to, when the database has let go of them.
  public void findAlsoIn(Older exported) {
    older = exported;
  }

  /// An entry by its id; for a quote of a batch, the id of the batch.
  public CompletableFuture<Optional<Entry>> find(UUID id) {
    Optional<Entry> spooled = spool.find(id);
    return spooled.isPresent()
        ? CompletableFuture.completedFuture(spooled)
        : read(connection -> Store.find(connection, id))
            .thenCompose(kept ->
                kept.isPresent() ? done(kept) : olderOf(id).thenCompose(this::unlessErased));
  }

  private static <T> CompletableFuture<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }

  /// A customer who is erased from the database stands in the export until that is written anew.
  private CompletableFuture<Optional<Entry>> unlessErased(Optional<Entry> exported) {
    return exported.isEmpty()
        ? done(exported)
        : read(connection ->
            ErasedMarks.isErased(connection, exported.get()) ? Optional.empty() : exported);
  }

  /// Whoever reads files holds no connection.
  private CompletableFuture<Optional<Entry>> olderOf(UUID id) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return older.find(id);
          } catch (IOException e) {
            throw new UncheckedIOException("the export cannot be read", e);
          }
        },
        readers);
  }

  /// The first answer under a request id in the last 24 hours. Nobody has to ask before an append, which finds it, too; it
  /// saves work where an answer costs much, and checks that a repeated request would no longer pass.
  public CompletableFuture<Optional<Entry>> findRequest(
      String service, String caller, String requestId) {
    RequestKey key = new RequestKey(service, caller, requestId);
    Instant after = clock.instant().minus(Entry.REQUEST_ID_LIFE);
    Optional<Entry> known =
        recent
            .find(key, after)
            .flatMap(Recent.First::entry)
            .or(() -> spool.findRequest(key, after));
    return known.isPresent()
        ? CompletableFuture.completedFuture(known)
        : read(connection -> Store.findRequest(connection, key, after));
  }

  /// A booking as it is.
  public CompletableFuture<Optional<Booking>> booking(String id) {
    return read(connection -> Store.booking(connection, id));
  }

  /// The booking that has taken a quote.
  public CompletableFuture<Optional<Booking>> bookingOf(String quote) {
    return read(connection -> Store.bookingOf(connection, quote));
  }

  /// The entries to which all applies that is asked, newest first. What is still in a spool is not among them. It fails with
  /// [SearchTooWide] where PostgreSQL has to look at too much, and with [Overloaded] where too many search.
  public CompletableFuture<List<Listed>> search(Search search) {
    try {
      return read(searchers, connection -> search(connection, search));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new Overloaded("too many search: ask again later"));
    }
  }

  private static List<Listed> search(Connection connection, Search search) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SEARCH_PATIENCE);
      return Searching.find(connection, search);
    } catch (SQLException e) {
      if (SqlStates.isCancelled(e)) {
        throw new SearchTooWide(e);
      }
      throw e;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @FunctionalInterface
  private interface Query<T> {
    T ask(Connection connection) throws SQLException;
  }

  private <T> CompletableFuture<T> read(Query<T> query) {
    return read(readers, query);
  }

  private <T> CompletableFuture<T> read(ExecutorService readers, Query<T> query) {
    return CompletableFuture.supplyAsync(
        () -> {
          if (!link.isUp()) {
            throw new Unavailable("the database is away");
          }
          try (Connection connection = database.pool().getConnection()) {
            return query.ask(connection);
          } catch (SQLException e) {
            if (SqlStates.isAway(e)) {
              throw new Unavailable("the database is away", e);
            }
            throw new IllegalStateException("the journal cannot be read: " + e.getMessage(), e);
          }
        },
        readers);
  }

  /// How the journal is.
  public Health health() {
    return new Health(
        link.awaySince(),
        link.awayBecause(),
        link.left(),
        spool.entries(),
        spool.bytes(),
        spool.failure(),
        spool.refused());
  }

  private void sweep() {
    try {
      while (true) {
        Thread.sleep(SWEEP_PERIOD);
        again("request ids are swept", this::sweepOnce);
        again("the tables of the days are looked after", this::lookAfterDays);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  /// Nobody waits for it, and it is done again in a minute, whatever happens now.
  private void again(String what, Work work) {
    try {
      work.run();
    } catch (SQLException e) {
      if (!SqlStates.isAway(e)) {
        LOG.warn("{} next time: {}", what, e.getMessage());
      }
    } catch (RuntimeException e) {
      LOG.error("a bug: {} next time", what, e);
    }
  }

  /// Forgets the request ids that are free again, as is done once a minute.
  void sweepOnce() throws SQLException {
    Instant before = clock.instant().minus(SWEEP_AGE);
    try (Connection connection = database.pool().getConnection()) {
      while (Store.sweep(connection, before, SWEEP_BATCH) == SWEEP_BATCH) {
        // More of them.
      }
      Store.sweepErasures(connection, clock.instant().minus(ErasedMarks.LIFE).minus(SWEEP_PERIOD));
    }
  }

  /// Makes the tables of the days that come, and indexes those of the days that are over, as is done once a minute.
  void lookAfterDays() throws SQLException {
    try (Connection connection = database.connect()) {
      Days.ahead(connection, clock.instant());
      connection.setNetworkTimeout(Runnable::run, (int) INDEX_WAIT.plusMinutes(1).toMillis());
      try (Statement statement = connection.createStatement()) {
        statement.execute("set statement_timeout = %d".formatted(INDEX_WAIT.toMillis()));
      }
      Days.index(connection, clock.instant());
    }
  }

  /// Writes what waits, and ends. What is in the spool is delivered if the database is there, else at the next start.
  @Override
  public void close() {
    waiting.close();
    sweeper.interrupt();
    try {
      for (Thread writer : writers) {
        writer.join(CLOSE_WAIT);
      }
      delivery.close();
      deliverer.join(CLOSE_WAIT);
      completer.shutdown();
      readers.shutdown();
      searchers.shutdown();
      if (!completer.awaitTermination(CLOSE_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("some of those who waited for an answer are still being told");
      }
      spool.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("the spool could not be closed", e);
    }
  }
}
