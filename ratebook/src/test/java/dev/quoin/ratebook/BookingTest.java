package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Bookable.Event;
import dev.quoin.ratebook.Bookable.Release;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookingTest {
  private static final String BOOKINGS =
      """
      bookings:
        rental:
          validity: PT1H
          book: {release: lock}
          extend:
            service: rental
            release: re-rate
            inputs: {end: sent}
            requirements:
              - expression: end > current end and booked total >= 0
                code: end-not-after-start
                at: end
                text: {ko: 더 늦어야 합니다, en: the new end must be later}
          settle: {service: rental, release: lock, inputs: {end: current end, start: booked at, distance: booked total, plan: sent}}
      """;

  private static final String BOOKED =
      """
      {"start": "2026-06-06T10:00+09:00", "end": "2026-06-06T11:00+09:00", "model": "city", "distance": 12, "plan": null, "member": null, "coupons": null}
      """;

  private static final Instant AT = Instant.parse("2026-06-06T01:30:00Z");

  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
    bikes.write("ratebook.yaml", (bikes.read("ratebook.yaml") + BOOKINGS).getBytes(UTF_8));
  }

  @Nested
  class InTheRatebook {
    @Test
    void each_input_of_an_event_has_one_source() {
      Bookable rental = rental(bikes.load());
      assertThat(rental.validity()).isEqualTo(Duration.ofHours(1));
      assertThat(rental.book()).contains(Release.LOCK);
      assertThat(rental.event(Event.Kind.CANCEL)).isEmpty();
      Event extend = rental.event(Event.Kind.EXTEND).orElseThrow();
      assertThat(extend.release()).isEqualTo(Release.RE_RATE);
      assertThat(extend.sent()).containsExactly("end");
      assertThat(sources(extend))
          .isEqualTo(
              "start: quoted start, end: sent, model: quoted model, distance: quoted distance,"
                  + " plan: quoted plan, member: quoted member, coupons: quoted coupons");
      assertThat(extend.facts().values())
          .extracting(Bookable.Source::text)
          .containsExactlyInAnyOrder("current end", "booked total");
      assertThat(sources(rental.event(Event.Kind.SETTLE).orElseThrow()))
          .isEqualTo(
              "start: booked at, end: current end, model: quoted model, distance: booked total,"
                  + " plan: sent, member: quoted member, coupons: quoted coupons");
    }

    @Test
    void a_service_without_an_entry_has_quotes_that_stand_for_15_minutes() {
      assertThat(bikes.load().validity("rental")).isEqualTo(Duration.ofHours(1));
      bikes.change("ratebook.yaml", BOOKINGS, "");
      assertThat(bikes.load().bookings()).isEmpty();
      assertThat(bikes.load().validity("rental")).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void names_that_nobody_knows_get_suggestions() {
      bikes.change(
          "ratebook.yaml",
          "service: rental\n      release: re",
          "service: rentl\n      release: re");
      bikes.change("ratebook.yaml", "{end: current end, start: ", "{edn: current end, start: ");
      bikes.change("ratebook.yaml", "booked at", "bookd at");
      bikes.change("ratebook.yaml", "release: lock, inputs", "release: locked, inputs");
      assertThat(bikes.problems())
          .containsExactly("ratebook.yaml:68:40: bad-value: `locked`; did you mean `lock`?");
      bikes.change("ratebook.yaml", "release: locked, inputs", "release: lock, inputs");
      assertThat(bikes.problems())
          .containsExactly(
              "ratebook.yaml:60:16: unknown-service: unknown service `rentl`; did you mean `rental`?",
              "ratebook.yaml:68:55: unknown-field: `edn` is no input of service `rental`; did you mean `end`?",
              "ratebook.yaml:68:80: bad-value: `bookd at` is nothing that the booking knows; did you mean `booked at`?");
    }

    @Test
    void what_is_never_extended_has_no_extended_inputs() {
      bikes.change(
          "ratebook.yaml", BOOKINGS, BOOKINGS.substring(0, BOOKINGS.indexOf("    extend:")));
      bikes.write(
          "ratebook.yaml",
          (bikes.read("ratebook.yaml")
                  + "    cancel: {service: rental, release: lock, inputs: {end: extended end}}\n")
              .getBytes(UTF_8));
      assertThat(bikes.problems())
          .containsExactly(
              "ratebook.yaml:59:60: bad-value: `extended end` is nothing that the booking knows"
                  + " (expected: `sent`, `quoted INPUT`, `booked total`, `booked at` or `asked at`)");
    }

    @Test
    void a_source_of_another_type_is_refused_as_is_one_that_may_be_null() {
      bikes.change("ratebook.yaml", "distance: booked total", "distance: booked at");
      bikes.change("ratebook.yaml", "{end: current end", "{end: extended end");
      assertThat(bikes.problems())
          .containsExactly(
              "ratebook.yaml:68:60: may-be-null: `extended end` may be null, but `end` of service `rental` is never",
              "ratebook.yaml:68:102: wrong-type: `booked at` is of type date and time (expected: number, as `distance` of service `rental`)");
    }

    @Test
    void what_is_not_booked_has_no_events_and_a_quote_is_valid_for_a_while() {
      bikes.change("ratebook.yaml", "    book: {release: lock}\n", "");
      assertThat(bikes.problems())
          .containsExactly(
              "ratebook.yaml:57:5: missing-key: key `book` is missing in `bookings.rental`");
      bikes.change(
          "ratebook.yaml",
          "    validity: PT1H\n",
          "    validity: PT0S\n    book: {release: lock}\n");
      assertThat(bikes.problems())
          .containsExactly(
              "ratebook.yaml:57:15: bad-value: `PT0S` (expected: from a second, `PT1S`, to 31 days, `P31D`)");
    }

    @Test
    void a_requirement_speaks_of_what_is_there() {
      bikes.change("ratebook.yaml", "end > current end and", "end > currant end and");
      bikes.change(
          "ratebook.yaml", "at: end\n          text: {ko: 더", "at: ned\n          text: {ko: 더");
      assertThat(bikes.problems())
          .anyMatch(line -> line.startsWith("ratebook.yaml:64:") && line.contains("currant end"))
          .contains(
              "ratebook.yaml:66:15: unknown-field: `ned` is no input of the service; did you mean `end`?");
    }
  }

  @Nested
  class Asked {
    @Test
    void an_extension_is_the_booked_request_with_another_end() {
      Request request = extend("{\"end\": \"2026-06-06T12:00\"}", Optional.empty()).orElseThrow();
      assertThat(request.json()).isEqualTo(BOOKED.strip().replace("T11:00", "T12:00"));
    }

    @Test
    void the_next_extension_counts_from_the_last() {
      String last = BOOKED.replace("T11:00", "T12:00");
      assertThat(extend("{\"end\": \"2026-06-06T12:10\"}", Optional.of(last))).isPresent();
      assertThat(problems("{\"end\": \"2026-06-06T12:00\"}", Optional.of(last)))
          .containsExactly("call.json:1:9: end-not-after-start: the new end must be later");
      Event event = rental(bikes.load()).event(Event.Kind.EXTEND).orElseThrow();
      Problems problems = new Problems();
      booking(Optional.empty())
          .request(
              bikes.load(),
              event,
              json("call.json", "{\"end\": \"2026-06-06T11:00\"}"),
              AT,
              problems);
      assertThat(event.text(problems.sorted().getFirst()))
          .contains(new Texts("더 늦어야 합니다", "the new end must be later"));
    }

    @Test
    void what_the_booking_knows_comes_from_it() {
      Ratebook ratebook = bikes.load();
      Event settle = rental(ratebook).event(Event.Kind.SETTLE).orElseThrow();
      Problems problems = new Problems();
      String last = BOOKED.replace("T11:00", "T12:00");
      Map<String, Value> inputs =
          booking(Optional.of(last))
              .request(ratebook, settle, json("call.json", "{\"plan\": \"gold\"}"), AT, problems)
              .orElseThrow()
              .inputs();
      assertThat(Written.json(new Value.Context(inputs)))
          .isEqualTo(
              "{\"start\": \"2026-06-06T09:00+09:00\", \"end\": \"2026-06-06T12:00+09:00\","
                  + " \"model\": \"city\", \"distance\": 450, \"plan\": \"gold\", \"member\": null,"
                  + " \"coupons\": null}");
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
      assertThat(
              problems(
                  "{\"end\": 5, \"model\": \"city\", \"weekend uplift\": 1, \"distanse\": 1}",
                  Optional.empty()))
          .containsExactly(
              "call.json:1:9: wrong-type: `end` is a number `5` (expected: a date and time)",
              "call.json:1:12: known-from-booking: `model` is not sent: it is the booking's `quoted model`",
              "call.json:1:29: lever-in-request: `weekend uplift` is lever `weekend uplift` of the ratebook (expected: nothing, for levers are not sent)",
              "call.json:1:50: unknown-field: unknown field `distanse`");
      assertThat(problems("{}", Optional.empty()))
          .containsExactly(
              "call.json:1:1: missing-field: `end` is missing (expected: a date and time)");
      assertThat(problems("[]", Optional.empty()))
          .containsExactly(
              "call.json:1:1: wrong-type: the request is a list (expected: an object with the inputs)");
    }

    @Test
    void a_newer_release_may_ask_for_what_the_booking_does_not_know_or_no_longer_allow_it() {
      Booking old =
          new Booking(
              json(
                  "booking.json",
                  BOOKED.replace("\"city\"", "\"citi\"").replace("\"distance\": 12, ", "")),
              Optional.empty(),
              Decimal.of(450),
              AT);
      Ratebook ratebook = bikes.load();
      Problems problems = new Problems();
      Event event = rental(ratebook).event(Event.Kind.EXTEND).orElseThrow();
      assertThat(
              old.request(
                  ratebook,
                  event,
                  json("call.json", "{\"end\": \"2026-06-06T12:00\"}"),
                  AT,
                  problems))
          .isEmpty();
      assertThat(Bikes.lines(problems.sorted()))
          .containsExactly(
              "booking: missing-field: `distance` is null (expected: a number)",
              "booking.json:1:79: not-allowed: `model` is `citi`; did you mean `city`? (expected: \"city\", \"sport\")");
    }
  }

  private Optional<Request> extend(String sent, Optional<String> last) {
    Ratebook ratebook = bikes.load();
    Event event = rental(ratebook).event(Event.Kind.EXTEND).orElseThrow();
    Problems problems = new Problems();
    Optional<Request> request =
        booking(last).request(ratebook, event, json("call.json", sent), AT, problems);
    assertThat(request.isPresent()).as("%s", problems.sorted()).isEqualTo(problems.isEmpty());
    return request;
  }

  private List<String> problems(String sent, Optional<String> last) {
    Ratebook ratebook = bikes.load();
    Event event = rental(ratebook).event(Event.Kind.EXTEND).orElseThrow();
    Problems problems = new Problems();
    booking(last).request(ratebook, event, node("call.json", sent), AT, problems);
    return Bikes.lines(problems.sorted());
  }

  private static Booking booking(Optional<String> last) {
    return new Booking(
        json("booking.json", BOOKED),
        last.map(inputs -> json("extension.json", inputs)),
        Decimal.of(450),
        Instant.parse("2026-06-06T00:00:00Z"));
  }

  private static Bookable rental(Ratebook ratebook) {
    return Optional.ofNullable(ratebook.bookings().get("rental")).orElseThrow();
  }

  private static String sources(Event event) {
    return event.inputs().entrySet().stream()
        .map(input -> input.getKey() + ": " + input.getValue().text())
        .collect(Collectors.joining(", "));
  }

  private static Node.Mapping json(String file, String text) {
    return (Node.Mapping) node(file, text);
  }

  private static Node node(String file, String text) {
    return Json.read(new Place(file, 1, 1), text, new Problems()).orElseThrow();
  }
}
