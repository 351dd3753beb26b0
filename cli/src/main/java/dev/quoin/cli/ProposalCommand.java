package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows a proposal.
@Command(
    name = "proposal",
    description =
        "Shows a proposal with its evidence and with what people say to it, as text that is Markdown,"
            + " too.")
final class ProposalCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "N", description = "The number of the proposal.")
  private long number;

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  ProposalCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.ask(
        terminal,
        "/v1/proposals/" + number,
        Map.of(),
        response -> ProposalText.printShown(response, json, terminal));
  }
}
