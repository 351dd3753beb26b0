package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.database.DatabaseUrl;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.journal.export.Export;
import dev.quoin.journal.export.ExportProblem;
import dev.quoin.journal.export.Exporter;
import dev.quoin.journal.export.Manifest;
import dev.quoin.testkit.Checkout;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The journal in Parquet, as DuckDB reads it. How often the exporter is killed: `-Dquoin.kills=100`.
class ExportTest {
  private static final int KILLS = Integer.getInteger("quoin.kills", 4);

  private static final Path GUIDE = Checkout.folder().resolve("docs/reference/journal-schema.md");

  @TempDir static Path data;

  private static Database database;

  @TempDir Path folder;

  private Journal journal;
  private Path parquet;

  @BeforeAll
  static void start() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    database = Database.embedded(data);
  }

  @AfterAll
  static void stop() {
    if (database != null) {
      database.close();
    }
  }

  @BeforeEach
  void open() throws SQLException {
    parquet = folder.resolve("parquet");
    journal =
        Journal.open(
            database,
            folder.resolve("spool"),
            Entries.KEY,
            InstantSource.fixed(Entries.NOON),
            new SimpleMeterRegistry());
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("truncate journal.entry, journal.request, journal.booking");
    }
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void a_server_exports_as_soon_as_it_can() throws Exception {
    journal.append(Entries.quote("waits")).join();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Export other = Export.open(database, parquet);
    try (Exporter _ =
        Exporter.start(
            database,
            parquet,
            Optional.empty(),
            InstantSource.system(),
            Duration.ofMillis(20),
            meters)) {
      OutageTest.await(() -> meters.get("quoin.export.failing").gauge().value() == 1);
      other.close();
      OutageTest.await(() -> meters.get("quoin.export.rows").counter().count() == 1);
      OutageTest.await(() -> meters.get("quoin.export.failing").gauge().value() == 0);
    }
    Export.open(database, parquet).close();
  }

  @Test
  void an_answer_is_read_as_it_was_kept() throws Exception {
    Entry entry = Entries.quoteAt(Instant.parse("2026-11-26T23:59:59.123456Z"), "as it was");
    journal.append(entry).join();
    exported();
    assertThat(in(parquet)).contains(parquet.resolve("day=2026-11-26"));
    assertThat(
            duckdb(
                """
                select id, kind, service, ratebook, release, epoch_us(priced_at), caller, request_id,
                  booking_id, customer, outcome, total, highest_total, currency, line_items, reasons,
                  searched, inputs, answer, engine, zone_data, day
                from %s
                """))
        .containsExactly(
            String.join(
                "|",
                entry.id().toString(),
                "quote",
                "rental",
                "seoul-carshare",
                entry.digest(),
                "1795737599123456",
                "the app",
                "as it was",
                "null",
                Entries.CARD.customer().orElseThrow(),
                "price",
                "300770.000000000",
                "null",
                "KRW",
                "[rental-fee, demand, membership-discount, mileage-fee]",
                "[]",
                "['model=K8', 'membership=business']",
                entry.inputs(),
                entry.answer(),
                "0.1.0+3f2a9c1b22d0",
                "2026a",
                "2026-11-26"));
  }

  @Test
  void its_columns_are_those_of_the_guide() throws Exception {
    journal.append(Entries.quote()).join();
    exported();
    List<String> told =
        Pattern.compile("^\\| `([a-z_]+)` \\|", Pattern.MULTILINE)
            .matcher(Files.readString(GUIDE))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(duckdb("select column_name from (describe select * exclude (day) from %s)"))
        .isEqualTo(told);
  }

  @Test
  void the_query_of_the_guide_runs() throws Exception {
    Entry entry = Entries.quote();
    journal.append(entry).join();
    exported();
    Matcher query =
        Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(GUIDE));
    assertThat(query.find()).isTrue();
    assertThat(duckdb(query.group(1).replaceFirst("(?s)read_parquet\\(.*?true\\)", "%s")))
        .containsExactly("2026-06-01|d12c14c839e7|1|300770.000000000");
  }

  /// A row that is committed late has an earlier id, an earlier time and an earlier transaction than what was exported before.
  @Test
  void what_is_committed_late_is_exported_once() throws Exception {
    Entry late = Entries.quote();
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      byte[] tuple = Tuple.encode(late, 0);
      try (CopyRows rows = CopyRows.into(connection, "journal.entry", tuple.length)) {
        rows.row(tuple);
        rows.end();
      }
      Entry early = Entries.quote();
      journal.append(early).join();
      exported();
      assertThat(ids()).doesNotContain(late.id().toString(), early.id().toString());
      connection.commit();
      exported();
      assertThat(ids()).containsExactlyInAnyOrder(late.id().toString(), early.id().toString());
    }
  }

  @Test
  void a_large_journal_goes_in_batches_that_follow_each_other() throws Exception {
    for (int i = 0; i < 25; i++) {
      journal.append(Entries.quote()).join();
    }
    List<Manifest> manifests = new ArrayList<>();
    try (Export export = open(10)) {
      for (Optional<Manifest> batch = export.next(); batch.isPresent(); batch = export.next()) {
        manifests.add(batch.get());
      }
    }
    assertThat(manifests).extracting(Manifest::rows).containsExactly(10L, 10L, 5L);
    for (int i = 1; i < manifests.size(); i++) {
      assertThat(manifests.get(i).fromXid()).isEqualTo(manifests.get(i - 1).toXid());
    }
    assertThat(ids()).hasSize(25).doesNotHaveDuplicates();
    exported();
    assertThat(ids()).hasSize(25);
  }

  @Test
  void files_that_no_manifest_names_are_removed_and_others_missed() throws Exception {
    journal.append(Entries.quote()).join();
    exported();
    Path day = parquet.resolve("day=2026-06-01");
    Path debris = Files.createFile(day.resolve("answers-0000000002.parquet.new"));
    exported();
    assertThat(debris).doesNotExist();
    Path file = in(day).getFirst();
    Files.move(file, folder.resolve("elsewhere"));
    assertThatThrownBy(this::exported)
        .isInstanceOf(ExportProblem.class)
        .hasMessageStartingWith(file + " is missing, or is not as long as its manifest says");
  }

  @Test
  void a_manifest_that_was_changed_is_told() throws Exception {
    for (int i = 0; i < 3; i++) {
      journal.append(Entries.quote()).join();
      exported();
    }
    Path second = parquet.resolve("manifests/0000000002.json");
    Files.writeString(second, Files.readString(second).replace("\"rows\"", " \"rows\""));
    assertThatThrownBy(this::exported)
        .isInstanceOf(ExportProblem.class)
        .hasMessageContaining("0000000003.json does not follow the manifest before it");
  }

  @Test
  void kills_lose_and_double_nothing() throws Exception {
    SplittableRandom random = new SplittableRandom();
    EmbeddedPostgres postgres = database.embedded().orElseThrow();
    try (Customers customers = new Customers(journal, 4, "customer")) {
      for (int kill = 0; kill < KILLS; kill++) {
        Process exporter = child(postgres.url());
        assertThat(exporter.inputReader().readLine()).isEqualTo("exporting");
        Thread.sleep(random.nextInt(20, 2_000));
        if (random.nextInt(3) == 0) {
          ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
          OutageTest.await(() -> journal.health().databaseUp());
        }
        exporter.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
      }
      customers.leave();
      OutageTest.await(
          () -> journal.health().databaseUp() && journal.health().spooledEntries() == 0);
      exported();
      try (Connection connection = database.connect()) {
        customers.areContent(connection);
        assertThat(ids())
            .doesNotHaveDuplicates()
            .containsExactlyInAnyOrderElementsOf(
                Customers.idsIn(connection).stream().map(UUID::toString).toList());
      }
      System.out.println(
          KILLS + " kills of the exporter: " + customers + ", " + manifests() + " manifests");
    }
  }

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private int manifests() throws IOException {
    return in(parquet.resolve("manifests")).size();
  }

  private Process child(DatabaseUrl url) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx200m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Child.class.getName(),
            url.jdbc(),
            url.user().orElseThrow(),
            url.password().orElseThrow(),
            parquet.toString())
        .redirectError(folder.resolve("exporter.log").toFile())
        .start();
  }

  /// Exports until it is killed.
  static final class Child {
    private Child() {}

    /// The database may just be starting again.
    private static Database connected(DatabaseUrl url) throws InterruptedException {
      while (true) {
        try {
          return Database.at(url);
        } catch (DatabaseException e) {
          Thread.sleep(20);
        }
      }
    }

    public static void main(String[] arguments) throws Exception {
      DatabaseUrl url =
          new DatabaseUrl(arguments[0], Optional.of(arguments[1]), Optional.of(arguments[2]));
      try (Database database = connected(url);
          Export export = Export.open(database, Path.of(arguments[3]))) {
        System.out.println("exporting");
        while (true) {
          try {
            export.next();
          } catch (SQLException e) {
            Thread.sleep(20); // the database was killed
          }
        }
      }
    }
  }

  private Export open(int maxRows) throws IOException, ExportProblem {
    return Export.open(database, parquet, maxRows);
  }

  private void exported() throws SQLException, IOException, ExportProblem {
    try (Export export = open(1_000)) {
      while (export.next().isPresent()) {
        // More of them.
      }
    }
  }

  private List<String> ids() throws SQLException, IOException {
    return manifests() == 0 ? List.of() : duckdb("select id from %s");
  }

  private List<String> duckdb(String question) throws SQLException {
    String source =
        "read_parquet('%s/day=*/*.parquet', hive_partitioning = true)".formatted(parquet);
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question.formatted(source))) {
      while (row.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", cells));
      }
    }
    return rows;
  }
}
