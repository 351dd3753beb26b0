package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.source.Node;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists keys.
@Command(name = "list", description = "Lists keys, those that are revoked, too.")
final class KeysListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  KeysListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.ask(terminal, "/v1/keys", Map.of(), this::print);
  }

  private int print(HttpResponse<String> response) {
    Optional<Node.Mapping> page = ServerOption.object(response);
    if (json.asked() || page.isEmpty()) {
      terminal.out().println(response.body().stripTrailing());
      return ExitCode.FINE;
    }
    List<Node.Mapping> keys = ReleaseAnswer.list(page.get(), "keys");
    if (keys.isEmpty()) {
      terminal.out().println("no keys");
      return ExitCode.FINE;
    }
    Grid grid =
        Grid.of(Grid.Side.LEFT, Grid.Side.LEFT, Grid.Side.LEFT, Grid.Side.LEFT, Grid.Side.LEFT)
            .row("key", "operations", "services", "last used", "");
    for (Node.Mapping key : keys) {
      String until = ReleaseAnswer.text(key, "expires_at");
      String services = AccountAnswer.words(key, "services");
      String used = ReleaseAnswer.text(key, "used_at");
      grid.row(
          ReleaseAnswer.text(key, "name"),
          AccountAnswer.words(key, "operations"),
          services.isEmpty() ? "all" : services,
          used.isEmpty() ? "never" : used,
          ReleaseAnswer.text(key, "active").equals("true")
              ? until.isEmpty() ? "" : "until " + until
              : "revoked");
    }
    grid.lines().forEach(line -> terminal.out().println(Report.escaped(line.stripTrailing())));
    return ExitCode.FINE;
  }
}
