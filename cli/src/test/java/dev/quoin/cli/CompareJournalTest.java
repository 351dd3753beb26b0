package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.value.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

  /// Of rentals, as a file has them.
  private static final StringBuilder LINES = new StringBuilder();

  private static @Nullable KeptAnswers kept;

  @BeforeAll
  static void keep_what_was_asked_within_a_day() throws IOException {
    KeptAnswers answers = KeptAnswers.in(folder.resolve("data"), SEOUL);
    kept = answers;
    for (int i = 0; i < QUOTES; i++) {
      Request request = answers.request("rental", answers.drawn("rental", i));
      line(answers.quote("rental", request, at(i)).toString(), request);
    }
    for (int i = 0; i < WAIVERS; i++) {
      answers.quote("waiver", answers.request("waiver", answers.drawn("waiver", i)), at(i));
    }
    for (int i = 0; i < BATCHES; i++) {
      List<Request> cars = cars(answers, QUOTES + i);
      UUID id = answers.batch("rental", cars, at(QUOTES + i));
      for (int car = 0; car < CARS; car++) {
        line(id + "." + car, cars.get(car));
      }
    }
    answers.keep();
    Files.writeString(folder.resolve("same.jsonl"), LINES);
    change("dearer", "tables/rate-sheet.csv", "K8,>= 2024-06-07,109340", "K8,>= 2024-06-07,119340");
    change("nearer", "rental.dmn", "[0..5000]", "[0..200]");
  }

  private static Instant at(int number) {
    return BEGIN.plusSeconds(60L * number);
  }

  /// One trip with several models.
  private static List<Request> cars(KeptAnswers answers, long number) {
    List<Request> cars = new ArrayList<>();
    for (int car = 0; car < CARS; car++) {
      Map<String, Value> inputs = new LinkedHashMap<>(answers.drawn("rental", number));
      inputs.put("model", answers.drawn("rental", number + 1000L * car).get("model"));
      cars.add(answers.request("rental", inputs));
    }
    return cars;
  }

  private static void line(String id, Request request) {
    Map<String, Value> line = new LinkedHashMap<>();
    line.put("id", Value.of(id));
    line.putAll(request.inputs());
    LINES.append(Written.json(new Value.Context(line))).append('\n');
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
    if (kept != null) {
      kept.close();
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
  void an_export_of_the_journal_is_the_same_as_the_journal() throws IOException {
    Quoin.Ran ran = Quoin.in(folder).run("journal", "export", "--out", "lake", "--data", "data");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(json("nearer", "lake", "--by", "model"))
        .isEqualTo(json("nearer", "journal:..", "--by", "model"));
    Path file;
    try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
      file = files.filter(one -> one.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    Quoin.Ran cut = compare("nearer", "lake");
    assertThat(cut.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(cut.err())
        .startsWith("quoin: cannot read `lake`: day=")
        .contains("it is not what its manifest says");
    whole[whole.length / 2] ^= 1; // as long as it was, and another
    Files.write(file, whole);
    assertThat(compare("nearer", "lake").err()).contains("it is not what its manifest says");
    assertThat(compare("nearer", "nearer").errLines())
        .containsExactly(
            "quoin: " + folder.resolve("nearer") + " is no export: it has no folder `manifests`");
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
        .contains("<h2>Not compared, of what was kept</h2>", "<td>in distance</td>")
        .doesNotContain(example); // it is passed on
    assertThat(Files.readString(folder.resolve("r.md")))
        .contains("| not compared, of what was kept |", "| in distance |")
        .doesNotContain(example);
  }

  @Test
  void what_cannot_be_asked_is_told() {
    assertThat(compare("dearer", "journal:yesterday").errLines())
        .containsExactly(
            "quoin: `journal:yesterday` (expected: such as `journal:2026-11-01..2026-11-26`)");
    assertThat(compare("dearer", "journal:yesterday..").errLines())
        .containsExactly(
            "quoin: `journal:FROM` is `yesterday` (expected: such as 2026-11-27 or"
                + " 2026-11-27T00:00:00+09:00)");
    assertThat(compare("dearer", "journal:2026-06-02..2026-05-31").errLines())
        .containsExactly("quoin: `journal:FROM` is not before `journal:..TO`");
    Quoin.Ran ran = compare("dearer", "journal:..", "--data", "nowhere");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(ran.errLines())
        .containsExactly("quoin: there is no database in " + folder.resolve("nowhere"));
  }

  @Test
  void a_release_that_a_server_has_kept_stands_for_its_folder() throws IOException {
    ObjectNode compared = json("dearer", "same.jsonl");
    String digest = compared.required("before").required("release").textValue();
    String release = "release:" + digest.substring(0, 8);
    Quoin.Ran ran =
        data(
            "compare",
            "--before",
            release,
            "--after",
            "dearer",
            "--service",
            "rental",
            "--requests",
            "same.jsonl",
            "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(JSON.readTree(ran.out())).isEqualTo(compared);
    assertThat(data("diff", release, "dearer").out())
        .isEqualTo(
            "row of rate sheet: model K8, day >= 2024-06-07: weekday rate 109340 → 119340\n");
    assertThat(data("check", "dearer", "--count", "20", "--against", release).all())
        .isEqualTo(data("check", "dearer", "--count", "20", "--against", SEOUL.toString()).all());
  }

  @Test
  void a_release_that_is_not_there_is_told() {
    for (String release : List.of("release:00000000", "release:", "release:xyz")) {
      for (Quoin.Ran ran :
          List.of(
              data("diff", release, "dearer"),
              data("check", "dearer", "--against", release),
              data(
                  "compare",
                  "--before",
                  SEOUL.toString(),
                  "--after",
                  release,
                  "--service",
                  "rental",
                  "--requests",
                  "same.jsonl"))) {
        assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.errLines())
            .containsExactly(
                "quoin: `%s`: no release `%s` was published (expected: its digest, or the first digits of it)"
                    .formatted(release, release.substring("release:".length())));
      }
    }
    assertThat(
            Quoin.in(folder).run("diff", "release:00000000", "dearer", "--data", "nowhere").err())
        .isEqualTo(
            "quoin: `release:00000000`: there is no database in %s\n"
                .formatted(folder.resolve("nowhere")));
  }

  private static Quoin.Ran data(String... words) {
    return Quoin.in(folder)
        .run(Stream.concat(Stream.of(words), Stream.of("--data", "data")).toArray(String[]::new));
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
