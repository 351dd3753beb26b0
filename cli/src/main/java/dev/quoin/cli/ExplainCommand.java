package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Asks a server why an answer is what it is.
@Command(
    name = "explain",
    description =
        "Says why an answer of a server is what it is: its request, priced again under its own"
            + " release.",
    footer = {
      "",
      "Where it does not come out as it was answered, the differences are printed instead, and the"
          + " command ends with 1."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK = 200;

  private final Terminal terminal;

  @Parameters(
      paramLabel = "ID",
      description = "Of a quote, of a car of a batch, or of what became of a booking.")
  private String id = "";

  @Option(
      names = "--server",
      paramLabel = "URL",
      converter = PublicUrl.class,
      description = "Where the server speaks REST; http://127.0.0.1:8080 by default.")
  private String server = "http://127.0.0.1:8080";

  @Option(
      names = "--lang",
      paramLabel = "ko|en",
      description = "The language of the texts; by default that of the environment.")
  private @Nullable Language language;

  @Option(names = "--full", description = "Fold nothing.")
  private boolean full;

  @Mixin private JsonOption json = new JsonOption();

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> response = client.send(request(), BodyHandlers.ofString(UTF_8));
      return response.statusCode() == OK ? print(response) : refused(response);
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

  private HttpRequest request() {
    Language chosen = language == null ? terminal.language() : language;
    String address =
        "%s/v1/quotes/%s/explanation?lang=%s&full=%s"
            .formatted(
                server, URLEncoder.encode(id, UTF_8), chosen.name().toLowerCase(Locale.ROOT), full);
    return HttpRequest.newBuilder(URI.create(address))
        .header("accept", json.asked() ? "application/json" : "text/plain")
        .timeout(PATIENCE)
        .build();
  }

  private int print(HttpResponse<String> response) {
    terminal.out().println(response.body().stripTrailing());
    boolean proven = response.headers().firstValue("quoin-proven").orElse("").equals("true");
    return proven ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private int refused(HttpResponse<String> response) {
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
