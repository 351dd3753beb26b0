package dev.quoin.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseUrl;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.journal.Erasures.Counted;
import dev.quoin.journal.Erasures.Erased;
import dev.quoin.journal.export.AwaitedErasure;
import dev.quoin.journal.export.Export;
import dev.quoin.journal.export.ExportedAnswers;
import dev.quoin.journal.export.ExportedById;
import dev.quoin.journal.export.Exporter;
import dev.quoin.journal.export.Manifest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A customer is erased from real tables and real files. How often that is killed: `-Dquoin.kills=100`.
class ErasureTest {
  private static final int KILLS = Integer.getInteger("quoin.kills", 3);

  private static final String ANN = Entries.KEY.pseudonym("ann");
  private static final String BOB = Entries.KEY.pseudonym("bob");

  /// Stands in all that Ann asked.
  private static final String HER_WORDS = "the piano of my grandmother";

  /// Behind what is answered at noon.
  private static final Instant NOW = Entries.NOON.plusSeconds(1);

  @TempDir static Path data;

  private static Database database;

  @TempDir Path folder;

  private Journal journal;
  private Path parquet;
  private Erasures erasures;

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
    journal = opened();
    erasures = Erasures.in(database);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "truncate journal.entry, journal.request, journal.booking, journal.erasure, journal.erased");
    }
  }

  private Journal opened() {
    return Journal.open(
        database,
        folder.resolve("spool"),
        Entries.KEY,
        InstantSource.fixed(Entries.NOON),
        new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void nothing_of_a_customer_is_left_and_all_of_the_others() throws Exception {
    List<Entry> hers = keptOfAnn();
    exported();
    for (int i = 0; i < 200; i++) {
      kept(Kind.QUOTE, BOB, "bob " + i, Optional.empty());
    }
    hers.add(kept(Kind.QUOTE, ANN, "ann again", Optional.empty()));
    exported();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("analyze journal.entry_other"); // the planner notes what stands in columns
    }
    List<String> others = rows("where customer = '%s'".formatted(BOB));
    assertThat(found(HER_WORDS)).contains("journal.entry_other");
    assertThat(found(ANN)).contains("pg_catalog.pg_stats");

    Erased would = erasures.count(ANN, NOW);
    assertThat(Export.holding(parquet, would.order()).rows()).isEqualTo(hers.size());
    Erased erased = erasures.erase(ANN, NOW);
    assertThat(erased.counted()).isEqualTo(would.counted());
    assertThat(erased.counted())
        .containsExactly(
            new Counted(LocalDate.parse("2026-06-01"), Kind.QUOTE, 3),
            new Counted(LocalDate.parse("2026-06-01"), Kind.BATCH, 1),
            new Counted(LocalDate.parse("2026-06-01"), Kind.BOOKING, 1),
            new Counted(LocalDate.parse("2026-06-01"), Kind.EXTENSION, 1));
    assertThat(erased.bookings()).isEqualTo(1);
    assertThat(erased.requestIds()).isEqualTo(6);
    List<Manifest> manifests = erasedFromExport();
    assertThat(manifests).hasSize(1);
    assertThat(manifests.getFirst().erasure().orElseThrow().rows()).isEqualTo(hers.size());
    erasures.end(erased.order());

    for (String trace : List.of(ANN, HER_WORDS, "ann again", "anns booking", "nobody asks")) {
      assertThat(found(trace)).as(trace).isEmpty();
    }
    for (Entry entry : hers) {
      assertThat(found(entry.id().toString())).isEmpty();
      assertThat(journal.find(entry.id()).join()).isEmpty();
    }
    assertThat(rows("where customer = '%s'".formatted(BOB))).isEqualTo(others);
    assertThat(read()).hasSize(others.size());
    assertThat(journal.booking("bobs booking").join().orElseThrow().entries()).hasSize(1);
    try (Connection connection = database.connect()) {
      assertThat(Customers.countIn(connection, "select sum(answers) from journal.erased"))
          .isEqualTo(hers.size());
    }
    kept(Kind.QUOTE, BOB, "bob goes on", Optional.empty());
    exported();
    assertThat(read()).hasSize(others.size() + 1).doesNotHaveDuplicates();
    assertThat(erasures.erase(ANN, NOW).answers()).isZero();
  }

  /// All kinds, of which some have no pseudonym: those are known by her booking.
  private List<Entry> keptOfAnn() {
    List<Entry> hers = new ArrayList<>();
    hers.add(kept(Kind.QUOTE, ANN, "ann asks", Optional.empty()));
    hers.add(kept(Kind.BATCH, ANN, "ann asks for many", Optional.empty()));
    Entry nobodys = kept(Kind.QUOTE, "", "nobody asks " + HER_WORDS, Optional.empty());
    hers.add(nobodys);
    hers.add(
        kept(
            Kind.BOOKING,
            ANN,
            "ann books",
            Optional.of(BookingChange.make("anns booking", nobodys.id().toString()))));
    Booking booked = journal.booking("anns booking").join().orElseThrow();
    hers.add(
        kept(
            Kind.EXTENSION,
            "",
            "somebody extends anns booking",
            Optional.of(BookingChange.change(booked, Booking.State.BOOKED))));
    Entry bobs = kept(Kind.QUOTE, BOB, "bob asks", Optional.empty());
    kept(
        Kind.BOOKING,
        BOB,
        "bob books",
        Optional.of(BookingChange.make("bobs booking", bobs.id().toString())));
    return hers;
  }

  @Test
  void what_comes_later_of_what_was_answered_before_is_not_kept() throws Exception {
    Erased erased = erasures.erase(ANN, NOW);
    erasures.end(erased.order());
    assertThatThrownBy(() -> journal.append(of(ANN, "on its way", Entries.NOON)).join())
        .hasCauseInstanceOf(Unavailable.class);
    Entry anew = of(ANN, "she comes back", NOW.plusSeconds(60));
    journal.append(anew).join();
    Entry bobs = of(BOB, "beside it", Entries.NOON);
    journal.append(bobs).join();
    journal.close();
    Entry late = of(ANN, "in the spool", Entries.NOON);
    Entry bobsLate = of(BOB, "in the spool, too", Entries.NOON);
    Entry old = of(ANN, "in the spool for long", Entries.NOON.minus(Duration.ofDays(40)));
    try (Spool spool = Spool.open(folder.resolve("spool"), 1_000_000)) {
      spool.add(Stream.of(late, bobsLate, old).map(entry -> Tuple.encode(entry, 0)).toList());
    }
    journal = opened();
    OutageTest.await(() -> journal.health().spooledEntries() == 0);
    try (Connection connection = database.connect()) {
      assertThat(Customers.idsIn(connection))
          .containsExactlyInAnyOrder(anew.id(), bobs.id(), bobsLate.id());
    }
    assertThat(folder.resolve("spool").resolve("refused-" + old.id())).exists();
    assertThat(Erasures.setAside(folder.resolve("spool"), erased.order(), true).erased())
        .isEqualTo(1);
    assertThat(found(HER_WORDS)).containsOnly("journal.entry_other"); // that she came back
  }

  @Test
  void a_spool_of_nothing_but_what_is_too_old_does_not_stand_in_the_way() throws Exception {
    journal.close();
    Entry old = of(ANN, "in the spool for long", Entries.NOON.minus(Duration.ofDays(40)));
    Entry bobs = of(BOB, "behind it", Entries.NOON);
    for (Entry entry : List.of(old, bobs)) {
      try (Spool spool = Spool.open(folder.resolve("spool"), 1_000_000)) {
        spool.add(List.of(Tuple.encode(entry, 0)));
      }
    }
    journal = opened();
    OutageTest.await(() -> journal.health().spooledEntries() == 0);
    try (Connection connection = database.connect()) {
      assertThat(Customers.idsIn(connection)).containsExactly(bobs.id());
    }
    assertThat(folder.resolve("spool").resolve("refused-" + old.id())).exists();
  }

  @Test
  void what_is_erased_is_not_found_in_an_export_that_still_has_it() throws Exception {
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS); // when their ids are made
    Entry hers = of(ANN, "hers", at);
    Entry bobs = of(BOB, "his", at);
    journal.append(hers).join();
    journal.append(bobs).join();
    exported();
    journal.findAlsoIn(new ExportedById(parquet));
    Erased erased = erasures.erase(ANN, at);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("truncate journal.entry");
    }
    assertThat(journal.find(bobs.id()).join()).isPresent();
    assertThat(journal.find(hers.id()).join()).isEmpty();
    erasures.end(erased.order()); // an export that nobody named
    assertThat(journal.find(hers.id()).join()).isEmpty();
  }

  @Test
  void what_a_batch_that_failed_has_left_goes_with_the_erasure() throws Exception {
    journal.append(of(ANN, "hers", Entries.NOON)).join();
    journal.append(of(BOB, "his", Entries.NOON)).join();
    try (Export export = Export.open(database, parquet)) {
      assertThat(export.next()).isPresent();
      Path left = parquet.resolve("day=2026-06-02/answers-0000000002.parquet.new");
      Files.createDirectories(left.getParent());
      Files.writeString(left, HER_WORDS);
      erasures.erase(ANN, NOW);
      assertThat(export.erase()).hasSize(1);
    }
    assertThat(inFiles(HER_WORDS)).isEmpty();
  }

  @Test
  void two_who_erase_the_same_customer_do_it_once() throws Exception {
    journal.append(of(ANN, "hers", Entries.NOON)).join();
    journal.append(of(BOB, "his", Entries.NOON)).join();
    exported();
    List<CompletableFuture<Erased>> both =
        Stream.generate(() ->
                CompletableFuture.supplyAsync(() -> {
                  try {
                    return erasures.erase(ANN, NOW);
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                }))
            .limit(2)
            .toList();
    List<Erased> erased = both.stream().map(CompletableFuture::join).toList();
    assertThat(erased.stream().mapToLong(Erased::answers).sum()).isEqualTo(1);
    assertThat(erased.getFirst().order()).isEqualTo(erased.getLast().order());
    erasedFromExport();
    assertThat(inFiles(HER_WORDS)).isEmpty();
  }

  @Test
  void a_transaction_that_has_not_seen_the_mark_is_waited_for() throws Exception {
    Entry early = of(ANN, "early", Entries.NOON);
    byte[] tuple = Tuple.encode(early, 0);
    CompletableFuture<Erased> erased;
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      assertThat(ErasedMarks.since(connection, Entries.NOON).isEmpty()).isTrue();
      erased =
          CompletableFuture.supplyAsync(() -> {
            try {
              return erasures.erase(ANN, NOW);
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
      Thread.sleep(300);
      try (CopyRows rows = CopyRows.into(connection, "journal.entry", tuple.length)) {
        rows.row(tuple);
        rows.end();
      }
      assertThat(erased).isNotDone();
      connection.commit();
    }
    assertThat(erased.get(1, TimeUnit.MINUTES).answers()).isEqualTo(1);
    assertThat(journal.find(early.id()).join()).isEmpty();
  }

  /// Ten seconds after it was begun the customer is somebody new, and a deletion may take longer.
  @Test
  void what_becomes_of_a_booking_while_it_is_deleted_goes_with_it() throws Exception {
    List<Entry> _ = keptOfAnn();
    Entry settled =
        of(Kind.SETTLEMENT, ANN, "settled", NOW.plusSeconds(60), Optional.of("anns booking"));
    byte[] tuple = Tuple.encode(settled, 3);
    CompletableFuture<Erased> erased;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "update journal.booking set version = 3, state = 'SETTLED' where id = 'anns booking'");
      try (CopyRows rows = CopyRows.into(connection, "journal.entry", tuple.length)) {
        rows.row(tuple);
        rows.end();
      }
      erased =
          CompletableFuture.supplyAsync(() -> {
            try {
              return erasures.erase(ANN, NOW);
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
      try (Connection other = database.connect()) {
        while (Customers.countIn(other, "select count(*) from pg_locks where not granted") == 0) {
          assertThat(erased).isNotDone();
          Thread.sleep(10);
        }
      }
      connection.commit();
    }
    assertThat(erased.get(1, TimeUnit.MINUTES).counted())
        .contains(new Counted(LocalDate.parse("2026-06-01"), Kind.SETTLEMENT, 1));
    assertThat(found(HER_WORDS)).isEmpty();
  }

  @Test
  void a_server_forgets_what_it_remembered() throws Exception {
    Entry entry = of(ANN, "remembered", Entries.NOON);
    journal.append(entry).join();
    assertThat(journal.findRequest("rental", "the app", "remembered").join()).contains(entry);
    erasures.erase(ANN, NOW);
    OutageTest.await(() -> journal.findRequest("rental", "the app", "remembered").join().isEmpty());
  }

  @Test
  void a_server_that_exports_writes_its_files_anew() throws Exception {
    for (String customer : List.of(ANN, BOB)) {
      journal.append(of(customer, "quote of " + customer, Entries.NOON)).join();
    }
    try (Exporter _ =
        Exporter.start(
            database,
            parquet,
            Optional.empty(),
            InstantSource.system(),
            Duration.ofMillis(20),
            new SimpleMeterRegistry())) {
      OutageTest.await(() -> Files.isDirectory(parquet.resolve("day=2026-06-01")));
      Erased erased = erasures.erase(ANN, NOW);
      OutageTest.await(() -> isErased(erased));
      erasures.end(erased.order());
      assertThat(read()).hasSize(1);
      assertThat(found(HER_WORDS)).isEmpty();
    }
  }

  /// A folder has half a million manifests after a year, and whoever waits looks twice a second.
  @Test
  void whoever_waits_for_an_export_reads_each_manifest_once() throws Exception {
    for (int batch = 1; batch <= 2; batch++) {
      journal.append(of(ANN, "hers " + batch, Entries.NOON)).join();
      exported();
    }
    Erased erased = erasures.erase(ANN, NOW);
    AwaitedErasure awaited = Export.awaited(parquet, erased.order().number());
    assertThat(awaited.look()).isEmpty();
    Path first = parquet.resolve("manifests/0000000001.json");
    byte[] content = Files.readAllBytes(first);
    Files.writeString(first, "nobody reads this again");
    assertThat(awaited.look()).isEmpty();
    Files.write(first, content);
    erasedFromExport();
    Files.writeString(first, "nor this");
    assertThat(awaited.look().orElseThrow().number()).isEqualTo(3);
  }

  private boolean isErased(Erased erased) {
    try {
      return Export.erasure(parquet, erased.order().number()).isPresent();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void broken_off_between_any_two_steps_it_reads_well_and_is_mended() throws Exception {
    for (int day = 1; day < 4; day++) {
      Instant at = Entries.NOON.minus(Duration.ofDays(day));
      journal.append(of(ANN, "ann " + day, at)).join();
      if (day < 3) { // of the third day nothing is left
        journal.append(of(BOB, "bob " + day, at)).join();
      }
    }
    exported();
    Path before = copied(parquet, "before");
    erasures.erase(ANN, NOW);
    erasedFromExport();
    Path after = copied(parquet, "after");
    List<String> named = List.of("2026-05-30", "2026-05-31");
    for (int moved = 0; moved <= named.size(); moved++) {
      parquet = copied(before, "moved " + moved);
      Files.copy(
          after.resolve("manifests/0000000002.json"), parquet.resolve("manifests/0000000002.json"));
      for (int i = 0; i < named.size(); i++) {
        Path file = Path.of("day=" + named.get(i), "answers-0000000001.parquet");
        if (i < moved) {
          Files.copy(
              after.resolve(file), parquet.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.copy(after.resolve(file), parquet.resolve(file + ".new"));
        }
      }
      assertThat(read()).as("before it is mended").hasSize(2);
      Export.open(database, parquet).close();
      assertThat(read()).hasSize(2);
      assertThat(rows("")).hasSize(2);
      assertThat(inFiles(HER_WORDS)).isEmpty();
    }
    parquet = copied(before, "unfinished");
    Files.copy(
        after.resolve("day=2026-05-30/answers-0000000001.parquet"),
        parquet.resolve("day=2026-05-30/answers-0000000001.parquet.new"));
    Files.writeString(parquet.resolve("manifests/0000000002.json.new"), "{");
    assertThat(read()).hasSize(5);
    erasedFromExport();
    assertThat(read()).hasSize(2);
    assertThat(inFiles(HER_WORDS)).isEmpty();
  }

  @Test
  void kills_leave_each_answer_of_the_others_once() throws Exception {
    int answers = 4_000;
    List<CompletableFuture<Kept>> kept = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      kept.add(journal.append(of(i % 10 == 0 ? ANN : BOB, "quote " + i, Entries.NOON)));
    }
    CompletableFuture.allOf(kept.toArray(CompletableFuture[]::new)).join();
    try (Export export = Export.open(database, parquet, 500)) {
      while (export.next().isPresent()) {
        // More of them.
      }
    }
    Path backup = copied(parquet, "backup");
    execute("drop table if exists backup", "create table backup as table journal.entry");
    SplittableRandom random = new SplittableRandom();
    int ended = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      restore(backup, "restored " + kill); // else the first kill alone would find something to do
      Process process = child();
      assertThat(process.inputReader().readLine()).isEqualTo("erasing");
      if (!process.waitFor(random.nextInt(1, 1_500), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      } else {
        ended++;
      }
      assertThat(read()).doesNotHaveDuplicates().hasSizeBetween(answers * 9 / 10, answers);
      Erased erased = erasures.erase(ANN, NOW);
      erasedFromExport();
      erasures.end(erased.order());
      assertThat(read()).doesNotHaveDuplicates().hasSize(answers * 9 / 10);
      assertThat(rows("where customer <> '%s'".formatted(BOB))).isEmpty();
      assertThat(inFiles(HER_WORDS)).isEmpty();
      try (Connection connection = database.connect()) {
        assertThat(Customers.idsIn(connection)).hasSize(answers * 9 / 10);
      }
    }
    execute("drop table backup");
    assertThat(found(HER_WORDS)).isEmpty();
    System.out.println(KILLS + " kills of erasures, " + ended + " too late");
  }

  /// The database and the export as they were.
  private void restore(Path backup, String name) throws Exception {
    execute(
        "truncate journal.entry, journal.request, journal.booking, journal.erasure, journal.erased",
        "insert into journal.entry select * from backup");
    parquet = copied(backup, name);
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private Process child() throws IOException {
    DatabaseUrl url = database.embedded().orElseThrow().url();
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
        .redirectError(folder.resolve("child.log").toFile())
        .start();
  }

  /// Erases, from the tables and from an export.
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      DatabaseUrl url =
          new DatabaseUrl(arguments[0], Optional.of(arguments[1]), Optional.of(arguments[2]));
      try (Database database = Database.at(url);
          Export export = Export.open(database, Path.of(arguments[3]))) {
        Erasures erasures = Erasures.in(database);
        System.out.println("erasing");
        erasures.erase(ANN, NOW);
        export.erase();
      }
    }
  }

  private Entry kept(Kind kind, String customer, String request, Optional<BookingChange> change) {
    Entry entry = of(kind, customer, request, Entries.NOON, change.map(BookingChange::booking));
    if (change.isPresent()) {
      assertThat(journal.append(entry, change.get()).join()).isInstanceOf(Kept.Stored.class);
    } else {
      journal.append(entry).join();
    }
    return entry;
  }

  private static Entry of(String customer, String request, Instant at) {
    return of(Kind.QUOTE, customer, request, at, Optional.empty());
  }

  private static Entry of(
      Kind kind, String customer, String request, Instant at, Optional<String> booking) {
    Entry like = Entries.quoteAt(at, request);
    Card card = like.card();
    return new Entry(
        like.id(),
        kind,
        like.service(),
        like.ratebook(),
        like.digest(),
        at,
        like.validUntil(),
        like.caller(),
        like.requestId(),
        like.fingerprint(),
        booking,
        "{\"note\":\"%s\"}".formatted(customer.equals(BOB) ? "none" : HER_WORDS),
        like.answer(),
        new Card(
            customer.isEmpty() ? Optional.empty() : Optional.of(customer),
            card.outcome(),
            card.total(),
            card.highestTotal(),
            card.currency(),
            card.lines(),
            card.refusals(),
            customer.equals(BOB) ? card.searched() : List.of("note=" + HER_WORDS),
            card.engine(),
            card.zoneData(),
            card.leversAt()));
  }

  private Path copied(Path source, String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(source.relativize(file).toString()));
      }
    }
    return copy;
  }

  private void exported() throws Exception {
    try (Export export = Export.open(database, parquet, 1_000)) {
      while (export.next().isPresent()) {
        // More of them.
      }
    }
  }

  private List<Manifest> erasedFromExport() throws Exception {
    try (Export export = Export.open(database, parquet)) {
      return export.erase();
    }
  }

  /// The ids, as who reads by manifests has them.
  private List<UUID> read() throws Exception {
    List<UUID> ids = new ArrayList<>();
    try (ExportedAnswers answers = ExportedAnswers.open(parquet)) {
      for (List<Period.Recorded> page = answers.next(); !page.isEmpty(); page = answers.next()) {
        page.forEach(recorded -> ids.add(recorded.id()));
      }
    }
    return ids;
  }

  /// The rows, as who reads all files has them.
  private List<String> rows(String where) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select t::varchar from (from read_parquet('%s/day=*/*.parquet') %s order by id) t"
                    .formatted(parquet, where))) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  /// Where a text is found: all tables of the database, with what the planner notes, and all files, with what their columns say.
  private List<String> found(String text) throws Exception {
    List<String> found = inFiles(text);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>(List.of("pg_catalog.pg_stats"));
      try (ResultSet rows =
          statement.executeQuery(
              "select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                  + " where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema')")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        if (Customers.countIn(
                connection,
                "select count(*) from %s t where strpos(t::text, '%s') > 0".formatted(table, text))
            > 0) {
          found.add(table);
        }
      }
    }
    return found;
  }

  private List<String> inFiles(String text) throws Exception {
    List<String> found = new ArrayList<>();
    List<byte[]> bytes = new ArrayList<>(List.of(text.getBytes(UTF_8)));
    if (text.matches("[0-9a-f]{32}")) {
      bytes.add(HexFormat.of().parseHex(text));
    }
    try (Stream<Path> files = Files.walk(parquet)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, ISO_8859_1);
        if (bytes.stream().anyMatch(part -> content.contains(new String(part, ISO_8859_1)))) {
          found.add(file.toString());
        }
      }
    } catch (NoSuchFileException e) {
      return found; // nothing was exported
    }
    if (Files.isDirectory(parquet.resolve("day=2026-06-01"))) {
      rows("").stream().filter(row -> row.contains(text)).forEach(found::add);
    }
    return found;
  }
}
