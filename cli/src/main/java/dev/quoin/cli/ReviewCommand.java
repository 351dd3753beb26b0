package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Rejects a proposal, takes an own approval or rejection back, or ends a proposal.
@Command(
    description = {
      "`quoin reject` stops a proposal until the same person approves it or withdraws that; `quoin"
          + " withdraw` takes one's own approval or rejection back; `quoin close` ends a proposal."
    })
final class ReviewCommand implements Callable<Integer> {
  private final Terminal terminal;

  /// As the path of the server has it.
  private final String word;

  @Parameters(paramLabel = "N", description = "The number of the proposal.")
  private long number;

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  ReviewCommand(Terminal terminal, String word) {
    this.terminal = terminal;
    this.word = word;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.send(
        terminal,
        "/v1/proposals/" + number + "/" + word,
        reason.members(),
        response -> ProposalText.printTold(response, json, terminal));
  }
}
