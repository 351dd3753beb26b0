package dev.quoin.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server in a process of its own while callers ask it: it is stopped, killed, and its ratebook is changed.
class UpUnderLoadTest {
  /// For how long a ratebook is changed: `PT5M` for the long form.
  private static final Duration TAKEOVERS = duration("quoin.takeovers.for", "PT15S");

  private static final Duration TAKEOVER_EVERY = duration("quoin.takeovers.every", "PT1S");

  /// How often something is killed: 100 for the long form.
  private static final int KILLS = Integer.getInteger("quoin.kills", 2);

  @TempDir private Path folder;

  private static Duration duration(String name, String otherwise) {
    return Duration.parse(System.getProperty(name, otherwise));
  }

  @Test
  void no_request_fails_while_it_drains() throws Exception {
    try (UpProcess up = UpProcess.start(folder.resolve("data")).ready();
        Callers callers = Callers.of(up.url())) {
      Thread.sleep(2_000);
      up.terminate();
      assertThat(up.exitCode()).isZero();
      callers.stop();
      assertThat(callers.failed()).isEmpty();
      assertThat(callers.answered()).isNotEmpty();
    }
  }

  @Test
  void every_answer_is_the_price_of_its_release_while_the_ratebook_changes() throws Exception {
    Path seoul = withoutCases(folder.resolve("seoul"));
    Map<String, Pricer> releases = new HashMap<>();
    keep(seoul, releases);
    try (UpProcess up =
            UpProcess.start(folder.resolve("data"), seoul.toString(), "--look", "PT0.2S").ready();
        Callers callers = Callers.of(up.url())) {
      long end = System.nanoTime() + TAKEOVERS.toNanos();
      long latest = end + TAKEOVERS.toNanos() * 8; // a crowded machine takes over late
      for (int change = 0;
          System.nanoTime() < end || (releases(callers) < 3 && System.nanoTime() < latest);
          change++) {
        setLever(seoul, change);
        keep(seoul, releases);
        Thread.sleep(TAKEOVER_EVERY);
      }
      callers.stop();
      assertThat(callers.failed()).isEmpty();
      for (Callers.Answered answered : callers.answered()) {
        JsonNode answer = answered.answer();
        String release = answer.path("release").asText();
        assertThat(releases).containsKey(release);
        assertThat(lines(answer)).isEqualTo(offline(requireNonNull(releases.get(release)), answer));
      }
      assertThat(releases(callers)).isGreaterThan(2);
    }
  }

  /// How many releases have answered.
  private static long releases(Callers callers) {
    return callers.answered().stream()
        .map(answered -> answered.answer().path("release").asText())
        .distinct()
        .count();
  }

  /// The prices change from release to release, so golden cases would hold none but the first.
  static Path withoutCases(Path copy) throws IOException {
    Path source = Quoin.checkout().resolve("ratebooks/seoul-carshare");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(source.relativize(file).toString()));
      }
    }
    Path yaml = copy.resolve("ratebook.yaml");
    String text = Files.readString(yaml);
    Files.writeString(
        yaml,
        text.replaceAll("(?m)^  - \\{file: cases/.*\\R", "")
            .replaceAll("(?m)^cases:\\s*$", "cases: []"));
    return copy;
  }

  /// The factor of a busy zone, which the rental that is asked for has.
  static void setLever(Path ratebook, int change) throws IOException {
    Path yaml = ratebook.resolve("ratebook.yaml");
    String text = Files.readString(yaml);
    Files.writeString(
        yaml,
        text.replaceFirst(
            "(id: demand busy(?s:.*?)value: )\\d\\.\\d+",
            "$1" + BigDecimal.valueOf(85 + change % 45, 2)));
  }

  static void keep(Path ratebook, Map<String, Pricer> releases) {
    Problems problems = new Problems();
    Ratebook loaded = Ratebook.load(ratebook, problems).orElseThrow();
    releases.computeIfAbsent(loaded.digest(), _ -> new Pricer(loaded, Compiler::compile));
  }

  static List<String> lines(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    answer
        .path("line_items")
        .forEach(
            line -> lines.add(line.path("code").asText() + " " + line.path("amount").asText()));
    lines.add("total " + answer.path("total").asText());
    return lines;
  }

  static List<String> offline(Pricer pricer, JsonNode answer) throws IOException {
    Request request =
        Request.read(pricer.ratebook(), "rental", "weekend.json", Callers.rental(), new Problems())
            .orElseThrow();
    Answer.Quote quote =
        (Answer.Quote)
            pricer.quote("rental", request, Instant.parse(answer.path("priced_at").asText()));
    List<String> lines = new ArrayList<>();
    quote.lines().forEach(line -> lines.add(line.code() + " " + line.amount().toPlainText()));
    lines.add("total " + quote.total().toPlainText());
    return lines;
  }

  @Test
  void what_was_answered_is_there_whatever_is_killed() throws Exception {
    long seed = Long.getLong("quoin.seed", System.nanoTime());
    Random random = new Random(seed);
    Path data = folder.resolve("data");
    for (int kill = 0; kill < KILLS; kill++) {
      String killed = List.of("server", "database", "both").get(kill % 3);
      List<Callers.Answered> answered = killed(data, killed, random);
      assertThat(answered).as("before %s was killed, seed %d", killed, seed).isNotEmpty();
      try (UpProcess up = UpProcess.start(data);
          HttpClient client = HttpClient.newHttpClient()) {
        for (Callers.Answered before : answered) {
          JsonNode again = Callers.ask(client, up.url(), before.requestId());
          assertThat(again)
              .as("after %s was killed, seed %d", killed, seed)
              .isEqualTo(before.answer());
        }
        assertThat(answered).extracting(Callers.Answered::id).doesNotHaveDuplicates();
      }
    }
  }

  /// What was answered until something was killed.
  private static List<Callers.Answered> killed(Path data, String what, Random random)
      throws Exception {
    try (UpProcess up = UpProcess.start(data);
        Callers callers = Callers.stubborn(up.url())) {
      callers.awaitAnswer();
      Thread.sleep(random.nextInt(1_500));
      if (what.equals("database")) {
        up.databases().forEach(ProcessHandle::destroyForcibly);
        Thread.sleep(2_000);
        assertThat(callers.failed()).as("quotes go on without the database").isEmpty();
      }
      callers.expectSilence();
      List<ProcessHandle> databases = up.databases();
      up.kill();
      if (what.equals("both")) {
        databases.forEach(ProcessHandle::destroyForcibly);
      }
      callers.stop();
      return callers.answered();
    }
  }
}
