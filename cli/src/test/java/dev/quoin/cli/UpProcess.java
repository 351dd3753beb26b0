package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// `quoin up` in a process of its own, as an operator has it.
final class UpProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> out = new ArrayList<>();
  private final List<String> err = new ArrayList<>();
  private final List<Thread> readers;

  private UpProcess(Process process) {
    this.process = process;
    this.readers =
        List.of(read(process.getInputStream(), out), read(process.getErrorStream(), err));
  }

  /// Starts it on free ports, unless the arguments say other ones. It lives for too short a time to be optimized.
  static UpProcess start(Path data, String... arguments) throws IOException {
    return start(
        List.of("-XX:-ReduceAllocationMerges", "-XX:TieredStopAtLevel=1"), data, arguments);
  }

  /// Starts it as one that answers many calls.
  static UpProcess startOptimizing(Path data, String... arguments) throws IOException {
    return start(List.of("-XX:-ReduceAllocationMerges"), data, arguments);
  }

  /// Starts it with more flags of the JVM, which may be diagnostic.
  static UpProcess start(List<String> flags, Path data, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Dquoin.home=" + Quoin.checkout(),
                "-Dstdout.encoding=UTF-8",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.quoin.cli.Main",
                "up",
                "--grpc",
                "0",
                "--data",
                data.toString()));
    command.addAll(2, flags);
    command.addAll(List.of(arguments));
    if (!command.contains("--http")) {
      command.addAll(List.of("--http", "0"));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("QUOIN_DATABASE_URL");
    builder.environment().remove("QUOIN_API_KEY");
    return new UpProcess(builder.start());
  }

  private static Thread read(InputStream stream, List<String> lines) {
    return Thread.ofVirtual()
        .start(() -> {
          try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
              synchronized (lines) {
                lines.add(line);
                lines.notifyAll();
              }
            }
          } catch (IOException e) {
            // The process has gone.
          }
        });
  }

  /// The first line of stdout of a kind, as soon as it is there.
  String line(Predicate<String> kind) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (out) {
      while (true) {
        for (String line : out) {
          if (kind.test(line)) {
            return line;
          }
        }
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("no such line of " + out + "\n" + String.join("\n", err()));
        }
        out.wait(100);
      }
    }
  }

  UpProcess ready() throws InterruptedException {
    line(line -> line.startsWith("ready"));
    return this;
  }

  /// Where REST is.
  String url() throws InterruptedException {
    return line(line -> line.strip().startsWith("REST")).replaceFirst(".*REST +", "").strip();
  }

  /// Where gRPC is, such as `127.0.0.1:9090`.
  String grpc() throws InterruptedException {
    return line(line -> line.strip().startsWith("gRPC")).replaceFirst(".*gRPC +", "").strip();
  }

  /// The password of the first administrator, which the first start on a database prints.
  String password() throws InterruptedException {
    return line(line -> line.strip().startsWith("password"))
        .replaceFirst("^ *password +(\\S+).*", "$1");
  }

  /// Lets the commands of this JVM be those of an administrator.
  UpProcess asAdmin() throws InterruptedException {
    return asAdmin(password());
  }

  UpProcess asAdmin(String password) throws InterruptedException {
    Quoin.Ran ran =
        Quoin.inCheckout().saying(password).run("login", "--user", "admin", "--server", url());
    if (ran.code() != ExitCode.FINE) {
      throw new AssertionError(ran.all());
    }
    return this;
  }

  String curl() throws InterruptedException {
    return line(line -> line.strip().startsWith("curl ")).strip();
  }

  List<String> out() {
    synchronized (out) {
      return List.copyOf(out);
    }
  }

  List<String> err() {
    synchronized (err) {
      return List.copyOf(err);
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /// The PostgreSQL that it started, and that one's own processes.
  List<ProcessHandle> databases() {
    return process.descendants().toList();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /// SIGTERM. By its handle, for `Process.destroy` closes the pipes, too, and then the server cannot say that it stops.
  void terminate() {
    handle().destroy();
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Its exit code, once it has ended and everything that it said was read.
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end\n" + String.join("\n", err()));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether a shell finds a program.
  static boolean has(String program) {
    return !shell("command -v " + program).isEmpty();
  }

  /// What a shell prints for a command line.
  static String shell(String line) {
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", line)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(shell.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
