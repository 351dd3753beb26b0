package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.CaseRunner.Difference;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTest {
  private static final String MAPPING =
      """
      mapping: old
      title: {ko: 옛 시스템, en: The older system}
      path: /legacy/old/rental
      service: rental
      request:
        inputs:
          start: {field: from, format: yyyyMMddHHmm}
          end: {field: to, format: "yyyy-MM-dd HH:mm:ss", zone: UTC}
          model: {field: bike.code, codes: {"01": city, "02": sport}}
          distance: {field: km, thousands: ".", default: 5}
          plan: {field: plan, codes: mappings/plans.csv, empty: absent}
          member: {field: member, entries: {years: {field: yrs}}}
          coupons: {field: coupons}
        ignored: [app]
      response:
        quote:
          fields:
            - {field: id, echo: id}
            - {field: price.total, amount: total, as: text, thousands: ",", decimals: 2}
            - {field: price.minus, amount: [mileage-fee], negated: true}
            - {field: price.minutes, shown: minutes}
            - {field: until, quote: valid until, format: HH:mm}
            - {field: price.no, quote: id, absent: omit}
            - field: lines
              each: line
              fields:
                - {field: no, line: code, codes: {rental-fee: 1}, default: 9}
                - {field: name, line: text, language: ko}
                - {field: won, line: amount}
        refusal:
          status: 409
          fields:
            - {field: why, refusal: code, codes: {too-long: L}, default: X}
            - {field: all, each: refusal, fields: [{field: text, refusal: text, language: en}]}
        failure:
          fields:
            - {field: why, problem: code, codes: {missing-field: M, end-not-after-start: E}, default: X}
            - {field: all, each: problem, fields: [{field: at, problem: field}, {field: text, problem: text, language: ko}]}
      cases: [mappings/old.jsonl]
      """;

  private static final String CALL =
      """
      {"id": 7, "from": "202606061000", "to": "2026-06-06 02:00:00", "bike": {"code": "01"}, "km": "12", "plan": "", "member": {"yrs": 3}, "app": {"any": "thing"}}
      """;

  private static final String CASE =
      "{\"case\": \"an hour\", \"at\": \"2026-06-01T09:00:00+09:00\", \"request\": "
          + CALL.strip()
          + ", \"response\": {\"id\": 7, \"price\": {\"total\": \"1,140.00\", \"minus\": -240,"
          + " \"minutes\": 60, \"no\": \""
          + MappingCases.NO_ID
          + "\"}, \"until\": \"09:15\", \"lines\": [{\"no\": 1, \"name\": \"대여요금\", \"won\": 900},"
          + " {\"no\": 9, \"name\": \"주행요금\", \"won\": 240}]}}\n";

  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
    bikes.write(
        "ratebook.yaml",
        (bikes.read("ratebook.yaml") + "mappings: [mappings/old.yaml]\n").getBytes(UTF_8));
    bikes.change("bikes.dmn", "name=\"member\"/>", "name=\"member\" typeRef=\"tMember\"/>");
    bikes.change("cases/rental.csv", ",city,5,,,,", ",city,5,,0,,");
    bikes.change("cases/rental.csv", ",gold,,A", ",gold,0,A");
    bikes.write("mappings/old.yaml", MAPPING.getBytes(UTF_8));
    bikes.write("mappings/plans.csv", "theirs,ours,note\nS,silver,\nG,gold,\n".getBytes(UTF_8));
    bikes.write("mappings/old.jsonl", CASE.getBytes(UTF_8));
  }

  @Nested
  class Calls {
    @Test
    void a_call_becomes_a_request_of_ours() {
      Mapping.Call call = call(CALL);
      assertThat(call.problems()).isEmpty();
      assertThat(call.request().orElseThrow().json())
          .isEqualTo(
              "{\"start\": \"2026-06-06T10:00+09:00\", \"end\": \"2026-06-06T11:00+09:00\","
                  + " \"model\": \"city\", \"distance\": 12, \"plan\": null, \"member\":"
                  + " {\"years\": 3}, \"coupons\": null}");
    }

    @Test
    void an_absent_field_has_its_default_or_is_null_where_it_may_be() {
      Mapping.Call call =
          call(
              CALL.replace("\"km\": \"12\", ", "")
                  .replace("\"plan\": \"\"", "\"plan\": \"G\", \"coupons\": [\"A\", \"B\"]"));
      assertThat(call.problems()).isEmpty();
      assertThat(call.request().orElseThrow().json())
          .contains("\"distance\": 5", "\"plan\": \"gold\"", "[\"A\", \"B\"]");
    }

    @Test
    void lists_and_objects_are_taken_as_the_model_wants_them() {
      assertThat(Bikes.lines(call(CALL.replace("{\"yrs\": 3}", "null")).problems()))
          .containsExactly(
              "call.json:1:122: missing-field: `member` is missing (expected: a context<years:"
                  + " number>)");
      bikes.change("bikes.dmn", "name=\"coupons\"/>", "name=\"coupons\" typeRef=\"tCoupons\"/>");
      String two = CALL.replace("\"app\"", "\"coupons\": [\"A\", 2], \"app\"");
      assertThat(Bikes.lines(call(two).problems()))
          .containsExactly(
              "call.json:1:151: wrong-type: `coupons[2]` is a number `2` (expected: a string)");
      bikes.change("bikes.dmn", "name=\"member\" typeRef=\"tMember\"/>", "name=\"member\"/>");
      assertThat(
              call(two.replace("2]", "\"B\"]").replace("{\"yrs\": 3}", "[{\"yrs\": 3}, {}]"))
                  .request()
                  .orElseThrow()
                  .json())
          .contains("\"member\": [{\"years\": 3}, {\"years\": null}], \"coupons\": [\"A\", \"B\"]");
    }

    @Test
    void everything_wrong_is_said_at_once_in_the_callers_words() {
      Mapping.Call call =
          call(
              """
              {"from": "202613010000", "bike": {"code": "03", "colour": "red"},
               "km": "1.00", "plan": "B", "member": []}
              """);
      assertThat(call.request()).isEmpty();
      assertThat(Bikes.lines(call.problems()))
          .containsExactly(
              "call.json:1:1: missing-field: `to` is missing (expected: a date and time written"
                  + " `yyyy-MM-dd HH:mm:ss`, such as `2026-05-01 10:00:00`)",
              "call.json:1:10: bad-value: `from` is `202613010000` (expected: a date and time"
                  + " written `yyyyMMddHHmm`, such as `202605011000`)",
              "call.json:1:43: not-allowed: `bike.code` is `03` (expected: `01`, `02`)",
              "call.json:1:49: unknown-field: unknown field `bike.colour`",
              "call.json:2:8: bad-value: `km` is `1.00` (expected: a number, such as `1.200,5`)",
              "call.json:2:24: not-allowed: `plan` is `B` (expected: `S`, `G`)",
              "call.json:2:39: wrong-type: `member` is a list (expected: an object)");
      assertThat(call.problems())
          .extracting(problem -> call.field(problem).orElse("none"))
          .containsExactly("to", "from", "bike.code", "bike.colour", "km", "plan", "member");
    }

    @Test
    void what_the_model_does_not_allow_is_refused_as_it_came() {
      assertThat(Bikes.lines(call(CALL.replace("\"12\"", "\"1.200\"")).problems()))
          .containsExactly("call.json:1:94: not-allowed: `km` is `1.200` (expected: [0..500])");
    }

    @Test
    void hours_that_occur_twice_or_never_are_refused() {
      assertThat(Bikes.lines(call(CALL.replace("202606061000", "198805080200")).problems()))
          .containsExactly(
              "call.json:1:19: no-such-time: `from` is `198805080200`, which does not exist in"
                  + " Asia/Seoul: clocks went from 02:00 to 03:00");
      assertThat(Bikes.lines(call(CALL.replace("202606061000", "198810090230")).problems()))
          .containsExactly(
              "call.json:1:19: ambiguous-time: `from` is `198810090230`, which occurs twice in"
                  + " Asia/Seoul (expected: a format with an offset)");
      assertThat(Bikes.lines(call(CALL.replace("202606061000", "189912312359")).problems()))
          .containsExactly(
              "call.json:1:19: out-of-range: `from` is `189912312359` (expected: from 1900-01-01 to"
                  + " 2200-12-31)");
    }

    @Test
    void what_is_no_object_is_refused() {
      assertThat(Bikes.lines(call("[]").problems()))
          .containsExactly("call.json:1:1: wrong-type: the call is a list (expected: an object)");
      assertThat(Bikes.lines(call("{\"id\": 1").problems())).hasSize(1);
      assertThat(Bikes.lines(call(CALL.replace("{\"code\": \"01\"}", "\"01\"")).problems()))
          .containsExactly("call.json:1:72: wrong-type: `bike` is a text (expected: an object)");
    }

    @Test
    void what_stands_where_an_object_is_known_is_one_though_nothing_of_it_is_read() {
      bikes.change("mappings/old.yaml", "ignored: [app]", "ignored: [app, trace.id]");
      for (String fine : List.of("{}", "{\"id\": 7}", "null")) {
        assertThat(call(CALL.replace("\"app\"", "\"trace\": " + fine + ", \"app\"")).problems())
            .isEmpty();
      }
      for (String wrong : List.of("\"x\"", "[]", "[{\"id\": 7}]", "5")) {
        Mapping.Call call = call(CALL.replace("\"app\"", "\"trace\": " + wrong + ", \"app\""));
        assertThat(Bikes.lines(call.problems()))
            .singleElement()
            .asString()
            .contains(": wrong-type: `trace` is ")
            .endsWith(" (expected: an object)");
        assertThat(call.field(call.problems().getFirst())).contains("trace");
      }
    }
  }

  @Nested
  class Replies {
    @Test
    void a_quote_has_the_callers_fields_in_their_order() {
      assertThat(reply(CALL, 200))
          .isEqualTo(
              "{\"id\":7,\"price\":{\"total\":\"1,140.00\",\"minus\":-240,\"minutes\":60},\"until\":\"09:15\","
                  + "\"lines\":[{\"no\":1,\"name\":\"대여요금\",\"won\":900},{\"no\":9,\"name\":\"주행요금\",\"won\":240}]}");
    }

    @Test
    void a_refusal_has_their_code() {
      assertThat(reply(CALL.replace("2026-06-06 02", "2026-06-08 02"), 409))
          .isEqualTo("{\"why\":\"L\",\"all\":[{\"text\":\"A rental takes a day at most\"}]}");
    }

    @Test
    void a_failure_names_their_field() {
      assertThat(reply(CALL.replace("2026-06-06 02", "2026-06-06 00"), 400))
          .isEqualTo("{\"why\":\"E\",\"all\":[{\"at\":\"to\",\"text\":\"끝이 시작보다 늦어야 합니다\"}]}");
      assertThat(reply(CALL.replace("\"to\"", "\"app\""), 400))
          .startsWith("{\"why\":\"M\",\"all\":[{\"at\":\"to\",\"text\":\"`to` is missing ")
          .endsWith("{\"at\":null,\"text\":\"`app` occurs twice\"}]}");
      assertThat(reply("{", 400)).startsWith("{\"why\":\"X\",\"all\":[{\"at\":null,");
    }

    @Test
    void the_same_call_gets_the_same_bytes() {
      assertThat(reply(CALL, 200)).isEqualTo(reply(CALL, 200));
    }
  }

  @Nested
  class Checked {
    @Test
    void a_sound_mapping_is_part_of_the_ratebook() {
      assertThat(Bikes.lines(Check.of(folder).errors())).isEmpty();
      Ratebook ratebook = bikes.load();
      assertThat(ratebook.mapping("old").orElseThrow().path()).isEqualTo("/legacy/old/rental");
      assertThat(ratebook.files())
          .containsKeys("mappings/old.yaml", "mappings/plans.csv", "mappings/old.jsonl");
      bikes.change("mappings/plans.csv", "S,silver", "Z,silver");
      assertThat(bikes.load().digest()).isNotEqualTo(ratebook.digest());
    }

    @Test
    void its_schema_is_checked() {
      bikes.change("mappings/old.yaml", "path: /legacy/old/rental", "path: /v1/old");
      bikes.change("mappings/old.yaml", "default: X", "defualt: X");
      assertThat(bikes.problems())
          .contains(
              "mappings/old.yaml:3:7: bad-value: `/v1/old` (expected: a path under `/legacy`, such"
                  + " as `/legacy/pf/fee`)")
          .anyMatch(line -> line.contains("unknown key `defualt`; did you mean `default`?"))
          .anyMatch(line ->
              line.contains(
                  "missing-key: key `default` is missing in `response.refusal.fields[1]`"));
    }

    @Test
    void every_input_has_one_feed() {
      bikes.change(
          "mappings/old.yaml",
          "    coupons: {field: coupons}\n",
          "    weekend uplift: {value: 1}\n    copons: {field: coupons}\n");
      bikes.change("mappings/old.yaml", "{field: km, thousands", "{field: km, value: 3, thousands");
      bikes.change(
          "mappings/old.yaml", "entries: {years: {field: yrs}}", "entries: {year: {field: yrs}}");
      assertThat(bikes.problems())
          .containsExactly(
              "mappings/old.yaml:7:5: missing-key: input `coupons` of service `rental` has no feed",
              "mappings/old.yaml:10:15: bad-value: `distance` has several feeds (expected: one of"
                  + " `field`, `value` and `entries`)",
              "mappings/old.yaml:12:38: missing-key: entry `years` of `member` has no feed",
              "mappings/old.yaml:12:39: unknown-field: `year` is no entry of `member`; did you mean"
                  + " `years`?",
              "mappings/old.yaml:13:5: lever-in-request: `weekend uplift` is lever `weekend uplift`"
                  + " of the ratebook (expected: nothing, for levers are not sent)",
              "mappings/old.yaml:14:5: unknown-field: `copons` is no input of service `rental`; did"
                  + " you mean `coupons`?");
    }

    @Test
    void codes_stand_for_one_allowed_value_each() {
      bikes.change("mappings/old.yaml", "\"02\": sport", "\"02\": sporty");
      bikes.change("mappings/plans.csv", "G,gold,", "S,gold,\nP,,\nQ,platinum,");
      bikes.change("mappings/old.yaml", "default: 5", "default: 501");
      assertThat(bikes.problems())
          .containsExactly(
              "mappings/old.yaml:9:57: not-allowed: `model` is `sporty`; did you mean `sport`?"
                  + " (expected: \"city\", \"sport\")",
              "mappings/old.yaml:10:52: not-allowed: `distance` is `501` (expected: [0..500])",
              "mappings/plans.csv:3:1: duplicate-value: code `S` occurs twice",
              "mappings/plans.csv:4:3: blank-cell: an empty code (expected: a code)",
              "mappings/plans.csv:4:3: not-allowed: `plan` is `` (expected: null, \"silver\","
                  + " \"gold\")",
              "mappings/plans.csv:5:3: not-allowed: `plan` is `platinum` (expected: null,"
                  + " \"silver\", \"gold\")");
    }

    @Test
    void formats_tell_what_their_input_needs() {
      bikes.change(
          "mappings/old.yaml",
          "{field: from, format: yyyyMMddHHmm}",
          "{field: from, format: yyMMddHHmm}");
      bikes.change("mappings/old.yaml", "zone: UTC", "zone: UTC+99");
      bikes.change("mappings/old.yaml", "thousands: \".\"", "format: yyyy");
      bikes.change("mappings/old.yaml", "coupons: {field: coupons}", "coupons: {field: from.x}");
      assertThat(bikes.problems())
          .containsExactly(
              "mappings/old.yaml:7:20: duplicate-value: `from` is a value here, and an object with"
                  + " fields elsewhere",
              "mappings/old.yaml:7:34: bad-value: `yyMMddHHmm` does not tell a date and time"
                  + " (expected: a format such as `yyyyMMddHHmm`)",
              "mappings/old.yaml:8:59: unknown-zone: unknown time zone `UTC+99`",
              "mappings/old.yaml:10:35: wrong-type: a format for a number (expected: a date, a time"
                  + " or a date and time)");
    }

    @Test
    void an_answer_speaks_of_what_there_is() {
      bikes.change("mappings/old.yaml", "amount: [mileage-fee]", "amount: [milage-fee]");
      bikes.change("mappings/old.yaml", "shown: minutes", "shown: minute");
      bikes.change("mappings/old.yaml", "{rental-fee: 1}", "{rentl-fee: 1}");
      bikes.change("mappings/old.yaml", "{too-long: L}", "{to-long: L}");
      bikes.change("mappings/old.yaml", "{missing-field: M,", "{mising-field: M, not-our-code: N,");
      bikes.change("mappings/old.yaml", "{field: price.no,", "{field: price,");
      bikes.change(
          "mappings/old.yaml",
          "{field: won, line: amount}",
          "{field: won, line: amount, language: ko}");
      bikes.change(
          "mappings/old.yaml", "{field: at, problem: field}", "{field: at, amount: total}");
      bikes.change("mappings/old.yaml", "amount: total, as: text", "amount: sum, as: text");
      assertThat(bikes.problems())
          .extracting(line -> line.replaceFirst("mappings/old.yaml:(\\d+):\\d+: ", "$1 "))
          .containsExactly(
              "19 bad-value: `sum` (expected: `total`, or a list of codes)",
              "20 bad-value: `milage-fee` is no line item of the ratebook; did you mean"
                  + " `mileage-fee`?",
              "21 unknown-decision: service `rental` shows no decision `minute`; did you mean"
                  + " `minutes`?",
              "23 duplicate-value: `price` stands twice, or is a value and an object",
              "27 bad-value: `rentl-fee` is no line item of the ratebook; did you mean"
                  + " `rental-fee`?",
              "29 bad-value: `language` says nothing of `line` (expected: one of `as`, `decimal`,"
                  + " `decimals`, `negated`, `thousands`)",
              "33 bad-value: `to-long` is no refusal of the ratebook; did you mean `too-long`?",
              "37 bad-value: `mising-field` is no code of a problem; did you mean `missing-field`?",
              "38 bad-value: `amount` in the shape of a failure, where there is none");
    }

    @Test
    void a_refusal_needs_a_shape_where_the_service_refuses() {
      int from = MAPPING.indexOf("  refusal:");
      bikes.change("mappings/old.yaml", MAPPING.substring(from, MAPPING.indexOf("  failure:")), "");
      assertThat(bikes.problems())
          .containsExactly(
              "mappings/old.yaml:16:3: missing-key: key `refusal` is missing in `response`, but"
                  + " service `rental` may answer so");
    }

    @Test
    void ids_and_paths_are_unique_and_the_service_is_known() {
      bikes.write(
          "mappings/b.yaml", MAPPING.replace("service: rental", "service: rentl").getBytes(UTF_8));
      bikes.change(
          "ratebook.yaml",
          "[mappings/old.yaml]",
          "[mappings/old.yaml, mappings/b.yaml, mappings/c.yaml]");
      assertThat(bikes.problems())
          .containsExactly(
              "mappings/b.yaml:1:10: duplicate-value: `old` is that of another mapping, too",
              "mappings/b.yaml:3:7: duplicate-value: `/legacy/old/rental` is that of another"
                  + " mapping, too",
              "mappings/b.yaml:4:10: unknown-service: unknown service `rentl`; did you mean"
                  + " `rental`?",
              "ratebook.yaml:55:48: missing-file: no file `mappings/c.yaml` in the folder");
    }
  }

  @Nested
  class GoldenCases {
    @Test
    void a_case_passes_whatever_the_order_of_its_fields() {
      assertThat(run()).isEmpty();
      bikes.change(
          "mappings/old.jsonl", "{\"no\": 1, \"name\": \"대여요금\"", "{\"name\": \"대여요금\", \"no\": 1");
      assertThat(run()).isEmpty();
    }

    @Test
    void what_differs_is_said_field_by_field() {
      bikes.change("mappings/old.jsonl", "\"minus\": -240", "\"minus\": \"-240\", \"more\": null");
      bikes.change("mappings/old.jsonl", "\"won\": 900", "\"won\": 901");
      bikes.change("mappings/old.jsonl", "\"until\": \"09:15\", ", "");
      bikes.change("mappings/old.jsonl", "\"request\"", "\"status\": 201, \"request\"");
      assertThat(run())
          .extracting(difference ->
              "%s expected %s, got %s"
                  .formatted(difference.what(), difference.expected(), difference.got()))
          .containsExactly(
              "status expected 201, got 200",
              "`price.minus` expected \"-240\", got -240",
              "`price.more` expected null, got no field",
              "`lines[1].won` expected 901, got 900",
              "`until` expected no field, got \"09:15\"");
    }

    @Test
    void cases_are_checked() {
      bikes.write(
          "mappings/old.jsonl",
          "{\"case\": \"a\", \"at\": \"now\", \"request\": {}, \"reponse\": {}, \"status\": 20}\n\n[]\n{\"case\": 5, \"request\": \"x\", \"response\": null}\n{\"case\": \"a\""
              .getBytes(UTF_8));
      assertThat(Bikes.lines(Check.of(folder).errors()))
          .containsExactly(
              "mappings/old.jsonl:1:1: missing-key: key `response` is missing in the case",
              "mappings/old.jsonl:1:21: bad-value: `at` is no moment (expected: such as"
                  + " 2026-05-01T10:00:00+09:00)",
              "mappings/old.jsonl:1:43: unknown-key: unknown key `reponse`; did you mean"
                  + " `response`?",
              "mappings/old.jsonl:1:68: bad-value: `status` is no status of HTTP (expected: 200)",
              "mappings/old.jsonl:3:1: wrong-type: a case is a list (expected: an object)",
              "mappings/old.jsonl:4:10: wrong-type: `case` is a number (expected: a text)",
              "mappings/old.jsonl:5:13: bad-json: unexpected end-of-input: expected close marker"
                  + " for Object");
    }

    private List<Difference> run() {
      Pricer pricer = bikes.pricer();
      Mapping mapping = pricer.ratebook().mapping("old").orElseThrow();
      Problems problems = new Problems();
      MappingCases cases =
          MappingCases.read(mapping, mapping.cases().getFirst(), problems)
              .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
      return cases.run(pricer, _ -> {}).getFirst().differences();
    }
  }

  private Mapping.Call call(String json) {
    return bikes.load().mapping("old").orElseThrow().call("call.json", json.getBytes(UTF_8));
  }

  private String reply(String json, int status) {
    Pricer pricer = bikes.pricer();
    Mapping mapping = pricer.ratebook().mapping("old").orElseThrow();
    Mapping.Call call = mapping.call("call.json", json.getBytes(UTF_8));
    Optional<Answer> priced = call.request().map(request -> pricer.quote("rental", request, AT));
    Answer answer = priced.orElseGet(() -> new Answer.Failure(call.problems()));
    Mapping.Reply reply =
        mapping.reply(call, answer, Mapping.About.offline(pricer.ratebook(), "rental", AT));
    assertThat(reply.status()).isEqualTo(status);
    return new String(reply.body(), UTF_8);
  }
}
