package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.server.Options;
import dev.quoin.server.gate.Callers;
import dev.quoin.server.release.Proven;
import dev.quoin.server.release.RatebooksRefused;
import dev.quoin.server.run.CouldNotStart;
import dev.quoin.server.run.RunningServer;
import dev.quoin.server.run.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A short life of a server on free ports and in a folder that goes again: from it the launcher learns which classes a
/// server loads, and the JVM which methods are hot.
record Training(Terminal terminal) {
  private static final int CALLS = 300;

  int run() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("quoin-training-");
    try {
      train(data);
      return ExitCode.FINE;
    } catch (CouldNotStart | RatebooksRefused e) {
      terminal.err().println("quoin: " + e.getMessage());
      return ExitCode.COULD_NOT_RUN;
    } finally {
      delete(data);
    }
  }

  private static void train(Path data)
      throws CouldNotStart, RatebooksRefused, IOException, InterruptedException {
    Setup setup =
        new Setup(
            Options.local(),
            Callers.OPEN,
            Optional.empty(),
            data,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(UpCommand.demo()),
            false,
            Duration.ofSeconds(1));
    try (RunningServer server = RunningServer.start(setup, _ -> {});
        HttpClient client = HttpClient.newHttpClient()) {
      server.warmUp();
      String url = server.server().url();
      Optional<Proven.Example> example = server.example();
      for (int i = 0; i < CALLS && example.isPresent(); i++) {
        send(client, quote(url, example.get()));
      }
      for (String page : List.of("/health", "/health/ready", "/metrics", "/v1/ratebooks")) {
        send(client, HttpRequest.newBuilder(URI.create(url + page)).build());
      }
    }
  }

  private static HttpRequest quote(String url, Proven.Example example) {
    String body =
        JsonTree.compact(
            JsonTree.object("ratebook", example.ratebook(), "inputs", example.inputs()));
    return HttpRequest.newBuilder(URI.create(url + "/v1/" + example.service() + "/quotes"))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static void send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    client.send(request, HttpResponse.BodyHandlers.discarding());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.deleteIfExists(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
