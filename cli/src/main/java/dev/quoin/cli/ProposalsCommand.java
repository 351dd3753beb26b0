package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.source.Node;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists the proposals of a server.
@Command(
    name = "proposals",
    description = "Lists proposals, the last one first: who proposed them, and how they stand.")
final class ProposalsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--ratebook", paramLabel = "ID", description = "Those of one ratebook alone.")
  private @Nullable String ratebook;

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  ProposalsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    String query = ratebook == null ? "" : "?ratebook=" + ReleaseAnswer.inPath(ratebook);
    return server.ask(terminal, "/v1/proposals" + query, Map.of(), this::print);
  }

  private int print(HttpResponse<String> response) {
    Optional<Node.Mapping> page = ServerOption.object(response);
    if (json.asked() || page.isEmpty()) {
      terminal.out().println(response.body().stripTrailing());
      return ExitCode.FINE;
    }
    List<Node.Mapping> proposals = ReleaseAnswer.list(page.get(), "proposals");
    if (proposals.isEmpty()) {
      terminal.out().println("no proposals");
      return ExitCode.FINE;
    }
    Grid grid =
        Grid.of(
                Grid.Side.RIGHT,
                Grid.Side.LEFT,
                Grid.Side.LEFT,
                Grid.Side.LEFT,
                Grid.Side.LEFT,
                Grid.Side.LEFT)
            .row("", "ratebook", "release", "by", "approvals", "");
    for (Node.Mapping proposal : proposals) {
      grid.row(
          ReleaseAnswer.text(proposal, "proposal"),
          ReleaseAnswer.text(proposal, "ratebook"),
          ReleaseAnswer.shortened(ReleaseAnswer.text(proposal, "release")),
          Report.escaped(ReleaseAnswer.text(proposal, "by")),
          "%d of %s"
              .formatted(
                  ProposalText.texts(proposal, "approved_by").size(),
                  ReleaseAnswer.text(proposal, "needed")),
          ReleaseAnswer.text(proposal, "stage"));
    }
    grid.lines().forEach(line -> terminal.out().println(line.stripTrailing()));
    return ExitCode.FINE;
  }
}
