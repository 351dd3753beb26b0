package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.testkit.Checkout;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestTest {
  private static final String GOOD =
      """
      {
        "start": "2026-06-06T10:00",
        "end": "2026-06-06T11:00",
        "model": "city",
        "distance": 12
      }
      """;

  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
  }

  @Test
  void inputs_are_typed_by_the_model_and_what_may_be_null_may_be_left_out() {
    Request request = read(GOOD).orElseThrow();
    ZoneId seoul = ZoneId.of("Asia/Seoul");
    assertThat(request.inputs())
        .containsEntry("distance", Value.of(12))
        .containsEntry("plan", Value.NULL)
        .containsEntry("coupons", Value.NULL)
        .containsEntry(
            "start",
            new Value.DateTime(
                LocalDateTime.parse("2026-06-06T10:00"), seoul, ZoneOffset.ofHours(9)))
        .doesNotContainKey("weekend uplift");
    assertThat(problems(GOOD)).isEmpty();
  }

  @Test
  void an_unknown_model_is_refused_with_what_is_allowed_and_a_suggestion() {
    assertThat(problems(GOOD.replace("\"city\"", "\"citi\"")))
        .containsExactly(
            "r.json:4:12: not-allowed: `model` is `citi`; did you mean `city`? (expected: \"city\", \"sport\")");
  }

  @Test
  void of_many_texts_that_are_allowed_some_are_said() {
    bikes.change(
        "bikes.dmn",
        "\"city\", \"sport\"",
        "\"city\", \"sport\", \"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\"");
    assertThat(problems(GOOD.replace("\"city\"", "\"citi\"")))
        .containsExactly(
            "r.json:4:12: not-allowed: `model` is `citi`; did you mean `city`? (expected: one of 11 texts, such as"
                + " `city`, `sport`, `a`, `b`, `c`, `d`, `e`, `f`, `g`, `h`)");
  }

  @Test
  void the_body_of_a_call_may_stand_around_the_inputs() {
    assertThat(
            problems("{\"request_id\": \"1\", \"ratebook\": \"bikes\", \"inputs\": " + GOOD + "}"))
        .isEmpty();
    assertThat(
            problems("{\"ratebook\": \"cars\", \"inputs\":\n" + GOOD.replace("12\n", "-1\n") + "}"))
        .containsExactly(
            "r.json:1:14: unknown-ratebook: the call names another ratebook (expected: `bikes`)",
            "r.json:6:15: not-allowed: `distance` is `-1` (expected: [0..500])");
    assertThat(problems("{\"inputs\": 5}"))
        .containsExactly(
            "r.json:1:12: wrong-type: the request is a number (expected: an object with the inputs)");
    assertThat(problems(GOOD.replaceFirst("\\{", "{\"inputs\": 5,")))
        .singleElement()
        .asString()
        .contains("unknown field `inputs`");
  }

  @Test
  void a_negative_distance_is_refused() {
    assertThat(problems(GOOD.replace("12\n", "-1\n")))
        .containsExactly("r.json:5:15: not-allowed: `distance` is `-1` (expected: [0..500])");
  }

  @Test
  void a_number_beyond_reason_is_refused() {
    assertThat(problems(GOOD.replace("12\n", "1e400\n")))
        .containsExactly(
            "r.json:5:15: bad-number: `1e400` is beyond what is computed with (expected: at most 34 digits, and an exponent from -100 to 100)");
  }

  @Test
  void a_missing_field_is_refused() {
    assertThat(problems(GOOD.replace("  \"model\": \"city\",\n", "")))
        .containsExactly("r.json:1:1: missing-field: `model` is missing (expected: a string)");
    assertThat(problems(GOOD.replace("\"city\"", "null")))
        .containsExactly("r.json:4:12: missing-field: `model` is null (expected: a string)");
  }

  @Test
  void a_field_that_nobody_asked_for_is_refused() {
    assertThat(problems(GOOD.replace("12\n", "12,\n  \"distanse\": 3\n")))
        .containsExactly(
            "r.json:6:3: unknown-field: unknown field `distanse`; did you mean `distance`?");
  }

  @Test
  void a_name_that_occurs_twice_makes_it_no_request() {
    String twice = GOOD.replace("12\n", "12,\n  \"distance\": 400\n");
    assertThat(read(twice)).isEmpty();
    assertThat(problems(twice))
        .containsExactly("r.json:6:3: duplicate-key: `distance` occurs twice");
    Problems problems = new Problems();
    byte[] content = "{\"distance\": 12, \"distance\": 400}".getBytes(UTF_8);
    assertThat(Request.readForDecision(bikes.load(), "rate", "r.json", content, problems))
        .isEmpty();
    assertThat(Bikes.lines(problems.sorted()))
        .contains("r.json:1:18: duplicate-key: `distance` occurs twice");
  }

  @Test
  void a_lever_is_refused() {
    assertThat(problems(GOOD.replace("12\n", "12,\n  \"weekend uplift\": 1\n")))
        .containsExactly(
            "r.json:6:3: lever-in-request: `weekend uplift` is lever `weekend uplift` of the ratebook (expected: nothing, for levers are not sent)");
  }

  @Test
  void a_local_time_that_does_not_exist_is_refused() {
    assertThat(problems(GOOD.replace("2026-06-06T10:00", "1988-05-08T02:00")))
        .containsExactly(
            "r.json:2:12: no-such-time: `1988-05-08T02:00` does not exist in Asia/Seoul: clocks went from 02:00 to 03:00");
  }

  @Test
  void a_local_time_that_occurs_twice_is_refused() {
    assertThat(problems(GOOD.replace("2026-06-06T10:00", "1988-10-09T02:30")))
        .containsExactly(
            "r.json:2:12: ambiguous-time: `1988-10-09T02:30` occurs twice in Asia/Seoul (expected: with an offset, `1988-10-09T02:30+10:00` or `1988-10-09T02:30+09:00`)");
  }

  @Test
  void all_problems_come_at_once() {
    assertThat(
            problems(
                "{\"start\": 5, \"end\": \"tomorrow\", \"modle\": \"city\", \"distance\": true, \"plan\": \"bronze\"}"))
        .containsExactly(
            "r.json:1:1: missing-field: `model` is missing (expected: a string)",
            "r.json:1:11: wrong-type: `start` is a number `5` (expected: a date and time)",
            "r.json:1:21: bad-value: `tomorrow` is no date and time (expected: such as 2026-05-01T10:00 or 2026-05-01T10:00+09:00)",
            "r.json:1:33: unknown-field: unknown field `modle`; did you mean `model`?",
            "r.json:1:62: wrong-type: `distance` is true or false `true` (expected: a number)",
            "r.json:1:76: not-allowed: `plan` is `bronze` (expected: null, \"silver\", \"gold\")");
  }

  @Test
  void what_is_no_object_is_refused() {
    assertThat(problems("[]"))
        .containsExactly(
            "r.json:1:1: wrong-type: the request is a list (expected: an object with the inputs)");
  }

  @Test
  void an_unknown_service_gets_a_suggestion() {
    Problems problems = new Problems();
    assertThat(Request.read(bikes.load(), "rentl", "r.json", GOOD.getBytes(UTF_8), problems))
        .isEmpty();
    assertThat(Bikes.lines(problems.sorted()))
        .containsExactly(
            "r.json: unknown-service: unknown service `rentl`; did you mean `rental`?");
  }

  /// What the JIT compiler makes of the reader after a while reads as before.
  @Test
  void the_fifty_thousandth_request_is_read_like_the_first() {
    Ratebook seoul =
        Ratebook.load(Checkout.folder().resolve("ratebooks/seoul-carshare"), new Problems())
            .orElseThrow();
    for (int i = 0; i < 50_000; i++) {
      String json =
          """
          {"start": "2026-06-12T18:00:00", "end": "2026-06-14T21:00:00", "model": "K8", "distance": %d, "utilisation": 45,
           "membership": "business", "coupon percent": 10, "coupon amount": 5000, "birth date": "%d-05-20",
           "licence date": "2015-03-02"}\
          """
              .formatted(1 + i % 400, 1970 + i % 39);
      Problems problems = new Problems();
      Request.read(seoul, "rental", "r.json", json.getBytes(UTF_8), problems);
      assertThat(problems.sorted()).as("request %d", i).isEmpty();
    }
  }

  private List<String> problems(String json) {
    Problems problems = new Problems();
    Request.read(bikes.load(), "rental", "r.json", json.getBytes(UTF_8), problems);
    return Bikes.lines(problems.sorted());
  }

  private Optional<Request> read(String json) {
    return Request.read(bikes.load(), "rental", "r.json", json.getBytes(UTF_8), new Problems());
  }
}
