package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.load.Plaintext;
import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Option;

/// The server that a command asks.
final class ServerOption {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Check, guards and cases of a large ratebook.
  private static final Duration WORK = Duration.ofMinutes(5);

  private static final int OK = 200;

  @Option(
      names = "--server",
      paramLabel = "URL",
      converter = PublicUrl.class,
      description = "Where the server speaks REST; http://127.0.0.1:8080 by default.")
  private String server = "http://127.0.0.1:8080";

  @Option(
      names = "--plaintext",
      description = "Send passwords, logins and keys to another machine without TLS, too.")
  private boolean plaintext;

  /// Where it is.
  String url() {
    return server;
  }

  /// Whether nobody on the way reads a secret, or that is what was wanted; else why it is not sent was printed.
  ///
  /// @param what such as `a password`
  boolean maySend(String what, Terminal terminal) {
    URI url = URI.create(server);
    if (plaintext || "https".equals(url.getScheme()) || Plaintext.isHere(url.getHost())) {
      return true;
    }
    terminal
        .err()
        .println(
            "quoin: %s is not sent to %s, where everybody on the way could read it (%s)"
                .formatted(what, server, Plaintext.HOW));
    return false;
  }

  /// Gets something, and lets it be printed; or says why there is nothing.
  ///
  /// @param path with its query, as it stands in an address
  /// @return the exit code
  int ask(
      Terminal terminal,
      String path,
      Map<String, String> headers,
      ToIntFunction<HttpResponse<String>> print)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path)).timeout(PATIENCE);
    headers.forEach(request::header);
    return ask(terminal, request, print, this::refused);
  }

  /// What is done with an answer that says no.
  interface Refusing {
    int refused(Terminal terminal, HttpResponse<String> response);
  }

  /// Sends something, which may take its time there.
  int send(
      Terminal terminal,
      String path,
      String type,
      byte[] body,
      ToIntFunction<HttpResponse<String>> print,
      Refusing refusing)
      throws InterruptedException {
    return ask(
        terminal,
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(WORK)
            .header("content-type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
        print,
        refusing);
  }

  /// Sends JSON.
  int send(
      Terminal terminal,
      String path,
      Map<String, Object> body,
      ToIntFunction<HttpResponse<String>> print)
      throws InterruptedException {
    return send(
        terminal,
        path,
        "application/json",
        JsonTree.compact(body).getBytes(UTF_8),
        print,
        this::refused);
  }

  /// What there is, as JSON; where there is nothing, why was printed.
  Optional<Node.Mapping> get(Terminal terminal, String path) throws InterruptedException {
    AtomicReference<Optional<Node.Mapping>> got = new AtomicReference<>(Optional.empty());
    int code =
        ask(
            terminal,
            path,
            Map.of(),
            response -> {
              got.set(object(response));
              return ExitCode.FINE;
            });
    if (code == ExitCode.FINE && got.get().isEmpty()) {
      terminal.err().println("quoin: what came from %s is no JSON".formatted(server));
    }
    return got.get();
  }

  /// An answer as JSON.
  static Optional<Node.Mapping> object(HttpResponse<String> response) {
    return Json.read("answer", response.body().getBytes(UTF_8), new Problems())
        .filter(Node.Mapping.class::isInstance)
        .map(Node.Mapping.class::cast);
  }

  private int ask(
      Terminal terminal,
      HttpRequest.Builder request,
      ToIntFunction<HttpResponse<String>> print,
      Refusing refusing)
      throws InterruptedException {
    Logins logins = Logins.of(terminal);
    Optional<String> secret = logins.secret(server);
    if (secret.isPresent()
        && !maySend(logins.hasKey() ? "the API key in " + Logins.KEY : "your login", terminal)) {
      return ExitCode.COULD_NOT_RUN;
    }
    secret.ifPresent(sent -> request.header("authorization", "Bearer " + sent));
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString(UTF_8));
      return response.statusCode() == OK
          ? print.applyAsInt(response)
          : refusing.refused(terminal, response);
    } catch (IOException e) {
      terminal
          .err()
          .println(
              "quoin: no answer from %s: %s (expected: a server, such as `quoin up` starts)"
                  .formatted(
                      server,
                      e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
      return ExitCode.COULD_NOT_RUN;
    }
  }

  /// Prints why, in the server's words.
  int refused(Terminal terminal, HttpResponse<String> response) {
    List<String> sentences = sentences(response.body());
    if (sentences.isEmpty()) {
      terminal
          .err()
          .println(
              "quoin: %s answered %d, which no server of Quoin does"
                  .formatted(server, response.statusCode()));
    }
    sentences.forEach(sentence -> terminal.err().println("quoin: " + sentence));
    return ExitCode.COULD_NOT_RUN;
  }

  private static List<String> sentences(String body) {
    return Json.read("answer", body.getBytes(UTF_8), new Problems())
        .flatMap(
            tree -> tree instanceof Node.Mapping object ? object.get("problems") : Optional.empty())
        .map(problems -> problems instanceof Node.Listing list ? list.items() : List.<Node>of())
        .orElse(List.of())
        .stream()
        .filter(Node.Mapping.class::isInstance)
        .map(Node.Mapping.class::cast)
        .flatMap(problem -> problem.get("sentence").stream())
        .map(sentence -> sentence instanceof Node.Scalar text ? text.text() : sentence.what())
        .toList();
  }
}
