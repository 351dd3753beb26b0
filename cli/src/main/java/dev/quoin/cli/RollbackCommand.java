package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.source.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes the active release back.
@Command(
    name = "rollback",
    description =
        "Takes the active release of a ratebook back: the one before answers again, on all servers.",
    footer = {
      "",
      "It works while the ratebook is frozen, and drops what was scheduled. Typed twice, it goes back once:"
          + " to go further back, --expected says from which release."
    })
final class RollbackCommand implements Callable<Integer> {
  private static final Set<String> FREEZES = Set.of("freeze", "unfreeze");

  private final Terminal terminal;

  @Parameters(paramLabel = "RATEBOOK", description = "The ratebook's id.")
  private String ratebook = "";

  @Option(
      names = "--expected",
      paramLabel = "DIGEST",
      description = "The release that is taken back. Default: the one that is active now.")
  private @Nullable String expected;

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  RollbackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<String> active = expected == null ? active() : Optional.of(expected);
    if (active.isEmpty()) {
      return ExitCode.COULD_NOT_RUN;
    }
    Map<String, Object> body = reason.members();
    body.put("expected", active.get());
    return server.send(
        terminal,
        "/v1/ratebooks/" + ReleaseAnswer.inPath(ratebook) + "/rollback",
        body,
        response -> ReleaseAnswer.printDecided(response, json, terminal));
  }

  /// What is active, unless that came by a rollback: whoever did not see that would take back the good release, too.
  private Optional<String> active() throws InterruptedException {
    Optional<Node.Mapping> life =
        server.get(terminal, "/v1/ratebooks/" + ReleaseAnswer.inPath(ratebook) + "/life");
    if (life.isEmpty()) {
      return Optional.empty();
    }
    String active = ReleaseAnswer.text(life.get(), "release");
    if (active.isEmpty()) {
      say("no release of `%s` is active".formatted(ratebook));
      return Optional.empty();
    }
    Optional<Node.Mapping> before = rollback(ReleaseAnswer.list(life.get(), "decisions"));
    if (before.isPresent()) {
      say(
          "`%s` was taken back to %s already, at %s by %s; nothing was changed (to go further back: --expected %s)"
              .formatted(
                  ratebook,
                  ReleaseAnswer.shortened(active),
                  ReleaseAnswer.text(before.get(), "at"),
                  ReleaseAnswer.text(before.get(), "by"),
                  ReleaseAnswer.shortened(active)));
      return Optional.empty();
    }
    return Optional.of(active);
  }

  /// The rollback by which a ratebook stands as it does; a freeze in between changes no release.
  private static Optional<Node.Mapping> rollback(List<Node.Mapping> decisions) {
    return decisions.reversed().stream()
        .dropWhile(decision -> FREEZES.contains(ReleaseAnswer.text(decision, "kind")))
        .limit(1)
        .filter(decision -> ReleaseAnswer.text(decision, "kind").equals("rollback"))
        .findFirst();
  }

  private void say(String sentence) {
    terminal.err().println("quoin: " + Report.escaped(sentence));
  }
}
