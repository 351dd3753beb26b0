package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.registry.Registry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Prints the end of the audit log.
@Command(
    name = "head",
    description =
        "Prints the number and the hash of the last entry of the audit log. Keep it elsewhere:"
            + " `quoin audit verify --head` holds the log against it.")
final class AuditHeadCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private DatabaseOption database = new DatabaseOption();

  AuditHeadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Database open = database.open(terminal)) {
      terminal.out().println(Registry.of(open).head());
      return ExitCode.FINE;
    } catch (DatabaseException e) {
      terminal.err().println("quoin: " + Report.escaped(String.valueOf(e.getMessage())));
      return ExitCode.COULD_NOT_RUN;
    }
  }
}
