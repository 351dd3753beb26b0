package dev.quoin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quoin.api.rental.v1.GetRequest;
import dev.quoin.api.rental.v1.QuoteBatchRequest;
import dev.quoin.api.rental.v1.QuoteBatchResponse;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.QuoteResponse;
import dev.quoin.api.v1.Answer;
import dev.quoin.api.v1.BatchItem;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuoteTest {
  @TempDir static Path folder;
  static Running running;
  static Client client;

  @BeforeAll
  static void start() {
    running = Running.in(folder);
    client = new Client(running.server);
  }

  @AfterAll
  static void stop() {
    client.close();
    running.close();
  }

  @Nested
  class OneCar {
    @Test
    void over_grpc_it_is_what_the_command_line_says() {
      Answer answer = client.rental.quote(weekend("").build()).getAnswer();
      assertThat(answer.getPrice().getTotal()).isEqualTo(Samples.WEEKEND_TOTAL);
      assertThat(answer.getPrice().getCurrency()).isEqualTo("KRW");
      assertThat(answer.getPrice().getShownMap()).containsEntry("vat", "27343");
      assertThat(answer.getPrice().getLineItems(0).getText().getKo()).isEqualTo("대여요금");
      assertThat(answer.getService()).isEqualTo("rental");
      assertThat(answer.getRatebook()).isEqualTo("seoul-carshare");
      assertThat(answer.getRelease()).matches("[0-9a-f]{64}");
      assertThat(
              Duration.between(
                  Instant.parse(answer.getPricedAt()), Instant.parse(answer.getValidUntil())))
          .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void over_rest_it_is_what_the_command_line_says() {
      Client.Reply reply = post("");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.at("total")).isEqualTo(Samples.WEEKEND_TOTAL);
      assertThat(reply.at("line_items.0.text.ko")).isEqualTo("대여요금");
    }

    @Test
    void it_is_found_again_by_its_id_both_ways() {
      Answer answer = client.rental.quote(weekend("").build()).getAnswer();
      assertThat(client.rental.get(byId(answer.getId())).getAnswersList()).containsExactly(answer);
      Client.Reply reply = post("");
      assertThat(client.get("/v1/quotes/" + reply.at("id")).body()).isEqualTo(reply.body());
      assertThat(client.get("/v1/quotes/" + answer.getId()).at("total"))
          .isEqualTo(Samples.WEEKEND_TOTAL);
    }

    @Test
    void a_refusal_is_an_answer() {
      Client.Reply reply =
          client.post("/v1/rental/quotes", "{\"inputs\": " + Samples.json("refused.json") + "}");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.at("outcome")).isEqualTo("refusal");
      assertThat(client.get("/v1/quotes/" + reply.at("id")).body()).isEqualTo(reply.body());
    }

    @Test
    void the_waiver_has_its_price_both_ways() {
      String total =
          client
              .waiver
              .quote(
                  dev.quoin.api.waiver.v1.QuoteRequest.newBuilder()
                      .setInputs(Samples.waiver())
                      .build())
              .getAnswer()
              .getPrice()
              .getTotal();
      Client.Reply reply =
          client.post("/v1/waiver/quotes", "{\"inputs\": " + Samples.json("waiver.json") + "}");
      assertThat(reply.at("total")).isEqualTo(total);
    }

    @Test
    void any_service_of_a_ratebook_is_quoted_by_its_name() {
      Client.Reply reply =
          client.post(
              "/v1/ratebooks/seoul-carshare/services/cancellation/quotes",
              "{\"inputs\": " + Samples.json("cancellation.json") + "}");
      assertThat(reply.at("service")).isEqualTo("cancellation");
    }
  }

  @Nested
  class ManyCars {
    @Test
    void each_has_the_price_that_it_has_alone() {
      QuoteBatchResponse batch =
          client.rental.quoteBatch(batch("").addCars(Samples.car("XM3")).build());
      assertThat(batch.getItemsCount()).isEqualTo(2);
      assertThat(batch.getItems(0).getPrice().getTotal()).isEqualTo(Samples.WEEKEND_TOTAL);
      assertThat(batch.getTextsMap()).containsKey("rental-fee");
      for (BatchItem item : batch.getItemsList()) {
        Answer alone = client.rental.get(byId(item.getId())).getAnswers(0);
        assertThat(alone.getPrice().getTotal()).isEqualTo(item.getPrice().getTotal());
        assertThat(alone.getPrice().getLineItemsList())
            .extracting(line -> line.getCode())
            .isEqualTo(item.getPrice().getCodesList());
        assertThat(alone.getPrice().getLineItemsList())
            .extracting(line -> line.getAmount())
            .isEqualTo(item.getPrice().getAmountsList());
      }
    }

    @Test
    void one_that_is_wrong_keeps_no_other_from_its_price() {
      QuoteBatchResponse batch =
          client.rental.quoteBatch(batch("").addCars(Samples.car("K9000")).build());
      assertThat(batch.getItems(0).hasPrice()).isTrue();
      assertThat(batch.getItems(1).getProblems().getProblems(0).getCode()).isEqualTo("not-allowed");
      Client.Reply reply =
          client.post(
              "/v1/rental/batches",
              """
              {"trip": %s, "cars": [{"model": "K8"}, {"model": 8}]}\
              """
                  .formatted(Samples.json("weekend.json").replace("\"model\": \"K8\",", "")));
      assertThat(reply.at("items.0.total")).isEqualTo(Samples.WEEKEND_TOTAL);
      assertThat(reply.at("items.1.problems.0.code")).isEqualTo("wrong-type");
      String id = reply.at("id");
      assertThat(client.get("/v1/quotes/" + id + ".0").at("total"))
          .isEqualTo(Samples.WEEKEND_TOTAL);
      String expected = " (expected: one of `%s.0` to `%s.1`)".formatted(id, id);
      assertThat(client.get("/v1/quotes/" + id).at("problems.0.sentence"))
          .isEqualTo("`" + id + "` is a batch of 2" + expected);
      assertThat(client.get("/v1/quotes/" + id + ".1").at("problems.0.sentence"))
          .isEqualTo("`" + id + ".1` is a car of a batch that got no answer" + expected);
      assertThat(client.get("/v1/quotes/" + id + ".2").at("problems.0.sentence"))
          .isEqualTo("`" + id + ".2` is beyond the end of its batch" + expected);
    }

    @Test
    void a_wrong_trip_is_said_once() {
      var failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  client.rental.quoteBatch(
                      QuoteBatchRequest.newBuilder()
                          .setTrip(Samples.trip().toBuilder().setDistance("far"))
                          .addCars(Samples.car("K8"))
                          .addCars(Samples.car("XM3"))
                          .build()));
      assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(Client.codes(failure)).containsExactly("bad-value");
    }

    @Test
    void a_thousand_are_answered_and_one_more_is_not() {
      QuoteBatchRequest.Builder many = QuoteBatchRequest.newBuilder().setTrip(Samples.trip());
      for (int i = 0; i < 1_000; i++) {
        many.addCars(Samples.car("K8"));
      }
      assertThat(client.rental.quoteBatch(many.build()).getItems(999).getPrice().getTotal())
          .isEqualTo(Samples.WEEKEND_TOTAL);
      many.addCars(Samples.car("K8"));
      var failure =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> client.rental.quoteBatch(many.build()));
      assertThat(Client.codes(failure)).containsExactly("too-large");
    }
  }

  @Nested
  class UnderARequestId {
    @Test
    void the_same_request_has_the_first_answer_to_the_byte() {
      QuoteResponse first = client.rental.quote(weekend("same").build());
      assertThat(client.rental.quote(weekend("same").build())).isEqualTo(first);
      assertThat(post("rest").body()).isEqualTo(post("rest").body());
      assertThat(
              client
                  .post(
                      "/v1/rental/quotes",
                      "{\"inputs\": " + Samples.json("weekend.json") + "}",
                      "idempotency-key",
                      "rest")
                  .body())
          .isEqualTo(post("rest").body());
      QuoteBatchResponse batch = client.rental.quoteBatch(batch("cars").build());
      assertThat(client.rental.quoteBatch(batch("cars").build())).isEqualTo(batch);
    }

    @Test
    void another_request_is_turned_away() {
      var _ = client.rental.quote(weekend("other").build());
      var failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  client.rental.quote(
                      weekend("other")
                          .setInputs(Samples.weekend().toBuilder().setDistance("181"))
                          .build()));
      assertThat(failure.getStatus().getCode()).isEqualTo(Code.ALREADY_EXISTS);
      assertThat(Client.codes(failure)).containsExactly("request-id-taken");
      Client.Reply wrong =
          client.post("/v1/rental/quotes", "{\"request_id\": \"other\", \"inputs\": {}}");
      assertThat(wrong.status()).isEqualTo(409);
    }

    @Test
    void another_caller_has_its_own() {
      Client.Reply reply = post("caller");
      Client.Reply other =
          client.post(
              "/v1/rental/quotes",
              "{\"request_id\": \"caller\", \"inputs\": " + Samples.json("weekend.json") + "}",
              "quoin-caller",
              "app");
      assertThat(other.at("id")).isNotEqualTo(reply.at("id"));
    }

    @Test
    void many_at_the_same_time_have_one_answer() {
      Set<QuoteResponse> answers = ConcurrentHashMap.newKeySet();
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 50; i++) {
          callers.execute(() -> answers.add(client.rental.quote(weekend("rush").build())));
        }
      }
      assertThat(answers).hasSize(1);
    }
  }

  private static GetRequest byId(String id) {
    return GetRequest.newBuilder().setId(id).build();
  }

  private static QuoteRequest.Builder weekend(String requestId) {
    return QuoteRequest.newBuilder().setRequestId(requestId).setInputs(Samples.weekend());
  }

  private static QuoteBatchRequest.Builder batch(String requestId) {
    return QuoteBatchRequest.newBuilder()
        .setRequestId(requestId)
        .setTrip(Samples.trip())
        .addAllCars(List.of(Samples.car("K8")));
  }

  private static Client.Reply post(String requestId) {
    return client.post(
        "/v1/rental/quotes",
        "{\"request_id\": \"%s\", \"inputs\": %s}"
            .formatted(requestId, Samples.json("weekend.json")));
  }
}
