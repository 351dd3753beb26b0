package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quoin.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server in a process of its own is killed with kill -9 at moments that nobody chose, its database with it at times, while releases
/// are published, activated, taken back, frozen and retired. How often: `-Dquoin.kills=50`.
class LifeKillsTest {
  private static final int KILLS = Integer.getInteger("quoin.kills", 2);

  /// A slow machine makes as many changes as a quick one.
  private static final int MOST_BEFORE = 8;

  private static final String RATEBOOK = "nyc-green-taxi";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long seed = Long.getLong("quoin.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Random moments = new Random(~seed);

  /// Changes go by the names that are their reasons.
  private final Set<String> acknowledged = new TreeSet<>();

  private final Set<String> unanswered = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final List<String> published = new ArrayList<>();
  private int changes;
  private String password = "";

  @TempDir private Path folder;

  @Test
  void what_was_acknowledged_is_there_and_what_was_not_is_whole_or_absent() throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    copy(folder.resolve("served"));
    copy(folder.resolve("published"));
    int whole = 0;
    for (int kill = 0; kill <= KILLS; kill++) {
      try (UpProcess up =
          UpProcess.start(data(), folder.resolve("served").toString(), "--no-export")) {
        String url = up.url();
        if (kill == 0) {
          password = up.password();
        }
        up.asAdmin(password);
        whole += assertWhole(up);
        if (kill < KILLS) {
          CountDownLatch begun = new CountDownLatch(1 + moments.nextInt(MOST_BEFORE));
          Thread operator = Thread.ofPlatform().start(() -> operate(url, begun));
          assertThat(begun.await(2, TimeUnit.MINUTES)).as("a change, seed %d", seed).isTrue();
          Thread.sleep(moments.nextInt(400));
          List<ProcessHandle> databases = up.databases();
          up.kill();
          if (moments.nextInt(3) == 0) {
            databases.forEach(ProcessHandle::destroyForcibly);
          }
          operator.join();
        }
      }
    }
    System.out.printf(
        "%d kills, seed %d: %d changes acknowledged, %d refused, %d without an answer are there whole%n",
        KILLS, seed, acknowledged.size() - whole, refused.size(), whole);
    assertThat(acknowledged).isNotEmpty();
  }

  private Path data() {
    return folder.resolve("data");
  }

  /// To try cases and guards takes longer than there is between two kills.
  private static void copy(Path copy) throws IOException {
    Path source = Quoin.checkout().resolve("ratebooks").resolve(RATEBOOK);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(source.relativize(file).toString()));
      }
    }
    Path yaml = copy.resolve("ratebook.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            .replaceFirst("(?ms)^guards:\\R.*?(?=^[a-z]|\\z)", "")
            .replaceAll("(?m)^  - \\{file: cases/.*\\R", "")
            .replaceAll("(?m)^cases:\\s*$", "cases: []"));
  }

  /// Changes one thing after another until no answer comes.
  ///
  /// @param begun counts those that have an answer
  private void operate(String url, CountDownLatch begun) {
    while (unanswered.isEmpty()) {
      String change = "change " + changes++;
      try {
        List<String> arguments = new ArrayList<>(command(change));
        arguments.addAll(List.of("--server", url, "--json"));
        Quoin.Ran ran = Quoin.in(folder).run(arguments.toArray(String[]::new));
        if (ran.code() == ExitCode.FINE) {
          acknowledge(change, JSON.readTree(ran.out()));
        } else if (ran.err().contains("no answer") || ran.err().contains("database is away")) {
          unanswered.add(change);
        } else {
          refused.add(change);
        }
        begun.countDown();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private List<String> command(String change) throws IOException {
    int what = published.isEmpty() ? 0 : random.nextInt(12);
    return switch (what) {
      case 0, 1, 2 -> {
        Files.writeString(
            folder.resolve("published/ratebook.yaml"),
            "# " + change + "\n",
            StandardOpenOption.APPEND);
        yield List.of("publish", "published", "--message", change);
      }
      case 3, 4, 5, 6 -> List.of("activate", any(), "--reason", change);
      case 7, 8 -> List.of("rollback", RATEBOOK, "--reason", change);
      case 9 ->
          List.of(random.nextInt(3) == 0 ? "freeze" : "unfreeze", RATEBOOK, "--reason", change);
      case 10 -> List.of("retire", any(), "--reason", change);
      default -> List.of("deactivate", RATEBOOK, "--reason", change);
    };
  }

  private String any() {
    return published.get(random.nextInt(published.size()));
  }

  private void acknowledge(String change, JsonNode answer) {
    if (answer.has("published")) {
      published.add(answer.path("release").asText());
    }
    boolean isRetired = !answer.has("is_new");
    if (isRetired
        ? answer.path("reason").asText().equals(change)
        : answer.path("is_new").asBoolean()) {
      acknowledged.add(change);
    }
  }

  /// @return how many changes are there of which no answer came
  private int assertWhole(UpProcess up) throws Exception {
    List<String> found = found(up);
    assertThat(found).as("seed %d", seed).doesNotHaveDuplicates().containsAll(acknowledged);
    Set<String> expected = new HashSet<>(acknowledged);
    expected.addAll(unanswered);
    assertThat(expected).as("seed %d", seed).containsAll(found);
    List<String> late = unanswered.stream().filter(found::contains).toList();
    acknowledged.addAll(late);
    unanswered.stream().filter(change -> !found.contains(change)).forEach(refused::add);
    unanswered.clear();
    assertChainIsWhole();
    up.ready();
    JsonNode ratebook = get(up, "/health").path("registry").path("ratebooks").path(0);
    assertThat(ratebook.path("live"))
        .as("%s, seed %d", ratebook, seed)
        .isEqualTo(ratebook.path("active"));
    return late.size();
  }

  private static List<String> found(UpProcess up) throws Exception {
    List<String> found = new ArrayList<>();
    for (JsonNode release : get(up, "/v1/releases").path("releases")) {
      found.add(release.path("published").path("message").asText());
      found.add(release.path("retired").path("reason").asText());
    }
    for (JsonNode decision : get(up, "/v1/ratebooks/" + RATEBOOK + "/life").path("decisions")) {
      found.add(decision.path("reason").asText());
    }
    return found.stream().filter(reason -> reason.startsWith("change ")).toList();
  }

  /// With all that it held before.
  private void assertChainIsWhole() throws IOException {
    Path head = folder.resolve("head");
    List<String> verify = new ArrayList<>(List.of("audit", "verify", "--data", "data"));
    if (Files.exists(head)) {
      verify.addAll(List.of("--head", "head"));
    }
    Quoin.Ran verified = Quoin.in(folder).run(verify.toArray(String[]::new));
    assertThat(verified.code()).as("%s, seed %d", verified.all(), seed).isEqualTo(ExitCode.FINE);
    Files.writeString(head, Quoin.in(folder).run("audit", "head", "--data", "data").out());
  }

  private static JsonNode get(UpProcess up, String path) throws Exception {
    return JSON.readTree(up.get(path).body());
  }
}
