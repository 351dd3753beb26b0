package dev.quoin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Callers of a server, as an app has them behind a balancer: they ask for the same rental, one request after another, each
/// under an id of its own, and stop when the server says that it is no longer ready.
final class Callers implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int COUNT = 4;
  private static final long LOOK_MILLIS = 200;

  /// Requests are a trickle of some hundred a second: what is tried is what is lost, not how much fits.
  private static final long PAUSE_MILLIS = 10;

  private final String url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /// @param at when it was there
  record Answered(String requestId, JsonNode answer, Instant at) {
    String id() {
      return answer.path("id").asText();
    }
  }

  private Callers(String url) {
    this.url = url;
  }

  /// Begins to call a server for as long as it is ready.
  static Callers of(String url) {
    Callers callers = stubborn(url);
    callers.threads.add(Thread.ofVirtual().start(callers::balance));
    return callers;
  }

  /// Begins to call a server whether it is ready or not.
  static Callers stubborn(String url) {
    Callers callers = new Callers(url);
    for (int i = 0; i < COUNT; i++) {
      callers.threads.add(Thread.ofVirtual().start(callers::call));
    }
    return callers;
  }

  private void call() {
    while (!isOver.get()) {
      String requestId = UUID.randomUUID().toString();
      try {
        JsonNode answer = ask(client, url, requestId);
        answered.add(new Answered(requestId, answer, Instant.now()));
        Thread.sleep(PAUSE_MILLIS);
      } catch (IOException | RuntimeException e) {
        if (!isOver.get()) {
          failed.add(e.toString());
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /// Takes the server out of the rota once it says so.
  private void balance() {
    try {
      while (!isOver.get()) {
        HttpResponse<Void> ready =
            client.send(
                HttpRequest.newBuilder(URI.create(url + "/health/ready")).build(),
                HttpResponse.BodyHandlers.discarding());
        if (ready.statusCode() != 200) {
          isOver.set(true);
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (IOException | InterruptedException e) {
      // The callers tell.
    }
  }

  /// The answer to the rental under a request id.
  static JsonNode ask(HttpClient client, String url, String requestId)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("request_id", requestId);
    body.set("inputs", JSON.readTree(rental()));
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(url + "/v1/rental/quotes"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  static byte[] rental() throws IOException {
    return Files.readAllBytes(Quoin.checkout().resolve("docs/examples/weekend.json"));
  }

  /// Waits for the first answer, which a server that has just started takes its time for.
  void awaitAnswer() throws InterruptedException {
    while (answered.isEmpty() && failed.isEmpty()) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  List<Answered> answered() {
    return List.copyOf(answered);
  }

  List<String> failed() {
    return List.copyOf(failed);
  }

  /// Says that the server is going to be killed: from now on a request may stay without an answer.
  void expectSilence() {
    isOver.set(true);
  }

  /// Calls no more, and waits for the answers that are under way.
  void stop() throws InterruptedException {
    isOver.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    isOver.set(true);
    client.shutdownNow();
  }
}
