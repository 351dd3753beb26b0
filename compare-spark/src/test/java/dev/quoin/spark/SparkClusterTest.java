package dev.quoin.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compare.By;
import dev.quoin.compare.Compare;
import dev.quoin.compare.Comparison;
import dev.quoin.compare.ComparisonJson;
import dev.quoin.compare.Origin;
import dev.quoin.compare.Policy;
import dev.quoin.compare.Requests;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.value.Written;
import dev.quoin.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `quoin compare` on a real Spark cluster says what it says without one, to the last byte.
class SparkClusterTest {
  private static final Path SEOUL = Checkout.folder().resolve("ratebooks/seoul-carshare");
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
  private static final int MOVERS = 5;

  @TempDir static Path folder;

  private static Policy before;
  private static Policy after;
  private static Cluster cluster;
  private static Cluster.Worker two;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    change(folder.resolve("next"));
    before = policy(SEOUL);
    after = policy(folder.resolve("next"));
    cluster = Cluster.start(folder);
    cluster.worker("one");
    two = cluster.worker("two");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /// What the command did.
  private record Ran(int code, String out, String err) {}

  @Test
  void the_requests_of_a_file_and_the_causes_come_to_the_same() throws Exception {
    Path file = folder.resolve("requests.csv");
    Files.writeString(file, csv(9_000));
    List<String> by = List.of("membership", "distance step 50, start.hour");
    Origin origin = new Origin.Written(file.toString(), file, true);
    assertThat(origin.parts()).hasSizeGreaterThan(1);
    Ran ran = onSpark(file.toString(), by, "--attribute");
    assertThat(ran).isEqualTo(new Ran(0, here(origin, by, true), ""));
  }

  @Test
  void a_worker_that_is_killed_does_not_show() throws Exception {
    List<String> by = List.of("model");
    Ran ran;
    try (ExecutorService killer = Executors.newSingleThreadExecutor()) {
      Future<?> killed = killer.submit(killing(two));
      ran = onSpark("generate:300000@9", by);
      killed.get();
    }
    two = cluster.worker("instead of two");
    assertThat(ran.err()).contains("quoin: spark: Lost executor");
    assertThat(ran.out()).isEqualTo(here(new Origin.Generated(false, 9, 300_000), by, false));
  }

  /// Kills it in the middle of its work.
  private static Callable<Object> killing(Cluster.Worker worker) {
    return () -> {
      worker.awaitTask();
      worker.kill();
      return worker;
    };
  }

  /// What the command prints without a cluster.
  private static String here(Origin origin, List<String> by, boolean attributes)
      throws IOException, InterruptedException {
    Problems problems = new Problems();
    Comparison.Options options =
        new Comparison.Options(By.read(by, before, after, problems), MOVERS, AT, attributes);
    try (Requests requests = origin.open(before, after, problems).orElseThrow()) {
      Comparison compared =
          new Compare(before, after, options).run(requests, 2, _ -> {}).orElseThrow();
      return JsonTree.write(ComparisonJson.of(compared)) + "\n";
    }
  }

  /// The command, in a process as `./quoin` starts it.
  private static Ran onSpark(String requests, List<String> by, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx1g",
                "-Dquoin.home=" + Checkout.folder(),
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.quoin.cli.Main"));
    command.addAll(
        List.of(
            "compare",
            "--before",
            SEOUL.toString(),
            "--after",
            folder.resolve("next").toString(),
            "--service",
            "rental",
            "--requests",
            requests,
            "--at",
            AT.toString(),
            "--movers",
            Integer.toString(MOVERS),
            "--json",
            "--spark",
            cluster.master()));
    by.forEach(one -> command.addAll(List.of("--by", one)));
    command.addAll(List.of(more));
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        cluster.environment(new ProcessBuilder(command)).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ran(process.waitFor(), out, Files.readString(err));
  }

  /// The names are so long that the file has several parts.
  private static String csv(int count) {
    Generator generator = before.ratebook().generator("rental", new Problems()).orElseThrow();
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < count; i++) {
      Map<String, Value> inputs = generator.inputs(3, i);
      if (i == 0) {
        csv.append("id,").append(String.join(",", inputs.keySet())).append('\n');
      }
      csv.append("q".repeat(1_000)).append(i).append(',');
      csv.append(
          inputs.values().stream()
              .map(value -> value instanceof Value.Null ? "" : Written.plain(value))
              .collect(Collectors.joining(",")));
      csv.append('\n');
    }
    return csv.toString();
  }

  private static Policy policy(Path ratebook) {
    return Policy.of(Ratebook.load(ratebook, new Problems()).orElseThrow(), "rental");
  }

  /// A copy of the ratebook in which busy hours are dearer, and a model, and one-way rentals are shorter.
  private static void change(Path next) throws IOException {
    try (Stream<Path> files = Files.walk(SEOUL)) {
      for (Path file : files.toList()) {
        Files.copy(file, next.resolve(SEOUL.relativize(file).toString()));
      }
    }
    edit(next.resolve("ratebook.yaml"), "value: 1.10\n", "value: 1.14\n");
    edit(next.resolve("ratebook.yaml"), "value: 70\n", "value: 60\n");
    edit(
        next.resolve("tables/rate-sheet.csv"),
        "K8,>= 2024-06-07,109340",
        "K8,>= 2024-06-07,115000");
  }

  private static void edit(Path file, String old, String text) throws IOException {
    String content = Files.readString(file);
    assertThat(content).containsOnlyOnce(old);
    Files.writeString(file, content.replace(old, text));
  }
}
