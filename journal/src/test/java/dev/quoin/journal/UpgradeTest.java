package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseUrl;
import dev.quoin.database.EmbeddedPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an earlier program left: rows without cards in one table, and files of its spool.
class UpgradeTest {
  private static final int FIELDS_BEFORE = 14;
  private static final String COLUMNS_BEFORE =
      "id, kind, service, ratebook, digest, at, valid_until, caller, request_id, fingerprint,"
          + " booking, booking_version, inputs, answer";

  @TempDir Path folder;

  @Test
  void rows_and_spooled_answers_of_before_stay_and_new_ones_come_beside_them() throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    Entry old = withoutCard(Entries.quote("kept before"));
    Entry ahead = withoutCard(at(Entries.quote("of a clock that goes wrong"), Duration.ofDays(40)));
    Entry spooled = withoutCard(Entries.quote("spooled before"));
    Entry fresh = Entries.quote("kept after");
    try (Spool spool = Spool.open(folder.resolve("spool"), 1_000_000)) {
      spool.add(List.of(tupleBefore(spooled)));
    }
    try (Database database = Database.embedded(folder)) {
      tablesOfBefore(database.embedded().orElseThrow().url());
      try (Connection connection = database.connect()) {
        connection.setAutoCommit(false);
        copyAsBefore(connection, old);
        copyAsBefore(connection, ahead);
        connection.commit();
      }
      try (Journal journal =
          Journal.open(
              database,
              folder.resolve("spool"),
              Entries.KEY,
              InstantSource.system(),
              new SimpleMeterRegistry())) {
        OutageTest.await(() -> journal.health().spooledEntries() == 0);
        journal.append(fresh).join();
        assertThat(journal.health().refusedEntries()).isZero();
        for (Entry entry : List.of(old, ahead, spooled, fresh)) {
          assertThat(journal.find(entry.id()).join()).contains(entry);
        }
        assertThat(journal.findRequest("rental", "the app", "spooled before").join())
            .contains(spooled);
        assertThat(
                journal.search(new Search(List.of(), Optional.empty(), 10)).join().stream()
                    .map(Listed::id))
            .containsExactlyInAnyOrder(old.id(), ahead.id(), spooled.id(), fresh.id());
      }
      try (Connection connection = database.connect()) {
        assertThat(count(connection, "entry_before_days")).isEqualTo(3);
        assertThat(count(connection, "entry_other")).isEqualTo(1);
        assertThat(Days.all(connection)).hasSize(3); // today is in the table of before
      }
    }
  }

  /// The version before may run beside this one until it is stopped.
  @Test
  void the_program_of_before_writes_on() throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    Entry entry = withoutCard(Entries.quote());
    Entry delivered = withoutCard(Entries.quote());
    try (Database database = Database.embedded(folder);
        Journal journal =
            Journal.open(
                database,
                folder.resolve("spool"),
                Entries.KEY,
                InstantSource.system(),
                new SimpleMeterRegistry());
        Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      copyAsBefore(connection, entry);
      try (var statement = connection.createStatement()) {
        statement.execute(
            "create temporary table spooled (like journal.entry) on commit delete rows");
      }
      copy(connection, "spooled", delivered);
      try (var statement = connection.createStatement()) {
        statement.execute(
            "insert into journal.entry (%1$s) select %1$s from spooled order by id on conflict do nothing"
                .formatted(COLUMNS_BEFORE));
      }
      connection.commit();
      assertThat(journal.find(entry.id()).join()).contains(entry);
      assertThat(journal.find(delivered.id()).join()).contains(delivered);
      assertThat(
              Customers.countIn(
                  connection,
                  "select count(*) from journal.entry where xid = pg_current_xact_id()"))
          .isZero();
      assertThat(
              Customers.countIn(connection, "select count(*) from journal.entry where xid is null"))
          .isZero();
    }
  }

  private static void tablesOfBefore(DatabaseUrl url) {
    Flyway.configure()
        .dataSource(url.jdbc(), url.user().orElseThrow(), url.password().orElseThrow())
        .locations("classpath:" + Store.SCHEMA.migrations())
        .schemas(Store.SCHEMA.name())
        .target("2")
        .load()
        .migrate();
  }

  private static void copyAsBefore(Connection connection, Entry entry) throws Exception {
    copy(connection, "journal.entry", entry);
  }

  private static void copy(Connection connection, String table, Entry entry) throws Exception {
    byte[] tuple = tupleBefore(entry);
    try (CopyRows rows = CopyRows.into(connection, table, COLUMNS_BEFORE, tuple.length)) {
      rows.row(tuple);
      rows.end();
    }
  }

  /// An entry as the program of before wrote it: the same fields, without those of the card.
  private static byte[] tupleBefore(Entry entry) {
    byte[] tuple = Tuple.encode(entry, 0);
    int length = tuple.length - 11 * Integer.BYTES; // nulls
    ByteBuffer before = ByteBuffer.wrap(Arrays.copyOf(tuple, length));
    before.putShort(0, (short) FIELDS_BEFORE);
    return before.array();
  }

  private static Entry withoutCard(Entry entry) {
    return copy(entry, entry.id(), Card.NONE);
  }

  private static Entry at(Entry entry, Duration later) {
    Instant at = Instant.now().plus(later);
    return copy(
        entry,
        new UUID(at.toEpochMilli() << 16 | 0x7000, entry.id().getLeastSignificantBits()),
        entry.card());
  }

  private static Entry copy(Entry entry, UUID id, Card card) {
    return new Entry(
        id,
        entry.kind(),
        entry.service(),
        entry.ratebook(),
        entry.digest(),
        Instant.now(),
        entry.validUntil(),
        entry.caller(),
        entry.requestId(),
        entry.fingerprint(),
        entry.booking(),
        entry.inputs(),
        entry.answer(),
        card);
  }

  private static long count(Connection connection, String table) throws Exception {
    return Customers.countIn(connection, "select count(*) from journal." + table);
  }
}
