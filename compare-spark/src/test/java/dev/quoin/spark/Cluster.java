package dev.quoin.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Spark cluster in standalone mode, from the jars of Maven: a master and workers, each a process, on the loopback.
final class Cluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Path HOME = Path.of("spark/target").toAbsolutePath();
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java") + "";

  /// All of these processes live for seconds: not worth a compiler that takes its time.
  private static final String SHORT = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private String master = "";

  /// A worker.
  ///
  /// @param work where the logs of its executors are
  record Worker(Process process, Path work) {
    /// Waits until an executor of it has finished one more task than now.
    void awaitTask() throws InterruptedException {
      long now = finished();
      await(
          "task that was finished under " + work,
          () -> finished() > now ? Optional.of(now) : Optional.empty());
    }

    private long finished() {
      try (Stream<Path> files = Files.walk(work)) {
        return files
            .filter(file -> file.endsWith("stderr"))
            .flatMap(log -> read(log).lines())
            .filter(line -> line.contains("Finished task"))
            .count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// As when its machine loses its power: nobody says goodbye.
    void kill() throws InterruptedException {
      List<ProcessHandle> executors = process.descendants().toList();
      process.destroyForcibly();
      executors.forEach(ProcessHandle::destroyForcibly);
      process.waitFor();
    }
  }

  private interface Look<T> {
    Optional<T> look();
  }

  private Cluster(Path folder) {
    this.folder = folder;
  }

  static Cluster start(Path folder) throws IOException, InterruptedException {
    Cluster cluster = new Cluster(folder);
    cluster.configure();
    cluster.start("master", "org.apache.spark.deploy.master.Master", "--webui-port", "0");
    cluster.master = cluster.logged("master", "Starting Spark master at (spark://\\S+)").group(1);
    return cluster;
  }

  String master() {
    return master;
  }

  /// One more worker, with one core.
  Worker worker(String name) throws IOException, InterruptedException {
    Path work = Files.createDirectory(folder.resolve(name));
    Process process =
        start(
            name,
            "org.apache.spark.deploy.worker.Worker",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--webui-port",
            "0",
            "--work-dir",
            work.toString(),
            master);
    logged(name, "Successfully registered with master");
    return new Worker(process, work);
  }

  private Process start(String name, String main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(command(main));
    command.addAll(List.of("--host", "127.0.0.1", "--port", "0"));
    command.addAll(List.of(arguments));
    File log = folder.resolve(name + ".log").toFile();
    Process process =
        environment(new ProcessBuilder(command))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    processes.add(process);
    return process;
  }

  /// What Spark's own script would start.
  private List<String> command(String main) throws IOException, InterruptedException {
    Process launcher =
        environment(
                new ProcessBuilder(
                    JAVA, "-cp", HOME + "/jars/*", "org.apache.spark.launcher.Main", main))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String words = new String(launcher.getInputStream().readAllBytes(), UTF_8);
    launcher.waitFor();
    return Stream.of(words.split("\0")).map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  /// A job begins when two workers take part in it, so that one of them can be killed in the middle.
  private void configure() throws IOException {
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        """
        spark.driver.extraJavaOptions %1$s
        spark.executor.extraJavaOptions %1$s
        spark.cores.max 2
        spark.scheduler.minRegisteredResourcesRatio 1
        spark.scheduler.maxRegisteredResourcesWaitingTime 180s
        """
            .formatted(SHORT));
  }

  /// What Spark reads of the environment.
  ProcessBuilder environment(ProcessBuilder process) {
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process.environment().put("SPARK_HOME", HOME.toString());
    process.environment().put("SPARK_SCALA_VERSION", "2.13");
    process.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    process.environment().put("SPARK_CONF_DIR", folder.resolve("conf").toString());
    process.environment().put("SPARK_DAEMON_MEMORY", "256m");
    process.environment().put("SPARK_DAEMON_JAVA_OPTS", SHORT);
    return process;
  }

  private MatchResult logged(String name, String pattern) throws InterruptedException {
    Path log = folder.resolve(name + ".log");
    return await(
        "`" + pattern + "` in the log of the " + name,
        () -> Pattern.compile(pattern).matcher(read(log)).results().findFirst());
  }

  private static <T> T await(String what, Look<T> look) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> seen = look.look();
      if (seen.isPresent()) {
        return seen.get();
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no " + what);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Process process : processes.reversed()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().onExit().join();
    }
  }
}
