package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Lets an account log in no more, or again, or ends its logins.
@Command(
    description =
        "Changes an account, at once and on all servers: `disable` ends its logins and lets it log in no"
            + " more, `enable` lets it again, `logout` ends its logins alone.")
final class UsersChangeCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final String verb;

  @Parameters(paramLabel = "NAME", description = "The account.")
  private String name = "";

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  /// @param verb as it stands in the path
  UsersChangeCommand(Terminal terminal, String verb) {
    this.terminal = terminal;
    this.verb = verb;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.send(
        terminal,
        "/v1/accounts/" + ReleaseAnswer.inPath(name) + "/" + verb,
        Map.of(),
        response -> AccountAnswer.print(response, json, terminal));
  }
}
