package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.journal.export.Export;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
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
