package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.journal.Card;
import dev.quoin.journal.CustomerKey;
import dev.quoin.journal.Entry;
import dev.quoin.journal.Fingerprint;
import dev.quoin.journal.Journal;
import dev.quoin.journal.Kind;
import dev.quoin.pricing.Batch;
import dev.quoin.pricing.Ids;
import dev.quoin.pricing.KeptBatch;
import dev.quoin.pricing.KeptJson;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.value.Written;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares what a real PostgreSQL holds. The same requests in a file are the twin: they come to the same figures.
class CompareJournalTest {
  private static final Path SEOUL = Quoin.checkout().resolve("ratebooks/seoul-carshare");
  private static final Instant BEGIN = Instant.parse("2026-06-01T12:00:00Z");
  private static final int QUOTES = 300;
  private static final int WAIVERS = 20;
  private static final int BATCHES = 3;
  private static final int CARS = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static final Release RELEASE =
      Release.of(Ratebook.load(SEOUL, new Problems()).orElseThrow());
  private static final SplittableRandom RANDOM = new SplittableRandom(7);

  /// Of rentals, as a file has them.
  private static final StringBuilder LINES = new StringBuilder();

  private static @Nullable Database database;

  @BeforeAll
  static void keep_what_was_asked_within_a_day() throws IOException {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    Path data = folder.resolve("data");
    database = Database.embedded(data);
    try (Journal journal =
        Journal.open(
            database,
            data.resolve("spool"),
            CustomerKey.inOrMade(data.resolve("customer.key"), database),
            InstantSource.fixed(BEGIN),
            new SimpleMeterRegistry())) {
      CompletableFuture.allOf(entries().map(journal::append).toArray(CompletableFuture[]::new))
          .join();
    }
    Files.writeString(folder.resolve("same.jsonl"), LINES);
    change("dearer", "tables/rate-sheet.csv", "K8,>= 2024-06-07,109340", "K8,>= 2024-06-07,119340");
    change("nearer", "rental.dmn", "[0..5000]", "[0..200]");
  }

  private static Stream<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < QUOTES; i++) {
      entries.add(quote("rental", i));
    }
    for (int i = 0; i < WAIVERS; i++) {
      entries.add(quote("waiver", i));
    }
    for (int i = 0; i < BATCHES; i++) {
      entries.add(batch(QUOTES + i));
    }
    return entries.stream();
  }

  private static Entry quote(String service, int number) {
    Request request = request(service, drawn(service, number));
    Instant at = BEGIN.plusSeconds(60L * number);
    UUID id = Ids.next(at, RANDOM);
    if (service.equals("rental")) {
      line(id.toString(), request);
    }
    Answer.Outcome outcome = (Answer.Outcome) RELEASE.pricer().quote(service, request, at);
    return entry(id, Kind.QUOTE, service, at, KeptJson.of(request), KeptJson.of(outcome));
  }

  private static Entry batch(int number) {
    Instant at = BEGIN.plusSeconds(60L * number);
    UUID id = Ids.next(at, RANDOM);
    List<Batch.Item> items = new ArrayList<>();
    for (int car = 0; car < CARS; car++) {
      Map<String, Value> inputs = new LinkedHashMap<>(drawn("rental", number));
      inputs.put("model", drawn("rental", number + 1000L * car).get("model"));
      Request request = request("rental", inputs);
      line(id + "." + car, request);
      items.add(
          new Batch.Item.Answered(
              request, (Answer.Outcome) RELEASE.pricer().quote("rental", request, at)));
    }
    Batch batch = new Batch(id, RELEASE, "rental", at, Optional.empty(), items);
    return entry(id, Kind.BATCH, "rental", at, KeptBatch.inputs(batch), KeptBatch.outcomes(batch));
  }

  private static Map<String, Value> drawn(String service, long number) {
    return RELEASE.ratebook().generator(service, new Problems()).orElseThrow().inputs(7, number);
  }

  private static Request request(String service, Map<String, Value> inputs) {
    return Request.of(
            RELEASE.ratebook(),
            Objects.requireNonNull(RELEASE.ratebook().services().get(service)),
            inputs,
            _ -> new Place("drawn", 0, 0),
            new Problems())
        .orElseThrow();
  }

  private static void line(String id, Request request) {
    Map<String, Value> line = new LinkedHashMap<>();
    line.put("id", Value.of(id));
    line.putAll(request.inputs());
    LINES.append(Written.json(new Value.Context(line))).append('\n');
  }

  private static Entry entry(
      UUID id, Kind kind, String service, Instant at, String inputs, String answer) {
    return new Entry(
        id,
        kind,
        service,
        RELEASE.ratebook().id(),
        RELEASE.digest(),
        at,
        Optional.empty(),
        "the app",
        Optional.empty(),
        Fingerprint.of(new byte[0]),
        Optional.empty(),
        inputs,
        answer,
        Card.NONE);
  }

  private static void change(String name, String file, String text, String other)
      throws IOException {
    Path changed = folder.resolve(name);
    try (Stream<Path> files = Files.walk(SEOUL)) {
      for (Path one : files.toList()) {
        Files.copy(one, changed.resolve(SEOUL.relativize(one).toString()));
      }
    }
    String whole = Files.readString(changed.resolve(file));
    assertThat(whole).contains(text);
    Files.writeString(changed.resolve(file), whole.replace(text, other));
  }

  @AfterAll
  static void stop() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void what_a_server_was_asked_comes_to_what_the_same_requests_of_a_file_come_to()
      throws IOException {
    ObjectNode kept = json("dearer", "journal:2026-06-01..2026-06-02", "--by", "model");
    JsonNode notCompared = kept.remove("not_compared");
    assertThat(kept).isEqualTo(json("dearer", "same.jsonl", "--by", "model"));
    assertThat(kept.required("requests").intValue()).isEqualTo(QUOTES + BATCHES * CARS);
    assertThat(kept.required("changed").intValue()).isPositive();
    assertThat(notCompared.required("answers").intValue()).isEqualTo(WAIVERS);
    assertThat(notCompared.required("groups").get(0).required("why").textValue())
        .isEqualTo("other_service");
  }

  @Test
  void it_is_the_same_on_any_number_of_threads() {
    Quoin.Ran one = compare("nearer", "journal:..", "--json", "--threads", "1");
    Quoin.Ran four = compare("nearer", "journal:..", "--json", "--threads", "4");
    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out()).isEqualTo(four.out());
  }

  @Test
  void a_period_begins_with_its_first_moment_and_ends_before_its_last() throws IOException {
    assertThat(requests("journal:2026-06-01T12:10:00Z..2026-06-01T12:20:00Z")).isEqualTo(10);
    assertThat(requests("journal:2026-06-01T21:10:00+09:00..2026-06-01T21:20:00+09:00"))
        .isEqualTo(10);
    assertThat(requests("journal:2026-06-02..")).isZero();
    assertThat(requests("journal:..2026-06-01")).isEqualTo(QUOTES + BATCHES * CARS);
  }

  private int requests(String period) throws IOException {
    return json("dearer", period).required("requests").intValue();
  }

  @Test
  void what_one_side_cannot_read_is_told_and_counted_by_itself() throws IOException {
    ObjectNode compared = json("nearer", "journal:..");
    JsonNode notCompared = compared.required("not_compared");
    JsonNode far = notCompared.required("unreadable").get(0);
    assertThat(far.required("side").textValue()).isEqualTo("after");
    assertThat(far.required("field").textValue()).isEqualTo("distance");
    assertThat(far.required("code").textValue()).isEqualTo("not-allowed");
    int apart = far.required("requests").intValue();
    assertThat(apart).isPositive();
    assertThat(compared.required("requests").intValue()).isEqualTo(QUOTES + BATCHES * CARS - apart);
    assertThat(compared.required("changed").intValue()).isZero();
    Quoin.Ran shown = compare("nearer", "journal:..", "--report", "r.html", "--markdown", "r.md");
    String example = far.required("example").textValue();
    assertThat(shown.out())
        .contains(
            "\nnot compared, of what was kept\n",
            "  quote of waiver     ",
            "another service",
            "no request after",
            "(expected: [0..200]), in " + example);
    assertThat(Files.readString(folder.resolve("r.html")))
        .contains("<h2>Not compared, of what was kept</h2>", example);
    assertThat(Files.readString(folder.resolve("r.md")))
        .contains("| not compared, of what was kept |", example);
  }

  @Test
  void what_cannot_be_asked_is_told() {
    assertThat(compare("dearer", "journal:yesterday").errLines())
        .containsExactly(
            "quoin: `journal:yesterday` (expected: such as `journal:2026-11-01..2026-11-26`)");
    assertThat(compare("dearer", "journal:yesterday..").errLines())
        .containsExactly(
            "quoin: `journal:FROM` is `yesterday` (expected: such as 2026-11-27 or 2026-11-27T00:00:00+09:00)");
    assertThat(compare("dearer", "journal:2026-06-02..2026-05-31").errLines())
        .containsExactly("quoin: `journal:FROM` is not before `journal:..TO`");
    Quoin.Ran ran = compare("dearer", "journal:..", "--data", "nowhere");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(ran.errLines())
        .containsExactly("quoin: there is no database in " + folder.resolve("nowhere"));
  }

  private static ObjectNode json(String after, String requests, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of(more));
    args.add("--json");
    Quoin.Ran ran = compare(after, requests, args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return (ObjectNode) JSON.readTree(ran.out());
  }

  private static Quoin.Ran compare(String after, String requests, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "compare",
                "--before",
                SEOUL.toString(),
                "--after",
                after,
                "--service",
                "rental",
                "--requests",
                requests));
    args.addAll(List.of(more));
    if (!args.contains("--data")) {
      args.addAll(List.of("--data", "data"));
    }
    return Quoin.in(folder).run(args.toArray(String[]::new));
  }
}
