package dev.quoin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quoin.api.rental.v1.BookRequest;
import dev.quoin.api.rental.v1.BookResponse;
import dev.quoin.api.rental.v1.BookingState;
import dev.quoin.api.rental.v1.CancelRequest;
import dev.quoin.api.rental.v1.ExtendRequest;
import dev.quoin.api.rental.v1.ExtendResponse;
import dev.quoin.api.rental.v1.GetRequest;
import dev.quoin.api.rental.v1.GetResponse;
import dev.quoin.api.rental.v1.QuoteBatchRequest;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.SettleRequest;
import dev.quoin.api.rental.v1.SettleResponse;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookingTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final AtomicInteger NUMBER = new AtomicInteger();

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

  @BeforeEach
  void itIsTheFirstOfJune() {
    running.clock.set(NOW);
  }

  @Nested
  class AQuoteIsBooked {
    @Test
    void at_its_own_price_and_release() {
      var quote = client.rental.quote(weekend()).getAnswer();
      BookResponse booked = client.rental.book(bookRequest(quote.getId(), next()).build());
      assertThat(booked.getAnswer().getPrice()).isEqualTo(quote.getPrice());
      assertThat(booked.getAnswer().getRelease()).isEqualTo(quote.getRelease());
      assertThat(booked.getAnswer().getId()).isNotEqualTo(quote.getId());
    }

    @Test
    void as_one_car_of_a_batch() {
      var batch =
          client.rental.quoteBatch(
              QuoteBatchRequest.newBuilder()
                  .setTrip(Samples.trip())
                  .addCars(Samples.car("XM3"))
                  .addCars(Samples.car("K8"))
                  .build());
      BookResponse booked =
          client.rental.book(bookRequest(batch.getItems(1).getId(), next()).build());
      assertThat(booked.getAnswer().getPrice().getTotal()).isEqualTo(Samples.WEEKEND_TOTAL);
    }

    @Test
    void over_rest() {
      String id = next();
      Client.Reply booked =
          client.post(
              "/v1/rental/bookings",
              "{\"quote_id\": \"%s\", \"booking_id\": \"%s\"}".formatted(quote(), id));
      assertThat(booked.status()).isEqualTo(200);
      assertThat(booked.at("answer.total")).isEqualTo(Samples.WEEKEND_TOTAL);
      assertThat(client.get("/v1/rental/bookings/" + id).at("state")).isEqualTo("booked");
    }

    @Test
    void until_the_end_of_its_validity_and_not_after_it() {
      String first = quote();
      String second = quote();
      running.clock.set(NOW.plusSeconds(900));
      var _ = client.rental.book(bookRequest(first, next()).build());
      running.clock.set(NOW.plusSeconds(901));
      rejected(
          () -> client.rental.book(bookRequest(second, next()).build()),
          Code.FAILED_PRECONDITION,
          "quote-expired");
      refused("", book(second, next()), 409, "quote-expired");
      refused("", book(first, next()), 409, "already-booked"); // by whoever asks again
    }

    @Test
    void once() {
      String quote = quote();
      String id = next();
      var _ = client.rental.book(bookRequest(quote, id).build());
      rejected(
          () -> client.rental.book(bookRequest(quote, id).build()),
          Code.ALREADY_EXISTS,
          "already-booked");
      rejected(
          () -> client.rental.book(bookRequest(quote, next()).build()),
          Code.ALREADY_EXISTS,
          "already-booked");
      rejected(
          () -> client.rental.book(bookRequest(quote(), id).build()),
          Code.ALREADY_EXISTS,
          "already-booked");
      refused("", book(quote, id), 409, "already-booked");
      refused("", book(quote, next()), 409, "already-booked");
      refused("", book(quote(), id), 409, "already-booked");
    }

    @Test
    void not_if_it_is_refused_or_unknown_or_of_a_service_without_bookings() {
      Client.Reply refused =
          client.post("/v1/rental/quotes", "{\"inputs\": " + Samples.json("refused.json") + "}");
      rejected(
          () -> client.rental.book(bookRequest(refused.at("id"), next()).build()),
          Code.FAILED_PRECONDITION,
          "quote-refused");
      rejected(
          () ->
              client.rental.book(
                  bookRequest("019f0c3e-8f3a-7c11-9f0e-3d1f0a6b2c55", next()).build()),
          Code.NOT_FOUND,
          "unknown-answer");
      rejected(
          () -> client.rental.book(bookRequest("42", next()).build()),
          Code.INVALID_ARGUMENT,
          "bad-id");
      Client.Reply waiver =
          client.post("/v1/waiver/quotes", "{\"inputs\": " + Samples.json("waiver.json") + "}");
      rejected(
          () -> client.rental.book(bookRequest(waiver.at("id"), next()).build()),
          Code.FAILED_PRECONDITION,
          "not-bookable");
      refused("", book(refused.at("id"), next()), 409, "quote-refused");
      String unknown = book("019f0c3e-8f3a-7c11-9f0e-3d1f0a6b2c55", next());
      refused("", unknown, 404, "unknown-answer");
      assertThat(client.post("/v1/rental/bookings", unknown).at("problems.0.field"))
          .isEqualTo("quote_id");
      refused("", book("42", next()), 400, "bad-id");
      refused("", book(waiver.at("id"), next()), 409, "not-bookable");
    }

    @Test
    void under_a_request_id_again_and_again_even_when_it_has_expired() {
      BookRequest request =
          bookRequest(quote(), next()).setRequestId("again" + NUMBER.get()).build();
      BookResponse first = client.rental.book(request);
      running.clock.set(NOW.plusSeconds(3600));
      assertThat(client.rental.book(request)).isEqualTo(first);
    }

    @Test
    void by_one_of_many_who_try_at_the_same_time() {
      String quote = quote();
      Set<String> booked = ConcurrentHashMap.newKeySet();
      AtomicInteger turnedAway = new AtomicInteger();
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 30; i++) {
          callers.execute(() -> {
            try {
              booked.add(client.rental.book(bookRequest(quote, next()).build()).getBookingId());
            } catch (StatusRuntimeException e) {
              assertThat(Client.codes(e)).containsExactly("already-booked");
              turnedAway.incrementAndGet();
            }
          });
        }
      }
      assertThat(booked).hasSize(1);
      assertThat(turnedAway).hasValue(29);
    }
  }

  @Nested
  class ABookingIs {
    @Test
    void extended_settled_and_then_closed() {
      String id = booked();
      ExtendResponse extended = client.rental.extend(extend(id).build());
      assertThat(extended.getAnswer().getPrice().getTotal()).isNotEqualTo(Samples.WEEKEND_TOTAL);
      assertThat(Integer.parseInt(extended.getDifference()))
          .isEqualTo(
              Integer.parseInt(extended.getAnswer().getPrice().getTotal())
                  - Integer.parseInt(Samples.WEEKEND_TOTAL));
      SettleResponse settled = client.rental.settle(settle(id).build());
      assertThat(settled.getAnswer().getService()).isEqualTo("settlement");
      assertThat(settled.getAnswer().getPrice().getTotal())
          .isEqualTo(
              client
                  .post(
                      "/v1/ratebooks/seoul-carshare/services/settlement/quotes",
                      "{\"inputs\": " + Samples.json("settlement.json") + "}")
                  .at("total"));
      GetResponse history = client.rental.get(GetRequest.newBuilder().setBookingId(id).build());
      assertThat(history.getState()).isEqualTo(BookingState.BOOKING_STATE_SETTLED);
      assertThat(history.getAnswersList())
          .hasSize(3)
          .endsWith(extended.getAnswer(), settled.getAnswer());
      rejected(
          () -> client.rental.settle(settle(id).build()),
          Code.FAILED_PRECONDITION,
          "booking-closed");
      rejected(
          () -> client.rental.extend(extend(id).build()),
          Code.FAILED_PRECONDITION,
          "booking-closed");
      rejected(
          () -> client.rental.cancel(cancel(id).build()),
          Code.FAILED_PRECONDITION,
          "booking-closed");
    }

    @Test
    void cancelled_for_what_it_was_booked_for() {
      String id = booked();
      var cancelled = client.rental.cancel(cancel(id).build());
      assertThat(cancelled.getAnswer().getPrice().getTotal())
          .isEqualTo(
              client
                  .post(
                      "/v1/ratebooks/seoul-carshare/services/cancellation/quotes",
                      "{\"inputs\": " + Samples.json("cancellation.json") + "}")
                  .at("total"));
      assertThat(client.get("/v1/rental/bookings/" + id).at("state")).isEqualTo("cancelled");
    }

    @Test
    void changed_over_rest() {
      String id = booked();
      Client.Reply extended =
          client.post(
              "/v1/rental/bookings/" + id + "/extensions",
              "{\"inputs\": {\"end\": \"2026-06-14T22:00:00\"}}");
      assertThat(extended.at("state")).isEqualTo("booked");
      assertThat(extended.at("difference")).isNotEmpty();
      Client.Reply early =
          client.post(
              "/v1/rental/bookings/" + id + "/extensions",
              "{\"inputs\": {\"end\": \"2026-06-14T21:30:00\"}}");
      assertThat(early.status()).isEqualTo(400);
      assertThat(early.codes()).containsExactly("extended-end-too-early");
      assertThat(early.at("problems.0.field")).isEqualTo("end");
      Client.Reply settled =
          client.post(
              "/v1/rental/bookings/" + id + "/settlement",
              "{\"inputs\": {\"returned at\": \"2026-06-14T22:40:00\", \"driven distance\": 205.4}}");
      assertThat(settled.at("state")).isEqualTo("settled");
      Client.Reply cancelled =
          client.post(
              "/v1/rental/bookings/" + id + "/cancellation",
              "{\"inputs\": {\"cancelled at\": \"2026-06-12T16:30:00\", \"paid at\": \"2026-06-01T09:00:00\"}}");
      assertThat(cancelled.status()).isEqualTo(409);
      assertThat(cancelled.codes()).containsExactly("booking-closed");
    }

    @Test
    void not_changed_before_it_is_booked() {
      String id = next();
      rejected(() -> client.rental.settle(settle(id).build()), Code.NOT_FOUND, "unknown-booking");
      rejected(() -> client.rental.extend(extend(id).build()), Code.NOT_FOUND, "unknown-booking");
      rejected(() -> client.rental.cancel(cancel(id).build()), Code.NOT_FOUND, "unknown-booking");
      refused("/" + id + "/extensions", "{\"inputs\": {}}", 404, "unknown-booking");
      refused("/" + id + "/settlement", "{\"inputs\": {}}", 404, "unknown-booking");
      refused("/" + id + "/cancellation", "{\"inputs\": {}}", 404, "unknown-booking");
      assertThat(client.get("/v1/rental/bookings/" + id).status()).isEqualTo(404);
    }

    @Test
    void told_what_is_wrong_with_an_event_by_field() {
      String id = booked();
      var failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  client.rental.settle(
                      SettleRequest.newBuilder()
                          .setBookingId(id)
                          .setReturnedAt("yesterday")
                          .putOthers("model", "K8")
                          .build()));
      assertThat(Client.problems(failure))
          .extracting(problem -> problem.getField() + " " + problem.getCode())
          .containsExactlyInAnyOrder(
              "returned at bad-value", "driven distance missing-field", "model known-from-booking");
    }

    @Test
    void settled_once_by_many_under_one_request_id_and_answered_alike() {
      String id = booked();
      SettleRequest request = settle(id).setRequestId("settle" + id).build();
      Set<SettleResponse> answers = ConcurrentHashMap.newKeySet();
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 20; i++) {
          callers.execute(() -> answers.add(client.rental.settle(request)));
        }
      }
      assertThat(answers).hasSize(1);
    }

    @Test
    void extended_under_a_request_id_with_the_difference_of_then() {
      String id = booked();
      ExtendRequest request = extend(id).setRequestId("extend" + id).build();
      ExtendResponse first = client.rental.extend(request);
      var _ =
          client.rental.extend(
              extend(id).setEnd("2026-06-15T10:00:00").setRequestId("more" + id).build());
      assertThat(client.rental.extend(request)).isEqualTo(first);
    }
  }

  private static void rejected(ThrowingCallable call, Code status, String... codes) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(failure).as("a rejection").isNotNull();
    assertThat(failure.getStatus().getCode()).as(failure.getMessage()).isEqualTo(status);
    assertThat(Client.codes(failure)).containsExactly(codes);
  }

  /// The same over REST.
  private static void refused(String path, String body, int status, String code) {
    Client.Reply reply = client.post("/v1/rental/bookings" + path, body);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.codes()).containsExactly(code);
  }

  private static String book(String quote, String booking) {
    return "{\"quote_id\": \"%s\", \"booking_id\": \"%s\"}".formatted(quote, booking);
  }

  private static String next() {
    return "B-" + NUMBER.incrementAndGet();
  }

  private static QuoteRequest weekend() {
    return QuoteRequest.newBuilder().setInputs(Samples.weekend()).build();
  }

  private static String quote() {
    return client.rental.quote(weekend()).getAnswer().getId();
  }

  private static String booked() {
    String id = next();
    return client.rental.book(bookRequest(quote(), id).build()).getBookingId();
  }

  private static BookRequest.Builder bookRequest(String quote, String booking) {
    return BookRequest.newBuilder().setQuoteId(quote).setBookingId(booking);
  }

  private static ExtendRequest.Builder extend(String booking) {
    return ExtendRequest.newBuilder().setBookingId(booking).setEnd("2026-06-14T22:00:00");
  }

  private static SettleRequest.Builder settle(String booking) {
    return SettleRequest.newBuilder()
        .setBookingId(booking)
        .setReturnedAt("2026-06-14T22:40:00")
        .setDrivenDistance("205.4");
  }

  private static CancelRequest.Builder cancel(String booking) {
    return CancelRequest.newBuilder()
        .setBookingId(booking)
        .setCancelledAt("2026-06-12T16:30:00")
        .setPaidAt("2026-06-01T09:00:00");
  }
}
