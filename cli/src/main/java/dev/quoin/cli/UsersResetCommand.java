package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.identity.Identity;
import dev.quoin.pricing.Verdict;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The way back for those who have locked themselves out.
@Command(
    name = "reset",
    description =
        "Has a new password made for an account, in the database itself: for whoever has the data folder, and"
            + " no administrator who can log in.")
final class UsersResetCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The account. Default: ${DEFAULT-VALUE}.")
  private String name = Identity.FIRST;

  @Mixin private DatabaseOption database = new DatabaseOption();

  UsersResetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Database open = database.open(terminal)) {
      return switch (Identity.of(open, () -> terminal.clock().get(), new SecureRandom())
          .resetPassword(name, "quoin users reset")) {
        case Verdict.Given<Identity.Made>(Identity.Made made) -> {
          terminal
              .out()
              .println(
                  "password of %s: %s (shown this once)"
                      .formatted(made.account().name(), made.password()));
          yield ExitCode.FINE;
        }
        case Verdict.Rejected<Identity.Made> rejected -> {
          terminal
              .err()
              .println(
                  "quoin: " + Report.escaped(rejected.rejection().flaws().getFirst().sentence()));
          yield ExitCode.COULD_NOT_RUN;
        }
      };
    } catch (DatabaseException e) {
      terminal.err().println("quoin: " + Report.escaped(String.valueOf(e.getMessage())));
      return ExitCode.COULD_NOT_RUN;
    }
  }
}
