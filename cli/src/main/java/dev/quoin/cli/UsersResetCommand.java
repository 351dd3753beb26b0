package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.identity.Account;
import dev.quoin.identity.Identity;
import dev.quoin.identity.Role;
import dev.quoin.pricing.Verdict;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
      Identity identity = Identity.of(open, () -> terminal.clock().get(), new SecureRandom());
      return switch (identity.resetPassword(name, "quoin users reset")) {
        case Verdict.Given<Identity.Made>(Identity.Made made) -> {
          terminal
              .out()
              .println(
                  "password of %s: %s (shown this once)"
                      .formatted(made.account().name(), made.password()));
          useless(made.account(), identity.accounts())
              .ifPresent(sentence -> terminal.out().println(sentence));
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

  /// Why the password does not do what it was made for: one needs an administrator who can log in, and there always is one.
  private static Optional<String> useless(Account account, List<Account> all) {
    boolean isAdministrator = account.role() == Role.ADMINISTRATOR;
    if (account.active() && isAdministrator) {
      return Optional.empty();
    }
    String others =
        all.stream()
            .filter(other -> other.active() && other.role() == Role.ADMINISTRATOR)
            .map(Account::name)
            .collect(Collectors.joining(", "));
    return Optional.of(
        "%s is %s; administrators who can log in: %s"
            .formatted(
                account.name(),
                account.active()
                    ? "no administrator, but " + account.role().text()
                    : "disabled, and cannot log in",
                others));
  }
}
