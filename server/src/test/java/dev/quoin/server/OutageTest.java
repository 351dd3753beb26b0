package dev.quoin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quoin.api.rental.v1.BookRequest;
import dev.quoin.api.rental.v1.CancelRequest;
import dev.quoin.api.rental.v1.GetRequest;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.SettleRequest;
import dev.quoin.api.v1.Answer;
import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.journal.Settings;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What callers are told, over gRPC and REST, while the database is slow, stands still, or is away; and that what they were
/// answered is there once afterwards.
class OutageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Settings SMALL =
      new Settings(
          1,
          2,
          1_000_000,
          1,
          1_000_000,
          Duration.ZERO,
          Duration.ofSeconds(20),
          Duration.ofMinutes(10),
          1_000,
          1_000_000,
          1_000_000);

  @TempDir static Path folder;
  private static EmbeddedPostgres postgres;
  private static Running running;
  private static Client client;

  @BeforeAll
  static void start() {
    postgres = EmbeddedPostgres.start(folder.resolve("database"));
    Options local = Options.local();
    running =
        new Running(
            Database.at(postgres.url()),
            folder,
            SMALL,
            new Options(local.host(), 0, 0, Optional.empty(), PATIENCE, local.idle()));
    client = new Client(running.server);
  }

  @AfterAll
  static void stop() {
    client.close();
    running.close();
    postgres.close();
  }

  @Test
  void a_call_that_was_given_up_is_answered_under_its_request_id_as_it_was_first()
      throws Exception {
    QuoteRequest request = weekend("given up");
    String body = body("given up over rest");
    try (Connection holdUp = holdUp()) {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> client.rental.withDeadlineAfter(500, TimeUnit.MILLISECONDS).quote(request));
      assertThat(failure.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
      Client.Reply slow = client.post("/v1/rental/quotes", body);
      assertThat(slow.status()).isEqualTo(503);
      assertThat(slow.codes()).containsExactly("too-slow");
      assertThat(slow.retryAfter()).isEqualTo("5");
      holdUp.rollback();
    }
    Answer answer = client.rental.quote(request).getAnswer();
    assertThat(answer.getPrice().getTotal()).isEqualTo(Samples.WEEKEND_TOTAL);
    assertThat(idsOf("given up")).containsExactly(answer.getId());
    Client.Reply reply = client.post("/v1/rental/quotes", body);
    assertThat(reply.at("total")).isEqualTo(Samples.WEEKEND_TOTAL);
    assertThat(idsOf("given up over rest")).containsExactly(reply.at("id"));
  }

  @Test
  void a_call_whose_time_was_over_when_it_came_is_told_so_and_kept_whole_or_not_at_all()
      throws Exception {
    QuoteRequest request = weekend("late");
    try (Connection holdUp = holdUp(); // Else a quick server may answer before it sees the time.
        Wire wire = new Wire(running.server)) {
      Wire.Reply late = wire.send(Wire.QUOTE, Wire.framed(request), "grpc-timeout", "1n");
      assertThat(late.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
      assertThat(late.codes()).containsExactly("too-slow");
      holdUp.rollback();
    }
    Answer answer = client.rental.quote(request).getAnswer();
    assertThat(answer.getPrice().getTotal()).isEqualTo(Samples.WEEKEND_TOTAL);
    assertThat(client.rental.quote(request).getAnswer()).isEqualTo(answer);
    assertThat(idsOf("late")).containsExactly(answer.getId());
  }

  @Test
  void more_than_can_be_kept_is_refused_at_once_and_what_waits_is_answered() throws Exception {
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    try (Connection holdUp = holdUp()) {
      for (int i = 0; i < 3; i++) { // One is being written and two wait: there is room for no more.
        QuoteRequest request = weekend("waits " + i);
        waiting.add(
            CompletableFuture.supplyAsync(
                () -> client.rental.quote(request).getAnswer(), Thread::startVirtualThread));
        Thread.sleep(100);
      }
      StatusRuntimeException failure =
          rejected(() -> client.rental.quote(weekend("more")), Code.RESOURCE_EXHAUSTED, "too-busy");
      assertThat(Client.retryAfter(failure)).contains(Duration.ofSeconds(1));
      Client.Reply reply = client.post("/v1/rental/quotes", body("more over rest"));
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.codes()).containsExactly("too-busy");
      assertThat(reply.retryAfter()).isEqualTo("1");
      holdUp.rollback();
    }
    for (CompletableFuture<Answer> answer : waiting) {
      assertThat(answer.join().getPrice().getTotal()).isEqualTo(Samples.WEEKEND_TOTAL);
    }
    assertThat(idsOf("more")).isEmpty();
    assertThat(idsOf("more over rest")).isEmpty();
    assertThat(client.rental.quote(weekend("more")).getAnswer().getPrice().getTotal())
        .isEqualTo(Samples.WEEKEND_TOTAL);
  }

  @Test
  void bookings_wait_for_a_database_that_is_away_while_quotes_go_on() throws Exception {
    String before = client.rental.quote(weekend("before")).getAnswer().getId();
    String booked = "B-away";
    var _ =
        client.rental.book(
            BookRequest.newBuilder().setQuoteId(before).setBookingId(booked).build());
    int port = postgres.port();
    postgres.close();
    await(() -> !running.journal.health().databaseUp());
    Answer quote = client.rental.quote(weekend("meanwhile")).getAnswer();
    assertThat(quote.getPrice().getTotal()).isEqualTo(Samples.WEEKEND_TOTAL);
    assertThat(
            client.rental.get(GetRequest.newBuilder().setId(quote.getId()).build()).getAnswers(0))
        .isEqualTo(quote);
    BookRequest book =
        BookRequest.newBuilder()
            .setQuoteId(quote.getId())
            .setBookingId("B-meanwhile")
            .setRequestId("book")
            .build();
    StatusRuntimeException failure = away(() -> client.rental.book(book));
    assertThat(Client.retryAfter(failure)).contains(Duration.ofSeconds(5));
    away(() ->
        client.rental.settle(
            SettleRequest.newBuilder()
                .setBookingId(booked)
                .setReturnedAt("2026-06-14T22:40:00")
                .setDrivenDistance("205.4")
                .build()));
    away(() ->
        client.rental.cancel(
            CancelRequest.newBuilder()
                .setBookingId(booked)
                .setCancelledAt("2026-06-12T16:30:00")
                .setPaidAt("2026-06-01T09:00:00")
                .build()));
    away(() -> client.rental.get(GetRequest.newBuilder().setBookingId(booked).build()));
    away(() -> client.rental.get(GetRequest.newBuilder().setId(before).build()));
    away(
        client.post(
            "/v1/rental/bookings",
            "{\"quote_id\": \"%s\", \"booking_id\": \"B-rest\"}".formatted(quote.getId())));
    away(
        client.post(
            "/v1/rental/bookings/B-away/extensions",
            "{\"inputs\": {\"end\": \"2026-06-14T22:00:00\"}}"));
    away(
        client.post(
            "/v1/rental/bookings/B-away/settlement",
            "{\"inputs\": {\"returned at\": \"2026-06-14T22:40:00\", \"driven distance\": 205.4}}"));
    away(
        client.post(
            "/v1/rental/bookings/B-away/cancellation",
            "{\"inputs\": {\"cancelled at\": \"2026-06-12T16:30:00\", \"paid at\": \"2026-06-01T09:00:00\"}}"));
    away(client.get("/v1/rental/bookings/B-away"));
    away(client.get("/v1/quotes/" + before));
    postgres = EmbeddedPostgres.start(folder.resolve("database"), port);
    await(() ->
        running.journal.health().databaseUp() && running.journal.health().spooledEntries() == 0);
    assertThat(client.rental.book(book).getAnswer().getPrice().getTotal())
        .isEqualTo(Samples.WEEKEND_TOTAL);
    assertThat(idsOf("meanwhile")).containsExactly(quote.getId());
    assertThat(client.get("/v1/rental/bookings/B-away").at("state")).isEqualTo("booked");
  }

  private static StatusRuntimeException away(ThrowingCallable call) {
    return rejected(call, Code.UNAVAILABLE, "database-away");
  }

  private static void away(Client.Reply reply) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.codes()).containsExactly("database-away");
    assertThat(reply.retryAfter()).isEqualTo("5");
  }

  private static StatusRuntimeException rejected(ThrowingCallable call, Code status, String code) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(failure).as("a rejection").isNotNull();
    assertThat(failure.getStatus().getCode()).as(failure.getMessage()).isEqualTo(status);
    assertThat(Client.codes(failure)).containsExactly(code);
    return failure;
  }

  private static QuoteRequest weekend(String requestId) {
    return QuoteRequest.newBuilder().setRequestId(requestId).setInputs(Samples.weekend()).build();
  }

  private static String body(String requestId) {
    return "{\"request_id\": \"%s\", \"inputs\": %s}"
        .formatted(requestId, Samples.json("weekend.json"));
  }

  /// Lets nothing be written until it is rolled back.
  private static Connection holdUp() throws SQLException {
    Connection connection = running.database.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table journal.entry in share mode");
    }
    return connection;
  }

  private static List<String> idsOf(String requestId) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = running.database.connect();
        PreparedStatement select =
            connection.prepareStatement("select id from journal.entry where request_id = ?")) {
      select.setString(1, requestId);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    return ids;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the time to wait").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
