package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseUrl;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The database that a command works on beside a server, or without one.
final class DatabaseOption {
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

  /// The data folder.
  Path data(Terminal terminal) {
    return terminal.path(data);
  }

  /// Connects to it, or starts it where it does not run.
  Database open(Terminal terminal) {
    return databaseUrl != null
        ? Database.at(DatabaseUrl.parse(databaseUrl))
        : Database.of(terminal.path(data));
  }
}
