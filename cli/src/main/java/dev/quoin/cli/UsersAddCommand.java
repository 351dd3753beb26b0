package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.json.JsonTree;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Adds an account.
@Command(
    name = "add",
    description = "Adds an account, and prints the password that is made for it, once.",
    footer = {"", "Its owner changes the password by `quoin users password`."})
final class UsersAddCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "a-z, 0-9, `.`, `_` and `-`.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      description = "viewer, analyst, approver, operator or administrator.")
  private String role = "";

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  UsersAddCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> body = JsonTree.object("name", name, "role", role);
    return server.send(
        terminal, "/v1/accounts", body, response -> AccountAnswer.print(response, json, terminal));
  }
}
