package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.journal.export.Export;
import dev.quoin.journal.export.ExportedById;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An answer is found by its id where the database has let go of it.
class OlderTest {
  /// Pages of a column end at 20,000 rows.
  private static final int ANSWERS = 45_000;

  @TempDir Path folder;

  @Test
  void each_answer_is_found_in_its_file_and_page_and_no_other() throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    Path parquet = folder.resolve("parquet");
    try (Database database = Database.embedded(folder);
        Journal journal =
            Journal.open(
                database,
                folder.resolve("spool"),
                Entries.KEY,
                InstantSource.fixed(Entries.NOON),
                new SimpleMeterRegistry())) {
      List<Entry> small = new ArrayList<>();
      for (int batch = 0; batch < 5; batch++) {
        small.addAll(kept(journal, 20));
        export(database, parquet);
      }
      List<Entry> large = kept(journal, ANSWERS);
      Entry late = small(Entries.quote(), small.getFirst().id()); // as out of a spool
      journal.append(late).join();
      export(database, parquet);
      Entry never = small(Entries.quote(), large.getLast().id());
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("truncate journal.entry");
      }
      assertThat(journal.find(late.id()).join()).isEmpty();
      journal.findAlsoIn(new ExportedById(parquet));
      List<Entry> asked = new ArrayList<>(small);
      asked.add(late);
      for (int i = 0; i < ANSWERS; i += 997) {
        asked.add(large.get(i));
      }
      asked.add(large.getLast());
      for (Entry entry : asked) {
        Entry found = journal.find(entry.id()).join().orElseThrow();
        assertThat(found.answer()).isEqualTo(entry.answer());
        assertThat(found.inputs()).isEqualTo(entry.inputs());
        assertThat(found.at()).isEqualTo(entry.at());
        assertThat(found.digest()).isEqualTo(entry.digest());
        assertThat(found.validUntil()).isEqualTo(entry.validUntil());
        assertThat(found.card().engine()).isEqualTo(entry.card().engine());
        assertThat(found.card().total().orElseThrow())
            .isEqualByComparingTo(entry.card().total().orElseThrow());
      }
      assertThat(journal.find(never.id()).join()).isEmpty();
      assertThat(journal.find(new UUID(0x7000, 1L << 63)).join()).isEmpty();
      Files.move(parquet, folder.resolve("elsewhere"));
      assertThat(journal.find(late.id()).join()).isEmpty();
    }
  }

  /// With the time of another one in its id.
  private static Entry small(Entry entry, UUID like) {
    return at(entry, new UUID(like.getMostSignificantBits(), entry.id().getLeastSignificantBits()));
  }

  private static List<Entry> kept(Journal journal, int count) {
    List<Entry> entries = new ArrayList<>();
    List<CompletableFuture<Kept>> kept = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Entry entry = Entries.quote();
      entry = at(entry, entry.id());
      entries.add(entry);
      kept.add(journal.append(entry));
      if (kept.size() == 5_000) {
        CompletableFuture.allOf(kept.toArray(CompletableFuture[]::new)).join();
        kept.clear();
      }
    }
    CompletableFuture.allOf(kept.toArray(CompletableFuture[]::new)).join();
    return entries;
  }

  /// Answered when its id says.
  private static Entry at(Entry like, UUID id) {
    Instant at = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    return new Entry(
        id,
        like.kind(),
        like.service(),
        like.ratebook(),
        like.digest(),
        at,
        Optional.of(at.plusSeconds(900)),
        like.caller(),
        like.requestId(),
        like.fingerprint(),
        like.booking(),
        like.inputs(),
        like.answer().replace(like.id().toString(), id.toString()),
        like.card());
  }

  private static void export(Database database, Path parquet) throws Exception {
    try (Export export = Export.open(database, parquet)) {
      while (export.next().isPresent()) {
        // More of them.
      }
    }
  }
}
