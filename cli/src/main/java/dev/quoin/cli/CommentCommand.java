package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.json.JsonTree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Says something to a proposal.
@Command(name = "comment", description = "Says something to a proposal.")
final class CommentCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "N", description = "The number of the proposal.")
  private long number;

  @Parameters(index = "1", paramLabel = "TEXT", description = "What is said, in one line.")
  private String text = "";

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  CommentCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.send(
        terminal,
        "/v1/proposals/" + number + "/comments",
        JsonTree.object("reason", text),
        response -> ProposalText.printTold(response, json, terminal));
  }
}
