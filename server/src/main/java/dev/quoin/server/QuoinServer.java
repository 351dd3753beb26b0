package dev.quoin.server;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerPort;
import dev.quoin.identity.Identity;
import dev.quoin.journal.Journal;
import dev.quoin.server.command.BookingDesk;
import dev.quoin.server.command.IdentityDesk;
import dev.quoin.server.command.PriceDesk;
import dev.quoin.server.command.ProposalDesk;
import dev.quoin.server.command.ReleaseDesk;
import dev.quoin.server.command.SearchDesk;
import dev.quoin.server.gate.Callers;
import dev.quoin.server.gate.Gate;
import dev.quoin.server.grpc.Grpc;
import dev.quoin.server.metrics.Requests;
import dev.quoin.server.page.Pages;
import dev.quoin.server.page.ProblemPages;
import dev.quoin.server.release.Releases;
import dev.quoin.server.rest.Errors;
import dev.quoin.server.rest.Rest;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The price service: gRPC and REST around the same desks. Both ports know both: that the second is gRPC's is a convention, for those
/// who let only one of them through. What it stands on is given to it, and stays open when it is
/// closed.
public final class QuoinServer implements AutoCloseable {
  /// Calls that run out of time are reset by their caller, one by one. As many as may be under way on one connection when a second
  /// is slow must not end that connection, and all that is on it.
  private static final int MAX_RESETS = 50_000;

  private static final int RESETS_WITHIN_SECONDS = 10;

  private final Server server;
  private final String host;
  private final int http;
  private final int grpc;
  private final ExecutorService blocking;

  private QuoinServer(Server server, Options options, ExecutorService blocking) {
    List<Integer> bound =
        server.activePorts().keySet().stream().map(InetSocketAddress::getPort).toList();
    this.server = server;
    this.host = options.host();
    this.http = options.http() == 0 ? bound.getFirst() : options.http();
    this.grpc = options.grpc() == 0 ? bound.getLast() : options.grpc();
    this.blocking = blocking;
  }

  /// What people change on a server.
  ///
  /// @param callers whether those who ask for prices have to show a key
  public record Managed(
      ReleaseDesk releases, ProposalDesk proposals, Identity identity, Callers callers) {}

  /// A server that can start: all of it but the ports.
  public static final class Built implements AutoCloseable {
    private final Server server;
    private final Options options;
    private final ProblemPages pages;
    private final ExecutorService blocking;

    private Built(Server server, Options options, ProblemPages pages, ExecutorService blocking) {
      this.server = server;
      this.options = options;
      this.pages = pages;
      this.blocking = blocking;
    }

    /// Starts the server, once, and returns when it listens; closing that one is enough.
    public QuoinServer start() {
      server.start().join();
      QuoinServer started = new QuoinServer(server, options, blocking);
      pages.at(options.url().orElseGet(started::url));
      return started;
    }

    @Override
    public void close() {
      server.stop().join();
      blocking.close();
    }
  }

  /// Builds a server, which takes a while, and needs no release to be live yet.
  ///
  /// @param managed what people change, where there is a registry; then everybody is asked who they are
  /// @param random makes ids; the more unforeseeable, the better
  /// @param meters where requests are counted and timed
  /// @param more what else the server shows, such as its health
  public static Built build(
      Options options,
      Releases releases,
      Optional<Managed> managed,
      Journal journal,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry meters,
      Consumer<ServerBuilder> more) {
    Requests requests = new Requests(meters);
    ExecutorService blocking =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("quoin-blocking-", 0).factory());
    PriceDesk prices = new PriceDesk(releases, journal, clock, random, blocking, requests);
    BookingDesk bookings = new BookingDesk(releases, journal, clock, random, blocking, requests);
    SearchDesk search = new SearchDesk(releases, journal, requests);
    ProblemPages pages = new ProblemPages();
    Grpc grpc = Grpc.of(prices, bookings, pages, requests);
    ServerBuilder builder =
        Server.builder()
            .port(port(options.host(), options.http()))
            .port(port(options.host(), options.grpc()))
            .requestTimeout(options.patience())
            .idleTimeout(options.idle())
            .serviceUnder("/docs", Grpc.docs())
            .http2MaxResetFramesPerWindow(MAX_RESETS, RESETS_WITHIN_SECONDS)
            .childChannelPipelineCustomizer(QuoinServer::sendTogether)
            .unloggedExceptionsReportIntervalMillis(0) // the handlers below log what is a bug
            .errorHandler(grpc.errors().orElse(new Errors(pages, requests)));
    grpc.routes(builder);
    Rest.routes(
        builder,
        new Rest.Desks(
            prices,
            bookings,
            search,
            managed.map(Managed::releases),
            managed.map(Managed::proposals),
            managed.map(of -> new IdentityDesk(of.identity(), clock, blocking))),
        pages,
        requests);
    managed.ifPresent(
        of -> builder.decorator(new Gate(of.identity(), of.callers(), releases::live, blocking)));
    Pages.routes(builder, prices, pages);
    more.accept(builder);
    Server server = builder.build();
    managed.ifPresent(_ -> Gate.requireKnown(server));
    return new Built(server, options, pages, blocking);
  }

  /// Answers become durable in groups, and those of a group that go over one connection leave it in one system call: what is to be
  /// sent waits until the connection's thread has done all that it has to do, not for a time.
  private static void sendTogether(ChannelPipeline pipeline) {
    pipeline.replace(
        FlushConsolidationHandler.class,
        null,
        new FlushConsolidationHandler(
            FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
  }

  private static ServerPort port(String host, int port) {
    return new ServerPort(new InetSocketAddress(host, port), SessionProtocol.HTTP);
  }

  /// Where REST and the pages are.
  public String url() {
    return "http://%s:%d".formatted(host, http);
  }

  public int httpPort() {
    return http;
  }

  public int grpcPort() {
    return grpc;
  }

  /// Takes no more requests, and answers those that it has.
  @Override
  public void close() {
    server.stop().join();
    blocking.close();
  }
}
