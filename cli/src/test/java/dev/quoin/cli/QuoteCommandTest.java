package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.cli.Quoin.Ran;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.layout.Cells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteCommandTest {
  private static final String WEEKEND = "docs/examples/weekend.json";
  private final Quoin quoin = Quoin.inCheckout();

  private Ran quote(String service, String request, String... more) {
    return quote(quoin, service, request, more);
  }

  private static Ran quote(Quoin quoin, String service, String request, String... more) {
    String[] first = {
      "quote", service, "--ratebook", "ratebooks/seoul-carshare", "--request", request
    };
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return quoin.run(all);
  }

  @ParameterizedTest
  @CsvSource({
    "rental, weekend, 'Total                300,770 KRW'",
    "waiver, waiver, 'Total       76,560 KRW'",
    "settlement, settlement, 'Total                335,290 KRW'",
    "cancellation, cancellation, 'Total              60,150 KRW'"
  })
  void each_example_has_its_price(String service, String example, String total) {
    Ran ran = quote(service, "docs/examples/" + example + ".json");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(ExitCode.FINE);
    assertThat(ran.out()).contains(total);
  }

  @Test
  void amounts_stand_under_each_other_in_korean_too() {
    Ran ran = quote(new Quoin(quoin.folder(), "", Language.KO, Map.of()), "rental", WEEKEND);
    List<String> lines = ran.out().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("대여 가격 · 서울 카셰어링 요금 정책집");
    int rule =
        lines.stream().filter(line -> line.startsWith("─")).findFirst().orElseThrow().length();
    assertThat(lines.subList(3, 9)).allMatch(line -> Cells.width(line) == rule);
    assertThat(ran.out()).contains("대여요금", "합계", "부가가치세");
  }

  @Test
  void the_language_can_be_chosen() {
    assertThat(quote("rental", WEEKEND, "--lang", "ko").out()).contains("수요 조정");
    assertThat(quote("rental", WEEKEND, "--lang=en").out()).contains("Demand adjustment");
    assertThat(quote("rental", WEEKEND, "--lang=fr").code()).isEqualTo(ExitCode.COULD_NOT_RUN);
  }

  @Test
  void the_instant_is_that_of_the_clock_unless_it_is_given() {
    assertThat(quote("rental", WEEKEND).out()).contains("2026-06-01 09:00:00 +09:00");
    assertThat(quote("rental", WEEKEND, "--at", "2026-05-01T09:00:00Z").out())
        .contains("2026-05-01 18:00:00 +09:00");
  }

  @Test
  void json_keeps_numbers_as_texts() {
    Ran ran = quote("rental", WEEKEND, "--json");
    assertThat(ran.code()).isEqualTo(ExitCode.FINE);
    assertThat(ran.out())
        .startsWith("{\n  \"ratebook\": \"seoul-carshare\",\n  \"release\": \"")
        .contains("\"priced_at\": \"2026-06-01T00:00:00Z\"", "\"outcome\": \"price\"")
        .contains("\"amount\": \"299120\"", "\"total\": \"300770\"", "\"vat\": \"27343\"");
  }

  @Test
  void a_page_to_pass_on_tells_why(@TempDir Path folder) {
    Path page = folder.resolve("answer.html");
    Ran ran = quote("rental", WEEKEND, "--report", page.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.FINE);
    assertThat(ran.out()).doesNotContain("tables/");
    assertThat(page)
        .content()
        .contains("<td>300,770 KRW</td>", "<summary>rental-fee  299,120</summary>")
        .contains("tables/rate-sheet.csv:28");
  }

  @Test
  void json_tells_why_where_it_is_asked_to() {
    assertThat(quote("rental", WEEKEND, "--json", "--explain").out())
        .contains(
            "\"explanation\": [", "\"step\": \"lever\"", "\"place\": \"tables/rate-sheet.csv:");
  }

  @Test
  void a_request_may_come_from_stdin() {
    Ran ran = quote(quoin.saying("{\"model\": \"K8\"}"), "rental", "-");
    assertThat(ran.errLines().getFirst()).startsWith("stdin:1:1: missing-field: ");
  }

  @Test
  void a_request_may_be_the_body_of_a_call_to_the_api() throws IOException {
    String weekend = Files.readString(quoin.folder().resolve(WEEKEND));
    Ran ran =
        quote(quoin.saying("{\"request_id\": \"1\", \"inputs\": " + weekend + "}"), "rental", "-");
    assertThat(ran.all()).isEqualTo(quote("rental", WEEKEND).all());
    assertThat(ran.code()).isEqualTo(ExitCode.FINE);
  }

  @Test
  void a_refusal_prints_all_its_reasons_and_ends_with_1() {
    Ran ran = quote("rental", "docs/examples/refused.json");
    assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(ran.out())
        .contains("Refused:\n", "  driver-too-young   The driver is too young")
        .contains("  licence-too-young  ", "  one-way-too-far    ");
    assertThat(ran.err()).isEmpty();
    assertThat(quote("rental", "docs/examples/refused.json", "--json").out())
        .contains("\"outcome\": \"refusal\"", "\"code\": \"one-way-too-far\"");
  }

  @Test
  void a_full_explanation_says_why_it_was_not_another_row() {
    assertThat(quote("waiver", "docs/examples/waiver.json", "--explain=full").out())
        .contains(
            "not rule 17 tables/waiver-fees.csv:18: deductible is 50000, not 0",
            "not rule 3 tables/waiver-lengths.csv:4: slots is 18, not [25..48]",
            "not rule 5 tables/waiver-risks.csv:6: licence years is 11, not <= 2")
        .doesNotContain("not rule 1 tables/fleet.csv");
    assertThat(quote("waiver", "docs/examples/waiver.json", "--explain").out())
        .doesNotContain("not rule");
  }

  @Nested
  class AnExplanation {
    private final List<String> lines = quote("rental", WEEKEND, "--explain").out().lines().toList();

    @Test
    void begins_each_tree_with_its_line_item() {
      assertThat(lines)
          .containsSubsequence(
              "rental-fee  299,120",
              "└─ booked time price.rental fee = 299120  ← time fee(from, until, rates, late night factor, short trip factor)",
              "demand  29,910",
              "└─ booked time price.demand = 29910  ← round half up(rental fee * (demand factor - 1), -1)",
              "mileage-fee  39,250");
    }

    @Test
    void names_rows_rules_levers_and_calendar_counts() {
      assertThat(String.join("\n", lines))
          .containsPattern(
              "rate table memberships: membership \"business\" → \\{rental percent: 10")
          .contains("tables/memberships.csv:4")
          .containsPattern("rental\\.dmn:\\d+ rule 3: utilisation 70")
          .contains("lever demand busy = 1.1 (0.85 to 1.3; pricing team)")
          .contains("calendar rental calendar: from 2026-06-12T18:00, to 2026-06-13T18:00 → ");
    }

    @Test
    void has_under_a_line_only_what_its_formula_names() {
      int demand = lines.lastIndexOf("demand  29,910");
      assertThat(lines.subList(demand + 2, lines.indexOf("membership-discount  -32,900") - 1))
          .hasSize(5)
          .startsWith("   ├─ rental fee = 299120 (see rental-fee)")
          .contains("   └─ demand factor = 1.1  (One lever per band of utilisation)")
          .last()
          .asString()
          .contains("lever demand busy = 1.1");
    }

    @Test
    void describes_a_function_once() {
      assertThat(lines)
          .filteredOn(line -> line.contains("(The price of one 24-hour block in units of one"))
          .hasSize(1);
    }

    @Test
    void hangs_calls_under_the_entry_that_made_them() {
      assertThat(lines)
          .anyMatch(line -> line.contains("├─ used slots  ← slot counts(block start, used until)"))
          .anyMatch(line -> line.contains("├─ block slots  (see above)  ← slot counts("));
    }

    @Test
    void names_the_rows_of_folded_calls_and_unfolds_them_on_demand() {
      assertThat(lines)
          .anyMatch(
              line -> line.contains("block: 2,") && line.endsWith("tables/length-discounts.csv:3"))
          .anyMatch(line -> line.equals("refusals = []  (why: shown in full)"));
      assertThat(lines).hasSizeLessThan(95);
      assertThat(quote("rental", WEEKEND, "--explain=full").out())
          .contains("rate table length discounts: block 2 → 10", "driver age = 36");
    }

    @Test
    void speaks_the_language_of_the_reader() {
      assertThat(quote("rental", WEEKEND, "--explain", "--lang=ko").out())
          .contains("요청: ", "요금표 rate sheet", "달력 ", "레버 demand busy", "규칙 3", " 참고)")
          .doesNotContain(
              "request: ", "rate table", "calendar rental", "lever d", "(see ", " rule ");
    }

    @Test
    void has_lines_that_fit_a_terminal() {
      assertThat(lines).allMatch(line -> Cells.width(line) <= 120);
    }

    @Test
    void shows_a_decision_once() {
      assertThat(lines)
          .filteredOn(line -> line.contains("rental day = ") && !line.contains("(see "))
          .hasSize(1);
    }
  }

  @Test
  void a_long_loop_is_folded_unless_all_is_asked_for() {
    String month =
        """
        {"start": "2026-06-01T00:00:00", "end": "2026-06-21T00:00:00", "model": "K8", "distance": 100,
         "utilisation": 50, "membership": "none", "coupon percent": 0, "coupon amount": 0,
         "birth date": "1990-05-20", "licence date": "2015-03-02"}
        """;
    String brief = quote(quoin.saying(month), "rental", "-", "--explain").out();
    String full = quote(quoin.saying(month), "rental", "-", "--explain=full").out();
    assertThat(brief).contains("block: 1,", "… 18 more", "block: 20,").doesNotContain("block: 2,");
    assertThat(full).contains("block: 1,", "block: 2,", "block: 20,").doesNotContain(" more\n");
  }

  @Nested
  class WithABadRequest {
    private List<String> problems(String request) {
      Ran ran = quote(quoin.saying(request), "rental", "-");
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(ran.out()).isEmpty();
      return ran.errLines();
    }

    private List<String> with(String field, String value) {
      return problems(
          """
          {"start": "2026-06-12T18:00:00", "end": "2026-06-14T21:00:00", "model": "K8", "distance": 10,
           "utilisation": 70, "membership": "none", "coupon percent": 0, "coupon amount": 0,
           "birth date": "1990-05-20", "licence date": "2015-03-02"}
          """
              .replaceAll("\"" + field + "\": [^,}\\n]+", "\"" + field + "\": " + value));
    }

    @Test
    void all_problems_come_at_once_in_order_and_name_their_pages_once() {
      List<String> lines =
          problems(
              "{\"modle\": \"K8\",\n"
                  + " \"distance\": -5,\n"
                  + " \"demand busy\": 1, \"utilisation\": 1e400}");
      assertThat(lines)
          .anyMatch(line ->
              line.equals("stdin:1:2: unknown-field: unknown field `modle`; did you mean `model`?"))
          .anyMatch(line -> line.startsWith("stdin:2:14: not-allowed: `distance` is `-5`"))
          .anyMatch(line -> line.startsWith("stdin:3:2: lever-in-request: "))
          .anyMatch(line -> line.contains(": bad-number: `1e400`"));
      assertThat(lines.getLast())
          .isEqualTo(
              "see docs/problems/bad-number.md, docs/problems/lever-in-request.md,"
                  + " docs/problems/missing-field.md, docs/problems/not-allowed.md,"
                  + " docs/problems/unknown-field.md");
    }

    @Test
    void an_unknown_model_is_not_allowed() {
      assertThat(with("model", "\"K9\"").getFirst())
          .startsWith(
              "stdin:1:73: not-allowed: `model` is `K9`; did you mean `K8`? (expected: one of 24 texts, such as `");
    }

    @Test
    void an_end_before_the_start_does_not_meet_the_requirement() {
      assertThat(with("end", "\"2026-06-11T18:00:00\""))
          .containsExactly(
              "stdin:1:41: end-not-after-start: the rental must end after it begins",
              "see docs/problems/end-not-after-start.md");
    }

    @Test
    void a_requirement_that_does_not_hold_is_said_in_korean_and_in_json_in_both_languages() {
      Quoin asking =
          quoin.saying(
              """
              {"start": "2026-06-12T18:00:00", "end": "2026-06-11T18:00:00", "model": "K8", "distance": 10,
               "utilisation": 70, "membership": "none", "coupon percent": 0, "coupon amount": 0,
               "birth date": "1990-05-20", "licence date": "2015-03-02"}
              """);
      assertThat(quote(asking, "rental", "-", "--lang", "ko").errLines().getFirst())
          .isEqualTo("stdin:1:41: end-not-after-start: 반납 시각은 대여 시각보다 늦어야 합니다.");
      assertThat(quote(asking, "rental", "-", "--json").out())
          .contains("\"ko\": \"반납 시각은 대여 시각보다 늦어야 합니다.\"")
          .contains("\"en\": \"the rental must end after it begins\"");
    }

    @Test
    void a_local_time_that_seoul_skipped_is_refused() {
      assertThat(with("start", "\"1988-05-08T02:00:00\"").getFirst())
          .startsWith("stdin:1:11: no-such-time: `1988-05-08T02:00:00`");
    }

    @Test
    void a_local_time_that_occurred_twice_needs_its_offset() {
      assertThat(with("start", "\"1988-10-09T02:30:00\"").getFirst())
          .startsWith("stdin:1:11: ambiguous-time: `1988-10-09T02:30:00`");
    }

    @Test
    void what_is_no_json_is_named_with_its_place() {
      assertThat(problems("{\"model\": }").getFirst()).startsWith("stdin:1:11: bad-json: ");
    }

    @Test
    void json_lists_the_problems_too() {
      Ran ran = quote(quoin.saying("{}"), "rental", "-", "--json");
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(ran.out()).contains("\"outcome\": \"problems\"", "\"code\": \"missing-field\"");
    }
  }

  @Test
  void an_unknown_service_is_named_with_the_one_that_was_meant() {
    Ran ran = quote("rentl", WEEKEND);
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(ran.all()).isEqualTo("quoin: unknown service `rentl`; did you mean `rental`?\n");
  }

  @Nested
  class ThroughAMapping {
    private static final String PF = "docs/examples/pf-waiver.json";

    @Test
    void the_call_and_the_answer_are_those_of_the_older_system() {
      Ran ran = quote("waiver", PF, "--mapping", "pf", "--at", "2026-06-01T09:00:00+09:00");
      assertThat(ran.err()).isEmpty();
      assertThat(ran.code()).isEqualTo(ExitCode.FINE);
      assertThat(ran.out())
          .isEqualTo(
              "{\"HEADER\":{\"TRAN_ID\":\"PF20260601000123\",\"RSLT_CD\":\"0000\",\"RSLT_MSG\":\"정상"
                  + " 처리되었습니다.\"},\"BODY\":{\"PF_NO\":null,\"PF_AMT\":\"50,000\",\"PF_FEE\":\"76,560\","
                  + "\"VAT_AMT\":\"6,960\",\"CUR_CD\":\"KRW\",\"VALID_DTM\":\"202606010915\",\"FEE_LIST\":"
                  + "[{\"FEE_CD\":\"PF01\",\"FEE_NM\":\"면책료\",\"FEE_AMT\":\"76,560\"}]}}\n");
    }

    @Test
    void a_failure_is_answered_in_their_shape_and_told_to_us() {
      Ran ran = quote("waiver", "docs/examples/waiver.json", "--mapping", "pf");
      assertThat(ran.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(ran.out()).contains("\"RSLT_CD\":\"1001\"", "\"ERR_FLD\":\"BODY.CAR_CD\"");
      assertThat(ran.err())
          .contains("docs/examples/waiver.json:1:1: missing-field: `BODY.CAR_CD` is missing");
    }

    @Test
    void what_does_not_go_with_it_is_used_wrongly() {
      assertThat(quote("waiver", PF, "--mapping", "pff").err())
          .isEqualTo("quoin: unknown mapping `pff`; did you mean `pf`?\n");
      assertThat(quote("rental", PF, "--mapping", "pf").err())
          .isEqualTo("quoin: mapping `pf` asks for service `waiver`\n");
      Ran explained = quote("waiver", PF, "--mapping", "pf", "--explain");
      assertThat(explained.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
      assertThat(explained.err()).contains("without `--json`, `--explain` and `--report`");
    }
  }
}
