package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.cli.Quoin.Ran;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `check`, `test`, `decide`, `docs` and `dmn eval`, on the ratebook of the guide and on slips in it.
class RatebookCommandsTest {
  @TempDir private Path folder;

  @BeforeEach
  void write_the_ratebook_of_the_guide() throws IOException {
    Quoin.writeFilesOf("docs/guide/first-ratebook.md", folder);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, text.getBytes(UTF_8));
  }

  private void replace(String file, String what, String by) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(what);
    write(file, text.replace(what, by));
  }

  private Ran quoin(String... args) {
    return Quoin.in(folder).run(args);
  }

  @Nested
  class Check {
    private List<String> problems() {
      Ran ran = quoin("check", "bikes/");
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      return ran.errLines();
    }

    @Test
    void a_sound_ratebook_is_fine() {
      Ran ran = quoin("check", "bikes");
      assertThat(ran.code()).isEqualTo(ExitCode.FINE);
      assertThat(ran.out()).isEqualTo("bikes: no problems, no warnings\n");
      assertThat(ran.err()).isEmpty();
    }

    @Test
    void a_warning_does_not_count() throws IOException {
      replace("bikes/tables/hour-rates.csv", "cargo,>= 4,4000,\n", "");
      Ran ran = quoin("check", "bikes");
      assertThat(ran.code()).isEqualTo(ExitCode.FINE);
      assertThat(ran.out()).endsWith("no problems, 1 warning\n");
      assertThat(ran.err()).contains(": warning: gap: ").endsWith("see docs/problems/gap.md\n");
    }

    @Test
    void json_has_errors_and_warnings() {
      assertThat(quoin("check", "bikes", "--json").out())
          .isEqualTo("{\n  \"errors\": [],\n  \"warnings\": []\n}\n");
    }

    @Test
    void a_lever_that_expires_soon_is_a_warning() throws IOException {
      replace(
          "bikes/ratebook.yaml",
          "    value: 2000\n",
          "    value: 2000\n    expires: 2026-12-01T00:00:00+09:00\n    base: 3000\n");
      assertThat(quoin("check", "bikes", "--at", "2026-11-01T00:00:00Z").err()).isEmpty();
      assertThat(quoin("check", "bikes", "--at", "2026-11-01T00:00:00Z", "--within", "31").err())
          .contains(": warning: expiring-lever: ");
      Ran ran = quoin("check", "bikes", "--at", "2026-12-02T00:00:00Z");
      assertThat(ran.code()).isEqualTo(ExitCode.FINE);
      assertThat(ran.err()).contains(": warning: expired-lever: ");
    }

    @Test
    void slips_that_nobody_would_stop_are_listed_with_their_lines() {
      Ran ran =
          quoin("check", "bikes", "--slips", "20", "--count", "20", "--at", "2026-06-01T00:00:00Z");
      assertThat(ran.out()).contains("bikes: of 20 slips the check stops ");
      boolean misses = ran.out().contains(": missed: ");
      assertThat(ran.code()).isEqualTo(misses ? ExitCode.FINDINGS : ExitCode.FINE);
      assertThat(
              quoin(
                      "check",
                      "bikes",
                      "--slips",
                      "20",
                      "--count",
                      "20",
                      "--json",
                      "--at",
                      "2026-06-01T00:00:00Z")
                  .out())
          .contains("\"slips\": 20,")
          .contains("\"missed\": [");
    }

    @Test
    void what_changed_too_much_against_another_release_is_shown() throws IOException {
      replace(
          "bikes/ratebook.yaml",
          "cases:\n",
          "guards:\n  - {id: slips, text: {ko: 오타, en: No slips}, cells: {factor: 5}}\ncases:\n");
      Quoin.writeFilesOf("docs/guide/first-ratebook.md", folder.resolve("before"));
      replace("bikes/tables/hour-rates.csv", "cargo,<= 3,5000,", "cargo,<= 3,50000,");
      assertThat(quoin("check", "bikes").out()).endsWith("no problems, no warnings\n");
      Ran ran = quoin("check", "bikes", "--against", "before/bikes");
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(ran.err()).contains(": broken-guard: `slips`: No slips; but `");
      assertThat(ran.out())
          .contains("slips  1 of ")
          .contains("  behind    row of ")
          .contains("bikes/tables/hour-rates.csv:4")
          .endsWith("0 of 1 guards kept on 0 requests\n");
      assertThat(quoin("check", "bikes", "--against", "bikes").out())
          .endsWith("1 of 1 guards kept on 0 requests\n");
    }

    @Test
    void in_what_is_wrong_already_nothing_is_planted() throws IOException {
      replace("bikes/ratebook.yaml", "value: 2000", "value: 20000");
      Ran ran = quoin("check", "bikes", "--slips");
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(ran.out()).doesNotContain("slips");
    }

    @Test
    void a_missing_table_is_named_where_it_is_asked_for() throws IOException {
      Files.delete(folder.resolve("bikes/tables/hour-rates.csv"));
      assertThat(problems().getFirst())
          .matches("bikes/ratebook\\.yaml:\\d+:\\d+: missing-file: .*`tables/hour-rates.csv`.*");
    }

    @Test
    void an_unknown_column_is_named() throws IOException {
      replace("bikes/tables/hour-rates.csv", "in bike:", "in bikee:");
      assertThat(problems())
          .anyMatch(line -> line.startsWith("bikes/tables/hour-rates.csv:1:1: unknown-column: "));
    }

    @Test
    void a_ragged_row_is_named() throws IOException {
      replace("bikes/tables/hour-rates.csv", "cargo,<= 3,5000,", "cargo,<= 3,5,000,");
      assertThat(problems().getFirst())
          .startsWith("bikes/tables/hour-rates.csv:4:18: ragged-row: ");
    }

    @Test
    void bytes_of_cp949_are_named() throws IOException {
      byte[] korean = "case,in bike\n대여,city\n".getBytes(Charset.forName("x-windows-949"));
      Files.write(folder.resolve("bikes/cases/rental.csv"), korean);
      assertThat(problems().getFirst()).startsWith("bikes/cases/rental.csv:2:1: not-utf-8: ");
    }

    @Test
    void windows_line_ends_and_a_byte_order_mark_are_accepted() throws IOException {
      String table = Files.readString(folder.resolve("bikes/tables/hour-rates.csv"));
      write("bikes/tables/hour-rates.csv", "\uFEFF" + table.replace("\n", "\r\n"));
      assertThat(quoin("check", "bikes").out()).endsWith("no problems, no warnings\n");
    }

    @Test
    void overlapping_rules_are_named() throws IOException {
      replace("bikes/tables/hour-rates.csv", "city,>= 4", "city,>= 3");
      assertThat(problems().getFirst())
          .startsWith("bikes/tables/hour-rates.csv:3:1: overlapping-rules: ");
    }

    @Test
    void a_lever_out_of_its_bounds_is_named() throws IOException {
      replace("bikes/ratebook.yaml", "value: 2000", "value: 20000");
      assertThat(problems().getFirst())
          .matches("bikes/ratebook\\.yaml:\\d+:\\d+: lever-out-of-bounds: .*`20000`.*");
    }

    @Test
    void requirements_in_a_circle_are_named() throws IOException {
      replace(
          "bikes/bikes.dmn",
          "<informationRequirement id=\"dec_rental_fee_needs_bike\">",
          "<informationRequirement id=\"circle\"><requiredDecision"
              + " href=\"#dec_total\"/></informationRequirement>\n"
              + "    <informationRequirement id=\"dec_rental_fee_needs_bike\">");
      assertThat(problems()).anyMatch(line -> line.contains(": cyclic-requirement: "));
    }

    @Test
    void broken_xml_is_named() throws IOException {
      replace("bikes/bikes.dmn", "</decisionService>", "</decisionServic>");
      assertThat(problems().getFirst()).matches("bikes/bikes\\.dmn:\\d+:\\d+: xml: .*");
    }

    @Test
    void entities_are_not_read() throws IOException {
      replace(
          "bikes/bikes.dmn",
          "<definitions",
          "<!DOCTYPE definitions [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n<definitions");
      assertThat(problems().getFirst()).startsWith("bikes/bikes.dmn:2:1: xml-doctype: ");
    }
  }

  @Nested
  class TestCases {
    @Test
    void the_last_line_counts() {
      Ran ran = quoin("test", "bikes");
      assertThat(ran.code()).isEqualTo(ExitCode.FINE);
      assertThat(ran.out()).isEqualTo("3 passed, 0 failed\n");
      assertThat(ran.err()).as("no progress where nobody watches").isEmpty();
    }

    @Test
    void what_differs_stands_in_a_table() throws IOException {
      replace("bikes/cases/rental.csv", "false,6000", "false,6001");
      Ran ran = quoin("test", "bikes");
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(ran.out())
          .isEqualTo(
              """
              case               what   expected  got   where
              two hours in town  total  6001      6000  bikes/cases/rental.csv:2

              2 passed, 1 failed
              """);
    }

    @Test
    void json_has_the_differences() throws IOException {
      replace("bikes/cases/rental.csv", "false,6000", "false,6001");
      assertThat(quoin("test", "bikes", "--json").out())
          .contains("\"passed\": 2", "\"failed\": 1", "\"expected\": \"6001\"", "\"line\": 2");
    }

    @Test
    void cases_that_cannot_be_read_are_problems() throws IOException {
      replace("bikes/cases/rental.csv", "in bike", "in bikke");
      Ran ran = quoin("test", "bikes");
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(ran.errLines().getFirst())
          .startsWith("bikes/cases/rental.csv:1:6: unknown-column: ");
    }

    @Test
    void rules_that_overlap_are_problems_though_no_case_comes_across_them() throws IOException {
      replace("bikes/tables/hour-rates.csv", "city,>= 4", "city,>= 3");
      Ran ran = quoin("test", "bikes");
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.errLines().getFirst())
          .startsWith("bikes/tables/hour-rates.csv:3:1: overlapping-rules: ");
    }

    @Test
    void seoul_passes() {
      Ran ran = Quoin.inCheckout().run("test", "ratebooks/seoul-carshare");
      assertThat(ran.out()).matches("\\d{3,} passed, 0 failed\\n");
    }
  }

  @Nested
  class Decide {
    @Test
    void prints_the_value() {
      Ran ran =
          quoin("decide", "--ratebook", "bikes", "--decision", "total", "--input", "request.json");
      assertThat(ran.code()).isEqualTo(ExitCode.FINE);
      assertThat(ran.out()).isEqualTo("total = 10000\n");
    }

    @Test
    void a_decision_that_is_not_there_is_named() {
      Ran ran =
          quoin("decide", "--ratebook", "bikes", "--decision", "totl", "--input", "request.json");
      assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
      assertThat(ran.all()).isEqualTo("quoin: unknown decision `totl`; did you mean `total`?\n");
    }

    @Test
    void a_refusal_is_a_value_like_any_other() {
      Ran ran =
          Quoin.inCheckout()
              .saying(
                  "{\"one way distance\": 71, \"start\": \"2026-06-12T18:00:00\","
                      + " \"end\": \"2026-06-14T21:00:00\", \"model\": \"K8\","
                      + " \"birth date\": \"1990-05-20\", \"licence date\": \"2015-03-02\"}")
              .run(
                  "decide",
                  "--ratebook",
                  "ratebooks/seoul-carshare",
                  "--decision",
                  "refusals",
                  "--input",
                  "-");
      assertThat(ran.all()).isEqualTo("refusals = [\"one-way-too-far\"]\n");
      assertThat(ran.code()).isEqualTo(ExitCode.FINE);
    }
  }

  @Nested
  class Docs {
    @Test
    void the_page_is_self_contained() {
      String page = quoin("docs", "bikes").out();
      assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
      assertThat(page).doesNotContain("src=", "@import", "url(", "<link", "http://", "https://");
    }

    @Test
    void each_link_leads_somewhere_and_no_id_stands_twice() {
      for (String page :
          List.of(
              quoin("docs", "bikes").out(),
              Quoin.inCheckout().run("docs", "ratebooks/seoul-carshare").out())) {
        List<String> ids = all(" id=\"([^\"]+)\"", page);
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids).containsAll(all("href=\"#([^\"]+)\"", page));
      }
    }

    private static List<String> all(String pattern, String text) {
      return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
    }

    @Test
    void the_same_ratebook_gives_the_same_bytes() {
      assertThat(quoin("docs", "bikes").out()).isEqualTo(quoin("docs", "bikes").out());
    }

    @Test
    void the_page_is_the_same_where_other_digits_are_written() {
      String page = quoin("docs", "bikes").out();
      Locale before = Locale.getDefault();
      try {
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        assertThat("%d".formatted(1)).isNotEqualTo("1");
        assertThat(quoin("docs", "bikes").out()).isEqualTo(page);
      } finally {
        Locale.setDefault(before);
      }
    }

    @Test
    void what_the_ratebook_says_cannot_become_markup() throws IOException {
      replace("bikes/ratebook.yaml", "en: Bike rental", "en: \"<script>alert(1)</script>\"");
      assertThat(quoin("docs", "bikes").out())
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
          .doesNotContain("<script>alert");
    }

    @Test
    void shows_decisions_tables_levers_cases_in_both_languages() {
      assertThat(quoin("docs", "bikes").out())
          .contains("<span lang=\"ko\">자전거 대여</span><span lang=\"en\">Bike rental</span>")
          .contains("What do the hours cost?", "hours * hour rates(bike, hours)")
          .contains("a longer trip is cheaper by the hour", "Pays for the cleaning.")
          .contains("the fourth hour", "class=\"node lever\"", "class=\"node rate-table\"")
          .contains("<span lang=\"ko\">4행</span><span lang=\"en\">4 rows</span>");
    }

    @Test
    void a_requirement_says_what_has_to_hold() {
      assertThat(Quoin.inCheckout().run("docs", "ratebooks/seoul-carshare").out())
          .contains("the rental must end after it begins")
          .doesNotContain("rental ends before it begins");
    }

    @Test
    void a_page_can_be_written_into_a_file() throws IOException {
      Ran ran = quoin("docs", "bikes", "--out", "bikes.html");
      assertThat(ran.all()).isEqualTo("wrote bikes.html\n");
      assertThat(Files.readString(folder.resolve("bikes.html")))
          .isEqualTo(quoin("docs", "bikes").out());
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
      Ran ran = quoin("docs", "bikes", "--out", "none/bikes.html");
      assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
      assertThat(ran.all()).isEqualTo("quoin: no such folder `none`\n");
    }

    @Test
    void a_long_table_is_folded() throws IOException {
      StringBuilder table =
          new StringBuilder("in bike: string,in hours: number step 1,out rate: number\n");
      for (int hours = 1; hours <= 300; hours++) {
        table.append("city,").append(hours).append(",2000\n");
      }
      write("bikes/tables/hour-rates.csv", table.toString());
      assertThat(quoin("docs", "bikes").out()).contains("<span lang=\"en\">100 more rows</span>");
    }

    @Test
    void a_ratebook_with_problems_has_no_page() throws IOException {
      replace("bikes/tables/hour-rates.csv", "3000", "");
      Ran ran = quoin("docs", "bikes");
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).contains("bikes/tables/hour-rates.csv:2:11: blank-cell: ");
    }
  }

  @Nested
  class DmnEval {
    private static final String MODEL =
        """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"
            namespace="https://example.com/m" id="m" name="m">
          <inputData id="in_n" name="n"><variable id="in_n_v" name="n" typeRef="number"/></inputData>
          <inputData id="in_day" name="day"><variable id="in_day_v" name="day" typeRef="date"/></inputData>
          <decision id="d_ratio" name="ratio"><variable id="d_ratio_v" name="ratio"/>
            <informationRequirement id="r1"><requiredInput href="#in_n"/></informationRequirement>
            <literalExpression id="e1"><text>10 / n</text></literalExpression></decision>
          <decision id="d_next" name="next"><variable id="d_next_v" name="next"/>
            <informationRequirement id="r2"><requiredInput href="#in_day"/></informationRequirement>
            <literalExpression id="e2"><text>day + duration("P1D")</text></literalExpression></decision>
          <decisionService id="s" name="Ratios"><outputDecision href="#d_ratio"/><inputData href="#in_n"/></decisionService>
        </definitions>
        """;

    private Ran eval(String input, String... more) throws IOException {
      write("m/m.dmn", MODEL);
      String[] first = {"dmn", "eval", "m/m.dmn", "--input", "-"};
      String[] all = Arrays.copyOf(first, first.length + more.length);
      System.arraycopy(more, 0, all, first.length, more.length);
      return Quoin.in(folder).saying(input).run(all);
    }

    @Test
    void all_decisions_are_evaluated_where_none_is_asked_for() throws IOException {
      Ran ran = eval("{\"n\": \"4\", \"day\": \"2024-02-28\"}");
      assertThat(ran.all()).isEqualTo("ratio = 2.5\nnext = 2024-02-29\n");
      assertThat(ran.code()).isEqualTo(ExitCode.FINE);
    }

    @Test
    void a_decision_or_a_service_can_be_asked_for() throws IOException {
      assertThat(eval("{\"n\": 4}", "--decision", "ratio").out()).isEqualTo("ratio = 2.5\n");
      assertThat(eval("{\"n\": 4}", "--service", "Ratios").out()).isEqualTo("ratio = 2.5\n");
      assertThat(eval("{\"n\": 4}", "--service", "Ratios", "--decision", "ratio").code())
          .isEqualTo(ExitCode.COULD_NOT_RUN);
    }

    @Test
    void an_error_is_null_and_says_why() throws IOException {
      Ran ran = eval("{\"n\": 0}", "--decision", "ratio");
      assertThat(ran.code()).isEqualTo(ExitCode.FINE);
      assertThat(ran.out()).isEqualTo("ratio = null\n");
      assertThat(ran.err()).startsWith("note: `ratio` is null: division-by-zero: ");
    }

    @Test
    void json_has_the_values_by_name() throws IOException {
      assertThat(eval("{\"n\": 3}", "--decision", "ratio", "--json").out())
          .startsWith("{\n  \"ratio\": \"3.33333333333333333333333333333333");
    }

    @Test
    void what_does_not_fit_is_a_problem() throws IOException {
      Ran ran = eval("{\"n\": true, \"m\": 1, \"day\": \"someday\"}");
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(ran.errLines())
          .hasSize(4)
          .anyMatch(line -> line.startsWith("stdin:1:7: wrong-type: `n` is true or false `true`"))
          .anyMatch(line -> line.startsWith("stdin:1:13: unknown-field: "))
          .anyMatch(line -> line.contains(": wrong-type: `day` is a text `someday`"));
    }

    @Test
    void an_unknown_decision_or_service_is_named() throws IOException {
      Ran decision = eval("{}", "--decision", "rato");
      assertThat(decision.all())
          .isEqualTo("quoin: unknown decision `rato`; did you mean `ratio`?\n");
      assertThat(decision.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
      Ran service = eval("{}", "--service", "Ratio");
      assertThat(service.all())
          .isEqualTo("quoin: unknown decision service `Ratio`; did you mean `Ratios`?\n");
      assertThat(service.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    }
  }
}
