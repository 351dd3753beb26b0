package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Problem;
import dev.quoin.identity.Oidc;
import dev.quoin.journal.Retention;
import dev.quoin.server.Options;
import dev.quoin.server.gate.Callers;
import dev.quoin.server.log.Log;
import dev.quoin.server.release.RatebooksRefused;
import dev.quoin.server.run.CouldNotStart;
import dev.quoin.server.run.RunningServer;
import dev.quoin.server.run.Setup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Serves ratebooks until a signal comes.
@Command(
    name = "up",
    description = "Serves ratebooks over gRPC and REST, with everything that this takes.",
    footer = {
      "",
      "A changed ratebook folder is taken over while the server runs. Ctrl-C, or SIGTERM, drains the"
          + " server; a second one ends it at once. What was answered is kept either way."
    })
final class UpCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RATEBOOK",
      arity = "0..*",
      description = "Folders of the ratebooks that are served. Default: the demo, seoul-carshare.")
  private List<String> ratebooks = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder that everything is kept in. Default: ${DEFAULT-VALUE}.")
  private String data = "quoin-data";

  @Option(
      names = "--http",
      paramLabel = "PORT",
      description = "The port of REST; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int http = 8080;

  @Option(
      names = "--grpc",
      paramLabel = "PORT",
      description = "The port of gRPC; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int grpc = 9090;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address that is bound to. Default: ${DEFAULT-VALUE}, this machine alone.")
  private String host = "127.0.0.1";

  @Option(
      names = "--callers",
      paramLabel = "open|keys",
      description =
          "Whether those who ask for prices and read answers need an API key. Default: `open` where the"
              + " address is this machine's alone, otherwise `keys`. Changes need a login or a key always.")
  private @Nullable Callers callers;

  @Mixin private OidcOption provider = new OidcOption();

  @Option(
      names = "--url",
      paramLabel = "URL",
      converter = PublicUrl.class,
      description =
          "Where callers find it, for the links in answers, where that is not the address that is"
              + " bound to: https://prices.example.com.")
  private @Nullable String url;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "A PostgreSQL of one's own: postgres://user:password@host:port/database. Better given as"
              + " QUOIN_DATABASE_URL, for others see the arguments of a program. Default: one that"
              + " lives in the data folder.")
  private @Nullable String databaseUrl = System.getenv("QUOIN_DATABASE_URL");

  @Option(
      names = "--customer-key",
      paramLabel = "FILE",
      description =
          "The key under which customers are kept as pseudonyms: the same for all servers of a"
              + " database. Default: one that is made in the data folder.")
  private @Nullable String customerKey;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description =
          "The folder to which answers are exported as Parquet. Default: `parquet` in the data folder.")
  private @Nullable String export;

  @Option(
      names = "--no-export",
      description = "Export nothing, as where another server of the same database does.")
  private boolean noExport;

  @Option(
      names = "--keep-days",
      paramLabel = "N",
      description =
          "For how many days the database keeps what is exported; 3 at least. Default: for ever.")
  private @Nullable Integer keepDays;

  @Option(names = "--look", paramLabel = "PERIOD", hidden = true)
  private Duration look = Duration.ofSeconds(1);

  /// Starts, answers a few requests, and stops: what the launcher makes its cache from.
  @Option(names = "--train", hidden = true)
  private boolean train;

  UpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    requirePort("--http", http);
    requirePort("--grpc", grpc);
    if (http == grpc && http != 0) {
      throw new ParameterException(
          spec.commandLine(), "--http and --grpc are both " + http + " (expected: two ports)");
    }
    if (keepDays != null && keepDays < Retention.LEAST_DAYS) {
      throw new ParameterException(
          spec.commandLine(),
          "--keep-days is %d (expected: %d at least)".formatted(keepDays, Retention.LEAST_DAYS));
    }
    if (keepDays != null && noExport) {
      throw new ParameterException(
          spec.commandLine(),
          "--keep-days with --no-export (expected: the server that exports, for only what is exported goes)");
    }
    requireText("--data", data);
    requireText("--host", host);
    // A secret that did not arrive would otherwise mean bookings in a folder that nobody saves.
    if (databaseUrl != null && databaseUrl.isBlank()) {
      throw new ParameterException(
          spec.commandLine(),
          "--database-url or QUOIN_DATABASE_URL is empty (expected: postgres://user:password@host:port/database, or neither of them)");
    }
    Optional<Oidc.Settings> _ = provider.settings(spec.commandLine());
    Signals signals = Signals.heard();
    if (train) {
      return new Training(terminal).run();
    }
    Log.open(System.err);
    return up(signals);
  }

  /// An empty text is a variable of a shell that was not set.
  private void requireText(String option, String text) {
    if (text.isBlank()) {
      throw new ParameterException(spec.commandLine(), option + " is empty");
    }
  }

  private void requirePort(String option, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new ParameterException(
          spec.commandLine(), "%s: no port %d (expected: 0 to 65535)".formatted(option, port));
    }
  }

  private int up(Signals signals) throws InterruptedException {
    // The launcher becomes this process: what it took counts for whoever waits.
    Instant begun = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    Optional<RunningServer> started = start();
    if (started.isEmpty()) {
      return ExitCode.COULD_NOT_RUN;
    }
    try (RunningServer server = started.get()) {
      new UpPage(server, data, setup().callers(), terminal)
          .print(Duration.between(begun, Instant.now()));
      Thread.ofPlatform()
          .name("quoin-warm-up")
          .daemon()
          .start(() -> warmUp(server, begun, signals));
      signals.await();
      say("draining; Ctrl-C again ends it at once");
    }
    say("stopped");
    return ExitCode.FINE;
  }

  private void warmUp(RunningServer server, Instant begun, Signals signals) {
    server.warmUp();
    if (!signals.hasArrived()) {
      say("ready after " + seconds(Duration.between(begun, Instant.now())));
    }
  }

  private synchronized void say(String sentence) {
    terminal.out().println(sentence);
    terminal.out().flush();
  }

  static String seconds(Duration time) {
    return "%d.%d s".formatted(time.toSeconds(), time.toMillisPart() / 100);
  }

  private Optional<RunningServer> start() {
    try {
      RunningServer server = RunningServer.start(setup(), this::progress);
      progress("");
      return Optional.of(server);
    } catch (CouldNotStart e) {
      progress("");
      terminal.err().println("quoin: " + Report.escaped(String.valueOf(e.getMessage())));
    } catch (RatebooksRefused e) {
      progress("");
      report(e);
    }
    return Optional.empty();
  }

  private synchronized void progress(String text) {
    terminal.progress(text);
  }

  private Setup setup() {
    List<Path> folders =
        ratebooks.isEmpty() ? List.of(demo()) : ratebooks.stream().map(terminal::path).toList();
    Options local = Options.local();
    return new Setup(
        new Options(host, http, grpc, Optional.ofNullable(url), local.patience(), local.idle()),
        callers == null ? callers() : callers,
        provider.settings(spec.commandLine()),
        terminal.path(data),
        Optional.ofNullable(databaseUrl),
        Optional.ofNullable(customerKey).map(terminal::path),
        noExport
            ? Optional.empty()
            : Optional.of(
                export == null ? terminal.path(data).resolve("parquet") : terminal.path(export)),
        Optional.ofNullable(keepDays),
        folders,
        ratebooks.isEmpty(),
        look);
  }

  /// A name that stands for no address ends the start elsewhere.
  private Callers callers() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress() ? Callers.OPEN : Callers.KEYS;
    } catch (UnknownHostException e) {
      return Callers.KEYS;
    }
  }

  static Path demo() {
    return Checkout.home().resolve("ratebooks/seoul-carshare");
  }

  private void report(RatebooksRefused refused) {
    List<Problem> problems = new ArrayList<>();
    refused
        .problems()
        .forEach((folder, found) ->
            problems.addAll(Report.asTyped(found, folder.toString(), folder.toString())));
    Report.write(problems, terminal);
    terminal.err().println("quoin: nothing was started: " + refused.getMessage());
  }
}
