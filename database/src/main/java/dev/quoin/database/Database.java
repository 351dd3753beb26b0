package dev.quoin.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// The PostgreSQL under everything that Quoin keeps: one that it runs itself, or one of one's own.
///
/// Many threads may use it at once.
public final class Database implements AutoCloseable {
  /// The oldest PostgreSQL that is still looked after by its makers.
  static final int OLDEST_SERVER = 14;

  private static final int POOL_SIZE = 8;
  private static final Duration POOL_WAIT = Duration.ofSeconds(2);

  /// A live database lets one in within milliseconds; longer waits only keep those waiting who could go on without it.
  private static final Duration CONNECT_WAIT = Duration.ofSeconds(4);

  /// A database that stands still counts as gone before those give up who wait for what it knows. Long work, such as a
  /// migration, waits for ever.
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(8);

  /// At the start nobody waits for an answer yet, and everything is slow.
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);

  private final Supplier<DatabaseUrl> url;
  private final Optional<EmbeddedPostgres> embedded;
  private final HikariDataSource pool;

  private Database(Supplier<DatabaseUrl> url, Optional<EmbeddedPostgres> embedded) {
    this.url = url;
    this.embedded = embedded;
    this.pool = new HikariDataSource(poolConfig());
  }

  /// Starts a PostgreSQL of Quoin's own, with everything it keeps in `data/postgres`; started again if it dies.
  ///
  /// @throws DatabaseException when it does not start, or another server is on this folder
  public static Database embedded(Path data) {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(data.resolve("postgres"));
    try {
      return new Database(postgres::url, Optional.of(postgres));
    } catch (RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  /// The PostgreSQL of a data folder, for whoever works beside a server: the one that runs there, or else one that is started.
  ///
  /// @throws DatabaseException when there is none, or it does not start
  public static Database of(Path data) {
    Path folder = data.resolve("postgres");
    if (!Files.isDirectory(folder)) {
      throw new DatabaseException("there is no database in " + data);
    }
    return EmbeddedPostgres.running(folder).map(Database::at).orElseGet(() -> embedded(data));
  }

  /// Connects to a PostgreSQL of one's own.
  ///
  /// @throws DatabaseException when it cannot be reached, or is too old
  public static Database at(DatabaseUrl url) {
    Database database = new Database(() -> url, Optional.empty());
    try {
      database.greet();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private void greet() {
    try (Connection connection = direct(FIRST_WAIT).getConnection()) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < OLDEST_SERVER) {
        throw new DatabaseException(
            "the database at %s is PostgreSQL %d; Quoin needs %d or later"
                .formatted(url.get().place(), version, OLDEST_SERVER));
      }
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /// Brings the tables of a module to the state that this program needs. Servers that do so at the same time wait for
  /// each other.
  public void migrate(Schema schema) {
    try {
      Flyway.configure()
          .dataSource(direct(FIRST_WAIT))
          .locations("classpath:" + schema.migrations())
          .schemas(schema.name())
          .defaultSchema(schema.name())
          .createSchemas(true)
          .failOnMissingLocations(true)
          .cleanDisabled(true)
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (FlywayException e) {
      SQLException cause = sqlCause(e);
      if (cause != null && SqlStates.state(cause).startsWith("08")) {
        throw refused(cause);
      }
      throw new DatabaseException(
          "the tables of `%s` cannot be brought up to date at %s: %s"
              .formatted(schema.name(), url.get().place(), said(cause == null ? e : cause)),
          e);
    }
  }

  private static @Nullable SQLException sqlCause(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  /// Connections for short work, shared: a caller waits at most two seconds for one, and eight for an answer on it.
  public DataSource pool() {
    return pool;
  }

  /// A connection for the caller alone, to be kept as long as it likes.
  public Connection connect() throws SQLException {
    return prompt().getConnection();
  }

  /// Connections on which no answer is waited for longer than [#ANSWER_WAIT], unless somebody says otherwise: not even by the
  /// driver's own thread that logs in.
  private DataSource prompt() {
    PGSimpleDataSource source = direct(CONNECT_WAIT);
    if (!url.get().jdbc().contains("socketTimeout=")) {
      source.setSocketTimeout((int) ANSWER_WAIT.toSeconds());
    }
    return source;
  }

  /// Where the database is: for messages.
  public String place() {
    return url.get().place();
  }

  /// The PostgreSQL that Quoin runs itself, if it does.
  public Optional<EmbeddedPostgres> embedded() {
    return embedded;
  }

  /// Closes the pool, then stops the PostgreSQL that was started with it.
  @Override
  public void close() {
    pool.close();
    embedded.ifPresent(EmbeddedPostgres::close);
  }

  /// Asks for the address each time: a PostgreSQL that had to be started again may listen elsewhere.
  private PGSimpleDataSource direct(Duration wait) {
    DatabaseUrl now = url.get();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(now.jdbc());
    now.user().ifPresent(source::setUser);
    now.password().ifPresent(source::setPassword);
    source.setApplicationName("quoin");
    // It quotes rows, and messages end in logs.
    source.setLogServerErrorDetail(false);
    if (!now.jdbc().contains("connectTimeout=")) {
      source.setConnectTimeout((int) wait.toSeconds());
      source.setLoginTimeout((int) wait.toSeconds());
    }
    source.setTcpKeepAlive(true);
    return source;
  }

  private HikariConfig poolConfig() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("quoin-database");
    config.setDataSource(new FollowingSource(this::prompt));
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(POOL_WAIT.toMillis());
    config.setInitializationFailTimeout(-1);
    return config;
  }

  /// What the one who operates the database has to know of a refusal.
  public DatabaseException refused(SQLException e) {
    String place = url.get().place();
    String sentence =
        switch (SqlStates.state(e)) {
          case "28P01" -> "the database at " + place + " does not accept the user or the password";
          case "28000" -> "the database at " + place + " does not let this user in: " + said(e);
          case "3D000" -> "there is no such database: " + place;
          case "53300" -> "the database at " + place + " has no connection left";
          case "57P03" -> "the database at " + place + " is still starting or already stopping";
          default ->
              e instanceof SQLTimeoutException || SqlStates.state(e).startsWith("08")
                  ? "no PostgreSQL answers at " + place
                  : "the database at " + place + " cannot be used: " + said(e);
        };
    return SqlStates.isAway(e) ? new DatabaseAway(sentence, e) : new DatabaseException(sentence, e);
  }

  /// The first line, without PostgreSQL's `ERROR:`.
  private static String said(Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    String line =
        message.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    return line.replaceFirst("^(ERROR|FATAL): +", "");
  }
}
