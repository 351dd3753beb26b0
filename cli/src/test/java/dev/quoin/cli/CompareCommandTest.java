package dev.quoin.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quoin.cli.terminal.Terminal;
import dev.quoin.journal.parquet.ParquetRows;
import dev.quoin.ratebook.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  private static final Path SEOUL = Quoin.checkout().resolve("ratebooks/seoul-carshare");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void it_shows_what_changes_for_whom() throws IOException {
    Quoin.Ran ran = compare("generate:2000@3", "--by", "model", "--by", "start.hour");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .startsWith("Rental price · Seoul car sharing\nseoul-carshare ")
        .contains("2,000 requests, ", "\nby model\n", "\nby start.hour\n", "\nlargest changes\n");
  }

  @Test
  void json_is_the_same_on_any_number_of_threads() throws IOException {
    Quoin.Ran one = compare("generate:2000@3", "--json", "--threads", "1");
    Quoin.Ran four = compare("generate:2000@3", "--json", "--threads", "4");
    assertThat(one.code()).isZero();
    assertThat(one.out()).startsWith("{\n  \"service\": \"rental\",").isEqualTo(four.out());
  }

  @Test
  void a_page_and_a_comment_are_written() throws IOException {
    Quoin.Ran ran =
        compare("generate:500@3", "--by", "model", "--report", "r.html", "--markdown", "r.md");
    assertThat(ran.code()).isZero();
    String page = Files.readString(folder.resolve("r.html"));
    assertThat(page)
        .startsWith("<!doctype html>")
        .contains("<title>Rental price: what changes · Quoin</title>", "<svg", "K8")
        .doesNotContain("http://", "https://", "<script");
    assertThat(Files.readString(folder.resolve("r.md")))
        .startsWith("## Rental price: what changes\n")
        .contains("| total, KRW | ");
  }

  @Test
  void what_differs_is_shown_by_meaning_and_causes_the_difference() throws IOException {
    String row = "row of rate sheet: model K8, day >= 2024-06-07: weekday rate 109340 → 99340";
    Quoin.Ran diff = Quoin.in(folder).run("diff", SEOUL.toString(), changed().toString());
    assertThat(diff.out()).isEqualTo(row + "\n");
    assertThat(diff.code()).isZero();
    assertThat(Quoin.in(folder).run("diff", SEOUL.toString(), SEOUL.toString()).out())
        .isEqualTo("nothing that a price depends on\n");
    assertThat(Quoin.in(folder).run("diff", "--json", SEOUL.toString(), changed().toString()).out())
        .contains("\"kind\": \"row\"", "\"weekday rate\": \"99340\"");
    assertThat(compare("generate:500@3", "--attribute").out())
        .contains("\nwhat causes the difference\n  " + row, "\n  total  ");
  }

  @Test
  void a_value_of_a_sweep_does_what_a_ratebook_with_it_does() throws IOException {
    Path busy = copied("busy");
    Path policy = busy.resolve("ratebook.yaml");
    Files.writeString(
        policy,
        Files.readString(policy)
            .replace(
                "binds: in_demand_busy\n    type: number\n    value: 1.10",
                "binds: in_demand_busy\n    type: number\n    value: 1.14"));
    JsonNode changed =
        JSON.readTree(
            run("--after", busy.toString(), "--requests", "generate:2000@3", "--json").out());
    JsonNode swept =
        JSON.readTree(sweep("demand busy=1.10, 0.9,1.14,1.140", "--json", "--threads", "3").out());
    assertThat(swept.required("now").textValue()).isEqualTo("1.1");
    assertThat(swept.required("before")).isEqualTo(changed.required("before"));
    assertThat(swept.required("values")).hasSize(2);
    JsonNode value = swept.required("values").get(1);
    assertThat(value.required("value").textValue()).isEqualTo("1.14");
    for (String figure : List.of("changed", "difference", "losers", "distribution")) {
      assertThat(value.required(figure)).as(figure).isEqualTo(changed.required(figure));
    }
    assertThat(value.required("after").required("total"))
        .isEqualTo(changed.required("after").required("total"));
    assertThat(sweep("demand busy=0.9,1.14", "--json", "--threads", "1").out())
        .isEqualTo(sweep("demand busy=0.9,1.14", "--json", "--threads", "4").out());
  }

  @Test
  void a_sweep_is_shown_as_a_table_and_drawn() throws IOException {
    Quoin.Ran ran = sweep("one way limit=40,60", "--report", "s.html");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("2,000 requests\n", "\none way limit  ", "\n70, as it is  ", "\n40  ", "\n60  ");
    assertThat(Files.readString(folder.resolve("s.html")))
        .startsWith("<!doctype html>")
        .contains("<title>Rental price: one way limit · Quoin</title>", "<svg", "class=\"swept\"")
        .doesNotContain("http://", "https://", "<script", "NaN");
  }

  @Test
  void a_sweep_takes_what_the_ratebook_would_take() throws IOException {
    assertNotThere(sweep("one way limt=1"), "quoin: unknown lever `one way limt`; did you mean");
    assertNotThere(sweep("40"), "quoin: `--sweep` is `40` (expected: such as `demand busy=1.05,");
    assertNotThere(sweep("one way limit=70"), "quoin: lever `one way limit` is 70 (expected: ");
    assertThat(sweep("one way limit=80,10.5,x").err())
        .contains(
            "lever `one way limit` is `80` (expected: from 0 to 70)",
            "lever `one way limit` is `10.5` (expected: in steps of 1 from 0)",
            "`x` is no number");
    assertNotThere(
        sweep("one way limit=60", "--by", "model"), "quoin: `--sweep` is of one ratebook, ");
    assertNotThere(run("--requests", "generate:10"), "quoin: `--after` is missing, or `--sweep`");
  }

  private Quoin.Ran sweep(String values, String... more) {
    List<String> args =
        new ArrayList<>(List.of("--sweep", values, "--requests", "generate:2000@3"));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  /// A file that DuckDB wrote (`read_json('requests.jsonl')`, compressed by Snappy), of the requests in JSON lines beside it.
  @Test
  void requests_in_parquet_are_those_in_json_lines() throws IOException {
    for (String name : List.of("requests.parquet", "requests.jsonl")) {
      try (InputStream file = requireNonNull(getClass().getResourceAsStream("compare/" + name))) {
        Files.copy(file, folder.resolve(name));
      }
    }
    Quoin.Ran parquet = compare("requests.parquet", "--json", "--by", "model");
    assertThat(parquet.code()).as(parquet.err()).isZero();
    assertThat(parquet.out()).isEqualTo(compare("requests.jsonl", "--json", "--by", "model").out());
    Quoin.Ran other = run("--after", changed().toString(), "--requests", "requests.parquet");
    assertThat(other.out()).contains("100 requests, ", "  q-");
    assertThat(
            Quoin.in(folder)
                .run(
                    "compare",
                    "--before",
                    SEOUL.toString(),
                    "--after",
                    changed().toString(),
                    "--service",
                    "cancellation",
                    "--requests",
                    "requests.parquet")
                .err())
        .contains("requests.parquet: unknown-field: unknown field `model`");
    Files.writeString(folder.resolve("no.parquet"), "id,start,end,model,distance\n");
    assertNotThere(compare("no.parquet"), "quoin: cannot read `no.parquet`: it is no Parquet file");
  }

  @Test
  void all_pairs_are_written_and_are_what_the_comparison_says() throws IOException {
    String[] by = {"--by", "model", "--by", "start.weekday,distance step 50", "--json"};
    Quoin.Ran one = compare("generate:20000@3", with(by, "--pairs", "1.parquet", "--threads", "1"));
    assertThat(one.code()).as(one.err()).isZero();
    compare("generate:20000@3", with(by, "--pairs", "4.parquet", "--threads", "4"));
    assertThat(folder.resolve("4.parquet")).hasSameBinaryContentAs(folder.resolve("1.parquet"));
    JsonNode told = JSON.readTree(one.out());
    long before = 0;
    long difference = 0;
    long rows = 0;
    try (ParquetRows read =
        ParquetRows.open(folder.resolve("1.parquet"), name -> !name.startsWith("reasons"))) {
      assertThat(read.columns())
          .containsExactly(
              "id",
              "inputs",
              "outcome_before",
              "outcome_after",
              "total_before",
              "total_after",
              "difference",
              "by_model",
              "by_start_weekday",
              "by_distance_step_50");
      for (var page = read.next(1_000); !page.isEmpty(); page = read.next(1_000)) {
        for (List<ParquetRows.@Nullable Cell> row : page) {
          assertThat(text(row, 0)).isEqualTo(Long.toString(rows++));
          assertThat(text(row, 1)).contains("\"model\":\"" + text(row, 7) + "\"");
          assertThat(text(row, 2)).isEqualTo(row.get(4) == null ? "refusal" : "price");
          before += row.get(4) == null ? 0 : Long.parseLong(text(row, 4));
          difference += row.get(6) == null ? 0 : Long.parseLong(text(row, 6));
        }
      }
    }
    assertThat(rows).isEqualTo(20_000);
    assertThat(told.required("before").required("total").asText()).isEqualTo("" + before);
    assertThat(told.required("difference").asText()).isEqualTo("" + difference);
  }

  @Test
  void the_query_of_the_guide_is_one() throws IOException, SQLException {
    Quoin.Ran back =
        Quoin.in(folder)
            .run(
                "compare",
                "--before",
                changed().toString(),
                "--after",
                SEOUL.toString(),
                "--service",
                "rental",
                "--requests",
                "generate:3000@3",
                "--by",
                "membership",
                "--by",
                "start.weekday",
                "--pairs",
                "pairs.parquet");
    assertThat(back.code()).as(back.err()).isZero();
    String page = Files.readString(Quoin.checkout().resolve("docs/guide/compare-two-policies.md"));
    String query = page.split("```sql\n", 2)[1].split("```", 2)[0];
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("set file_search_path = '%s'".formatted(folder));
      statement.execute("create table found as " + query);
      try (ResultSet found =
          statement.executeQuery(
              "select count(distinct by_start_weekday), sum(dearer), sum(won) from found")) {
        assertThat(found.next()).isTrue();
        assertThat(found.getInt(1)).isPositive();
        assertThat(found.getLong(2)).isPositive();
        assertThat(found.getLong(3)).isPositive();
      }
      try (ResultSet found =
          statement.executeQuery(
              "select sum(json_extract(inputs, '$.distance')::decimal(9, 2)) > 0,"
                  + " typeof(any_value(difference)), count(*) from 'pairs.parquet'")) {
        assertThat(found.next()).isTrue();
        assertThat(found.getBoolean(1)).isTrue();
        assertThat(found.getString(2)).isEqualTo("DECIMAL(18,0)");
        assertThat(found.getInt(3)).isEqualTo(3_000);
      }
    }
  }

  private static String text(List<ParquetRows.@Nullable Cell> row, int column) {
    return requireNonNull(row.get(column)).text();
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void pairs_are_written_whole_or_not_at_all() throws IOException {
    Files.writeString(folder.resolve("mine.parquet"), "mine");
    assertNotThere(
        compare("generate:10", "--pairs", "mine.parquet"),
        "quoin: `mine.parquet` is there already (expected: a file that is not)");
    assertThat(folder.resolve("mine.parquet")).hasContent("mine");
    assertNotThere(
        compare("generate:10", "--pairs", "p.csv"),
        "quoin: `--pairs` is `p.csv` (expected: a file whose name ends with .parquet)");
    assertNotThere(
        compare("generate:10", "--pairs", "no/p.parquet"), "quoin: cannot write `no/p.parquet`");
    assertNotThere(
        compare("generate:10", "--pairs", "p.parquet", "--spark", "local[2]"),
        "quoin: `--pairs` is written by this machine alone, and goes without `--spark`");
    assertNotThere(
        sweep("one way limit=60", "--pairs", "p.parquet"), "quoin: `--sweep` is of one ratebook, ");
    Files.writeString(folder.resolve("r.jsonl"), "{\"model\": \"K8\"}\n");
    assertThat(compare("r.jsonl", "--pairs", "p.parquet").code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(folder.resolve("p.parquet")).doesNotExist();
    assertThat(folder.resolve("p.parquet.new")).doesNotExist();
    Files.writeString(folder.resolve("p.parquet.new"), "of another one");
    assertNotThere(
        compare("generate:10", "--pairs", "p.parquet"),
        "quoin: `p.parquet.new` is there already (expected: a file that is not)");
  }

  @Test
  void wrong_requests_are_told_and_nothing_is_compared() throws IOException {
    Files.writeString(folder.resolve("r.jsonl"), "{\"model\": \"K8\"}\n{}\nnot json\n");
    Quoin.Ran ran = compare("r.jsonl");
    assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("r.jsonl:1:1: missing-field: ", "r.jsonl:3:1: bad-json: ");
  }

  @Test
  void what_is_not_there_is_told() throws IOException {
    assertNotThere(compare("nowhere.jsonl"), "quoin: no file `nowhere.jsonl`");
    assertNotThere(
        compare("generate:many"), "quoin: `generate:many` (expected: such as `generate:100000@7`)");
    assertNotThere(
        compare("generate:10", "--by", "modell"),
        "quoin: `--by`: `modell` is no input of the service; did you mean `model`? (expected: ");
    assertNotThere(
        compare("generate:10", "--report", "no/r.html"), "quoin: cannot write `no/r.html`");
    assertNotThere(
        compare("generate:10", "--threads", "2", "--spark", "local[2]"),
        "quoin: `--threads` is of this machine, `--spark` of others");
    assertNotThere(compare("generate:10", "--spark", "local[2]"), "quoin: Spark is not there (");
  }

  @Test
  void the_service_has_to_be_named_where_there_are_several() throws IOException {
    assertNotThere(
        Quoin.in(folder)
            .run(
                "compare",
                "--before",
                SEOUL.toString(),
                "--after",
                changed().toString(),
                "--requests",
                "generate:10"),
        "quoin: `--service` is missing (both ratebooks have `rental`, `waiver`,");
  }

  @Test
  void what_is_wrong_with_both_ratebooks_is_one_document() throws IOException {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(one.resolve("ratebook.yaml"), "id: 1\n");
    Files.writeString(other.resolve("ratebook.yaml"), "id: 2\n");
    for (Quoin.Ran ran :
        List.of(
            Quoin.in(folder).run("diff", "--json", "one", "other"),
            Quoin.in(folder)
                .run(
                    "compare",
                    "--json",
                    "--before",
                    "one",
                    "--after",
                    "other",
                    "--requests",
                    "generate:10"))) {
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(ran.out()).containsOnlyOnce("\"outcome\"").contains("one/", "other/");
    }
  }

  @Test
  void a_generator_draws_for_one_zone() throws IOException {
    Path policy = changed().resolve("ratebook.yaml");
    Files.writeString(
        policy,
        Files.readString(policy).replace("time zone: Asia/Seoul", "time zone: America/New_York"));
    Quoin.Ran ran = compare("generate:10");
    assertNotThere(ran, "quoin: `generate:10` draws date-times in one zone, but those of `");
    assertThat(ran.err()).contains("Asia/Seoul", "America/New_York");
  }

  @Test
  void movers_are_explained_in_the_zone_of_either_policy() throws IOException {
    Files.writeString(
        folder.resolve("r.jsonl"),
        Quoin.in(folder)
            .run("generate", "rental", "--ratebook", SEOUL.toString(), "--count", "30")
            .out());
    Path policy = changed().resolve("ratebook.yaml");
    Files.writeString(
        policy,
        Files.readString(policy).replace("time zone: Asia/Seoul", "time zone: America/New_York"));
    Quoin.Ran ran = compare("r.jsonl", "--attribute");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
  }

  /// Whoever watches sees what the first requests come to, and the result is that of all.
  @Test
  void while_it_runs_it_shows_what_the_first_requests_come_to() throws IOException {
    Quoin.Ran all = compare("generate:20000@3", "--threads", "1", "--by", "model");
    Quoin.Ran watched = watched("generate:20000@3", "--threads", "1", "--by", "model");
    assertThat(watched.code()).isZero();
    assertThat(watched.out()).isEqualTo(all.out());
    assertThat(all.err()).isEmpty();
    String first =
        compare("generate:8192@3", "--json").out().lines().reduce("", (one, line) -> one + line);
    JsonNode figures = JSON.readTree(first);
    assertThat(watched.err())
        .contains(
            "█",
            "\na sample, 8,192 of 20,000: total -",
            " cheaper, 0.00 % dearer",
            "\na sample, 20,000 of 20,000: total -")
        .endsWith("\r\u001b[J");
    assertThat(watched.err().replace(",", ""))
        .contains("mean " + figures.required("before").required("mean").asText() + " → ");
    assertThat(watched("generate:20000@3", "--json").err())
        .contains("█")
        .doesNotContain("a sample");
    assertThat(watched("generate:20000@3", "--json").out())
        .isEqualTo(compare("generate:20000@3", "--json").out());
  }

  @Test
  void what_stands_first_in_a_file_is_no_sample() throws IOException {
    String lines =
        Quoin.in(folder)
            .run(
                "generate", "rental", "--ratebook", SEOUL.toString(), "--count", "30", "--out", "-")
            .out();
    Files.writeString(folder.resolve("r.jsonl"), lines);
    assertThat(watched("r.jsonl").err()).contains("\nno sample, but the first 30 of the file: ");
    Files.writeString(folder.resolve("r.jsonl"), lines + "{}\n");
    Quoin.Ran wrong = watched("r.jsonl");
    assertThat(wrong.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(wrong.err()).doesNotContain("no sample");
  }

  /// On a terminal on which a line is written at each opportunity.
  private Quoin.Ran watched(String requests, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "compare",
                "--before",
                SEOUL.toString(),
                "--service",
                "rental",
                "--after",
                changed().toString(),
                "--requests",
                requests));
    args.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    AtomicLong millis = new AtomicLong();
    int code =
        Main.run(
            args.toArray(String[]::new),
            new Terminal(
                InputStream.nullInputStream(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                folder,
                Language.EN,
                true,
                Map.of(),
                () -> Instant.ofEpochMilli(millis.addAndGet(1_000))));
    return new Quoin.Ran(code, out.toString(), err.toString(), "");
  }

  private static void assertNotThere(Quoin.Ran ran, String sentence) {
    assertThat(ran.err()).startsWith(sentence);
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
  }

  private Quoin.Ran compare(String requests, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(List.of("--after", changed().toString(), "--requests", requests));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private Quoin.Ran run(String... more) {
    List<String> args =
        new ArrayList<>(List.of("compare", "--before", SEOUL.toString(), "--service", "rental"));
    args.addAll(List.of(more));
    return Quoin.in(folder).run(args.toArray(String[]::new));
  }

  private Path copied(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(SEOUL)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(SEOUL.relativize(file).toString()));
      }
    }
    return copy;
  }

  private Path changed() throws IOException {
    Path changed = folder.resolve("changed");
    if (Files.notExists(changed)) {
      copied("changed");
      Path sheet = changed.resolve("tables/rate-sheet.csv");
      Files.writeString(
          sheet,
          Files.readString(sheet).replace("K8,>= 2024-06-07,109340", "K8,>= 2024-06-07,99340"));
    }
    return changed;
  }
}
