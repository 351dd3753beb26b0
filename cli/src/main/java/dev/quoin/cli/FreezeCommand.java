package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Freezes a ratebook, or lifts that.
@Command(
    description =
        "Freezes a ratebook, so that nobody activates anything until `quoin unfreeze`; or lifts that.",
    footer = {
      "",
      "What was scheduled is dropped. A frozen ratebook can be rolled back, and stays frozen."
    })
final class FreezeCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final boolean frozen;

  @Parameters(paramLabel = "RATEBOOK", description = "The ratebook's id.")
  private String ratebook = "";

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  FreezeCommand(Terminal terminal, boolean frozen) {
    this.terminal = terminal;
    this.frozen = frozen;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.send(
        terminal,
        "/v1/ratebooks/" + ReleaseAnswer.inPath(ratebook) + (frozen ? "/freeze" : "/unfreeze"),
        reason.members(),
        response -> ReleaseAnswer.printDecided(response, json, terminal));
  }
}
