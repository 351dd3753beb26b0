package dev.quoin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Bookable;
import dev.quoin.ratebook.Bookable.Event;
import dev.quoin.ratebook.Booking;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Written;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What becomes of bookings under the policy of `ratebooks/seoul-carshare`.
class BookingsTest {
  private static final int TRIPS = 20_000;
  private static final long SEED = 20_260_614;
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

  private static final String WEEKEND =
      """
      {"start": "2026-06-12T18:00", "end": "2026-06-14T21:00", "model": "K8", "distance": 180,
       "one way distance": null, "utilisation": 70, "membership": "business", "coupon percent": 10,
       "coupon amount": 5000, "birth date": "1990-05-20", "licence date": "2015-03-02"}
      """;

  /// The time price of it, line by line.
  private static final String BOOKED =
      "rental-fee 299120 + demand 29910 + membership-discount -32900 + percent-coupon -29610"
          + " + amount-coupon -5000";

  private final Ratebook ratebook = SeoulRatebook.load(GoldenCases.RATEBOOK).ratebook();
  private final Pricer pricer = new Pricer(ratebook, Compiler::compile);
  private final Bookable rental = Objects.requireNonNull(ratebook.bookings().get("rental"));

  @Test
  void a_rental_is_booked_under_its_own_release_and_a_waiver_is_only_quoted() {
    assertThat(rental.book()).contains(Bookable.Release.LOCK);
    assertThat(rental.events().values())
        .hasSize(3)
        .extracting(Event::release)
        .containsOnly(Bookable.Release.LOCK);
    assertThat(ratebook.validity("rental")).isEqualTo(Duration.ofMinutes(15));
    assertThat(ratebook.bookings().get("waiver"))
        .extracting(Bookable::book)
        .isEqualTo(Optional.empty());
  }

  @Test
  void each_input_of_an_event_has_its_source() {
    assertThat(sources(Event.Kind.EXTEND))
        .containsExactly(
            "start: quoted start",
            "end: sent",
            "model: quoted model",
            "distance: quoted distance",
            "one way distance: quoted one way distance",
            "utilisation: quoted utilisation",
            "membership: quoted membership",
            "coupon percent: quoted coupon percent",
            "coupon amount: quoted coupon amount",
            "birth date: quoted birth date",
            "licence date: quoted licence date");
    assertThat(sources(Event.Kind.SETTLE))
        .containsExactlyInAnyOrder(
            "start: quoted start",
            "end: quoted end",
            "extended end: extended end",
            "returned at: sent",
            "driven distance: sent",
            "model: quoted model",
            "one way distance: quoted one way distance",
            "utilisation: quoted utilisation",
            "membership: quoted membership",
            "coupon percent: quoted coupon percent",
            "coupon amount: quoted coupon amount");
    assertThat(sources(Event.Kind.CANCEL))
        .containsExactlyInAnyOrder(
            "start: quoted start",
            "end: current end",
            "paid amount: booked total",
            "paid at: sent",
            "cancelled at: sent");
  }

  @Test
  void a_trip_that_is_extended_twice_and_given_back_late() {
    Story story = new Story(WEEKEND);
    assertThat(
            List.of(
                story.extend("2026-06-14T22:00"),
                story.extend("2026-06-15T09:30"),
                story.settle("2026-06-15T10:10", "205.4")))
        .containsExactly(
            "+7300 = 308070",
            "+57300 = 365370",
            BOOKED + " + extension 64600 + late-fee 22140 + mileage-fee 44330 = 392590");
  }

  @Test
  void a_trip_that_is_given_back_on_time_or_early() {
    Story extended = new Story(WEEKEND);
    assertThat(
            List.of(
                extended.settle("2026-06-14T21:00", "180"),
                extended.settle("2026-06-14T18:00", "180"),
                extended.extend("2026-06-14T23:00"),
                extended.settle("2026-06-14T21:00", "180")))
        .containsExactly(
            BOOKED + " + mileage-fee 39250 = 300770",
            BOOKED + " + early-return-credit -12120 + mileage-fee 39250 = 288650",
            "+14610 = 315380",
            BOOKED + " + extension 14610 + early-return-credit -7310 + mileage-fee 39250 = 308070");
  }

  @Test
  void a_trip_that_is_cancelled_goes_by_its_extended_end_and_all_that_was_paid() {
    String late = "{\"paid at\": \"2026-06-01T09:00\", \"cancelled at\": \"2026-06-14T21:30\"}";
    Story extended = new Story(WEEKEND);
    assertThat(
            List.of(
                extended.cancel(late.replace("14T21", "12T16")),
                extended.cancel(late),
                extended.extend("2026-06-14T22:00"),
                extended.cancel(late)))
        .containsExactly(
            "cancellation-fee 60150 = 60150",
            "call.json:1:49: cancelled-after-end: the rental must not be cancelled after its end",
            "+7300 = 308070",
            "cancellation-fee 77020 = 77020");
  }

  @Test
  void what_cannot_be_extended_is_refused() {
    Story story = new Story(WEEKEND);
    assertThat(
            List.of(
                story.extend("2026-06-14T21:00"),
                story.extend("2026-07-12T18:10"),
                story.extend("2026-06-14T22:00"),
                story.extend("2026-06-14T21:30")))
        .containsExactly(
            "call.json:1:9: extended-end-too-early: the extended end must be later than the current end",
            "refused: rental-too-long",
            "+7300 = 308070",
            "call.json:1:9: extended-end-too-early: the extended end must be later than the current end");
  }

  @Test
  void the_fees_of_extensions_are_the_line_of_the_settlement() {
    SplittableRandom random = new SplittableRandom(SEED);
    int compared = 0;
    for (RentalRequest request : RentalRequests.realistic(TRIPS, SEED)) {
      Story story = new Story(Written.json(new Value.Context(EngineInputs.of(request))));
      LocalDateTime end = request.end();
      int extensions = random.nextInt(1, 4);
      for (int i = 0; i < extensions && story.isBooked(); i++) {
        end = end.plusMinutes(random.nextInt(1, random.nextInt(2, 3000)));
        story.extend(end.toString());
      }
      if (story.isBooked() && story.isExtended()) {
        Answer settled =
            story.ask(
                Event.Kind.SETTLE,
                "{\"returned at\": \"%s\", \"driven distance\": 10}".formatted(end));
        assertThat(story.extensionFees())
            .as("%s until %s (seed %s)", request, end, SEED)
            .isEqualTo(line(settled, "extension"));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(TRIPS / 2);
  }

  private static Decimal line(Answer answer, String code) {
    return ((Answer.Quote) answer)
        .lines().stream()
            .filter(line -> line.code().equals(code))
            .map(Answer.Line::amount)
            .reduce(Decimal.ZERO, Decimal::plus);
  }

  private List<String> sources(Event.Kind kind) {
    return rental.event(kind).orElseThrow().inputs().entrySet().stream()
        .map(input -> input.getKey() + ": " + input.getValue().text())
        .toList();
  }

  /// A booking and what becomes of it, as a service would carry it on.
  private final class Story {
    private final Node.Mapping inputs;
    private final Decimal booked;
    private final List<Node.Mapping> extensions = new ArrayList<>();
    private Decimal total;
    private boolean refused;

    Story(String request) {
      Problems problems = new Problems();
      Request read =
          Request.read(ratebook, "rental", "request.json", request.getBytes(UTF_8), problems)
              .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
      inputs = (Node.Mapping) json(read.json());
      refused = !(pricer.quote("rental", read, AT) instanceof Answer.Quote);
      booked =
          pricer.quote("rental", read, AT) instanceof Answer.Quote quote
              ? quote.total()
              : Decimal.ZERO;
      total = booked;
    }

    boolean isBooked() {
      return !refused;
    }

    boolean isExtended() {
      return !extensions.isEmpty();
    }

    Decimal extensionFees() {
      return total.minus(booked);
    }

    String extend(String end) {
      String sent = "{\"end\": \"%s\"}".formatted(end);
      Decimal before = total;
      Answer answer = ask(Event.Kind.EXTEND, sent);
      if (answer instanceof Answer.Quote quote) {
        extensions.add((Node.Mapping) json(request(Event.Kind.EXTEND, sent).orElseThrow().json()));
        total = quote.total();
        return "+" + total.minus(before).toPlainText() + " = " + total.toPlainText();
      }
      return shown(answer);
    }

    String settle(String returnedAt, String kilometres) {
      return shown(
          ask(
              Event.Kind.SETTLE,
              "{\"returned at\": \"%s\", \"driven distance\": %s}"
                  .formatted(returnedAt, kilometres)));
    }

    String cancel(String sent) {
      return shown(ask(Event.Kind.CANCEL, sent));
    }

    Answer ask(Event.Kind kind, String sent) {
      Problems problems = new Problems();
      return request(kind, sent, problems)
          .map(request -> pricer.quote(rental.event(kind).orElseThrow().service(), request, AT))
          .orElseGet(() -> new Answer.Failure(problems.sorted()));
    }

    private Optional<Request> request(Event.Kind kind, String sent) {
      return request(kind, sent, new Problems());
    }

    private Optional<Request> request(Event.Kind kind, String sent, Problems problems) {
      Optional<Node.Mapping> last =
          extensions.isEmpty() ? Optional.empty() : Optional.of(extensions.getLast());
      return new Booking(inputs, last, total, AT)
          .request(ratebook, rental.event(kind).orElseThrow(), json(sent), AT, problems);
    }

    private static Node json(String text) {
      return Json.read(new Place("call.json", 1, 1), text, new Problems()).orElseThrow();
    }

    private static String shown(Answer answer) {
      return switch (answer) {
        case Answer.Quote quote ->
            quote.lines().stream()
                .map(line -> line.code() + " " + line.amount().toPlainText())
                .collect(Collectors.joining(" + ", "", " = " + quote.total().toPlainText()));
        case Answer.Refusal refusal ->
            refusal.reasons().stream()
                .map(Answer.Refused::code)
                .collect(Collectors.joining(", ", "refused: ", ""));
        case Answer.Failure failure ->
            failure.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
        case Answer.Decided decided -> decided.toString();
      };
    }
  }
}
