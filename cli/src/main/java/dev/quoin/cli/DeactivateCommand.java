package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lets nothing of a ratebook be active.
@Command(
    name = "deactivate",
    description =
        "Lets nothing of a ratebook be active: it prices no more, on all servers, until a release is"
            + " activated.",
    footer = {
      "",
      "It takes back the activation of a ratebook that was not active before. It works while the ratebook"
          + " is frozen, and drops what was scheduled."
    })
final class DeactivateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RATEBOOK", description = "The ratebook's id.")
  private String ratebook = "";

  @Option(
      names = "--expected",
      paramLabel = "DIGEST",
      description = "The release that is active. Default: the one that is active now.")
  private @Nullable String expected;

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  DeactivateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<String> active =
        expected == null ? ReleaseAnswer.active(ratebook, server, terminal) : Optional.of(expected);
    if (active.isEmpty()) {
      return ExitCode.COULD_NOT_RUN;
    }
    if (active.get().isEmpty()) {
      terminal
          .err()
          .println(
              "quoin: no release of a ratebook `%s` is active".formatted(Report.escaped(ratebook)));
      return ExitCode.COULD_NOT_RUN;
    }
    Map<String, Object> body = reason.members();
    body.put("expected", active.get());
    return server.send(
        terminal,
        "/v1/ratebooks/" + ReleaseAnswer.inPath(ratebook) + "/deactivate",
        body,
        response -> ReleaseAnswer.printDecided(response, json, terminal));
  }
}
