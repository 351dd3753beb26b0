package dev.quoin.database;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an earlier PostgreSQL left on a folder of data when it, or who started it, was killed.
///
/// The number in its `postmaster.pid` may be that of a process that still runs, of a zombie that nobody will ever wait for (as
/// in a container whose first process does not care), or by now of somebody else's process. PostgreSQL itself cannot tell
/// these apart and would refuse to start. Who holds the lock on the folder can: a process whose working folder is the data
/// is a PostgreSQL on it, and nobody's any more.
final class Leftover {
  private static final Logger LOG = LoggerFactory.getLogger(Leftover.class);
  private static final Path PROCESSES = Path.of("/proc");

  // A shutdown writes what is in memory to disk first.
  private static final Duration END_WAIT = Duration.ofSeconds(60);
  private static final Duration KILL_WAIT = Duration.ofSeconds(10);

  private final Path cluster;
  private final Path pidFile;

  private Leftover(Path cluster) {
    this.cluster = cluster;
    this.pidFile = cluster.resolve("postmaster.pid");
  }

  /// Ends every PostgreSQL that is still on the folder and removes a `postmaster.pid` that means nothing any more.
  static void clear(Path cluster) throws IOException {
    if (Files.isDirectory(cluster)) {
      new Leftover(cluster.toRealPath()).clear();
    }
  }

  private void clear() throws IOException {
    Optional<ProcessHandle> server = server();
    if (server.isPresent()) {
      LOG.info(
          "a PostgreSQL of an earlier run is still here (process {}): it is stopped",
          server.get().pid());
      // The kernel, or the one who stopped Quoin, asked it to stop already; to ask twice is no
      // harm.
      interrupt(server.get());
      await(server.get(), END_WAIT);
    }
    for (ProcessHandle process : onFolder()) {
      process.destroyForcibly();
      await(process, KILL_WAIT);
    }
    if (Files.deleteIfExists(pidFile)) {
      LOG.info("PostgreSQL had been killed: it recovers what was committed");
    }
  }

  private Optional<ProcessHandle> server() throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    Optional<String> first;
    try (var lines = Files.lines(pidFile)) {
      first = lines.findFirst();
    }
    if (first.isEmpty() || !first.get().matches("-?[0-9]{1,10}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(first.get())).filter(this::isOnFolder);
  }

  private List<ProcessHandle> onFolder() throws IOException {
    List<ProcessHandle> found = new ArrayList<>();
    if (!Files.isDirectory(PROCESSES.resolve("self"))) {
      return found;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
            .filter(this::isOnFolder)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /// A zombie has no working folder any more.
  private boolean isOnFolder(ProcessHandle process) {
    Path entry = PROCESSES.resolve(Long.toString(process.pid()));
    if (Files.isDirectory(PROCESSES.resolve("self"))) {
      try {
        return Files.readSymbolicLink(entry.resolve("cwd")).equals(cluster)
            && Files.readString(entry.resolve("comm")).startsWith("postgres");
      } catch (IOException e) {
        return false;
      }
    }
    return process.isAlive()
        && process.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
  }

  private static void interrupt(ProcessHandle server) throws IOException {
    new ProcessBuilder("sh", "-c", "kill -INT " + server.pid())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void await(ProcessHandle process, Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    while (isOnFolder(process)) {
      if (System.nanoTime() > deadline) {
        if (!process.destroyForcibly()) {
          throw new DatabaseException(
              "a PostgreSQL from an earlier run is still on %s and does not stop: end process %d"
                  .formatted(cluster, process.pid()));
        }
        deadline = System.nanoTime() + KILL_WAIT.toNanos();
      }
      pause(process);
    }
  }

  private static void pause(ProcessHandle process) {
    try {
      CompletableFuture<ProcessHandle> end = process.onExit();
      end.get(20, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Looked at again.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while an earlier PostgreSQL stopped", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
