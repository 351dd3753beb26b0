package dev.quoin.cli;

import dev.quoin.cli.load.LoadPage;
import dev.quoin.cli.load.LoadProblem;
import dev.quoin.cli.load.LoadRun;
import dev.quoin.cli.load.LoadTable;
import dev.quoin.cli.load.LoadTree;
import dev.quoin.cli.load.Measured;
import dev.quoin.cli.load.Mix;
import dev.quoin.cli.load.Plan;
import dev.quoin.cli.load.Requests;
import dev.quoin.cli.load.Target;
import dev.quoin.cli.load.Targets;
import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Puts load on running servers, and measures what their customers would see.
@Command(
    name = "load",
    description = {
      "Sends requests to a running server on a fixed schedule, and measures latencies from the moment"
          + " at which each was due."
    },
    footer = {
      "",
      "Targets: grpc://HOST:PORT, http://HOST:PORT (REST), with TLS grpcs and https; a ratebook's id"
          + " behind a slash asks that one. Several targets are compared: each has the whole rate and"
          + " the same requests.",
      "Services: rental, waiver, and batch, which asks for one trip with many cars.",
      "",
      "Ends with 1 where a call failed, or where the generator itself could not keep the schedule."
    })
final class LoadCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "URL",
      description = "A server, such as grpc://127.0.0.1:9090; may be given again.")
  private List<String> targets = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Calls a second on each target; 100 by default.")
  private int rate = 100;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = TypedDuration.class,
      description = "How long it is measured, such as 30s or 5m; 30s by default.")
  private Duration duration = Duration.ofSeconds(30);

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      converter = TypedDuration.class,
      description = "How long the rate rises to the whole before it is measured; 10s by default.")
  private Duration warmUp = Duration.ofSeconds(10);

  @Option(
      names = "--mix",
      paramLabel = "MIX",
      description = "How often each service is called, such as rental=70,waiver=20,batch=10.")
  private String mix = "rental";

  @Option(
      names = "--requests",
      paramLabel = "SERVICE=FILE",
      description = "Requests of a service from a file, a JSON object a line; may be given again.")
  private List<String> files = List.of();

  @Option(
      names = "--ratebook",
      paramLabel = "R",
      description = "The ratebook whose generators make the requests of the other services.")
  private @Nullable String ratebook;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The seed of generated requests; 1 by default.")
  private long seed = 1;

  @Option(
      names = "--distinct",
      paramLabel = "N",
      description = "How many requests are generated; then they come again. 10000 by default.")
  private int distinct = 10_000;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "How many cars a batch asks for; 100 by default.")
  private int batchSize = 100;

  @Option(
      names = "--request-ids",
      negatable = true,
      description = "Give each call a request id of its own.")
  private boolean requestIds;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Connections to each target; 2 for gRPC and 64 for REST by default.")
  private int connections;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TypedDuration.class,
      description = "After it a call has failed; 10s by default.")
  private Duration timeout = Duration.ofSeconds(10);

  @Option(
      names = "--plaintext",
      description = "Send the key in QUOIN_API_KEY to another machine without TLS, too.")
  private boolean plaintext;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description =
          "Calls that may be under way on each target; what is due beyond is not sent, and said."
              + " 50000 by default.")
  private int inFlight = 50_000;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the results as JSON; - prints them instead of the table.")
  private @Nullable String json;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with charts that needs nothing else.")
  private @Nullable String report;

  LoadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try {
      return load();
    } catch (LoadProblem problem) {
      terminal.err().println("quoin: " + Report.escaped(problem.sentence()));
      return ExitCode.COULD_NOT_RUN;
    }
  }

  private int load() throws IOException, LoadProblem {
    positive("--rate", rate);
    positive("--distinct", distinct);
    positive("--batch-size", batchSize);
    positive("--in-flight", inFlight);
    if (connections != 0) {
      positive("--connections", connections);
    }
    positive("--timeout", timeout);
    positive("--duration", duration);
    writable("--json", json);
    writable("--report", report);
    Mix services = Mix.of(mix);
    Problems problems = new Problems();
    Map<String, List<Node.Mapping>> requests = requests(services, problems);
    if (!problems.isEmpty()) {
      Report.write(
          ratebook == null ? problems.sorted() : Report.asTyped(problems.sorted(), ratebook, ""),
          terminal);
      return ExitCode.COULD_NOT_RUN;
    }
    Targets.Options options =
        new Targets.Options(
            timeout,
            connections,
            batchSize,
            terminal.environment().getOrDefault(Logins.KEY, "").strip(),
            plaintext);
    Map<Target, Map<String, List<Target.Call>>> calls = new LinkedHashMap<>();
    try {
      for (String typed : targets) {
        Target target = Targets.open(typed, options);
        calls.put(target, Map.of());
        calls.put(target, ready(target, services, requests));
      }
      return run(services, calls);
    } finally {
      calls.keySet().forEach(Target::close);
    }
  }

  private static void positive(String option, int value) throws LoadProblem {
    if (value < 1) {
      throw new LoadProblem("%s is %d (expected: at least 1)".formatted(option, value));
    }
  }

  private static void positive(String option, Duration time) throws LoadProblem {
    if (time.isZero()) {
      throw new LoadProblem(option + " is 0s (expected: more than nothing)");
    }
  }

  /// Before the load, not after it.
  private void writable(String option, @Nullable String file) throws LoadProblem {
    if (file == null || file.equals("-")) {
      return;
    }
    Path folder = terminal.path(file).toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new LoadProblem(
          "%s: `%s` cannot be written (expected: a folder that is there)".formatted(option, file));
    }
  }

  /// The calls of a target, after one of each service was tried.
  private Map<String, List<Target.Call>> ready(
      Target target, Mix services, Map<String, List<Node.Mapping>> requests) throws LoadProblem {
    Map<String, List<Target.Call>> calls = new LinkedHashMap<>();
    for (String service : services.services()) {
      List<Target.Call> ofService =
          target.calls(service, requests.getOrDefault(source(service), List.of()));
      String said = Targets.trial(target, service, ofService, timeout);
      if (!said.isEmpty()) {
        terminal
            .err()
            .println(
                Report.escaped(
                    "quoin: %s does not price the first request of `%s`: %s"
                        .formatted(target.name(), service, said)));
      }
      calls.put(service, ofService);
    }
    return calls;
  }

  /// Batches are made of rental requests.
  private static String source(String service) {
    return service.equals("batch") ? "rental" : service;
  }

  private Map<String, List<Node.Mapping>> requests(Mix services, Problems problems)
      throws IOException, LoadProblem {
    Map<String, List<Node.Mapping>> requests = new HashMap<>();
    for (String typed : files) {
      int equals = typed.indexOf('=');
      if (equals < 1) {
        throw new LoadProblem(
            "--requests `%s` names no service (expected: such as rental=requests.jsonl)"
                .formatted(typed));
      }
      String file = typed.substring(equals + 1);
      requests.put(
          typed.substring(0, equals),
          Requests.read(file, TypedFile.read(file, terminal), problems));
    }
    List<String> missing =
        services.services().stream()
            .map(LoadCommand::source)
            .distinct()
            .filter(service -> !requests.containsKey(service))
            .toList();
    if (!missing.isEmpty() && ratebook == null) {
      throw new LoadProblem(
          "no requests of `%s` (expected: --requests %s=FILE, or --ratebook with a generator)"
              .formatted(missing.getFirst(), missing.getFirst()));
    }
    if (!missing.isEmpty() && ratebook != null) {
      generate(ratebook, missing, requests, problems);
    }
    return requests;
  }

  private void generate(
      String folder,
      List<String> services,
      Map<String, List<Node.Mapping>> requests,
      Problems problems)
      throws IOException {
    Optional<Ratebook> loaded = new RatebookFolder(folder, "", terminal).load(problems);
    if (loaded.isEmpty()) {
      return;
    }
    for (String service : services) {
      try {
        loaded
            .get()
            .generator(service, problems)
            .ifPresent(generator ->
                requests.put(service, Requests.generate(generator, service, seed, distinct)));
      } catch (EvaluationException e) {
        problems.add(e.problem());
      }
    }
  }

  private int run(Mix services, Map<Target, Map<String, List<Target.Call>>> calls)
      throws IOException {
    Instant began = terminal.clock().get();
    Plan plan =
        new Plan(
            rate,
            warmUp,
            duration,
            timeout,
            inFlight,
            requestIds,
            "load-" + Long.toString(began.toEpochMilli(), 36));
    LoadRun run = new LoadRun(plan, services, calls);
    stopAtSignal(run);
    Measured measured = run.run(terminal::progress);
    terminal.progress("");
    write(measured, began);
    return measured.failures() == 0 && measured.keptSchedule() ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  /// Ctrl-C ends the run, not the report; the second ends the process.
  private static void stopAtSignal(LoadRun run) {
    Signals signals = Signals.heard();
    Thread.startVirtualThread(() -> {
      try {
        signals.await();
        run.stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void write(Measured measured, Instant began) throws IOException {
    String tree = JsonTree.write(LoadTree.of(measured, began)) + "\n";
    if (json != null && json.equals("-")) {
      terminal.out().print(tree);
    } else {
      List<String> lines = new ArrayList<>(LoadTable.lines(measured));
      String last = lines.removeLast();
      lines.forEach(line -> terminal.out().println(Report.escaped(line)));
      terminal.out().println(measured.keptSchedule() ? last : terminal.red(last));
    }
    if (json != null && !json.equals("-")) {
      TypedFile.write(json, tree, terminal);
    }
    if (report != null) {
      TypedFile.write(report, LoadPage.of(measured, began), terminal);
    }
  }
}
