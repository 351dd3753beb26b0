package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Takes a key away.
@Command(
    name = "revoke",
    description = "Takes a key away, for ever: all servers refuse it within a second or two.")
final class KeysRevokeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "The key.")
  private String name = "";

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  KeysRevokeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.send(
        terminal,
        "/v1/keys/" + ReleaseAnswer.inPath(name) + "/revocation",
        Map.of(),
        response -> AccountAnswer.print(response, json, terminal));
  }
}
