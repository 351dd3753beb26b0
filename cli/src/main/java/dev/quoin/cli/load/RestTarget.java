package dev.quoin.cli.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Written;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A target that is spoken to in REST, over so many connections of HTTP/1.1. What finds none of them free waits here,
/// and its latency counts on.
final class RestTarget implements Target {
  private static final int CONNECTIONS = 64;
  private static final Set<Node.Kind> BARE =
      Set.of(Node.Kind.NUMBER, Node.Kind.BOOLEAN, Node.Kind.NULL);
  private static final JsonFactory JSON = new JsonFactory();

  private final Address address;
  private final Duration timeout;
  private final int batchSize;
  private final String key;
  private final ExecutorService answers =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("quoin-load-rest").factory());
  private final HttpClient client;
  private final Semaphore free;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  /// A call that waits for a connection.
  ///
  /// @param until when it runs out of time, by [System#nanoTime()]
  private record Waiting(HttpRequest.Builder request, long until, Reply reply) {}

  RestTarget(Address address, Targets.Options options) {
    this.address = address;
    this.timeout = options.timeout();
    this.free = new Semaphore(options.connections() == 0 ? CONNECTIONS : options.connections());
    this.batchSize = options.batchSize();
    this.key = options.key();
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .executor(answers)
            .build();
  }

  @Override
  public String name() {
    return address.typed();
  }

  @Override
  public List<Call> calls(String service, List<Node.Mapping> requests) throws LoadProblem {
    boolean isBatch = service.equals("batch");
    URI uri =
        URI.create(
            "%s://%s:%d/v1/%s"
                .formatted(
                    address.encrypted() ? "https" : "http",
                    address.host(),
                    address.port(),
                    isBatch ? "rental/batches" : service + "/quotes"));
    String ratebook =
        address.ratebook().isEmpty()
            ? ""
            : "\"ratebook\": " + Written.json(Value.of(address.ratebook())) + ", ";
    String cars = isBatch ? cars(requests) : "";
    List<Call> calls = new ArrayList<>();
    for (Node.Mapping inputs : requests) {
      String rest =
          isBatch
              ? "%s\"trip\": %s, \"cars\": %s}"
                  .formatted(ratebook, json(Batches.trip(inputs)), cars)
              : "%s\"inputs\": %s}".formatted(ratebook, json(inputs));
      calls.add((requestId, reply) -> send(uri, requestId, rest, reply));
    }
    return calls;
  }

  private String cars(List<Node.Mapping> requests) throws LoadProblem {
    return Batches.cars(requests, batchSize).stream()
        .map(model -> "{\"model\": " + Written.json(Value.of(model)) + "}")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private void send(URI uri, String requestId, String rest, Reply reply) {
    String body =
        requestId.isEmpty()
            ? "{" + rest
            : "{\"request_id\": " + Written.json(Value.of(requestId)) + ", " + rest;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(UTF_8)));
    if (!key.isEmpty()) {
      request.header("authorization", "Bearer " + key);
    }
    waiting.add(new Waiting(request, System.nanoTime() + timeout.toNanos(), reply));
    sendWaiting();
  }

  private void sendWaiting() {
    // Who finds no connection free is sent by one of those who have one, when they are done.
    while (!waiting.isEmpty() && free.tryAcquire()) {
      Waiting next = waiting.poll();
      if (next == null) {
        free.release();
      } else {
        send(next);
      }
    }
  }

  private void send(Waiting call) {
    long left = call.until - System.nanoTime();
    if (left <= 0) {
      free.release();
      call.reply.failed("TIMEOUT", "no connection became free in time");
      return;
    }
    var _ =
        client
            .sendAsync(
                call.request.timeout(Duration.ofNanos(left)).build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .whenComplete((response, failure) -> {
              free.release();
              told(response, failure, call.reply);
              sendWaiting();
            });
  }

  private static void told(
      @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure, Reply reply) {
    if (response == null) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      switch (cause) {
        case HttpTimeoutException _ -> reply.failed("TIMEOUT", "no answer in time");
        case ConnectException refused ->
            reply.failed(
                "UNREACHABLE",
                refused.getMessage() == null ? "connection refused" : refused.getMessage());
        case null, default -> reply.failed("BROKEN", String.valueOf(cause));
      }
    } else if (response.statusCode() != 200) {
      reply.failed("HTTP " + response.statusCode(), detail(response.body()));
    } else {
      int priced = prices(response.body());
      if (priced > 0) {
        reply.priced(priced);
      } else {
        reply.refused();
      }
    }
  }

  /// The prices of an answer: one, or those of a batch; none where it is refused.
  private static int prices(byte[] body) {
    int prices = 0;
    try (JsonParser parser = JSON.createParser(body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean isOutcome =
            token == JsonToken.VALUE_STRING && "outcome".equals(parser.currentName());
        prices += isOutcome && parser.getText().equals("price") ? 1 : 0;
      }
      return prices;
    } catch (IOException e) {
      return 0;
    }
  }

  /// What a problem document (RFC 9457) says.
  private static String detail(byte[] body) {
    String detail = member(body, "detail");
    String title = member(body, "title");
    return detail != null ? detail : title != null ? title : "";
  }

  /// A member of an object: its text, or an empty one where it is no text; null where there is none.
  private static @Nullable String member(byte[] body, String name) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals(name);
        JsonToken value = parser.nextToken();
        if (found) {
          return value == JsonToken.VALUE_NULL
              ? null
              : value == JsonToken.VALUE_STRING ? parser.getText() : "";
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  private static String json(Node node) {
    return switch (node) {
      case Node.Mapping mapping ->
          mapping.entries().stream()
              .map(entry -> Written.json(Value.of(entry.key())) + ": " + json(entry.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Node.Listing listing ->
          listing.items().stream()
              .map(RestTarget::json)
              .collect(Collectors.joining(", ", "[", "]"));
      case Node.Scalar scalar ->
          BARE.contains(scalar.kind()) ? scalar.text() : Written.json(Value.of(scalar.text()));
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
    answers.shutdownNow();
  }
}
