package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.journal.export.Export;
import dev.quoin.journal.export.ExportedAnswers;
import dev.quoin.journal.export.Exporter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk of its own, which is full: a tmpfs, which only root may mount.
class FullDiskTest {
  private static final int DISK_MEGABYTES = 160;
  private static final int CHUNK = 64 * 1024;

  @TempDir Path folder;

  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        ran("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "tmpfs", disk.toString()),
        "no disk can be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    ran("umount", "-l", disk.toString());
  }

  private static boolean ran(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  @Test
  void quotes_are_refused_and_nothing_is_lost_or_doubled_when_there_is_room_again()
      throws Exception {
    List<UUID> answered = new ArrayList<>();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Path parquet = disk.resolve("parquet");
    try (Database database = Database.embedded(disk);
        Journal journal = opened(database);
        Exporter _ =
            Exporter.start(
                database,
                parquet,
                Optional.empty(),
                InstantSource.system(),
                Duration.ofMillis(200),
                meters)) {
      for (int i = 0; i < 200; i++) {
        answered.add(answered(journal));
      }
      fill(disk.resolve("filler"));
      Throwable refused = null;
      for (int i = 0; i < 200_000 && refused == null; i++) {
        try {
          answered.add(answered(journal));
        } catch (CompletionException e) {
          refused = e.getCause();
        }
      }
      assertThat(refused)
          .isInstanceOf(Unavailable.class)
          .hasMessage("the database is away, and the spool cannot be written");
      assertThat(journal.health().spoolFailure()).isPresent();
      Files.delete(disk.resolve("filler"));
      OutageTest.await(
          () -> journal.health().databaseUp() && journal.health().spooledEntries() == 0);
      answered.add(answered(journal));
      OutageTest.await(() -> meters.get("quoin.export.failing").gauge().value() == 0);
      try (Connection connection = database.connect()) {
        assertThat(journal.health().refusedEntries()).isZero();
        assertThat(Customers.idsIn(connection)).containsAll(answered);
        assertThat(
                Customers.countIn(
                    connection, "select count(*) - count(distinct id) from journal.entry"))
            .isZero();
      }
    }
  }

  @Test
  void the_export_waits_for_room_and_has_each_answer_once() throws Exception {
    List<UUID> answered = new ArrayList<>();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Path parquet = disk.resolve("parquet");
    try (Database database = Database.embedded(folder);
        Journal journal = opened(database)) {
      for (int i = 0; i < 200; i++) {
        answered.add(answered(journal));
      }
      export(database, parquet);
      List<UUID> before = read(parquet);
      assertThat(before).containsExactlyInAnyOrderElementsOf(answered);
      fill(disk.resolve("filler"));
      for (int i = 0; i < 200; i++) {
        answered.add(answered(journal));
      }
      try (Exporter _ =
          Exporter.start(
              database,
              parquet,
              Optional.empty(),
              InstantSource.system(),
              Duration.ofMillis(50),
              meters)) {
        OutageTest.await(() -> meters.get("quoin.export.failing").gauge().value() == 1);
        assertThat(read(parquet)).isEqualTo(before);
        answered.add(answered(journal)); // customers do not notice
        Files.delete(disk.resolve("filler"));
        OutageTest.await(() -> meters.get("quoin.export.failing").gauge().value() == 0);
      }
      export(database, parquet);
      assertThat(read(parquet)).containsExactlyInAnyOrderElementsOf(answered);
    }
  }

  private Journal opened(Database database) {
    return Journal.open(
        database,
        disk.resolve("spool"),
        Entries.KEY,
        InstantSource.fixed(Entries.NOON), // what is spooled may not be old
        new SimpleMeterRegistry());
  }

  private static UUID answered(Journal journal) {
    Entry entry = Entries.quote();
    journal.append(entry).join();
    return entry.id();
  }

  /// Until nothing more goes on the disk.
  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] chunk = new byte[CHUNK];
      while (true) {
        out.write(chunk);
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).contains("No space left");
    }
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(0);
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).contains("No space left");
    }
  }

  private static void export(Database database, Path parquet) throws Exception {
    try (Export export = Export.open(database, parquet)) {
      while (export.next().isPresent()) {
        // More of them.
      }
    }
  }

  private static List<UUID> read(Path parquet) throws Exception {
    List<UUID> ids = new ArrayList<>();
    try (ExportedAnswers answers = ExportedAnswers.open(parquet)) {
      for (List<Period.Recorded> page = answers.next(); !page.isEmpty(); page = answers.next()) {
        page.forEach(recorded -> ids.add(recorded.id()));
      }
    }
    return ids;
  }
}
