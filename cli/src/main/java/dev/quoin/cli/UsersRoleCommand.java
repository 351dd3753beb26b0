package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.json.JsonTree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Gives an account another role.
@Command(
    name = "role",
    description = "Gives an account another role, at once: whoever is logged in has it, too.")
final class UsersRoleCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "ROLE",
      description = "viewer, analyst, approver, operator or administrator.")
  private String role = "";

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  UsersRoleCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.send(
        terminal,
        "/v1/accounts/" + ReleaseAnswer.inPath(name) + "/role",
        JsonTree.object("role", role),
        response -> AccountAnswer.print(response, json, terminal));
  }
}
