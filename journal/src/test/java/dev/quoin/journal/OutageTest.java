package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database goes away and comes back.
class OutageTest {
  @TempDir static Path data;
  @TempDir Path folder;

  private static EmbeddedPostgres postgres;
  private static int port;

  private final AtomicReference<Instant> now = new AtomicReference<>(Entries.NOON);
  private Database database;
  private Journal journal;

  @BeforeAll
  static void start() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    postgres = EmbeddedPostgres.start(data);
    port = postgres.port();
  }

  @AfterAll
  static void stop() {
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  void open() {
    database = Database.at(postgres.url());
    journal = openJournal();
  }

  private Journal openJournal() {
    InstantSource clock = now::get;
    return Journal.open(
        database, folder.resolve("spool"), Entries.KEY, clock, new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    if (journal != null) {
      journal.close();
      database.close();
    }
  }

  private void goAway() {
    postgres.close();
  }

  private void comeBack() {
    postgres = EmbeddedPostgres.start(data, port);
    await(() -> journal.health().databaseUp() && journal.health().spooledEntries() == 0);
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the time to wait").isLessThan(deadline);
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void quotes_go_on_and_are_delivered_once() throws Exception {
    Entry before = Entries.quote("before");
    journal.append(before).join();
    goAway();
    List<Entry> meanwhile = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Entry entry = Entries.quote("meanwhile " + i);
      meanwhile.add(entry);
      assertThat(journal.append(entry).join()).isEqualTo(new Kept.Stored(entry));
    }
    Health health = journal.health();
    assertThat(health.awaySince()).contains(Entries.NOON);
    assertThat(health.left()).contains(Duration.ofMinutes(10));
    assertThat(health.spooledEntries()).isEqualTo(100);
    assertThat(journal.find(meanwhile.get(7).id()).join()).contains(meanwhile.get(7));

    assertThat(journal.append(Entries.quote("meanwhile 7")).join())
        .isEqualTo(new Kept.Repeated(meanwhile.get(7)));
    assertThat(journal.append(Entries.quote("before")).join()).isEqualTo(new Kept.Repeated(before));
    assertThat(
            journal
                .append(Entries.withFingerprint(Entries.quote("meanwhile 8"), "another request"))
                .join())
        .isEqualTo(new Kept.Conflicting(meanwhile.get(8)));
    assertThat(journal.findRequest("rental", "the app", "meanwhile 9").join())
        .contains(meanwhile.get(9));

    comeBack();
    try (Connection connection = database.connect()) {
      assertThat(Customers.idsIn(connection))
          .contains(before.id())
          .containsAll(meanwhile.stream().map(Entry::id).toList());
    }
    for (Entry entry : meanwhile) {
      assertThat(journal.find(entry.id()).join()).contains(entry);
    }
    assertThat(journal.append(Entries.quote("meanwhile 7")).join())
        .isEqualTo(new Kept.Repeated(meanwhile.get(7)));
  }

  @Test
  void bookings_fail_at_once_and_work_again_when_it_is_back() {
    goAway();
    assertThatThrownBy(() ->
            journal.append(Entries.of(Kind.BOOKING, "B1"), BookingChange.make("B1", "Q1")).join())
        .hasCauseInstanceOf(Unavailable.class);
    comeBack();
    Entry booked = Entries.of(Kind.BOOKING, "B1");
    assertThat(journal.append(booked, BookingChange.make("B1", "Q1")).join())
        .isEqualTo(new Kept.Stored(booked));
  }

  @Test
  void after_ten_minutes_quotes_fail_too() {
    goAway();
    journal.append(Entries.quote()).join();
    now.set(Entries.NOON.plus(Duration.ofMinutes(10)).minusMillis(1));
    Entry last = Entries.quote();
    journal.append(last).join();
    now.set(Entries.NOON.plus(Duration.ofMinutes(10)));
    assertThat(journal.health().left()).contains(Duration.ZERO);
    assertThatThrownBy(() -> journal.append(Entries.quote()).join())
        .hasCauseInstanceOf(Unavailable.class)
        .hasMessageContaining("away for too long");
    comeBack();
    assertThat(journal.find(last.id()).join()).contains(last);
    Entry after = Entries.quote();
    assertThat(journal.append(after).join()).isEqualTo(new Kept.Stored(after));
  }

  @Test
  void what_a_killed_server_left_in_its_spool_is_delivered_by_the_next() throws Exception {
    journal.close();
    List<Entry> left = new ArrayList<>();
    try (Spool spool = Spool.open(folder.resolve("spool"), 20_000)) {
      for (int i = 0; i < 200; i++) {
        Entry entry = Entries.quote("left " + i);
        left.add(entry);
        spool.add(List.of(Tuple.encode(entry, 0)));
      }
    }
    halveLastFrame();
    journal = openJournal();
    await(() -> journal.health().spooledEntries() == 0);
    for (Entry entry : left.subList(0, 199)) {
      assertThat(journal.find(entry.id()).join()).contains(entry);
    }
    assertThat(journal.find(left.getLast().id()).join()).isEmpty();
    assertThat(journal.append(Entries.quote("left 0")).join())
        .isEqualTo(new Kept.Repeated(left.getFirst()));
  }

  private void halveLastFrame() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(folder.resolve("spool"), "*.spool")) {
      found.forEach(files::add);
    }
    files.sort(null);
    try (var channel = FileChannel.open(files.getLast(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 100);
    }
  }

  @Test
  void customers_notice_nothing_of_some_seconds_without_a_database() throws Exception {
    Customers customers = new Customers(journal, 8, "customer");
    await(() -> customers.answered() > 100);
    goAway();
    int then = customers.answered();
    await(() -> customers.answered() > then + 1_000);
    Thread.sleep(2_000);
    comeBack();
    int again = customers.answered();
    await(() -> customers.answered() > again + 100);
    customers.leave();
    await(() -> journal.health().spooledEntries() == 0);
    try (Connection connection = database.connect()) {
      customers.areContent(connection);
    }
  }

  /// Lets PostgreSQL's processes stand still: they have their connections, accept others, and answer nothing.
  private static void standStill() throws IOException, InterruptedException {
    signal("STOP", Stream.of(server())); // first, so that it makes no more of them
    signal("STOP", server().children());
  }

  private static void goOn() throws IOException, InterruptedException {
    signal("CONT", server().children());
    signal("CONT", Stream.of(server()));
  }

  private static ProcessHandle server() {
    return ProcessHandle.of(postgres.pid()).orElseThrow();
  }

  private static void signal(String name, Stream<ProcessHandle> processes)
      throws IOException, InterruptedException {
    String pids =
        processes.map(process -> String.valueOf(process.pid())).collect(Collectors.joining(" "));
    Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pids).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void customers_wait_some_seconds_at_most_for_a_database_that_stands_still() throws Exception {
    Customers customers = new Customers(journal, 8, "patient");
    await(() -> customers.answered() > 100);
    standStill();
    try {
      await(() -> !journal.health().databaseUp());
      int then = customers.answered();
      await(() -> customers.answered() > then + 1_000);
      assertThat(journal.health().spooledEntries()).isPositive();
      assertThatThrownBy(() -> journal.booking("B1").join()).hasCauseInstanceOf(Unavailable.class);
    } finally {
      goOn();
    }
    await(() -> journal.health().databaseUp());
    int again = customers.answered();
    await(() -> customers.answered() > again + 100);
    customers.leave();
    await(() -> journal.health().spooledEntries() == 0);
    assertThat(customers.longest()).isLessThan(Duration.ofSeconds(10));
    try (Connection connection = database.connect()) {
      customers.areContent(connection);
    }
  }

  @Test
  void who_reads_from_a_database_that_stands_still_is_told_in_time() throws Exception {
    assertThat(journal.booking("read").join()).isEmpty();
    standStill();
    try {
      assertThat(journal.booking("read"))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(Unavailable.class);
      await(() -> !journal.health().databaseUp()); // though nobody writes
    } finally {
      goOn();
    }
    await(() -> journal.health().databaseUp());
    assertThat(journal.booking("read").join()).isEmpty();
  }

  @Test
  void an_entry_that_the_database_refuses_is_set_aside_and_those_behind_it_are_delivered()
      throws Exception {
    sql("alter table journal.entry add constraint whim check (request_id <> 'refused') not valid");
    goAway();
    Entry first = Entries.quote("delivered first");
    Entry refused = Entries.quote("refused");
    Entry last = Entries.quote("delivered last");
    for (Entry entry : List.of(first, refused, last)) {
      assertThat(journal.append(entry).join()).isEqualTo(new Kept.Stored(entry));
    }
    comeBack();
    assertThat(journal.health().refusedEntries()).isEqualTo(1);
    assertThat(journal.find(first.id()).join()).contains(first);
    assertThat(journal.find(last.id()).join()).contains(last);
    assertThat(journal.find(refused.id()).join()).isEmpty();
    Path kept = folder.resolve("spool").resolve("refused-" + refused.id());
    assertThat(Tuple.decode(Files.readAllBytes(kept))).isEqualTo(refused);
    sql("alter table journal.entry drop constraint whim");
    journal.close();
    journal = openJournal();
    assertThat(journal.health().refusedEntries()).isEqualTo(1); // also at the next start
  }

  @Test
  void an_entry_whose_day_gets_its_table_at_that_moment_is_delivered() throws Exception {
    // The error that PostgreSQL gives then, once: what a sequence gave is not rolled back.
    sql(
        """
        create sequence tries;
        create function race() returns trigger language plpgsql as
        $$ begin
          if nextval('tries') = 1 then raise exception 'violates partition constraint' using errcode = '23514'; end if;
          return null;
        end $$;
        create trigger race before insert on journal.entry for each statement execute function race()
        """);
    goAway();
    Entry entry = Entries.quote("alone in its batch");
    assertThat(journal.append(entry).join()).isEqualTo(new Kept.Stored(entry));
    comeBack();
    assertThat(journal.find(entry.id()).join()).contains(entry);
    assertThat(journal.health().refusedEntries()).isZero();
    sql("drop function race cascade; drop sequence tries");
  }

  @Test
  void a_file_that_cannot_be_read_again_is_set_aside_and_the_database_is_back() throws Exception {
    goAway();
    Entry before = Entries.quote("before it");
    assertThat(journal.append(before).join()).isEqualTo(new Kept.Stored(before));
    Entry lost = Entries.quote("on a bad spot of the disk");
    assertThat(journal.append(lost).join()).isEqualTo(new Kept.Stored(lost));
    Path spool = folder.resolve("spool");
    Path file = onlyFile(spool, "*.spool");
    byte[] written = Files.readAllBytes(file);
    written[written.length - 1] ^= 1;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(written), 0); // the same file: the journal has it open
    }
    comeBack();
    assertThat(journal.health().refusedEntries()).isEqualTo(1);
    assertThat(Files.readAllBytes(onlyFile(spool, "refused-*"))).isEqualTo(written);
    assertThat(journal.find(before.id()).join()).contains(before);
    Entry next = Entries.quote("as if nothing had been");
    assertThat(journal.append(next).join()).isEqualTo(new Kept.Stored(next));
    assertThat(journal.find(next.id()).join()).contains(next);
    journal.close();
    journal = openJournal();
    assertThat(journal.health().refusedEntries()).isEqualTo(1); // also at the next start
  }

  @Test
  void a_database_without_room_is_away_until_it_has_some_although_it_answers() throws Exception {
    sql(
        """
        create function full_disk() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
        create trigger full_disk before insert on journal.entry for each statement execute function full_disk();
        create trigger full_disk before insert on journal.probe for each statement execute function full_disk()
        """);
    Entry entry = Entries.quote("no room");
    assertThat(journal.append(entry).join()).isEqualTo(new Kept.Stored(entry));
    Instant since = journal.health().awaySince().orElseThrow();
    Thread.sleep(1_500); // several probes
    assertThat(journal.health().awaySince()).contains(since);
    assertThat(journal.health().awayBecause().orElseThrow()).contains("could not extend file");
    sql("drop function full_disk cascade");
    await(() -> journal.health().databaseUp() && journal.health().spooledEntries() == 0);
    assertThat(journal.find(entry.id()).join()).contains(entry);
  }

  @Test
  void a_spool_that_cannot_be_written_is_told_of() throws Exception {
    Path spool = folder.resolve("spool");
    goAway();
    Path aside = Files.move(spool, folder.resolve("aside"));
    Files.createFile(spool);
    assertThatThrownBy(() -> journal.append(Entries.quote("nowhere")).join())
        .hasCauseInstanceOf(Unavailable.class);
    assertThat(journal.health().spoolFailure().orElseThrow()).contains("spool");
    Files.delete(spool);
    Entry entry = Entries.quote("in a folder made anew");
    assertThat(journal.append(entry).join()).isEqualTo(new Kept.Stored(entry));
    assertThat(journal.health().spoolFailure()).isEmpty();
    comeBack();
    assertThat(journal.find(entry.id()).join()).contains(entry);
    Files.delete(aside.resolve("lock"));
    Files.delete(aside);
  }

  private static Path onlyFile(Path folder, String name) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name)) {
      List<Path> files = new ArrayList<>();
      found.forEach(files::add);
      assertThat(files).hasSize(1);
      return files.getFirst();
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = database.connect();
        Statement open = connection.createStatement()) {
      open.execute(statement);
    }
  }
}
