package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.database.DatabaseUrl;
import dev.quoin.journal.export.Export;
import dev.quoin.journal.export.ExportProblem;
import dev.quoin.journal.export.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The data folder of the server, whose database is asked. Default: ${DEFAULT-VALUE}.")
  private String data = "quoin-data";

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "A PostgreSQL of one's own. Better given as QUOIN_DATABASE_URL. Default: the one that lives"
              + " in the data folder.")
  private @Nullable String databaseUrl = System.getenv("QUOIN_DATABASE_URL");

  JournalExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    long rows = 0;
    long files = 0;
    try (Database database = database();
        Export export = Export.open(database, terminal.path(out))) {
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

  private Database database() {
    if (databaseUrl != null) {
      return Database.at(DatabaseUrl.parse(databaseUrl));
    }
    Path folder = terminal.path(data);
    return Database.of(folder);
  }
}
