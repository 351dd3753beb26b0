package dev.quoin.server.run;

import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.prometheus.PrometheusExpositionService;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.database.DatabaseUrl;
import dev.quoin.journal.Journal;
import dev.quoin.server.QuoinServer;
import dev.quoin.server.health.Health;
import dev.quoin.server.health.Phase;
import dev.quoin.server.release.Proven;
import dev.quoin.server.release.RatebooksRefused;
import dev.quoin.server.release.Releases;
import dev.quoin.server.release.Served;
import dev.quoin.server.release.Takeovers;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server with everything that it stands on: the data folder, the database, the journal, the releases. Started in this
/// order and stopped in the reverse one; where a step fails, those before it are undone.
public final class RunningServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

  /// The slowest machine is ready after this.
  private static final Duration MOST_WARM_UP = Duration.ofSeconds(20);

  /// For how long a draining server still takes requests, and asks each caller to go elsewhere: long enough for a balancer
  /// that asks for readiness each second.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /// A server without a request for so long has drained.
  private static final Duration CALM = Duration.ofMillis(300);

  private static final Duration MOST_DRAIN = Duration.ofSeconds(10);

  private final Deque<AutoCloseable> parts;
  private final QuoinServer server;
  private final Database database;
  private final Proven proven;
  private final Takeovers takeovers;
  private final Health health;
  private final Instant started;

  private RunningServer(
      Deque<AutoCloseable> parts,
      QuoinServer server,
      Database database,
      Proven proven,
      Takeovers takeovers,
      Health health,
      Instant started) {
    this.parts = parts;
    this.server = server;
    this.database = database;
    this.proven = proven;
    this.takeovers = takeovers;
    this.health = health;
    this.started = started;
  }

  /// Starts a server, and returns when it answers; it is not yet ready.
  ///
  /// @param progress is told what is being done, from any thread
  /// @throws RatebooksRefused with everything that is wrong with the ratebooks
  public static RunningServer start(Setup setup, Consumer<String> progress)
      throws RatebooksRefused, CouldNotStart {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      return start(setup, parts, progress);
    } catch (DatabaseException e) {
      close(parts);
      throw new CouldNotStart(String.valueOf(e.getMessage()), e);
    } catch (CompletionException e) {
      close(parts);
      if (e.getCause() instanceof IOException refused) {
        throw new CouldNotStart("the ports cannot be had: " + refused.getMessage(), e);
      }
      throw e;
    } catch (RatebooksRefused | CouldNotStart | RuntimeException | Error e) {
      close(parts);
      throw e;
    }
  }

  private static RunningServer start(
      Setup setup, Deque<AutoCloseable> parts, Consumer<String> progress)
      throws RatebooksRefused, CouldNotStart {
    InstantSource clock = InstantSource.system();
    Instant started = clock.instant();
    requireFree(setup.options().host(), setup.options().http(), "--http");
    requireFree(setup.options().host(), setup.options().grpc(), "--grpc");
    parts.push(DataFolder.claim(setup.data()));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    parts.push(meters::close);
    parts.push(Jvm.measure(meters));

    // The database starts while the ratebooks are read, checked and tested: both take a second or
    // two.
    CompletableFuture<Database> starting =
        CompletableFuture.supplyAsync(() -> database(setup, progress));
    Proven proven = proven(setup, starting, parts, progress);
    Database database = part(starting, parts);
    Journal journal = Journal.open(database, setup.data().resolve("spool"), clock, meters);
    parts.push(journal);
    Releases releases =
        new Releases(new RegistryShelf(dev.quoin.registry.Releases.open(database), clock));
    Takeovers takeovers = Takeovers.open(proven, setup.look(), releases, meters, clock);
    parts.push(takeovers);

    progress.accept("opening the ports");
    Health health = new Health(started, journal::health, takeovers::served);
    QuoinServer server =
        QuoinServer.start(
            setup.options(),
            releases,
            journal,
            clock,
            new SecureRandom(),
            meters,
            builder -> pages(builder, health, meters));
    parts.push(server);
    takeovers.watch();
    LOG.atInfo()
        .addKeyValue("http", server.httpPort())
        .addKeyValue("grpc", server.grpcPort())
        .addKeyValue("database", database.place())
        .addKeyValue("millis", Duration.between(started, clock.instant()).toMillis())
        .log("server started");
    return new RunningServer(parts, server, database, proven, takeovers, health, started);
  }

  /// A port that is taken is said before anything is started. One that is taken in between ends the start later.
  private static void requireFree(String host, int port, String option) throws CouldNotStart {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      throw new CouldNotStart("there is no address `%s` (see --host)".formatted(host), e);
    } catch (BindException e) {
      throw new CouldNotStart(
          "port %d of %s cannot be had: %s (choose another with %s)"
              .formatted(port, host, reason(e), option),
          e);
    } catch (IOException e) {
      throw new CouldNotStart("port %d of %s cannot be had: %s".formatted(port, host, e), e);
    }
  }

  private static String reason(BindException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("in use")) {
      return "another program has it";
    }
    return message.contains("denied") ? "no permission" : message;
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

  /// Where the ratebooks are refused, the database is stopped that starts meanwhile.
  private static Proven proven(
      Setup setup,
      CompletableFuture<Database> starting,
      Deque<AutoCloseable> parts,
      Consumer<String> progress)
      throws RatebooksRefused {
    try {
      return Proven.of(setup.ratebooks(), progress);
    } catch (RatebooksRefused | RuntimeException | Error e) {
      try {
        part(starting, parts);
      } catch (RuntimeException alsoAway) {
        e.addSuppressed(alsoAway);
      }
      throw e;
    }
  }

  private static Database part(CompletableFuture<Database> starting, Deque<AutoCloseable> parts) {
    try {
      Database database = starting.join();
      parts.push(database);
      return database;
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static void pages(ServerBuilder builder, Health health, PrometheusMeterRegistry meters) {
    health.routes(builder);
    builder
        .gracefulShutdownTimeout(CALM, MOST_DRAIN)
        .service("/metrics", PrometheusExpositionService.of(meters.getPrometheusRegistry()))
        .decorator((delegate, context, request) -> {
          if (health.phase() == Phase.DRAINING) {
            var _ = context.initiateConnectionShutdown();
          }
          return delegate.serve(context, request);
        });
  }

  /// Lets the JVM compile what prices, then says that the server is ready.
  public void warmUp() {
    long start = System.nanoTime();
    proven.warmUp(MOST_WARM_UP, System::nanoTime);
    health.ready();
    LOG.atInfo()
        .addKeyValue("warm_up_millis", Duration.ofNanos(System.nanoTime() - start).toMillis())
        .log("server ready");
  }

  public QuoinServer server() {
    return server;
  }

  public List<Served> served() {
    return takeovers.served();
  }

  /// How many golden cases the ratebooks passed.
  public int cases() {
    return proven.cases();
  }

  /// A request that gets a price, for those who want to try.
  public Optional<Proven.Example> example() {
    return proven.example(List.of("rental", "waiver"), Instant.now());
  }

  public String databasePlace() {
    return database.place();
  }

  public Instant started() {
    return started;
  }

  /// Drains the server: it says that it is no longer ready, answers what still comes and asks callers to go elsewhere, takes
  /// nothing more, and stops what it stood on.
  @Override
  public void close() {
    health.drain();
    LOG.info("server draining");
    try {
      Thread.sleep(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(parts);
    LOG.info("server stopped");
  }

  private static void close(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.error("a part of the server did not close", e);
      }
    }
  }
}
