package dev.quoin.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.value.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
  private static final long SEED = 11;
  private static final String[] BY = {
    "model",
    "start.hour",
    "start.weekday",
    "start.month",
    "start.year",
    "distance step 50",
    "membership, start.weekday",
    "one way distance"
  };

  private static final Policy BEFORE = Policy.of(Seoul.AS_IT_IS, "rental");
  private static final Policy AFTER = Policy.of(Seoul.dearer(), "rental");

  @TempDir Path folder;

  @Test
  void by_columns_and_one_by_one_it_is_the_same() throws Exception {
    int count = 4_000;
    Comparison.Options options = options(BY);
    assertThat(json(compare(BEFORE, AFTER, options, count, 1_000, 3)))
        .isEqualTo(json(OneByOne.compare(BEFORE, AFTER, options, requests(count))));
  }

  @Test
  void the_other_way_round_requests_are_newly_offered() throws Exception {
    Comparison.Options options = options("model");
    Comparison there = compare(BEFORE, AFTER, options, 2_000, 512, 2);
    Comparison back = compare(AFTER, BEFORE, options, 2_000, 512, 2);
    assertThat(back.all().newlyOffered()).isEqualTo(there.all().newlyRefused());
    assertThat(back.all().newlyOffered().requests()).isPositive();
    assertThat(back.all().difference()).isEqualTo(there.all().difference().negate());
    assertThat(json(back))
        .isEqualTo(
            json(
                OneByOne.compare(
                    /* before= */ AFTER, /* after= */ BEFORE, options, requests(2_000))));
  }

  @Test
  void neither_the_threads_nor_the_blocks_show_in_the_result() throws Exception {
    String once = json(compare(BEFORE, AFTER, options(BY), 3_000, 3_000, 1));
    assertThat(json(compare(BEFORE, AFTER, options(BY), 3_000, 7, 5))).isEqualTo(once);
    assertThat(json(compare(BEFORE, AFTER, options(BY), 3_000, 1_024, 2))).isEqualTo(once);
  }

  @Test
  void what_is_counted_so_far_is_what_these_requests_come_to() throws Exception {
    List<Figures> seen = new ArrayList<>();
    Compare compare = new Compare(BEFORE, AFTER, options());
    try (Requests requests = new GeneratedRequests(generator(), SEED, 1_000, 300)) {
      compare.count(
          requests, 1, (_, soFar) -> seen.add(soFar.get().orElseThrow()), Optional.empty());
    }
    assertThat(seen).hasSize(4);
    assertThat(seen.get(1)).isEqualTo(compare(BEFORE, AFTER, options(), 600, 300, 1).all());
    assertThat(seen.getLast()).isEqualTo(compare(BEFORE, AFTER, options(), 1_000, 300, 2).all());
  }

  @Test
  void one_policy_against_itself_changes_nothing() throws Exception {
    Comparison same = compare(BEFORE, BEFORE, options("model"), 1_000, 300, 2);
    assertThat(same.all().changed()).isZero();
    assertThat(same.all().difference()).isZero();
    assertThat(same.movers()).isEmpty();
  }

  @Test
  void a_service_in_which_requests_fail() throws Exception {
    Policy wrong =
        Policy.of(
            Seoul.changed()
                .writing(
                    "sum(line items.amount)",
                    "sum(line items.amount) + (if count(line items) > 3 then 1 else 0)")
                .ratebook(),
            "rental");
    Comparison.Options options = options("start.hour");
    Comparison failing = compare(BEFORE, wrong, options, 1_000, 300, 2);
    assertThat(failing.all().newlyFailed().requests()).isPositive();
    assertThat(failing.codesAfter().failures()).containsOnlyKeys("total-differs");
    assertThat(json(failing))
        .isEqualTo(json(OneByOne.compare(BEFORE, wrong, options, requests(1_000))));
  }

  @Nested
  class FromAFile {
    @Test
    void json_lines_are_the_requests_that_they_were_made_of() throws Exception {
      Path file = folder.resolve("requests.jsonl");
      Files.writeString(file, lines(requests(1_000), false));
      Comparison read = fromFile(file, 128);
      assertThat(figures(read))
          .isEqualTo(figures(compare(BEFORE, AFTER, options(BY), 1_000, 300, 2)));
    }

    @Test
    void csv_says_the_same() throws Exception {
      Path file = folder.resolve("requests.csv");
      List<Map<String, Value>> requests = requests(1_000);
      StringBuilder csv =
          new StringBuilder(String.join(",", requests.getFirst().keySet()) + "\r\n");
      for (Map<String, Value> request : requests) {
        csv.append(
            String.join(
                ",",
                request.values().stream()
                    .map(value ->
                        value instanceof Value.Null ? "" : '"' + Written.plain(value) + '"')
                    .toList()));
        csv.append("\r\n");
      }
      Files.writeString(file, csv);
      assertThat(figures(fromFile(file, 100)))
          .isEqualTo(figures(compare(BEFORE, AFTER, options(BY), 1_000, 300, 2)));
    }

    @Test
    void what_stands_beside_the_inputs_as_id_is_what_a_request_is_called() throws Exception {
      Path file = folder.resolve("requests.jsonl");
      Files.writeString(file, lines(requests(200), true));
      assertThat(fromFile(file, 64).movers())
          .isNotEmpty()
          .allMatch(mover -> mover.id().startsWith("q-"));
    }

    @Test
    void everything_that_is_wrong_is_told_at_its_line() throws Exception {
      Path file = folder.resolve("requests.jsonl");
      List<String> lines = new ArrayList<>(lines(requests(5), false).lines().toList());
      lines.set(1, lines.get(1).replace("\"distance\"", "\"distence\""));
      lines.set(3, "{\"start\": ");
      lines.add(lines.getFirst().replaceFirst("\"utilisation\": \\d+", "\"utilisation\": 101"));
      Files.writeString(file, String.join("\n", lines));
      try (Requests requests = FileRequests.jsonLines("r.jsonl", file, BEFORE, AFTER, 2)) {
        assertThat(new Compare(BEFORE, AFTER, options()).run(requests, 2, _ -> {})).isEmpty();
        assertThat(requests.flaws().first())
            .extracting(Problem::code)
            .containsExactly("missing-field", "unknown-field", "bad-json", "not-allowed");
        assertThat(requests.flaws().first())
            .extracting(problem -> problem.place().line())
            .containsExactly(2, 2, 4, 6);
      }
    }

    @Test
    void no_more_than_a_thousand_problems_are_kept_but_all_are_counted() throws Exception {
      Path file = folder.resolve("requests.jsonl");
      Files.writeString(file, "nothing\n".repeat(2_500));
      try (Requests requests = FileRequests.jsonLines("r.jsonl", file, BEFORE, AFTER, 100)) {
        assertThat(new Compare(BEFORE, AFTER, options()).run(requests, 2, _ -> {})).isEmpty();
        assertThat(requests.flaws().count()).isEqualTo(2_500);
        assertThat(requests.flaws().first()).hasSize(Flaws.MOST);
        assertThat(requests.flaws().first().getLast().place().line()).isEqualTo(Flaws.MOST);
      }
    }

    @Test
    void a_csv_column_that_is_no_input_is_told_once() throws IOException {
      Path file = folder.resolve("requests.csv");
      Files.writeString(file, "id,modell,start\n1,K8,2026-06-01T10:00\n");
      Problems problems = new Problems();
      assertThat(FileRequests.csv("r.csv", file, BEFORE, AFTER, 10, problems)).isEmpty();
      assertThat(problems.sorted().toString())
          .contains("r.csv:1:4: unknown-field: unknown field `modell`; did you mean `model`?");
    }

    @Test
    void a_request_that_only_one_policy_can_read_fails_under_the_other() throws Exception {
      Policy strict =
          Policy.of(Seoul.changed().writing("[0..100]", "[0..50]").ratebook(), "rental");
      Path file = folder.resolve("requests.jsonl");
      Files.writeString(file, lines(requests(100), false));
      try (Requests requests = FileRequests.jsonLines("r.jsonl", file, BEFORE, strict, 10)) {
        Comparison compared =
            new Compare(BEFORE, strict, options()).run(requests, 2, _ -> {}).orElseThrow();
        assertThat(compared.codesAfter().failures()).containsOnlyKeys("not-allowed");
        assertThat(compared.all().newlyFailed().requests()).isPositive();
      }
    }

    private Comparison fromFile(Path file, int block) throws Exception {
      try (Requests requests =
          file.toString().endsWith(".csv")
              ? FileRequests.csv("r.csv", file, BEFORE, AFTER, block, new Problems()).orElseThrow()
              : FileRequests.jsonLines("r.jsonl", file, BEFORE, AFTER, block)) {
        Optional<Comparison> compared =
            new Compare(BEFORE, AFTER, options(BY)).run(requests, 2, _ -> {});
        assertThat(requests.flaws().first()).isEmpty();
        return compared.orElseThrow();
      }
    }

    private static String lines(List<Map<String, Value>> requests, boolean named) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < requests.size(); i++) {
        Map<String, Value> request = new LinkedHashMap<>();
        if (named) {
          request.put("id", Value.of("q-" + i));
        }
        request.putAll(requests.get(i));
        lines.append(Written.json(new Value.Context(request))).append('\n');
      }
      return lines.toString();
    }

    /// Without what tells a request by its number.
    private static String figures(Comparison comparison) {
      Map<String, Object> tree = new LinkedHashMap<>(ComparisonJson.of(comparison));
      tree.keySet().removeIf(key -> key.endsWith("movers"));
      return JsonTree.write(tree);
    }
  }

  private static Comparison compare(
      Policy before, Policy after, Comparison.Options options, long count, int block, int threads)
      throws IOException, InterruptedException {
    return new Compare(before, after, options)
        .run(new GeneratedRequests(generator(), SEED, count, block), threads, _ -> {})
        .orElseThrow();
  }

  private static List<Map<String, Value>> requests(int count) {
    List<Map<String, Value>> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(generator().inputs(SEED, i));
    }
    return requests;
  }

  private static Generator generator() {
    return GENERATOR;
  }

  private static final Generator GENERATOR =
      Seoul.AS_IT_IS.generator("rental", new Problems()).orElseThrow();

  private static Comparison.Options options(String... by) {
    return new Comparison.Options(
        By.read(List.of(by), BEFORE, AFTER, new Problems()), 5, AT, false);
  }

  private static String json(Comparison comparison) {
    return JsonTree.write(ComparisonJson.of(comparison));
  }
}
