package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.source.Node;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lets a release answer on all servers.
@Command(
    name = "activate",
    description = "Lets a published release answer, on all servers of the database.",
    footer = {
      "",
      "It drops what was scheduled. Where somebody else has activated another release meanwhile, nothing"
          + " changes, and it says who."
    })
final class ActivateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "DIGEST",
      description = "Of the release; its first digits are enough, four of them at least.")
  private String release = "";

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = "From then on, with its offset: 2026-06-01T00:00:00+09:00. At once by default.")
  private @Nullable String at;

  @Option(
      names = "--expected",
      paramLabel = "DIGEST",
      description =
          "The release that is to be replaced, `none` for none. Default: the one that is active now.")
  private @Nullable String expected;

  @Option(
      names = "--callers-name-ratebook",
      description =
          "That all callers name the ratebook: then it may have services that another active one has."
              + " Otherwise that is refused, for a call that names none would get no price any more.")
  private boolean isNamed;

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  ActivateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<String> before = expected();
    if (before.isEmpty()) {
      return ExitCode.COULD_NOT_RUN;
    }
    Map<String, Object> body = reason.members();
    body.put("release", release);
    body.put("expected", before.get());
    if (at != null) {
      body.put("at", at);
    }
    if (isNamed) {
      body.put("callers_name_ratebook", true);
    }
    return server.send(
        terminal,
        "/v1/activations",
        body,
        response -> ReleaseAnswer.printDecided(response, json, terminal));
  }

  private Optional<String> expected() throws InterruptedException {
    if (expected != null) {
      return Optional.of(expected.equals("none") ? "" : expected);
    }
    Optional<Node.Mapping> found =
        server.get(terminal, "/v1/releases/" + ReleaseAnswer.inPath(release));
    return found.isEmpty()
        ? Optional.empty()
        : ReleaseAnswer.active(ReleaseAnswer.text(found.get(), "ratebook"), server, terminal);
  }
}
