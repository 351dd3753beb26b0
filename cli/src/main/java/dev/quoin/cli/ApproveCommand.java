package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Approves a proposal.
@Command(
    name = "approve",
    description =
        "Approves a proposal as its evidence shows it. Neither who proposed it nor who published its"
            + " release does that.")
final class ApproveCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "N", description = "The number of the proposal.")
  private long number;

  @Option(
      names = "--waive",
      paramLabel = "GUARD",
      description =
          "A broken guard that shall not stop this release; --reason says why. May be repeated.")
  private List<String> waives = List.of();

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  ApproveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> body = reason.members();
    body.put("waives", waives);
    return server.send(
        terminal,
        "/v1/proposals/" + number + "/approval",
        body,
        response -> ProposalText.printTold(response, json, terminal));
  }
}
