package dev.quoin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers that are looked for over REST, and whose they are.
class SearchTest {
  private static final String ANNA = "account-4711";

  @TempDir static Path folder;

  private static Running running;
  private static Client client;
  private static String annas;
  private static String anybodys;
  private static String batch;

  @BeforeAll
  static void start() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    running = Running.in(folder);
    client = new Client(running.server);
    String weekend = "{\"inputs\": %s}".formatted(Samples.json("weekend.json"));
    annas = id(client.post("/v1/rental/quotes", weekend, "quoin-customer", ANNA));
    anybodys = id(client.post("/v1/rental/quotes", weekend));
    batch =
        id(
            client.post(
                "/v1/rental/batches",
                "{\"trip\": %s, \"cars\": [{\"model\": \"K8\"}, {\"model\": \"RAY\"}]}"
                    .formatted(Samples.json("weekend.json").replace("\"model\": \"K8\",", ""))));
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  private static String id(Client.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.body().replaceFirst("(?s)^\\{\"id\":\"([^\"]+)\".*$", "$1");
  }

  private static List<String> ids(String query, String... headers) {
    Client.Reply reply = client.get("/v1/quotes" + query, headers);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return Pattern.compile("\"id\":\"([^\"]+)\"")
        .matcher(reply.body())
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void answers_are_found_newest_first_and_page_by_page() {
    List<String> all = ids("?to=2100-01-01");
    assertThat(all).contains(batch, anybodys, annas);
    assertThat(all.indexOf(batch)).isLessThan(all.indexOf(anybodys));
    assertThat(all.indexOf(anybodys)).isLessThan(all.indexOf(annas));
    List<String> first = ids("?limit=1");
    assertThat(first).containsExactly(all.getFirst());
    assertThat(ids("?limit=1&next=" + first.getFirst())).containsExactly(all.get(1));
    assertThat(client.get("/v1/quotes?id=" + annas).body()).contains("\"next\":null");
  }

  @Test
  void a_customer_is_found_by_the_name_and_kept_as_a_pseudonym() {
    assertThat(ids("", "quoin-customer", ANNA)).contains(annas).doesNotContain(anybodys, batch);
    String body = client.get("/v1/quotes?id=" + annas).body();
    assertThat(body).doesNotContain(ANNA).containsPattern("\"customer\":\"[0-9a-f]{32}\"");
    String pseudonym = body.replaceFirst("(?s)^.*\"customer\":\"([0-9a-f]+)\".*$", "$1");
    assertThat(ids("?customer=" + pseudonym)).contains(annas).doesNotContain(anybodys);
  }

  @Test
  void what_an_answer_is_found_by() {
    assertThat(ids("?total=" + total(annas) + "&input=model%3DK8&line_item=rental-fee&kind=quote"))
        .contains(annas, anybodys);
    assertThat(ids("?service=rental&ratebook=seoul-carshare&outcome=price&total_from=1"))
        .contains(annas);
    assertThat(ids("?input=model%3DNONE")).isEmpty();
    assertThat(ids("?reason=driver-too-young&kind=quote")).isEmpty();
    assertThat(ids("?from=2000-01-01&to=2000-01-02")).isEmpty();
    assertThat(ids("?kind=batch&input=model%3DK8")).contains(batch);
  }

  private static String total(String id) {
    return client
        .get("/v1/quotes?id=" + id)
        .body()
        .replaceFirst("(?s)^.*\"total\":\"([0-9.]+)\".*$", "$1");
  }

  @Test
  void a_booking_is_of_the_customer_who_was_quoted() {
    String booking = "{\"quote_id\":\"%s\",\"booking_id\":\"annas booking\"}".formatted(annas);
    Client.Reply another =
        client.post("/v1/rental/bookings", booking, "quoin-customer", "account-1");
    assertThat(another.status()).isEqualTo(400);
    assertThat(another.body()).contains("another-customer").doesNotContain("account-1");
    assertThat(client.post("/v1/rental/bookings", booking).status()).isEqualTo(200);
    assertThat(ids("?booking_id=annas%20booking", "quoin-customer", ANNA)).hasSize(1);
  }

  @Test
  void all_that_is_wrong_is_told_at_once() {
    Client.Reply reply =
        client.get(
            "/v1/quotes?id=7&customer=anna&from=yesterday&to=2026&release=xyz&kind=quotes&outcome=prize"
                + "&total=1e9&total_to=5&input=color%3Dred&input=model&limit=0&next=x&form=1&service=a&service=b",
            "quoin-customer", "anna maria");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(
            Pattern.compile("\"sentence\":\"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(reply.body())
                .results()
                .map(match -> match.group(1))
                .toList())
        .containsExactly(
            "nothing is searched by `form`; did you mean `from`?",
            "`id` is `7` (expected: the id of an answer)",
            "`customer` is another text (expected: a pseudonym: 32 hexadecimal digits)",
            "the customer's name holds another character (expected: 1 to 128 characters of ASCII without blanks, such as the number of an account)",
            "`from` is `yesterday` (expected: a date, or a date and time, such as `2026-11-24` or `2026-11-24T09:00+09:00`)",
            "`to` is `2026` (expected: a date, or a date and time, such as `2026-11-24` or `2026-11-24T09:00+09:00`)",
            "`service` comes twice (expected: once)",
            "`release` is `xyz` (expected: 6 to 64 of a digest's hexadecimal digits)",
            "`kind` is `quotes` (expected: `quote`, `batch`, `booking`, `extension`, `settlement`, `cancellation`)",
            "`outcome` is `prize` (expected: `price`, `refusal`)",
            "`total` is `1e9` (expected: a number, such as `48310`)",
            "`total` comes with `total_from` or `total_to` (expected: the one, or the others)",
            "no ratebook has answers searched by `color` (expected: `deductible`, `membership`, `model`)",
            "`input` is `model` (expected: a name and a value, such as `model=K8`)",
            "`limit` is `0` (expected: 1 to 1000)",
            "`next` is `x` (expected: the id of an answer)");
  }

  @Test
  void a_customer_whose_name_is_empty_is_nobody() {
    assertThat(client.get("/v1/quotes", "quoin-customer", "").body())
        .contains("the header `quoin-customer` is empty");
  }

  @Test
  void the_last_of_all_days_has_none_after_it() {
    assertThat(client.get("/v1/quotes?to=%2B999999999-12-31").body())
        .contains("`to` is `+999999999-12-31` (expected: a date");
  }

  @Test
  void the_same_request_for_another_customer_is_another_one() {
    String request =
        "{\"request_id\": \"of two customers\", \"inputs\": %s}"
            .formatted(Samples.json("weekend.json"));
    String first = id(client.post("/v1/rental/quotes", request, "quoin-customer", "account-2"));
    assertThat(id(client.post("/v1/rental/quotes", request, "quoin-customer", "account-2")))
        .isEqualTo(first);
    assertThat(client.post("/v1/rental/quotes", request, "quoin-customer", "account-3").body())
        .contains("request-id-taken");
  }

  @Test
  void an_explanation_says_by_which_engine() {
    assertThat(client.get("/v1/quotes/" + annas + "/explanation").body())
        .containsPattern(
            "\"engine\":\\{\"answered\":\"[^\"]+\\+[0-9a-f]{12}\",\"again\":\"[^\"]+\\+[0-9a-f]{12}\"\\}");
  }
}
