package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.journal.export.Export;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final Instant FIRST = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(FIRST);
  private Database database;
  private Journal journal;

  @BeforeEach
  void start() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    database = Database.embedded(folder);
    journal =
        Journal.open(
            database, folder.resolve("spool"), Entries.KEY, now::get, new SimpleMeterRegistry());
  }

  @AfterEach
  void stop() {
    if (database != null) {
      journal.close();
      database.close();
    }
  }

  @Test
  void days_go_when_they_are_past_and_exported_and_not_before() throws Exception {
    Retention retention = new Retention(database, 3);
    Entry old = journal(FIRST, Kind.QUOTE, "old");
    Entry booked = journal(FIRST, Kind.BOOKING, "booked");
    Entry outside = journal(FIRST.minus(Duration.ofDays(9)), Kind.QUOTE, "outside");
    Entry younger = journal(FIRST.plus(Duration.ofDays(1)), Kind.QUOTE, "younger");
    List<Entry> all = List.of(old, booked, outside, younger);

    now.set(FIRST.plus(Duration.ofDays(4)));
    assertThat(retention.enforce(now.get(), 0)).as("not exported").isEmpty();
    assertThat(found(all)).isEqualTo(all);

    long exported = exported();
    assertThat(retention.enforce(FIRST.plus(Duration.ofDays(3)), exported))
        .as("not past")
        .isEmpty();
    assertThat(found(all)).isEqualTo(List.of(old, booked, younger));

    Entry late = journal(FIRST.plus(Duration.ofHours(1)), Kind.QUOTE, "late, by the spool");
    assertThat(retention.enforce(now.get(), exported)).as("not all exported").isEmpty();
    exported = exported();
    assertThat(retention.enforce(now.get(), exported)).containsExactly("entry_2026_11_20");
    assertThat(found(List.of(old, booked, late, younger))).isEqualTo(List.of(younger));
    assertThat(journal.booking("booked").join()).isEmpty();
    assertThat(retention.enforce(now.get(), exported)).isEmpty();
    journal.lookAfterDays();
    try (Connection connection = database.connect()) {
      assertThat(Days.all(connection)).doesNotContain(Days.day(FIRST));
    }
  }

  @Test
  void a_day_that_somebody_detached_is_left_alone() throws Exception {
    Entry old = journal(FIRST, Kind.QUOTE, "old");
    long exported = exported();
    now.set(FIRST.plus(Duration.ofDays(4)));
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("alter table journal.entry detach partition journal.entry_2026_11_20");
      assertThat(new Retention(database, 3).enforce(now.get(), exported)).isEmpty();
      assertThat(Customers.countIn(connection, "select count(*) from journal.entry_2026_11_20"))
          .isEqualTo(1);
      assertThat(found(List.of(old))).isEmpty();
    }
  }

  @Test
  void what_came_before_its_day_had_a_table_gets_into_it_with_its_transaction() throws Exception {
    Instant later = FIRST.plus(Duration.ofDays(6));
    Entry early = journal(later, Kind.QUOTE, "early");
    try (Connection connection = database.connect()) {
      String xid = "select xid::text::bigint from journal.%s where id = '" + early.id() + "'";
      long before = Customers.countIn(connection, xid.formatted("entry_other"));
      now.set(later);
      journal.lookAfterDays();
      assertThat(Days.all(connection)).contains(Days.day(later));
      assertThat(Customers.countIn(connection, xid.formatted("entry_2026_11_26")))
          .isEqualTo(before);
      assertThat(Customers.countIn(connection, "select count(*) from journal.entry_other"))
          .isZero();
      assertThat(found(List.of(early))).isEqualTo(List.of(early));
    }
  }

  private List<Entry> found(List<Entry> entries) {
    return entries.stream().filter(entry -> journal.find(entry.id()).join().isPresent()).toList();
  }

  private long exported() throws Exception {
    try (Export export = Export.open(database, folder.resolve("parquet"))) {
      while (export.next().isPresent()) {
        // More of them.
      }
      return export.exportedTo();
    }
  }

  private Entry journal(Instant at, Kind kind, String name) {
    Entry like = Entries.quote(name);
    Entry entry =
        new Entry(
            new UUID(at.toEpochMilli() << 16 | 0x7000, like.id().getLeastSignificantBits()),
            kind,
            like.service(),
            like.ratebook(),
            like.digest(),
            at,
            like.validUntil(),
            like.caller(),
            like.requestId(),
            like.fingerprint(),
            kind.changesBooking() ? Optional.of(name) : Optional.empty(),
            like.inputs(),
            like.answer(),
            like.card());
    if (kind.changesBooking()) {
      journal.append(entry, BookingChange.make(name, "quote of " + name)).join();
    } else {
      journal.append(entry).join();
    }
    return entry;
  }
}
