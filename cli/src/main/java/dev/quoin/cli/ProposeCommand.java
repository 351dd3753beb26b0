package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Node;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Proposes a release.
@Command(
    name = "propose",
    description =
        "Proposes a published release. A server makes its evidence: what it changes against the"
            + " active release, over what customers asked last.",
    footer = {
      "",
      "A release is proposed once. Where another release has become active meanwhile, the same"
          + " command has its evidence made again."
    })
final class ProposeCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Terminal terminal;

  @Parameters(
      paramLabel = "DIGEST",
      description = "Of the release; its first digits are enough, four of them at least.")
  private String release = "";

  @Option(
      names = {"--message", "--reason"},
      paramLabel = "TEXT",
      description = "What it is for, for those who approve it.")
  private String message = "";

  @Option(names = "--wait", description = "Wait until its evidence is made, and show it.")
  private boolean waits;

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  ProposeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    StringBuilder number = new StringBuilder();
    int code =
        server.send(
            terminal,
            "/v1/proposals",
            JsonTree.object("release", release, "reason", message),
            response -> {
              ServerOption.object(response)
                  .map(told -> ReleaseAnswer.text(told, "proposal"))
                  .ifPresent(number::append);
              return waits && !number.isEmpty()
                  ? ExitCode.FINE
                  : ProposalText.printTold(response, json, terminal);
            });
    if (code != ExitCode.FINE || !waits || number.isEmpty()) {
      return code;
    }
    String path = "/v1/proposals/" + number;
    Optional<Node.Mapping> shown = server.get(terminal, path);
    while (shown.isPresent() && ReleaseAnswer.text(shown.get(), "stage").equals("awaited")) {
      Thread.sleep(LOOK);
      shown = server.get(terminal, path);
    }
    return shown.isEmpty()
        ? ExitCode.COULD_NOT_RUN
        : server.ask(terminal, path, Map.of(), this::print);
  }

  private int print(HttpResponse<String> response) {
    return ProposalText.printShown(response, json, terminal);
  }
}
