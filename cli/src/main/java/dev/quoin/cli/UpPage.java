package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.identity.Identity;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.layout.Grid.Side;
import dev.quoin.server.follow.Followed;
import dev.quoin.server.gate.Callers;
import dev.quoin.server.release.Proven;
import dev.quoin.server.release.Served;
import dev.quoin.server.run.RunningServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What `quoin up` tells the one who started it.
record UpPage(RunningServer server, String data, Callers callers, Terminal terminal) {

  void print(Duration taken) {
    String url = server.server().url();
    Grid grid = Grid.of(Side.LEFT, Side.LEFT);
    for (Served served : server.served()) {
      grid.row("ratebook", served.ratebook() + " " + live(served.release()));
      grid.row("", source(served));
    }
    for (Followed followed : server.followed()) {
      if (server.served().stream()
          .noneMatch(served -> served.ratebook().equals(followed.standing().ratebook()))) {
        grid.row("ratebook", followed.standing().ratebook() + " " + live(followed.live()));
        grid.row("", "as the registry has it");
      }
    }
    grid.row("cases", server.cases() + " passed");
    grid.row("data", data);
    grid.row("database", server.databasePlace());
    grid.row("REST", url);
    grid.row(
        "gRPC",
        url.substring(url.indexOf("//") + 2, url.lastIndexOf(':'))
            + ":"
            + server.server().grpcPort());
    grid.row(
        "callers",
        callers == Callers.OPEN ? "need no key" : "need an API key: see quoin keys --help");
    server
        .firstPassword()
        .ifPresent(password -> {
          grid.row("login", Identity.FIRST);
          grid.row("password", password + " (shown this once)");
        });
    grid.row("try it", url + "/");
    grid.row("try gRPC", url + "/docs/");
    grid.row("health", url + "/health");
    grid.row("metrics", url + "/metrics");
    terminal.out().println("quoin is up after " + UpCommand.seconds(taken));
    terminal.out().println();
    grid.lines().forEach(line -> terminal.out().println("  " + line));
    terminal.out().println();
    server
        .example()
        .ifPresent(example -> {
          terminal.out().println("Ask for a price:");
          terminal.out().println();
          terminal.out().println("  " + curl(url, example, callers));
          terminal.out().println();
        });
    terminal.out().println("warming up; answers come already, and faster in a while");
    terminal.out().flush();
  }

  private static String live(Optional<String> release) {
    return release.map(digest -> digest.substring(0, 12)).orElse("is not live");
  }

  private static String source(Served served) {
    if (served.refused().isPresent()) {
      return "as the registry has it; %s may not price, and is not served (`health` says why)"
          .formatted(served.folder());
    }
    return served.overruled().isEmpty()
        ? served.folder() + ", taken over when it changes"
        : "as the registry has it; " + served.folder() + " is another, and not served";
  }

  /// A command that a shell takes as it is.
  static String curl(String url, Proven.Example example, Callers callers) {
    Map<String, Object> body =
        JsonTree.object("ratebook", example.ratebook(), "inputs", example.inputs());
    return "curl -s %s/v1/%s/quotes -H 'content-type: application/json'%s -d '%s'"
        .formatted(
            url,
            example.service(),
            callers == Callers.KEYS ? " -H \"authorization: Bearer $QUOIN_API_KEY\"" : "",
            JsonTree.compact(body).replace("'", "'\\''"));
  }
}
