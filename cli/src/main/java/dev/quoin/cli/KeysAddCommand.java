package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes the key of a program.
@Command(
    name = "add",
    description = "Makes an API key for a program, and prints it, once.",
    footer = {
      "",
      "The program sends it with each call as `authorization: Bearer KEY`; `quoin` itself takes it from"
          + " QUOIN_API_KEY. Its name is the name of the caller, and stands for this key for ever."
    })
final class KeysAddCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "a-z, 0-9, `.`, `_` and `-`.")
  private String name = "";

  @Option(
      names = "--scope",
      paramLabel = "OPERATION",
      required = true,
      split = ",",
      description =
          "What it is for: price, book, read, releases, publish, activate, rollback, freeze, retire.")
  private List<String> operations = new ArrayList<>();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      split = ",",
      description = "The services that it prices and books for. Default: all.")
  private List<String> services = new ArrayList<>();

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "For how many days it is good. Default: until it is revoked.")
  private @Nullable String days;

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  KeysAddCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> body = JsonTree.object("name", name, "operations", operations);
    if (!services.isEmpty()) {
      body.put("services", services);
    }
    if (days != null) {
      body.put("days", days);
    }
    return server.send(
        terminal, "/v1/keys", body, response -> AccountAnswer.print(response, json, terminal));
  }
}
