package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.cli.Quoin.Ran;
import dev.quoin.ratebook.source.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityCommandTest {
  private static final String SEOUL = "ratebooks/seoul-carshare";
  private static final String CASES = SEOUL + "/mappings/pf-cases.jsonl";

  private static final String TEXTS =
      """
      select "case" as id, "at"::text as "at", request::text as request, response::text as response
      from read_json('%s', format = 'newline_delimited', columns = {"case": 'text', "at": 'text', request: 'json', response: 'json'})
      where json_type(request) = 'OBJECT'\
      """;

  @TempDir Path folder;

  private Ran parity(String log, String... more) {
    String[] args = {"parity", "--ratebook", SEOUL, "--map", "pf", "--legacy", log};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Quoin.inCheckout().run(all);
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void the_cases_of_a_mapping_are_a_log_that_is_answered_alike() {
    Ran ran = parity(CASES);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("100.00 %", "differing        0");
    assertThat(ran.code()).isEqualTo(ExitCode.FINE);
  }

  @Test
  void a_mapping_is_named_by_its_file_too() {
    Ran ran =
        Quoin.inCheckout()
            .run("parity", "--ratebook", SEOUL, "--map", "mappings/pf.yaml", "--legacy", CASES);
    assertThat(ran.code()).isEqualTo(ExitCode.FINE);
  }

  @Test
  void a_price_that_differs_is_named_with_the_row_behind_it() throws IOException {
    String cases = Files.readString(Quoin.checkout().resolve(CASES));
    String log = file("older.jsonl", cases.replace("76,560", "80,040").replace("6,960", "7,276"));
    Ran ran = parity(log, "--json");
    assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(ran.out())
        .contains("\"decision\": \"waiver day fee\"", "\"file\": \"tables/waiver-fees.csv\"")
        .contains("\"ours\": \"31900\"", "\"theirs\": \"33350\"");
  }

  @Test
  void what_is_wrong_with_a_log_is_said_at_once() throws IOException {
    String log =
        file(
            "bad.jsonl",
            """
            {"id": "1", "request": {}, "response": {}}
            {"id": "2", "at": "yesterday", "request": {}}

            [1, 2]
            {"id": "3", "at": "2026-06-01T09:00:00+09:00", "request": {}, "response": {}, "reply": {}}
            {"id": "4",
            """);
    Ran ran = parity(log);
    assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains(
            "bad.jsonl:1:1: missing-key: key `at` is missing",
            "bad.jsonl:2:1: missing-key: key `response` is missing",
            "bad.jsonl:2:19: bad-value: `at` is no moment",
            "bad.jsonl:4:1: wrong-type: a recorded call is a list",
            "bad.jsonl:5:79: unknown-key: unknown key `reply`",
            "bad.jsonl:6:12: bad-json");
  }

  @Test
  void the_header_of_a_table_is_checked() throws IOException {
    Ran ran = parity(file("bad.csv", "id,request.BODY.CAR_CD,answer\n1,C0101,12\n"));
    assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(ran.err())
        .contains(
            "bad.csv:1:1: missing-column: no column `response.FIELD` in the header",
            "bad.csv:1:24: bad-header: `answer` is no column");
  }

  @Test
  void columns_that_say_the_same_field_twice_are_refused() throws IOException {
    String header = "request.A,request.A.B,response.F[1].X,response.T,response.T\n1,2,3,4,5\n";
    assertThat(parity(file("bad.csv", header)).err())
        .contains(
            "bad.csv:1:11: duplicate-column: `request.A.B` stands beside `request.A`",
            "bad.csv:1:23: bad-header: `response.F[1].X` is no column",
            "bad.csv:1:50: duplicate-column: `response.T` stands beside `response.T`");
  }

  @Test
  void a_log_without_calls_proves_nothing() throws IOException {
    Ran ran = parity(file("empty.jsonl", "\n"));
    assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(ran.err()).contains("empty.jsonl: empty-file: no calls");
  }

  /// The calls of the mapping that are JSON, as texts of JSON.
  @Test
  void a_parquet_file_has_requests_and_answers_as_texts_of_json() throws Exception {
    String log = parquet("log.parquet", TEXTS.formatted(Quoin.checkout().resolve(CASES)));
    Ran ran = parity(log);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("100.00 %", "differing        0");
    String other =
        parquet(
            "other.parquet",
            TEXTS
                .formatted(Quoin.checkout().resolve(CASES))
                .replace("response::text", "replace(response::text, '76,560', '80,040')"));
    Ran differing = parity(other, "--json");
    assertThat(differing.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(differing.out()).contains("\"decision\": \"waiver day fee\"", "80,040");
  }

  @Test
  void a_parquet_file_has_the_fields_that_somebody_chose_as_a_csv_file_has_them() throws Exception {
    String query =
        """
        select * from (values
          (1, 'C0412', '50,000', '76,560', 'KRW', null),
          (2, 'C0412', '50,000', '80,040', 'KRW', null),
          (3, 'C0412', '50,000', '76,560', null, null))
        """;
    List<String> names =
        List.of(
            "id",
            "request.BODY.CAR_CD",
            "request.BODY.PF_AMT",
            "response.BODY.PF_FEE",
            "response.BODY.CUR_CD",
            "response.BODY.NONE");
    String fixed =
        """
        select *, timestamptz '2026-06-01 00:00:00Z' as at, 'PF20260601000001' as "request.HEADER.TRAN_ID", 'APP' as "request.HEADER.CHNL_CD",
          '202606121800' as "request.BODY.RENT_ST_DTM", '202606142100' as "request.BODY.RENT_ED_DTM",
          '19900520' as "request.BODY.DRV_INFO.BIRTH_YMD", '20150302' as "request.BODY.DRV_INFO.LCNS_YMD"
        from (%s) t("%s")
        """
            .formatted(query, String.join("\", \"", names));
    Ran ran = parity(parquet("fields.parquet", fixed));
    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.FINDINGS);
    assertThat(ran.out()).contains("differing       2", "80,040", "fields.parquet:2");
    copy(
        folder.resolve("fields.csv"),
        fixed.replace("timestamptz '2026-06-01 00:00:00Z'", "'2026-06-01T00:00:00Z'"),
        "csv");
    assertThat(parity(folder.resolve("fields.csv").toString()).out())
        .isEqualTo(
            ran.out()
                .replaceAll("fields\\.parquet:3", "fields.csv:4")
                .replaceAll("fields\\.parquet:2", "fields.csv:3"));
  }

  @Test
  void the_columns_of_a_parquet_file_are_checked() throws Exception {
    assertThat(
            parity(parquet("bad.parquet", "select 1 as id, 'x' as \"request.A\", 2 as answer"))
                .err())
        .contains(
            "bad.parquet: missing-column: no column `response.FIELD` or `response` in the header",
            "bad.parquet: bad-header: `answer` is no column");
    assertThat(
            parity(
                    parquet(
                        "twice.parquet",
                        "select '{}' as request, 'x' as \"request.A\", '{}' as response"))
                .err())
        .contains("duplicate-column: `request.A` stands beside `request`");
    Ran none = parity(file("no.parquet", "id,request.A,response.B\n"));
    assertThat(none.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(none.err()).contains("no.parquet`: it is no Parquet file");
  }

  private String parquet(String name, String query) throws SQLException {
    return copy(folder.resolve(name), query, "parquet");
  }

  private static String copy(Path file, String query, String format) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("copy (%s) to '%s' (format %s)".formatted(query, file, format));
    }
    return file.toString();
  }

  @Test
  void a_response_may_be_logged_as_a_text() throws IOException {
    String line = Files.readAllLines(Quoin.checkout().resolve(CASES)).getFirst();
    int at = line.indexOf("\"response\": ") + "\"response\": ".length();
    String response = line.substring(at, line.length() - 1);
    String text = Json.quoted(response);
    assertThat(parity(file("log.jsonl", line.substring(0, at) + text + "}\n")).code())
        .isEqualTo(ExitCode.FINE);
  }

  @Test
  void an_unknown_mapping_and_a_missing_log_are_named() {
    Ran unknown =
        Quoin.inCheckout().run("parity", "--ratebook", SEOUL, "--map", "pg", "--legacy", CASES);
    assertThat(unknown.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(unknown.err()).contains("unknown mapping `pg`; did you mean `pf`?");
    Ran missing = parity("nowhere.jsonl");
    assertThat(missing.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(missing.err()).contains("nowhere.jsonl");
  }
}
