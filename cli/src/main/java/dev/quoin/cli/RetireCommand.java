package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Says that a release is not to be activated any more.
@Command(
    name = "retire",
    description =
        "Says that a release is not to be activated any more, nor gone back to. What was answered"
            + " under it stays.")
final class RetireCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "DIGEST",
      description = "Of the release; its first digits are enough, four of them at least.")
  private String release = "";

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  RetireCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.send(
        terminal,
        "/v1/releases/" + ReleaseAnswer.inPath(release) + "/retirement",
        reason.members(),
        response -> {
          String body = response.body().stripTrailing();
          terminal
              .out()
              .println(
                  json.asked()
                      ? body
                      : ServerOption.object(response)
                          .map(told ->
                              "retired "
                                  + ReleaseAnswer.shortened(ReleaseAnswer.text(told, "release")))
                          .orElse(body));
          return ExitCode.FINE;
        });
  }
}
