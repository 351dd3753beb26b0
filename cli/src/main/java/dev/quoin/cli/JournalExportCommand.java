package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.journal.export.Export;
import dev.quoin.journal.export.ExportProblem;
import dev.quoin.journal.export.Manifest;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Exports the journal by hand.
@Command(
    name = "export",
    description = "Writes what the journal has, and the folder has not, as Parquet files.",
    footer = {
      "",
      "Every answer is in the files once, however often this is run or broken off. The server may run meanwhile; two must not"
          + " export to one folder at a time."
    })
final class JournalExportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the export; it is made, or gone on with.")
  private String out = "";

  @Mixin private DatabaseOption database = new DatabaseOption();

  JournalExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    long rows = 0;
    long files = 0;
    try (Database open = database.open(terminal);
        Export export = Export.open(open, terminal.path(out))) {
      export.erase();
      for (Optional<Manifest> batch = export.next(); batch.isPresent(); batch = export.next()) {
        rows += batch.get().rows();
        files += batch.get().files().size();
        terminal.progress("%,d answers".formatted(rows));
      }
    } catch (DatabaseException | ExportProblem | IOException | SQLException e) {
      terminal.progress("");
      terminal.err().println("quoin: " + Report.escaped(said(e)));
      return ExitCode.COULD_NOT_RUN;
    }
    terminal.progress("");
    terminal.out().println("exported %,d answers in %,d files".formatted(rows, files));
    return ExitCode.FINE;
  }

  private static String said(Exception e) {
    String message = String.valueOf(e.getMessage());
    return e instanceof IOException ? "the export cannot be written: " + message : message;
  }
}
