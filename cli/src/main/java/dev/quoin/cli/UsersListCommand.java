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

/// Lists accounts.
@Command(name = "list", description = "Lists accounts, those that are disabled, too.")
final class UsersListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  UsersListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.ask(terminal, "/v1/accounts", Map.of(), this::print);
  }

  private int print(HttpResponse<String> response) {
    Optional<Node.Mapping> page = ServerOption.object(response);
    if (json.asked() || page.isEmpty()) {
      terminal.out().println(response.body().stripTrailing());
      return ExitCode.FINE;
    }
    List<Node.Mapping> accounts = ReleaseAnswer.list(page.get(), "accounts");
    Grid grid = Grid.of(Grid.Side.LEFT, Grid.Side.LEFT, Grid.Side.LEFT).row("account", "role", "");
    for (Node.Mapping account : accounts) {
      grid.row(
          ReleaseAnswer.text(account, "name"),
          ReleaseAnswer.text(account, "role"),
          ReleaseAnswer.text(account, "active").equals("true") ? "" : "disabled");
    }
    grid.lines().forEach(line -> terminal.out().println(Report.escaped(line.stripTrailing())));
    return ExitCode.FINE;
  }
}
