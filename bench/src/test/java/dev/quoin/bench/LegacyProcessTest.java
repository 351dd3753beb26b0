package dev.quoin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.server.Options;
import dev.quoin.server.gate.Callers;
import dev.quoin.server.run.RunningServer;
import dev.quoin.server.run.Setup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The older process and Quoin in its place, side by side, each a server of HTTP that is sent the same calls. They differ in the
/// number under which each files a quote, and in the minute until which it holds, as their clocks strike.
class LegacyProcessTest {
  private static final int CALLS = 1_000;
  private static final long SEED = 20_261_126;
  private static final String PATH = "/legacy/pf/waiver-fee";
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void a_thousand_calls_are_answered_alike_by_both(@TempDir Path data) throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    LegacyCars cars = LegacyCars.read();
    HttpServer older = olderProcess(cars);
    try (RunningServer quoin =
        RunningServer.start(
            new Setup(
                Options.local(),
                Callers.OPEN,
                Optional.empty(),
                data,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(GoldenCases.RATEBOOK),
                false,
                Duration.ofSeconds(1)),
            _ -> {})) {
      String olderUrl = "http://127.0.0.1:" + older.getAddress().getPort() + PATH;
      String quoinUrl = quoin.server().url() + PATH;
      int prices = 0;
      SplittableRandom random = new SplittableRandom(SEED);
      for (RentalRequest request : requests()) {
        String call =
            LegacyCallsTest.call(
                request, SeoulTables.known(cars.code(request.model()), request), random);
        JsonNode expected = post(olderUrl, call);
        JsonNode answered = post(quoinUrl, call);
        Duration apart = Duration.between(validUntil(expected), validUntil(answered)).abs();
        assertThat(apart).as(call).isLessThanOrEqualTo(Duration.ofMinutes(1));
        prices += expected.has("BODY") ? 1 : 0;
        assertThat(common(answered)).as("%s (seed %d)", call, SEED).isEqualTo(common(expected));
      }
      assertThat(prices).isBetween(CALLS / 4, CALLS - CALLS / 20);
    } finally {
      older.stop(0);
    }
  }

  private static List<RentalRequest> requests() {
    List<RentalRequest> requests =
        Stream.of(RentalRequests.realistic(CALLS, SEED), RentalRequests.edges(CALLS, SEED))
            .flatMap(some ->
                some.stream()
                    .filter(request -> request.licenceDate().isAfter(request.birthDate()))
                    .limit(CALLS / 2))
            .toList();
    assertThat(requests).hasSize(CALLS);
    return requests;
  }

  private static HttpServer olderProcess(LegacyCars cars) throws IOException {
    LegacyPf process = new LegacyPf(GoldenCases.RATEBOOK, cars.models());
    AtomicInteger number = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        PATH,
        exchange -> {
          String call = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          LocalDateTime until = LocalDateTime.now(SEOUL).plusMinutes(15);
          send(exchange, process.answer(call, "PF" + number.incrementAndGet(), until));
        });
    server.start();
    return server;
  }

  private static void send(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private JsonNode post(String url, String call) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(call))
                .build(),
            HttpResponse.BodyHandlers.ofString(UTF_8));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json.readTree(response.body());
  }

  /// The minute until which a price holds; of a refusal, any that is the same for both.
  private static LocalDateTime validUntil(JsonNode reply) {
    return reply.has("BODY")
        ? LocalDateTime.parse(reply.get("BODY").get("VALID_DTM").asText(), MINUTE)
        : LocalDateTime.MIN;
  }

  /// What both have to say alike, written out: the order of the fields counts, too.
  private static String common(JsonNode reply) {
    JsonNode common = reply.deepCopy();
    if (common.get("BODY") instanceof ObjectNode body) {
      assertThat(body.remove("PF_NO").asText()).isNotBlank();
      body.remove("VALID_DTM");
    }
    return common.toString();
  }
}
