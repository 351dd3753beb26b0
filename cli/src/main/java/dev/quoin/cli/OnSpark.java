package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compare.Compare;
import dev.quoin.compare.Counted;
import dev.quoin.compare.Job;
import dev.quoin.compare.News;
import dev.quoin.compare.Progress;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

// Spark needs other versions of libraries than Quoin's server does, so its driver is a process of
// its own, with Spark's class path. It is given the job on its stdin and tells on its stdout what
// parts have come to; these are added up here, as the threads' are. It ends when its stdin does,
// so that none is left when this process is killed.

/// Has a comparison counted on a Spark cluster.
///
/// @param master the cluster, such as `spark://host:7077`
/// @param terminal where it says what Spark says
record OnSpark(String master, Terminal terminal) {
  private static final String DRIVER = "dev.quoin.spark.Driver";

  /// As for every JVM that prices: docs/decisions/0018-no-merged-allocations.md.
  private static final String JVM = "-XX:+UnlockDiagnosticVMOptions -XX:-ReduceAllocationMerges";

  private static final String LOG = "log4j2.properties";
  private static final String LOGGED = "spark: ";
  private static final int LAST_LINES = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What all of the requests come to.
  ///
  /// @param progress is told what was done
  Counted counted(Compare compare, Job job, Progress progress)
      throws IOException, InterruptedException, Unusable {
    Process driver = environment(new ProcessBuilder(command())).start();
    Deque<String> last = new ArrayDeque<>();
    Thread errors =
        Thread.ofPlatform().daemon().start(() -> passOn(driver.errorReader(UTF_8), last));
    try (OutputStream stdin = driver.getOutputStream();
        DataInputStream told =
            new DataInputStream(new BufferedInputStream(driver.getInputStream()))) {
      tell(job, stdin);
      return gather(compare, told, progress);
    } catch (EOFException ended) {
      errors.join(PATIENCE);
      last.forEach(line -> terminal.err().println(Report.escaped(line)));
      throw new Unusable("Spark's driver ended before all was counted");
    } finally {
      end(driver);
      errors.join(PATIENCE);
    }
  }

  /// Its stdin has ended, and so does it; what it has started may hold on to its stderr.
  private static void end(Process driver) throws InterruptedException {
    boolean hasEnded = false;
    try {
      hasEnded = driver.waitFor(PATIENCE);
    } finally {
      if (!hasEnded) {
        driver.descendants().forEach(ProcessHandle::destroyForcibly);
        driver.destroyForcibly();
      }
    }
  }

  private static void tell(Job job, OutputStream stdin) {
    byte[] bytes = job.toBytes();
    try {
      DataOutputStream out = new DataOutputStream(stdin);
      out.writeInt(bytes.length);
      out.write(bytes);
      out.flush();
    } catch (IOException gone) {
      // Why it is, its stderr says: nothing comes from its stdout.
    }
  }

  private static Counted gather(Compare compare, DataInputStream told, Progress progress)
      throws IOException, Unusable {
    Counted all = compare.nothing();
    BitSet counted = new BitSet();
    int parts = Integer.MAX_VALUE;
    while (counted.cardinality() < parts) {
      switch (News.read(told)) {
        case News.Parts cut -> parts = cut.count();
        case News.Part part when counted.get(part.number()) ->
            throw new IllegalStateException("part " + part.number() + " comes twice");
        case News.Part part -> {
          counted.set(part.number());
          all.add(compare.read(part.counted()));
          progress.done(part.length(), all::soFar);
        }
        case News.Failure failure -> throw new Unusable("Spark: " + failure.why());
      }
    }
    return all;
  }

  /// What Spark's script would start, which is a shell's: its launcher knows which flags a JVM needs.
  private List<String> command() throws IOException, InterruptedException, Unusable {
    List<Path> jars = jars();
    Path driver =
        jars.stream()
            .filter(jar -> jar.getFileName().toString().startsWith("quoin-compare-spark"))
            .findFirst()
            .orElseThrow(OnSpark::isNotBuilt);
    if (!Files.isDirectory(home().resolve("jars"))) {
      throw isNotBuilt();
    }
    ProcessBuilder launcher =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            home().resolve("jars").resolve("*").toString(),
            "org.apache.spark.launcher.Main",
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            master,
            "--deploy-mode",
            "client", // whose stdout this reads
            "--class",
            DRIVER,
            "--conf",
            "spark.driver.defaultJavaOptions=" + JVM,
            "--conf",
            "spark.executor.defaultJavaOptions=" + JVM,
            "--jars",
            jars.stream()
                .filter(jar -> !jar.equals(driver))
                .map(Path::toString)
                .collect(Collectors.joining(",")),
            driver.toString());
    Process process = environment(launcher).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String words = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new Unusable("Spark's launcher does not know what to start");
    }
    return Stream.of(words.split("\0")).map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  private static Unusable isNotBuilt() {
    return new Unusable(
        "Spark is not there (`./quoin` fetches it; so does `./mvnw -pl compare-spark -am"
            + " -DskipTests package`)");
  }

  /// Where Spark is: the version of which Quoin knows that it works.
  private static Path home() {
    return Checkout.home().resolve("compare-spark/spark/target").toAbsolutePath();
  }

  /// What the driver and the workers have of Quoin.
  private static Path lib() {
    String told = System.getProperty("quoin.spark");
    return told == null
        ? Checkout.home().resolve("compare-spark/target/lib").toAbsolutePath()
        : Path.of(told);
  }

  private static List<Path> jars() throws IOException, Unusable {
    if (!Files.isDirectory(lib())) {
      throw isNotBuilt();
    }
    try (Stream<Path> files = Files.list(lib())) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static ProcessBuilder environment(ProcessBuilder process) {
    Map<String, String> environment = process.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SPARK_HOME", home().toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    String settings = environment.get("SPARK_CONF_DIR");
    if (settings == null || !Files.exists(Path.of(settings, LOG))) {
      environment.put("LOG4J_CONFIGURATION_FILE", lib().resolve(LOG).toString());
    }
    return process;
  }

  /// What Spark logs is shown; of what else is said, the last is kept.
  private void passOn(BufferedReader errors, Deque<String> last) {
    try (errors) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        if (line.startsWith(LOGGED)) {
          terminal.progress("");
          terminal.err().println("quoin: " + Report.escaped(line));
        } else {
          last.addLast(line);
          if (last.size() > LAST_LINES) {
            last.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
