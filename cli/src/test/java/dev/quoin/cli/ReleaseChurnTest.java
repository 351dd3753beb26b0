package dev.quoin.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseUrl;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.identity.Identity;
import dev.quoin.ratebook.Pricer;
import dev.quoin.registry.Registry;
import dev.quoin.registry.audit.Verified;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers on one database while releases are published, activated and rolled back.
class ReleaseChurnTest {
  /// For how long: `PT5M` for the long form.
  private static final Duration CHURN = Duration.parse(System.getProperty("quoin.churn", "PT20S"));

  private static final Duration EVERY = Duration.ofSeconds(2);

  /// A slow machine makes this many changes all the same.
  private static final int LEAST_TURNS = 6;

  /// After this no server answers under what was rolled back. The short form runs beside other tests, and tells no times.
  private static final Duration FOLLOWED =
      CHURN.compareTo(Duration.ofMinutes(1)) < 0 ? Duration.ofSeconds(20) : Duration.ofSeconds(2);

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private final Map<String, Pricer> releases = new HashMap<>();
  private final Map<String, String> bookings = new LinkedHashMap<>();

  @Test
  void no_request_fails_every_price_is_its_releases_and_what_was_taken_back_is_gone_in_two_seconds()
      throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    Path seoul = UpUnderLoadTest.withoutCases(folder.resolve("seoul"));
    withoutGuards(seoul);
    UpUnderLoadTest.keep(seoul, releases);
    // Not the folder that the servers watch: until somebody decides by hand they take over what
    // changes there.
    Path working = UpUnderLoadTest.withoutCases(folder.resolve("working"));
    withoutGuards(working);
    try (Database database = Database.embedded(folder.resolve("database"))) {
      String url = url(database.embedded().orElseThrow().url());
      try (UpProcess one = start("one", url, seoul).ready();
          UpProcess two =
              start(
                      "two",
                      url,
                      seoul,
                      "--no-export",
                      "--customer-key",
                      folder.resolve("one/customer.key").toString())
                  .ready();
          Callers callersOfOne = Callers.stubborn(one.url());
          Callers callersOfTwo = Callers.stubborn(two.url());
          HttpClient client = HttpClient.newHttpClient()) {
        List<UpProcess> servers = List.of(one.asAdmin(), two.asAdmin(one.password()));
        long end = System.nanoTime() + CHURN.toNanos();
        for (int turn = 0; turn < LEAST_TURNS || System.nanoTime() < end; turn++) {
          long next = System.nanoTime() + EVERY.toNanos();
          UpProcess server = servers.get(turn % 2);
          change(turn, working, server.url());
          book(client, server.url(), "B-" + turn);
          Thread.sleep(Math.max(0, Duration.ofNanos(next - System.nanoTime()).toMillis()));
        }
        callersOfOne.stop();
        callersOfTwo.stop();
        List<Callers.Answered> answered = new ArrayList<>(callersOfOne.answered());
        answered.addAll(callersOfTwo.answered());
        assertThat(callersOfOne.failed()).isEmpty();
        assertThat(callersOfTwo.failed()).isEmpty();
        assertAnswersAreTheirReleases(answered);
        assertNothingTakenBackIsAnswered(answered, decisions(client, one.url()));
        for (String booking : bookings.keySet()) {
          assertBookingStays(client, servers.get(booking.hashCode() & 1).url(), booking);
        }
        JsonNode health = get(client, two.url() + "/health");
        assertThat(health.path("attention")).as(health.toString()).isEmpty();
      }
      assertThat(Registry.of(database).verify(Optional.empty(), Identity::audited))
          .isInstanceOf(Verified.Intact.class);
    }
  }

  /// To try them takes longer than there is between two changes here.
  private static void withoutGuards(Path ratebook) throws IOException {
    Path yaml = ratebook.resolve("ratebook.yaml");
    String text = Files.readString(yaml);
    String without = text.replaceFirst("(?ms)^guards:\\R.*?(?=^[a-z]|\\z)", "");
    assertThat(without).hasSizeLessThan(text.length());
    Files.writeString(yaml, without);
  }

  private UpProcess start(String name, String url, Path ratebook, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(ratebook.toString(), "--database-url", url));
    arguments.addAll(List.of(more));
    return UpProcess.startOptimizing(folder.resolve(name), arguments.toArray(String[]::new));
  }

  private static String url(DatabaseUrl url) {
    return url.jdbc()
        .replaceFirst(
            "^jdbc:postgresql://",
            "postgres://" + url.user().orElseThrow() + ":" + url.password().orElseThrow() + "@");
  }

  /// In turn: a new release goes live; it is taken back; the one before it goes live again.
  private void change(int turn, Path working, String server) throws IOException {
    switch (turn % 3) {
      case 0 -> {
        UpUnderLoadTest.setLever(working, turn);
        UpUnderLoadTest.keep(working, releases);
        String release =
            run("publish", working.toString(), "--server", server, "--commit", "turn-" + turn)
                .path("release")
                .asText();
        run("activate", release, "--server", server, "--reason", "turn " + turn);
      }
      case 1 -> run("rollback", "seoul-carshare", "--server", server, "--reason", "turn " + turn);
      default -> {
        JsonNode all = run("releases", "--ratebook", "seoul-carshare", "--server", server);
        List<String> published = new ArrayList<>();
        all.path("releases")
            .forEach(release -> {
              if (release.has("published")) {
                published.add(release.path("release").asText());
              }
            });
        run("activate", published.get(turn % published.size()), "--server", server);
      }
    }
  }

  private static JsonNode run(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    Quoin.Ran ran = Quoin.inCheckout().run(all.toArray(String[]::new));
    assertThat(ran.code()).as(ran.all()).isZero();
    return JSON.readTree(ran.out());
  }

  private void book(HttpClient client, String server, String booking)
      throws IOException, InterruptedException {
    JsonNode quote = Callers.ask(client, server, "quote of " + booking);
    JsonNode booked =
        post(
            client,
            server + "/v1/rental/bookings",
            JSON.createObjectNode()
                .put("quote_id", quote.path("id").asText())
                .put("booking_id", booking)
                .toString());
    String release = quote.path("release").asText();
    assertThat(booked.path("answer").path("release").asText()).isEqualTo(release);
    bookings.put(booking, release);
  }

  /// An extension goes by the booking's release, whatever is live.
  private void assertBookingStays(HttpClient client, String server, String booking)
      throws IOException, InterruptedException {
    JsonNode extended =
        post(
            client,
            server + "/v1/rental/bookings/" + booking + "/extensions",
            "{\"inputs\": {\"end\": \"2026-06-14T22:00\"}}");
    assertThat(extended.path("answer").path("release").asText())
        .as(extended.toString())
        .isEqualTo(bookings.get(booking));
  }

  private void assertAnswersAreTheirReleases(List<Callers.Answered> answered) throws IOException {
    Map<String, Integer> seen = new HashMap<>();
    for (Callers.Answered one : answered) {
      JsonNode answer = one.answer();
      String release = answer.path("release").asText();
      assertThat(releases).containsKey(release);
      assertThat(UpUnderLoadTest.lines(answer))
          .isEqualTo(UpUnderLoadTest.offline(requireNonNull(releases.get(release)), answer));
      seen.merge(release, 1, Integer::sum);
    }
    assertThat(seen).hasSizeGreaterThan(2);
  }

  private record Step(Instant at, String kind, String release) {}

  private static List<Step> decisions(HttpClient client, String server)
      throws IOException, InterruptedException {
    List<Step> steps = new ArrayList<>();
    get(client, server + "/v1/ratebooks/seoul-carshare/life")
        .path("decisions")
        .forEach(decision ->
            steps.add(
                new Step(
                    Instant.parse(decision.path("at").asText()),
                    decision.path("kind").asText(),
                    decision.path("release").asText())));
    return steps;
  }

  /// The instant of a decision is before its commit, so this is a little more than what is promised.
  private static void assertNothingTakenBackIsAnswered(
      List<Callers.Answered> answered, List<Step> steps) {
    Duration longest = Duration.ZERO;
    int rollbacks = 0;
    for (int i = 1; i < steps.size(); i++) {
      if (!steps.get(i).kind().equals("rollback")) {
        continue;
      }
      rollbacks++;
      String withdrawn = steps.get(i - 1).release();
      Instant from = steps.get(i).at();
      Instant until =
          steps.stream()
              .skip(i + 1L)
              .filter(step -> step.release().equals(withdrawn))
              .map(Step::at)
              .findFirst()
              .orElse(Instant.MAX);
      for (Callers.Answered one : answered) {
        if (one.answer().path("release").asText().equals(withdrawn)
            && one.at().isAfter(from)
            && one.at().isBefore(until)) {
          Duration late = Duration.between(from, one.at());
          longest = late.compareTo(longest) > 0 ? late : longest;
        }
      }
    }
    System.out.printf(
        "%,d answers, %d decisions, %d of them rollbacks; the last answer under what was taken back came %d ms later%n",
        answered.size(), steps.size(), rollbacks, longest.toMillis());
    assertThat(rollbacks).isPositive();
    assertThat(longest).isLessThan(FOLLOWED);
  }

  private static JsonNode get(HttpClient client, String address)
      throws IOException, InterruptedException {
    return JSON.readTree(
        client
            .send(
                HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body());
  }

  private static JsonNode post(HttpClient client, String address, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(address))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }
}
