package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseUrl;
import dev.quoin.database.EmbeddedPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Killed with kill -9 at moments that nobody chose: PostgreSQL under the journal, and the journal's own process. How often:
/// `-Dquoin.kills=100`.
class KillTest {
  private static final int KILLS = Integer.getInteger("quoin.kills", 8);

  @TempDir Path folder;

  @Test
  void of_postgres_loses_and_doubles_nothing_and_fails_no_quote() throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    SplittableRandom random = new SplittableRandom();
    try (Database database = Database.embedded(folder);
        Journal journal = open(database);
        Customers customers = new Customers(journal, 8, "customer")) {
      EmbeddedPostgres postgres = database.embedded().orElseThrow();
      for (int kill = 0; kill < KILLS; kill++) {
        Thread.sleep(random.nextInt(50, 500));
        long victim = postgres.pid();
        // Sometimes the server, sometimes one of its processes: then it throws all of them out and
        // recovers.
        ProcessHandle server = ProcessHandle.of(victim).orElseThrow();
        ProcessHandle process =
            random.nextBoolean() ? server : server.children().findAny().orElse(server);
        process.destroyForcibly();
        int then = customers.answered();
        OutageTest.await(() -> journal.health().databaseUp() && customers.answered() > then + 20);
      }
      customers.leave();
      OutageTest.await(
          () -> journal.health().databaseUp() && journal.health().spooledEntries() == 0);
      try (Connection connection = database.connect()) {
        customers.areContent(connection);
      }
      System.out.println(KILLS + " kills of PostgreSQL: " + customers);
    }
  }

  private Journal open(Database database) {
    return Journal.open(
        database,
        folder.resolve("spool"),
        Entries.KEY,
        InstantSource.fixed(Entries.NOON),
        new SimpleMeterRegistry());
  }

  @Test
  void of_the_journals_process_loses_and_doubles_nothing() throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    SplittableRandom random = new SplittableRandom();
    EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
    int port = postgres.port();
    Set<UUID> acknowledged = new HashSet<>();
    int kills = Math.max(2, KILLS / 2);
    for (int kill = 0; kill < kills; kill++) {
      Process child = child(postgres);
      try (BufferedReader said = child.inputReader()) {
        int answers = random.nextInt(200, 2_000);
        boolean away = kill % 2 == 1;
        for (int i = 0; i < answers; i++) {
          if (away && i == answers / 2) {
            postgres.close();
          }
          String id = said.readLine();
          if (id == null) {
            throw new AssertionError(Files.readString(folder.resolve("child.log")));
          }
          acknowledged.add(UUID.fromString(id));
        }
        child.toHandle().destroyForcibly();
        child.waitFor();
        // What it said before it died was acknowledged, too; of half a line nobody heard.
        for (String line = said.readLine(); line != null; line = said.readLine()) {
          if (line.length() == 36) {
            acknowledged.add(UUID.fromString(line));
          }
        }
        if (away) {
          postgres = EmbeddedPostgres.start(folder.resolve("postgres"), port);
        }
      }
    }
    try (EmbeddedPostgres last = postgres;
        Database database = Database.at(last.url());
        Journal journal = open(database)) {
      OutageTest.await(() -> journal.health().spooledEntries() == 0);
      try (Connection connection = database.connect()) {
        assertThat(Customers.idsIn(connection)).containsAll(acknowledged);
      }
      System.out.println(
          kills + " kills of the journal's process: " + acknowledged.size() + " answers");
    }
  }

  private Process child(EmbeddedPostgres postgres) throws IOException {
    Path errors = folder.resolve("child.log");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx200m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Child.class.getName());
    command.add(postgres.url().jdbc());
    command.add(postgres.url().user().orElseThrow());
    command.add(postgres.url().password().orElseThrow());
    command.add(folder.resolve("spool").toString());
    Files.writeString(errors, "");
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }

  /// A journal that says the id of each entry when it is durable, until it is killed.
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws InterruptedException {
      DatabaseUrl url =
          new DatabaseUrl(arguments[0], Optional.of(arguments[1]), Optional.of(arguments[2]));
      Database database = Database.at(url);
      Journal journal =
          Journal.open(
              database,
              Path.of(arguments[3]),
              Entries.KEY,
              InstantSource.fixed(Entries.NOON),
              new SimpleMeterRegistry());
      for (int person = 0; person < 4; person++) {
        Thread.ofPlatform()
            .start(() -> {
              while (true) {
                Entry entry = Entries.quote();
                journal.append(entry).join();
                System.out.println(entry.id());
              }
            });
      }
      Thread.currentThread().join();
    }
  }
}
