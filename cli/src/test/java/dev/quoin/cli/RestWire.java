package dev.quoin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.value.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// JSON over HTTP/1.1, with nothing but the JDK's client.
final class RestWire implements Wire {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RestWire(String url) {
    this.url = url;
  }

  @Override
  public Told quote(String service, Map<String, Value> inputs) {
    return told(post("/v1/" + service + "/quotes", "{\"inputs\": " + json(inputs) + "}"));
  }

  @Override
  public List<Told> batch(Map<String, Value> trip, List<Map<String, Value>> cars) {
    JsonNode batch =
        post(
            "/v1/rental/batches",
            "{\"trip\": %s, \"cars\": %s}"
                .formatted(json(trip), cars.stream().map(RestWire::json).toList()));
    List<Told> told = new ArrayList<>();
    batch.required("items").forEach(item -> told.add(told(batch, item)));
    return told;
  }

  /// What stands once for all cars is put where it stands in an answer for one.
  private static Told told(JsonNode batch, JsonNode item) {
    ObjectNode answer = batch.deepCopy();
    answer.setAll((ObjectNode) item);
    return told(answer);
  }

  @Override
  public Told book(String quote, String booking) {
    return told(
        post(
                "/v1/rental/bookings",
                "{\"quote_id\": \"%s\", \"booking_id\": \"%s\"}".formatted(quote, booking))
            .required("answer"));
  }

  @Override
  public Told event(Event event, String booking, Map<String, Value> sent) {
    String path =
        switch (event) {
          case EXTEND -> "extensions";
          case SETTLE -> "settlement";
          case CANCEL -> "cancellation";
        };
    JsonNode step =
        post("/v1/rental/bookings/" + booking + "/" + path, "{\"inputs\": " + json(sent) + "}");
    JsonNode answer = step.required("answer");
    return event == Event.EXTEND
        ? told(answer, facts(answer).difference(text(step, "difference")))
        : told(answer);
  }

  private static String json(Map<String, Value> inputs) {
    return Written.json(new Value.Context(inputs));
  }

  private JsonNode post(String path, String body) {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(url + path))
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError(response.statusCode() + " " + response.body() + " to " + body);
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Of an answer as `quoin quote --json` prints it, with what the server adds.
  private static Told told(JsonNode answer) {
    return told(answer, facts(answer));
  }

  private static Told told(JsonNode answer, Told.Facts facts) {
    return facts.told(text(answer, "id"), Instant.parse(text(answer, "priced_at")));
  }

  private static Told.Facts facts(JsonNode answer) {
    Told.Facts facts =
        new Told.Facts()
            .by(text(answer, "service"), text(answer, "ratebook"), text(answer, "release"));
    if (text(answer, "outcome").equals("price")) {
      if (!answer.required("valid_until").isNull()) {
        facts.valid(
            Duration.between(
                Instant.parse(text(answer, "priced_at")),
                Instant.parse(text(answer, "valid_until"))));
      }
      answer
          .required("line_items")
          .forEach(
              line -> facts.line(text(line, "code"), texts(answer, line), text(line, "amount")));
      facts.total(text(answer, "currency"), text(answer, "total"));
      answer
          .required("shown")
          .properties()
          .forEach(shown -> facts.shown(shown.getKey(), shown.getValue().textValue()));
    } else {
      answer
          .required("reasons")
          .forEach(reason ->
              facts.refused(
                  reason.isTextual() ? reason.textValue() : text(reason, "code"),
                  texts(answer, reason)));
    }
    return facts;
  }

  /// A text stands beside its code, or once for all codes of a batch.
  private static Texts texts(JsonNode answer, JsonNode coded) {
    String code = coded.isTextual() ? coded.textValue() : text(coded, "code");
    JsonNode text =
        answer.has("texts") ? answer.required("texts").required(code) : coded.required("text");
    return new Texts(text(text, "ko"), text(text, "en"));
  }

  /// A member that is a text and nothing else: so decimals are.
  private static String text(JsonNode node, String name) {
    JsonNode text = node.required(name);
    if (!text.isTextual()) {
      throw new AssertionError("`%s` is no text: %s".formatted(name, node));
    }
    return text.textValue();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
