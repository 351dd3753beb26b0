package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Logs in at a server, for the commands that follow.
@Command(
    name = "login",
    description =
        "Logs in at a server: until the login is over, `quoin` is known there by this account.",
    footer = {
      "",
      "The password is asked for, without an echo, or read from stdin. The login is kept in"
          + " ~/.config/quoin/logins, for no other account of this machine to read. Programs use an API"
          + " key instead, in QUOIN_API_KEY: see `quoin keys`."
    })
final class LoginCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "The account. Default: the name of the one on this machine.")
  private String user = System.getProperty("user.name", "");

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file with the password in its first line.")
  private @Nullable String passwordFile;

  @Mixin private ServerOption server = new ServerOption();

  LoginCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!server.maySend("a password", terminal)) {
      return ExitCode.COULD_NOT_RUN;
    }
    String password = Secret.read("Password of " + user, passwordFile, terminal);
    return server.send(
        terminal,
        "/v1/logins",
        JsonTree.object("name", user, "password", password),
        this::loggedIn);
  }

  private int loggedIn(HttpResponse<String> response) {
    Optional<Node.Mapping> told = ServerOption.object(response);
    String token = told.map(login -> ReleaseAnswer.text(login, "token")).orElse("");
    if (told.isEmpty() || token.isEmpty()) {
      terminal.err().println("quoin: %s gave no login".formatted(server.url()));
      return ExitCode.COULD_NOT_RUN;
    }
    try {
      Logins.of(terminal).keep(server.url(), token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    terminal
        .out()
        .println(
            "logged in as %s, %s, until %s"
                .formatted(
                    Report.escaped(ReleaseAnswer.text(told.get(), "name")),
                    ReleaseAnswer.text(told.get(), "role"),
                    ReleaseAnswer.text(told.get(), "expires_at")));
    return ExitCode.FINE;
  }
}
