package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.json.JsonTree;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Changes a password.
@Command(
    name = "password",
    description =
        "Changes one's own password; of the account that is named, has a new one made and prints it, once.",
    footer = {
      "",
      "The old password and the new one are asked for, without an echo, or read from two lines of stdin."
          + " All logins of the account are over then."
    })
final class UsersPasswordCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The account of somebody else, for administrators.")
  private @Nullable String name;

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  UsersPasswordCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (name != null) {
      return server.send(
          terminal,
          "/v1/accounts/" + ReleaseAnswer.inPath(name) + "/password",
          Map.of(),
          response -> AccountAnswer.print(response, json, terminal));
    }
    if (Logins.of(terminal).hasKey()) {
      terminal.err().println(Logins.KEY_IN_THE_WAY);
      return ExitCode.COULD_NOT_RUN;
    }
    String old = Secret.ask("Old password", terminal);
    String wanted = Secret.ask("New password", terminal);
    return server.send(
        terminal,
        "/v1/me/password",
        JsonTree.object("old", old, "new", wanted),
        response -> {
          terminal.out().println("the password is changed; log in again");
          return ExitCode.FINE;
        });
  }
}
