package dev.quoin.server.run;

import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.prometheus.PrometheusExpositionService;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.database.OwnerAndMode;
import dev.quoin.identity.Identity;
import dev.quoin.journal.Retention;
import dev.quoin.journal.export.ExportedById;
import dev.quoin.journal.export.Exporter;
import dev.quoin.registry.Changes;
import dev.quoin.server.QuoinServer;
import dev.quoin.server.command.ProposalDesk;
import dev.quoin.server.command.ReleaseDesk;
import dev.quoin.server.evidence.EvidenceMaker;
import dev.quoin.server.follow.Followed;
import dev.quoin.server.follow.Following;
import dev.quoin.server.health.Health;
import dev.quoin.server.health.Phase;
import dev.quoin.server.release.Proven;
import dev.quoin.server.release.RatebooksRefused;
import dev.quoin.server.release.Releases;
import dev.quoin.server.release.Served;
import dev.quoin.server.release.Takeovers;
import dev.quoin.server.release.WarmUp;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server with everything that it stands on: the data folder, the database, the journal, the releases. Stopped in the
/// reverse of the order in which they were added; where a step of the start fails, what was started before is stopped.
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
  private final Watched watched;
  private final Health health;
  private final Optional<String> firstPassword;
  private final Instant started;

  private RunningServer(
      Deque<AutoCloseable> parts,
      QuoinServer server,
      Database database,
      Proven proven,
      Watched watched,
      Health health,
      Optional<String> firstPassword,
      Instant started) {
    this.firstPassword = firstPassword;
    this.parts = parts;
    this.server = server;
    this.database = database;
    this.proven = proven;
    this.watched = watched;
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
    JitCompiler.requireSound();
    InstantSource clock = InstantSource.system();
    Instant started = clock.instant();
    requireFree(setup.options().host(), setup.options().http(), "--http");
    requireFree(setup.options().host(), setup.options().grpc(), "--grpc");
    parts.push(DataFolder.claim(setup.data()));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    parts.push(meters::close);
    parts.push(Jvm.measure(meters));

    // Three things that take a second or two each: the ratebooks are read, checked and tested; the
    // database starts, and its tables are brought up to date; the server is built.
    CompletableFuture<Proven> proving =
        begun("quoin-start-ratebooks", () -> Proven.of(setup.ratebooks(), progress));
    CompletableFuture<Store> opening =
        begun("quoin-start-database", () -> Store.open(setup, clock, meters, progress));
    Store store = store(opening, proving, parts);
    if (setup.export().isPresent()) {
      store.journal().findAlsoIn(new ExportedById(setup.export().get()));
      parts.push(exporter(store, setup, setup.export().get(), clock, meters));
    }
    Identity identity =
        Identity.open(store.database(), clock, new SecureRandom(), setup.provider());
    Releases releases = new Releases(new RegistryShelf(store.shelf(), clock));
    Following following =
        new Following(store.registry(), new Changes(store.database()), releases, clock, meters);
    parts.push(following);
    EvidenceMaker evidence = new EvidenceMaker(store.database(), store.registry(), clock);
    parts.push(evidence);
    CompletableFuture<Takeovers> taking = new CompletableFuture<>();
    Health health =
        new Health(started, store.journal()::health, () -> taking.join().served(), following);
    QuoinServer.Built built =
        QuoinServer.build(
            setup.options(),
            releases,
            Optional.of(
                new QuoinServer.Managed(
                    new ReleaseDesk(store.registry(), following, releases, clock),
                    new ProposalDesk(store.registry(), evidence::wake, clock),
                    identity,
                    setup.callers())),
            store.journal(),
            clock,
            new SecureRandom(),
            meters,
            builder -> pages(builder, health, meters));
    parts.push(built);
    following.open();
    Proven proven = served(proving, setup, following);
    Takeovers takeovers = Takeovers.open(proven, setup.look(), releases, following, meters, clock);
    taking.complete(takeovers);
    parts.push(takeovers);

    progress.accept("opening the ports");
    QuoinServer server = built.start();
    takeovers.offer(); // a server that cannot have its ports has decided nothing
    takeovers.watch();
    following.follow();
    evidence.start();
    Database database = store.database();
    LOG.atInfo()
        .addKeyValue("http", server.httpPort())
        .addKeyValue("grpc", server.grpcPort())
        .addKeyValue("database", database.place())
        .addKeyValue("millis", Duration.between(started, clock.instant()).toMillis())
        .log("server started");
    return new RunningServer(
        parts,
        server,
        database,
        proven,
        new Watched(releases, takeovers, following),
        health,
        identity.first(), // last: who is told nothing else gets no password, either
        started);
  }

  /// What makes releases live.
  private record Watched(Releases releases, Takeovers takeovers, Following following) {}

  /// The demo is for those who have nothing yet.
  private static Proven served(CompletableFuture<Proven> proving, Setup setup, Following following)
      throws RatebooksRefused {
    if (setup.isDemo() && following.isByHand()) {
      return Proven.none();
    }
    try {
      return proven(proving);
    } catch (RatebooksRefused refused) {
      return refused.despite(following::isByHand);
    }
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

  /// Begins with something beside all else, on a thread of its own: the threads that all share are as many as cores.
  private static <T> CompletableFuture<T> begun(String thread, Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .name(thread)
        .daemon()
        .start(() -> {
          try {
            done.complete(work.call());
          } catch (Exception | Error e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  /// The store, which is closed with the server. What is wrong with the ratebooks is said first: who mends them has something to
  /// do while somebody else looks for the database.
  private static Store store(
      CompletableFuture<Store> opening,
      CompletableFuture<Proven> proving,
      Deque<AutoCloseable> parts)
      throws RatebooksRefused {
    try {
      Store store = opening.join();
      parts.push(store);
      return store;
    } catch (CompletionException e) {
      try {
        proven(proving);
      } catch (RatebooksRefused refused) {
        refused.addSuppressed(e);
        throw refused;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static Exporter exporter(
      Store store, Setup setup, Path folder, InstantSource clock, PrometheusMeterRegistry meters) {
    if (folder.toAbsolutePath().normalize().startsWith(setup.data().toAbsolutePath().normalize())) {
      closeToOthers(folder);
    }
    Optional<Retention> retention =
        setup.keepDays().map(days -> new Retention(store.database(), days));
    return Exporter.start(store.database(), folder, retention, clock, meters);
  }

  /// What lies in the data folder is its owner's alone. The exporter tries again where there is no folder, and says so.
  private static void closeToOthers(Path folder) {
    try {
      OwnerAndMode.ownersFolder(folder);
    } catch (IOException e) {
      LOG.warn("{} cannot be closed to others: {}", folder, e.toString());
    }
  }

  private static Proven proven(CompletableFuture<Proven> proving) throws RatebooksRefused {
    try {
      return proving.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RatebooksRefused refused -> throw refused;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
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

  /// Waits until all that is active is live here, lets the JVM compile what prices, then says that the server is ready.
  public void warmUp() {
    watched.following().awaitCurrent();
    long start = System.nanoTime();
    WarmUp.of(watched.releases().live().all(), MOST_WARM_UP, System::nanoTime);
    health.ready();
    LOG.atInfo()
        .addKeyValue("warm_up_millis", Duration.ofNanos(System.nanoTime() - start).toMillis())
        .log("server ready");
  }

  public QuoinServer server() {
    return server;
  }

  public List<Served> served() {
    return watched.takeovers().served();
  }

  /// How ratebooks stand that the registry knows, and this server serves.
  public List<Followed> followed() {
    return watched.following().followed();
  }

  /// How many golden cases the ratebooks passed.
  public int cases() {
    return proven.cases();
  }

  /// A request that gets a price, for those who want to try.
  public Optional<Proven.Example> example() {
    return proven.example(List.of("rental", "waiver"), Instant.now());
  }

  /// The password of the first administrator, if this start has made them: to be shown, and kept nowhere.
  public Optional<String> firstPassword() {
    return firstPassword;
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
