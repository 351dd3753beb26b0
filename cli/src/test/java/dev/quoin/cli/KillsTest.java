package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.database.DatabaseUrl;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.journal.Period;
import dev.quoin.journal.export.Export;
import dev.quoin.journal.export.ExportProblem;
import dev.quoin.journal.export.ExportedAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server and an exporter, each a process of its own, are killed with kill -9 at moments that nobody chose, while callers ask. How
/// often: `-Dquoin.kills=100`.
class KillsTest {
  private static final int KILLS = Integer.getInteger("quoin.kills", 3);

  private final Random random = new Random(Long.getLong("quoin.seed", System.nanoTime()));
  private final List<String> answered = new ArrayList<>();

  @TempDir private Path folder;

  private @Nullable UpProcess up;
  private @Nullable Callers callers;
  private @Nullable Process exporter;

  @Test
  void the_journal_and_the_export_hold_each_answered_quote_once() throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    int servers = 0;
    int exporters = 0;
    try {
      for (int kill = 0; kill < KILLS; kill++) {
        live();
        Thread.sleep(random.nextInt(1_500));
        int victim = random.nextInt(3);
        if (kill == 0 || victim > 0) {
          killExporter();
          exporters++;
        }
        if (kill == 1 || victim != 1) {
          killServer(random.nextInt(3) == 0);
          servers++;
        }
        manifestsAgree();
      }
      live();
      Thread.sleep(500);
    } finally {
      killExporter();
      killServer(false);
    }
    // What is in the spool is delivered at the start, or at the end.
    try (UpProcess last = UpProcess.start(data(), "--no-export")) {
      last.url();
      last.terminate();
      assertThat(last.exitCode()).isZero();
    }
    List<String> kept = kept();
    List<String> exported = manifestsAgree();
    assertThat(kept).doesNotHaveDuplicates();
    assertThat(exported).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(kept);
    Set<String> missing = new HashSet<>(answered);
    missing.removeAll(new HashSet<>(kept));
    assertThat(missing).isEmpty();
    assertThat(answered).isNotEmpty().doesNotHaveDuplicates();
    System.out.printf(
        "%d kills of servers and %d of exporters: %,d quotes answered, %,d kept, %,d exported%n",
        servers, exporters, answered.size(), kept.size(), exported.size());
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path parquet() {
    return folder.resolve("parquet");
  }

  /// Starts what does not run.
  private void live() throws IOException, InterruptedException {
    if (up == null) {
      up = UpProcess.start(data(), "--no-export");
      callers = Callers.stubborn(up.url());
      callers.awaitAnswer();
    }
    if (exporter == null || !exporter.isAlive()) {
      exporter = child();
      assertThat(exporter.inputReader().readLine()).isEqualTo("exporting");
    }
  }

  private void killExporter() throws InterruptedException {
    if (exporter != null) {
      exporter.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
      exporter = null;
    }
  }

  private void killServer(boolean withDatabase) throws InterruptedException {
    if (up == null || callers == null) {
      return;
    }
    callers.expectSilence();
    List<ProcessHandle> databases = up.databases();
    up.kill();
    if (withDatabase) {
      databases.forEach(ProcessHandle::destroyForcibly);
    }
    callers.stop();
    callers.answered().forEach(before -> answered.add(before.id()));
    callers.close();
    up = null;
    callers = null;
  }

  private Process child() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx200m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Child.class.getName(),
            data().toString(),
            parquet().toString())
        .redirectError(folder.resolve("exporter.log").toFile())
        .start();
  }

  /// Exports whenever the database of a server is there, until it is killed.
  static final class Child {
    private static final long PAUSE_MILLIS = 50;

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      Path postgres = Path.of(arguments[0], "postgres");
      System.out.println("exporting");
      while (true) {
        Optional<DatabaseUrl> running = EmbeddedPostgres.running(postgres);
        if (running.isPresent()) {
          try (Database database = Database.at(running.get());
              Export export = Export.open(database, Path.of(arguments[1]))) {
            while (true) {
              export.next();
              Thread.sleep(PAUSE_MILLIS);
            }
          } catch (SQLException | DatabaseException e) {
            // The server was killed, and its database with it.
          }
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /// The ids that the manifests name; each file is what its manifest says, and there is no other.
  private List<String> manifestsAgree() throws IOException, ExportProblem {
    List<String> ids = new ArrayList<>();
    if (Files.notExists(parquet().resolve("manifests"))) {
      return ids;
    }
    try (ExportedAnswers answers = ExportedAnswers.open(parquet())) {
      for (List<Period.Recorded> page = answers.next(); !page.isEmpty(); page = answers.next()) {
        page.forEach(recorded -> ids.add(recorded.id().toString()));
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
    return ids;
  }

  /// What is in the database, when the last of it is exported.
  private List<String> kept() throws Exception {
    List<String> ids = new ArrayList<>();
    try (Database database = Database.of(data())) {
      try (Export export = Export.open(database, parquet())) {
        while (export.next().isPresent()) {
          // More of them.
        }
      }
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("select id from journal.entry")) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    try (Stream<Path> files = Files.walk(parquet())) {
      assertThat(files.map(Path::toString).filter(file -> file.endsWith(".new"))).isEmpty();
    }
    return ids;
  }
}
