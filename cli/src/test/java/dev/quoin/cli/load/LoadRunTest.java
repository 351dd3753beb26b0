package dev.quoin.cli.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.source.Node;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoadRunTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Targets.Options OPTIONS =
      new Targets.Options(Duration.ofMinutes(1), 1, 20, "", false);

  private static final List<Node.Mapping> REQUESTS =
      requests(
          IntStream.range(0, 7)
              .mapToObj(i ->
                  "{\"start\": \"2026-06-09T10:00\", \"model\": \"K%d\", \"distance\": 20.5, \"one way distance\": null, \"pets\": true}"
                      .formatted(i))
              .collect(Collectors.joining("\n")));

  private static List<Node.Mapping> requests(String lines) {
    Problems problems = new Problems();
    List<Node.Mapping> requests = Requests.read("r.jsonl", lines.getBytes(UTF_8), problems);
    assertThat(problems.sorted()).isEmpty();
    return requests;
  }

  private static Plan plan(int rate, Duration duration) {
    return new Plan(rate, Duration.ZERO, duration, Duration.ofMinutes(1), 10_000, false, "test");
  }

  /// On a busy machine the first call of a process takes seconds: half of a network library is loaded for it.
  @BeforeAll
  static void callOnce() throws LoadProblem {
    try (PriceServer server = PriceServer.quick();
        Target target = Targets.open(server.url(), OPTIONS)) {
      Targets.trial(target, "rental", target.calls("rental", REQUESTS), Duration.ofMinutes(1));
    }
  }

  /// A run with the targets that it opened.
  private record Loaded(LoadRun run, List<Target> targets) implements AutoCloseable {
    Measured measured() {
      return run.run(_ -> {});
    }

    @Override
    public void close() {
      targets.forEach(Target::close);
    }
  }

  private static Loaded loaded(Plan plan, String mix, String... urls) throws LoadProblem {
    Mix services = Mix.of(mix);
    Map<Target, Map<String, List<Target.Call>>> calls = new LinkedHashMap<>();
    for (String url : urls) {
      Target target = Targets.open(url, new Targets.Options(plan.timeout(), 1, 20, "", false));
      Map<String, List<Target.Call>> byService = new LinkedHashMap<>();
      for (String service : services.services()) {
        byService.put(service, target.calls(service, REQUESTS));
      }
      calls.put(target, byService);
    }
    return new Loaded(new LoadRun(plan, services, calls), List.copyOf(calls.keySet()));
  }

  private static Measured measured(Plan plan, String mix, String... urls) throws LoadProblem {
    try (Loaded loaded = loaded(plan, mix, urls)) {
      return loaded.measured();
    }
  }

  private static Counts rental(Measured measured) {
    return measured.lanes().getFirst().all();
  }

  @Test
  void a_server_that_stands_still_for_a_second_shows_in_all_calls_that_were_due_in_it()
      throws LoadProblem {
    AtomicInteger calls = new AtomicInteger();
    try (PriceServer server =
        new PriceServer((_, caller) -> {
          if (calls.incrementAndGet() == 200) {
            sleep(1_000); // the connection's own thread: nothing else is answered meanwhile
          }
          PriceServer.answer(caller, PriceServer.PRICE);
        })) {
      Measured measured = measured(plan(200, Duration.ofSeconds(3)), "rental", server.url());
      Counts counts = rental(measured);
      assertThat(counts.sent()).isEqualTo(600);
      assertThat(counts.priced()).isEqualTo(600);
      // A generator that waits for its answers would have one call of a second, and p99.9 of
      // nothing.
      assertThat(counts.within(99.9)).isGreaterThan(900_000);
      // 200 calls were due in that second; those of its first nine tenths waited for a tenth or
      // more.
      assertThat(counts.latencies().getCountBetweenValues(100_000, 60_000_000)).isGreaterThan(150);
      assertThat(counts.longest()).isGreaterThan(950_000);
    }
  }

  @Test
  void a_known_delay_is_what_is_measured() throws LoadProblem {
    try (ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        PriceServer server =
            new PriceServer((_, caller) -> {
              var _ =
                  later.schedule(
                      () -> PriceServer.answer(caller, PriceServer.PRICE),
                      50,
                      TimeUnit.MILLISECONDS);
            })) {
      Counts counts = rental(measured(plan(100, SECOND), "rental", server.url()));
      assertThat(counts.priced()).isEqualTo(100);
      assertThat(counts.latencies().getMinValue()).isGreaterThanOrEqualTo(49_000);
    }
  }

  @Test
  void prices_refusals_and_failures_by_code_are_counted_apart() throws LoadProblem {
    AtomicInteger calls = new AtomicInteger();
    try (PriceServer server =
        new PriceServer((_, caller) -> {
          switch (calls.getAndIncrement() % 4) {
            case 0 ->
                caller.onError(
                    Status.RESOURCE_EXHAUSTED.withDescription("too many").asRuntimeException());
            case 1 -> PriceServer.answer(caller, PriceServer.REFUSAL);
            default -> PriceServer.answer(caller, PriceServer.PRICE);
          }
        })) {
      Measured measured = measured(plan(200, SECOND), "rental", server.url());
      Counts counts = rental(measured);
      assertThat(counts.priced()).isEqualTo(100);
      assertThat(counts.refused()).isEqualTo(50);
      assertThat(counts.failed()).containsExactly(Map.entry("RESOURCE_EXHAUSTED", 50L));
      assertThat(counts.latencies().getTotalCount()).isEqualTo(150);
      assertThat(LoadTable.lines(measured))
          .contains("failed: 50 RESOURCE_EXHAUSTED, such as: too many");
    }
  }

  @Test
  void inputs_are_sent_as_fields_others_by_their_names_and_null_is_left_out() throws LoadProblem {
    try (PriceServer server = PriceServer.quick()) {
      Plan plan = new Plan(100, Duration.ZERO, SECOND, Duration.ofMinutes(1), 10_000, true, "run");
      measured(plan, "rental", server.url());
      QuoteRequest first =
          server.asked().stream()
              .filter(request -> request.getRequestId().equals("run-0-0"))
              .findFirst()
              .orElseThrow();
      assertThat(first.getInputs().getModel()).isEqualTo("K0");
      assertThat(first.getInputs().getDistance()).isEqualTo("20.5");
      assertThat(first.getInputs().hasOneWayDistance()).isFalse();
      assertThat(first.getInputs().getOthersMap()).containsExactly(Map.entry("pets", "true"));
      assertThat(server.asked().stream().map(QuoteRequest::getRequestId)).doesNotHaveDuplicates();
    }
  }

  @Test
  void two_targets_get_the_same_requests() throws LoadProblem {
    try (PriceServer first = PriceServer.quick();
        PriceServer second = PriceServer.quick()) {
      Measured measured =
          measured(plan(200, SECOND), "rental=3,batch=1", first.url(), second.url());
      assertThat(first.asked()).hasSize(150).hasSameSizeAs(second.asked());
      assertThat(first.asked()).containsExactlyInAnyOrderElementsOf(second.asked());
      for (Measured.Lane lane : measured.lanes()) {
        assertThat(lane.services().keySet()).containsExactly("rental", "batch");
        assertThat(lane.all().sent()).isEqualTo(200);
        assertThat(lane.all().prices()).isEqualTo(150 + 50 * 20);
      }
      assertThat(LoadTable.lines(measured))
          .anyMatch(line -> line.startsWith(second.url() + " against " + first.url()));
      String page = LoadPage.of(measured, Instant.EPOCH);
      assertThat(page)
          .contains("<svg", first.url(), second.url(), "Latency by percentile, ms")
          .doesNotContain("http://", "https://", "<script", "NaN");
    }
  }

  @Test
  void what_could_not_be_sent_is_said_and_is_not_the_servers_fault() throws LoadProblem {
    try (PriceServer server = new PriceServer((_, _) -> {})) {
      Plan plan = new Plan(100, Duration.ZERO, SECOND, Duration.ofMillis(1_500), 10, false, "test");
      Measured measured = measured(plan, "rental", server.url());
      Counts counts = rental(measured);
      assertThat(counts.sent()).isEqualTo(10);
      assertThat(counts.notSent()).isEqualTo(90);
      assertThat(counts.failed()).containsExactly(Map.entry("DEADLINE_EXCEEDED", 10L));
      assertThat(counts.latencies().getMinValue()).isGreaterThan(1_400_000);
      assertThat(measured.keptSchedule()).isFalse();
      assertThat(LoadTable.lines(measured).getLast()).contains("NOT KEPT", "90 calls");
    }
  }

  @Test
  void a_run_that_is_stopped_tells_what_it_has_measured() throws Exception {
    try (PriceServer server = PriceServer.quick();
        Loaded loaded = loaded(plan(100, Duration.ofHours(1)), "rental", server.url())) {
      Thread stop =
          Thread.startVirtualThread(() -> {
            sleep(700);
            loaded.run().stop();
          });
      Measured measured = loaded.measured();
      stop.join();
      assertThat(measured.stopped()).isTrue();
      assertThat(rental(measured).priced()).isEqualTo(rental(measured).sent()).isPositive();
      assertThat(measured.took()).isLessThan(Duration.ofSeconds(30));
      assertThat(LoadTable.lines(measured).getFirst()).contains("stopped; planned were 3,600 s");
    }
  }

  @Test
  void what_is_sent_while_warming_up_is_not_measured() throws LoadProblem {
    try (PriceServer server = PriceServer.quick()) {
      Plan plan = new Plan(100, SECOND, SECOND, Duration.ofMinutes(1), 10_000, false, "test");
      Measured measured = measured(plan, "rental", server.url());
      assertThat(server.asked()).hasSize(150);
      assertThat(rental(measured).sent()).isEqualTo(100);
    }
  }

  @Test
  void rest_is_spoken_as_well() throws IOException, LoadProblem {
    AtomicInteger calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/rental/quotes",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          int call = calls.getAndIncrement();
          byte[] answer =
              (call % 4 == 0
                      ? "{\"title\": \"busy\", \"detail\": \"try again\"}"
                      : call % 4 == 1
                          ? "{\"id\": \"1\", \"outcome\": \"refusal\", \"reasons\": []}"
                          : "{\"outcome\": \"price\", \"total\": \"1\", \"asked\": " + body + "}")
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(call % 4 == 0 ? 503 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/seoul";
      Counts counts = rental(measured(plan(100, SECOND), "rental", url));
      assertThat(counts.priced()).isEqualTo(50);
      assertThat(counts.refused()).isEqualTo(25);
      assertThat(counts.failed()).containsExactly(Map.entry("HTTP 503", 25L));
      assertThat(counts.messages()).containsEntry("HTTP 503", "try again");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void calls_that_find_no_connection_free_run_out_of_time_as_well()
      throws IOException, LoadProblem {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Plan plan = new Plan(100, Duration.ZERO, SECOND, Duration.ofMillis(500), 10_000, false, "t");
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      Counts counts = rental(measured(plan, "rental", url));
      assertThat(counts.sent()).isEqualTo(100);
      assertThat(counts.failed()).containsExactly(Map.entry("TIMEOUT", 100L));
      assertThat(counts.latencies().getTotalCount()).isEqualTo(100);
      assertThat(counts.latencies().getMinValue()).isGreaterThan(480_000);
    }
  }

  @Test
  void a_call_of_which_nothing_is_heard_has_failed() {
    Meter meter = new Meter();
    meter.sent();
    meter.sent();
    meter.priced(1, 1_000_000);
    meter.interval();
    Counts counts = meter.counts(SECOND);
    assertThat(counts.failed()).containsExactly(Map.entry("UNANSWERED", 1L));
    assertThat(counts.longest()).isGreaterThan(990_000);
  }

  @Test
  void a_batch_over_rest_counts_its_prices() throws IOException, LoadProblem {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/rental/batches",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          boolean asked =
              body.contains("\"trip\": {\"start\"") && body.contains("\"cars\": [{\"model\"");
          byte[] answer =
              (asked
                      ? "{\"items\": [{\"outcome\": \"price\"}, {\"outcome\": \"refusal\"}, {\"outcome\": \"price\"}]}"
                      : "{}")
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      Counts counts = rental(measured(plan(50, SECOND), "batch", url));
      assertThat(counts.priced()).isEqualTo(50);
      assertThat(counts.prices()).isEqualTo(100);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_target_that_is_not_there_or_does_not_know_the_service_is_said_before_anything_is_sent()
      throws LoadProblem {
    String away = PriceServer.quick().url();
    try (PriceServer server = PriceServer.quick()) {
      assertThat(trial(server.url(), "rental")).isEmpty();
      assertThatThrownBy(() -> trial(server.url(), "waiver"))
          .isInstanceOf(LoadProblem.class)
          .hasMessageContaining("does not answer `waiver`: UNIMPLEMENTED");
      assertThatThrownBy(() -> trial(server.url(), "bikes"))
          .hasMessageContaining("`bikes` is no service");
    }
    String nobody = "grpc://127.0.0.1:1";
    assertThat(away).startsWith("grpc://");
    assertThatThrownBy(() -> trial(nobody, "rental"))
        .isInstanceOf(LoadProblem.class)
        .hasMessageContaining("UNAVAILABLE");
    assertThatThrownBy(() -> trial("http://127.0.0.1:1", "rental"))
        .hasMessageContaining("UNREACHABLE");
    assertThatThrownBy(() -> Targets.open("127.0.0.1:9090", OPTIONS))
        .hasMessageContaining("is no target");
    assertThatThrownBy(() -> Targets.open("grpc://a:99999", OPTIONS))
        .hasMessageContaining("port 99999");
  }

  private static String trial(String url, String service) throws LoadProblem {
    try (Target target = Targets.open(url, OPTIONS)) {
      return Targets.trial(target, service, target.calls(service, REQUESTS), Duration.ofMinutes(1));
    }
  }

  @Test
  void lines_that_are_no_objects_are_named() {
    Problems problems = new Problems();
    Requests.read("r.jsonl", "{\"a\": 1}\n\n[1]\n{\"a\": }\n".getBytes(UTF_8), problems);
    assertThat(problems.sorted().stream().map(problem -> problem.place().line() + problem.code()))
        .containsExactly("3wrong-type", "4bad-json");
    Problems none = new Problems();
    Requests.read("r.jsonl", "\n".getBytes(UTF_8), none);
    assertThat(none.sorted().getFirst().code()).isEqualTo("empty-file");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
