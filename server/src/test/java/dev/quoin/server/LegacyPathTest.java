package dev.quoin.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.MappingCases;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.RecordedCall;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Callers of an older system send what they always sent, to the path that they know, and get what they expect.
class LegacyPathTest {
  private static final String PATH = "/legacy/pf/waiver-fee";
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
  private static final int CALLS = 1_000;
  private static final long SEED = 20_260_601;

  private static final String CALL =
      """
      {"HEADER": {"TRAN_ID": "T1"}, "BODY": {"RENT_ST_DTM": "202606121800", "RENT_ED_DTM": "202606142100", "CAR_CD": "C0412",
       "PF_AMT": "50,000", "DRV_INFO": {"BIRTH_YMD": "19900520", "LCNS_YMD": "20150302"}}}\
      """;

  @TempDir static Path folder;
  static Running running;
  static Client client;
  static Release release;
  static Mapping mapping;

  @BeforeAll
  static void start() {
    running = Running.in(folder);
    client = new Client(running.server);
    release = running.releases.live().ratebook("seoul-carshare").orElseThrow();
    mapping = release.ratebook().mapping("pf").orElseThrow();
  }

  @AfterAll
  static void stop() {
    client.close();
    running.close();
  }

  @BeforeEach
  void set() {
    running.clock.set(AT);
  }

  @TestFactory
  Stream<DynamicTest> every_case_of_the_mapping_holds() {
    return mapping.cases().stream()
        .flatMap(
            file -> MappingCases.read(mapping, file, new Problems()).orElseThrow().cases().stream())
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> holds(golden)));
  }

  private static void holds(RecordedCall golden) {
    running.clock.set(golden.at());
    Client.Reply reply = client.post(PATH, golden.call());
    String id = priced(reply) ? reply.at("BODY.PF_NO") : MappingCases.NO_ID;
    assertThat(Json.write(reply.json()).replace(id, MappingCases.NO_ID))
        .isEqualTo(Json.write(golden.response()));
    assertThat(reply.status()).isEqualTo(golden.status().orElse(200));
  }

  @Test
  void the_price_is_a_quote_that_is_kept() {
    Client.Reply reply = client.post(PATH, CALL);
    Client.Reply kept = client.get("/v1/quotes/" + reply.at("BODY.PF_NO"));
    assertThat(kept.at("service")).isEqualTo("waiver");
    assertThat("%,d".formatted(Long.parseLong(kept.at("total"))))
        .isEqualTo(reply.at("BODY.PF_FEE"))
        .isEqualTo("76,560");
  }

  @Test
  void the_same_call_under_a_key_is_answered_as_it_was_first() {
    Client.Reply first = client.post(PATH, CALL, "idempotency-key", "one", "quoin-caller", "app");
    running.clock.set(AT.plus(Duration.ofMinutes(5)));
    assertThat(client.post(PATH, CALL, "idempotency-key", "one", "quoin-caller", "app"))
        .isEqualTo(first);
    assertThat(client.post(PATH, CALL, "idempotency-key", "one").at("BODY.PF_NO"))
        .isNotEqualTo(first.at("BODY.PF_NO"));
    Client.Reply other =
        client.post(
            PATH,
            CALL.replace("50,000", "300,000"),
            "idempotency-key",
            "one",
            "quoin-caller",
            "app");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.codes()).containsExactly("request-id-taken");
  }

  @Test
  void a_wrong_field_is_told_by_their_name_and_code() {
    Client.Reply reply = client.post(PATH, CALL.replace("202606142100", "2026-06-14"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("HEADER.TRAN_ID")).isEqualTo("T1");
    assertThat(reply.at("HEADER.RSLT_CD")).isEqualTo("1002");
    assertThat(reply.at("HEADER.ERR_LIST.0.ERR_FLD")).isEqualTo("BODY.RENT_ED_DTM");
    assertThat(client.post(PATH, "{").at("HEADER.RSLT_CD")).isEqualTo("9999");
    Client.Reply early = client.post(PATH, CALL.replace("202606142100", "202606112100"));
    assertThat(early.at("HEADER.RSLT_CD")).isEqualTo("1101");
    assertThat(early.at("HEADER.ERR_LIST.0.ERR_FLD")).isEqualTo("BODY.RENT_ED_DTM");
  }

  @Test
  void what_is_wrong_beside_the_call_is_told_in_our_words() {
    Client.Reply key = client.post(PATH, CALL, "idempotency-key", "k".repeat(129));
    assertThat(key.status()).isEqualTo(400);
    assertThat(key.codes()).containsExactly("bad-id");
    assertThat(client.post(PATH, CALL, "content-type", "text/plain").codes())
        .containsExactly("wrong-media-type");
    Client.Reply large = client.post(PATH, CALL + " ".repeat(1 << 20));
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.codes()).containsExactly("too-large");
  }

  @Test
  void the_description_of_rest_lists_the_path_in_the_shape_of_its_callers() {
    Client.Reply api = client.get("/v1/openapi.json");
    Node.Mapping operation = (Node.Mapping) at(api.json(), "paths", PATH, "post");
    Node body = at(operation, "requestBody", "content", "application/json");
    Node fields = at(body, "schema", "properties", "BODY", "properties");
    assertThat(Json.write(at(fields, "RENT_ST_DTM")))
        .contains("a date and time written `yyyyMMddHHmm`", "\"202605011000\"");
    assertThat(Json.write(at(fields, "DRV_INFO")))
        .contains("\"BIRTH_YMD\"", "\"MBR_NO\":{}", "\"additionalProperties\":false");
    assertThat(Json.write(at(body, "schema", "properties", "BODY", "required")))
        .contains("\"RENT_ST_DTM\"")
        .doesNotContain("\"PF_AMT\"");
    Node reply = at(operation, "responses", "200", "content", "application/json");
    assertThat(Json.write(reply))
        .contains("\"const\":\"0000\"", "\"2101\"", "\"FEE_LIST\"", "\"1,200.5\"");
    String example = Json.write(at(body, "example"));
    assertThat(client.post(PATH, example).at("HEADER.RSLT_CD"))
        .isEqualTo(((Node.Scalar) at(reply, "example", "HEADER", "RSLT_CD")).text());
  }

  private static Node at(Node node, String... names) {
    Node found = node;
    for (String name : names) {
      found = ((Node.Mapping) found).get(name).orElseThrow(() -> new AssertionError(name));
    }
    return found;
  }

  @Test
  void other_paths_and_methods_are_refused_as_ever() {
    Client.Reply unknown = client.post("/legacy/pf/waiver", CALL);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.codes()).containsExactly("unknown-path");
    for (String path : List.of(PATH, "/v1/rental/quotes")) {
      Client.Reply get = client.get(path);
      assertThat(get.status()).isEqualTo(405);
      assertThat(get.codes()).containsExactly("wrong-method");
    }
    assertThat(client.get("/legacy/pf/waiver").status()).isEqualTo(404);
  }

  @Test
  void a_thousand_calls_are_answered_to_the_byte_as_the_mapping_and_the_pricer_do_offline()
      throws IOException {
    Map<String, String> cars = new HashMap<>();
    for (String row : Files.readAllLines(Running.SEOUL.resolve("mappings/pf-cars.csv"))) {
      List<String> cells = List.of(row.split(",", -1));
      cars.putIfAbsent(cells.get(1), cells.get(0));
    }
    Ratebook ratebook = release.ratebook();
    Generator generator = ratebook.generator("waiver", new Problems()).orElseThrow();
    int prices = 0;
    for (int number = 0; number < CALLS; number++) {
      String call = call(generator.inputs(SEED, number), cars, number);
      Client.Reply reply = client.post(PATH, call);
      boolean priced = priced(reply);
      prices += priced ? 1 : 0;
      Mapping.Call read = mapping.call("body", call.getBytes(UTF_8));
      Answer answer =
          read.request()
              .map(request -> release.pricer().quote("waiver", request, AT))
              .orElseGet(() -> new Answer.Failure(read.problems()));
      Mapping.Reply offline =
          mapping.reply(
              read,
              answer,
              new Mapping.About(
                  priced ? Optional.of(reply.at("BODY.PF_NO")) : Optional.empty(),
                  ratebook.id(),
                  ratebook.digest(),
                  AT,
                  AT.plus(ratebook.validity("waiver"))));
      assertThat(reply.body())
          .as("call %d of seed %d: %s", number, SEED, call)
          .isEqualTo(new String(offline.body(), UTF_8));
      assertThat(reply.status()).isEqualTo(offline.status());
    }
    assertThat(prices).isGreaterThan(CALLS / 2);
  }

  private static boolean priced(Client.Reply reply) {
    return reply.at("HEADER.RSLT_CD").equals("0000");
  }

  private static String call(Map<String, Value> inputs, Map<String, String> cars, int number) {
    return """
    {"HEADER": {"TRAN_ID": "T%d"}, "BODY": {"RENT_ST_DTM": "%s", "RENT_ED_DTM": "%s", "CAR_CD": "%s", "PF_AMT": "%s",
     "DRV_INFO": {"BIRTH_YMD": "%s", "LCNS_YMD": "%s"}}}\
    """
        .formatted(
            number,
            minute(inputs, "start"),
            minute(inputs, "end"),
            cars.get(text(inputs, "model")),
            text(inputs, "deductible"),
            day(inputs, "birth date"),
            day(inputs, "licence date"));
  }

  private static String minute(Map<String, Value> inputs, String name) {
    return ZonedDateTime.parse(text(inputs, name))
        .withZoneSameInstant(ZoneId.of("Asia/Seoul"))
        .format(DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT));
  }

  private static String day(Map<String, Value> inputs, String name) {
    return LocalDate.parse(text(inputs, name)).format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  private static String text(Map<String, Value> inputs, String name) {
    return dev.quoin.ratebook.value.Written.plain(
        Optional.ofNullable(inputs.get(name)).orElseThrow());
  }
}
