package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.source.Node;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says by whom a server takes the commands to come.
@Command(name = "whoami", description = "Says who one is for a server, and until when.")
final class WhoamiCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  WhoamiCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.ask(terminal, "/v1/me", Map.of(), this::print);
  }

  private int print(HttpResponse<String> response) {
    Optional<Node.Mapping> me = ServerOption.object(response);
    if (json.asked() || me.isEmpty()) {
      terminal.out().println(response.body().stripTrailing());
      return ExitCode.FINE;
    }
    String role = ReleaseAnswer.text(me.get(), "role");
    String until = ReleaseAnswer.text(me.get(), "expires_at");
    terminal
        .out()
        .println(
            Report.escaped(
                ReleaseAnswer.text(me.get(), "name")
                    + (role.isEmpty() ? "" : ", " + role)
                    + (until.isEmpty() ? "" : ", until " + until)));
    return ExitCode.FINE;
  }
}
