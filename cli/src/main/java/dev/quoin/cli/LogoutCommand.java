package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Ends a login.
@Command(name = "logout", description = "Ends the login at a server, there and here.")
final class LogoutCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOption server = new ServerOption();

  LogoutCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logins logins = Logins.of(terminal);
    if (logins.login(server.url()).isEmpty()) {
      terminal.err().println("quoin: nobody is logged in at " + server.url());
      return ExitCode.COULD_NOT_RUN;
    }
    if (logins.hasKey()) {
      terminal.err().println(Logins.KEY_IN_THE_WAY);
      return ExitCode.COULD_NOT_RUN;
    }
    int code =
        server.send(
            terminal,
            "/v1/logout",
            Map.of(),
            response -> {
              terminal.out().println("logged out");
              return ExitCode.FINE;
            });
    logins.forget(server.url()); // where the server does not answer, too: it is over by itself
    return code;
  }
}
