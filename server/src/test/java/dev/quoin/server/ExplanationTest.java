package dev.quoin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quoin.api.rental.v1.BookRequest;
import dev.quoin.api.rental.v1.CancelRequest;
import dev.quoin.api.rental.v1.ExplainRequest;
import dev.quoin.api.rental.v1.ExplainResponse;
import dev.quoin.api.rental.v1.QuoteBatchRequest;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.v1.Answer;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTest {
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

  @Test
  void a_quote_is_explained_over_rest_as_it_was_answered() {
    Answer quote = quote();
    Client.Reply reply = client.get("/v1/quotes/" + quote.getId() + "/explanation");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("id")).isEqualTo(quote.getId());
    assertThat(reply.at("total")).isEqualTo(Samples.WEEKEND_TOTAL);
    assertThat(reply.at("inputs.model")).isEqualTo("K8");
    assertThat(reply.at("proven")).isEqualTo("true");
    assertThat(reply.body()).contains("\"explanation\":[{").contains("tables/rate-sheet.csv");
  }

  @Test
  void a_quote_is_explained_over_grpc_in_both_languages() {
    Answer quote = quote();
    ExplainResponse english = client.rental.explain(request(quote.getId()).build());
    assertThat(english.getAnswer()).isEqualTo(quote);
    assertThat(english.getProven()).isTrue();
    assertThat(english.getDifferencesList()).isEmpty();
    assertThat(english.getExplanation()).startsWith("[{").contains("tables/rate-sheet.csv");
    assertThat(english.getWorksheet())
        .startsWith(quote.getId() + "\nRental price · Seoul car sharing\n")
        .contains("300,770 KRW")
        .contains("tables/rate-sheet.csv");
    ExplainResponse korean =
        client.rental.explain(request(quote.getId()).setLanguage("ko").setFull(true).build());
    assertThat(korean.getWorksheet()).contains("대여 가격").contains("대여요금");
    assertThat(korean.getWorksheet().length()).isGreaterThan(english.getWorksheet().length());
  }

  @Test
  void the_worksheet_comes_as_text_to_those_who_ask_for_text() {
    Answer quote = quote();
    Client.Reply text = like("text/plain", "/v1/quotes/" + quote.getId() + "/explanation?lang=en");
    assertThat(text.type()).startsWith("text/plain");
    assertThat(text.body())
        .isEqualTo(client.rental.explain(request(quote.getId()).build()).getWorksheet());
  }

  @Test
  void an_explanation_comes_as_a_page_to_those_who_ask_for_html() {
    String path = "/v1/quotes/" + quote().getId() + "/explanation";
    Client.Reply page = like("text/html", path + "?lang=ko");
    assertThat(page.type()).startsWith("text/html");
    assertThat(page.body())
        .startsWith("<!doctype html>\n<html lang=\"ko\">")
        .contains("<td>대여요금</td>", "<td>300,770 KRW</td>") // what was answered
        .contains(">model</th><td>&quot;K8&quot;</td>") // what was asked
        .contains("<summary>rental-fee  299,120</summary>", "tables/rate-sheet.csv:28")
        .doesNotContain("<script", "http:", "https:");
    assertThat(like("text/html", path + "?lang=en").body()).contains("<h1>Rental price");
  }

  @Test
  void the_price_of_a_car_of_a_batch_is_explained() {
    String id =
        client
            .rental
            .quoteBatch(
                QuoteBatchRequest.newBuilder()
                    .setTrip(Samples.trip())
                    .addCars(Samples.car("XM3"))
                    .addCars(Samples.car("K8"))
                    .build())
            .getItems(1)
            .getId();
    ExplainResponse explained = client.rental.explain(request(id).build());
    assertThat(explained.getProven()).isTrue();
    assertThat(explained.getAnswer().getPrice().getTotal()).isEqualTo(Samples.WEEKEND_TOTAL);
  }

  @Test
  void a_refusal_is_explained() {
    String id =
        client
            .post("/v1/rental/quotes", "{\"inputs\": " + Samples.json("refused.json") + "}")
            .at("id");
    ExplainResponse explained = client.rental.explain(request(id).build());
    assertThat(explained.getProven()).isTrue();
    assertThat(explained.getAnswer().hasRefusal()).isTrue();
    assertThat(explained.getWorksheet()).contains("tables/class-terms.csv");
  }

  @Test
  void a_booking_and_its_cancellation_are_explained() {
    String booking = "explained";
    Answer booked =
        client
            .rental
            .book(
                BookRequest.newBuilder().setQuoteId(quote().getId()).setBookingId(booking).build())
            .getAnswer();
    Answer cancelled =
        client
            .rental
            .cancel(
                CancelRequest.newBuilder()
                    .setBookingId(booking)
                    .setPaidAt("2026-06-01T09:00:00+09:00")
                    .setCancelledAt("2026-06-12T17:00:00+09:00")
                    .build())
            .getAnswer();
    assertThat(client.rental.explain(request(booked.getId()).build()).getProven()).isTrue();
    ExplainResponse explained = client.rental.explain(request(cancelled.getId()).build());
    assertThat(explained.getProven()).isTrue();
    assertThat(explained.getWorksheet()).contains("tables/cancellation-rates.csv");
  }

  @Test
  void what_does_not_come_out_again_is_told_and_not_explained() throws SQLException {
    String id = quote().getId();
    spoil(id, "\"total\":300770", "\"total\":300760");
    ExplainResponse explained = client.rental.explain(request(id).build());
    assertThat(explained.getProven()).isFalse();
    assertThat(explained.getExplanation()).isEmpty();
    assertThat(explained.getDifferencesList())
        .containsExactly(
            ExplainResponse.Difference.newBuilder()
                .setPart("total")
                .setAnswered("300760 KRW")
                .setAgain("300770 KRW")
                .build());
    assertThat(explained.getWorksheet())
        .contains("no explanation is shown")
        .contains("300760 KRW")
        .doesNotContain("tables/");
    assertThat(like("text/html", "/v1/quotes/" + id + "/explanation").body())
        .contains("no explanation is shown")
        .contains(
            "<thead><tr><th scope=\"col\">", "<td>total</td><td>300760 KRW</td><td>300770 KRW</td>")
        .doesNotContain("tables/");
    Client.Reply rest = client.get("/v1/quotes/" + id + "/explanation");
    assertThat(rest.at("proven")).isEqualTo("false");
    assertThat(rest.at("differences.0.again")).isEqualTo("300770 KRW");
    assertThat(rest.body()).doesNotContain("\"explanation\"");
  }

  @Test
  void what_is_unknown_or_asked_wrongly_is_told() {
    String nobody = "00000000-0000-7000-8000-000000000000";
    assertThat(client.get("/v1/quotes/" + nobody + "/explanation").codes())
        .containsExactly("unknown-answer");
    assertThat(client.get("/v1/quotes/x/explanation").codes()).containsExactly("unknown-answer");
    assertThat(client.get("/v1/quotes/" + nobody + "/explanation?lang=fr&full=perhaps").codes())
        .containsExactly("bad-value", "bad-value");
    rejected(request(nobody), Code.NOT_FOUND, "unknown-answer");
    rejected(request(nobody).setLanguage("fr"), Code.INVALID_ARGUMENT, "bad-value");
  }

  private static void rejected(ExplainRequest.Builder request, Code code, String problem) {
    StatusRuntimeException rejected =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> client.rental.explain(request.build()));
    assertThat(rejected.getStatus().getCode()).isEqualTo(code);
    assertThat(Client.codes(rejected)).containsExactly(problem);
  }

  private static Answer quote() {
    return client
        .rental
        .quote(QuoteRequest.newBuilder().setInputs(Samples.weekend()).build())
        .getAnswer();
  }

  private static ExplainRequest.Builder request(String id) {
    return ExplainRequest.newBuilder().setId(id);
  }

  private static Client.Reply like(String type, String path) {
    return client.send(
        HttpRequest.newBuilder(URI.create(running.server.url() + path))
            .header("accept", type)
            .build());
  }

  /// Changes what was answered where it is kept, as a broken disk would.
  private static void spoil(String id, String answered, String spoiled) throws SQLException {
    try (Connection connection = running.database.connect();
        PreparedStatement update =
            connection.prepareStatement(
                "update journal.entry set answer = replace(answer, ?, ?) where id = ?")) {
      update.setString(1, answered);
      update.setString(2, spoiled);
      update.setObject(3, UUID.fromString(id));
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
