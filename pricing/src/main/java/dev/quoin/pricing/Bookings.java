package dev.quoin.pricing;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.pricing.Booked.Step;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.AsOf;
import dev.quoin.ratebook.Bookable;
import dev.quoin.ratebook.Booking;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What may become of a quote: it is booked, and the booking is extended, settled or cancelled, as the ratebook says.
///
/// Each question is asked at an instant and answered under an id, both of which the caller of this class has chosen.
public final class Bookings {
  private Bookings() {}

  /// When something is asked, under which id it is answered, and which release of the ratebook is live then.
  public record Asked(AnswerId id, Instant at, Release live) {}

  /// Whether the bookings of a service have the price of their quote, which was priced when that was given.
  public static boolean isLocked(Release release, String service) {
    return Optional.ofNullable(release.ratebook().bookings().get(service))
        .flatMap(Bookable::book)
        .filter(Bookable.Release.LOCK::equals)
        .isPresent();
  }

  /// Takes a quote.
  public static Verdict<Booked> book(Quoted quote, String booking, Asked asked) {
    Optional<Bookable.Release> rule = bookable(quote.release(), quote).flatMap(Bookable::book);
    if (rule.isEmpty()) {
      return notNow(
          "quote_id",
          "not-bookable",
          "quotes of `%s` are not booked in ratebook `%s`"
              .formatted(quote.service(), quote.release().ratebook().id()));
    }
    if (!(quote.outcome() instanceof Answer.Quote)) {
      return notNow(
          "quote_id", "quote-refused", "`%s` is a refusal, not a price".formatted(quote.id()));
    }
    if (quote.validUntil().isEmpty()) {
      return notNow(
          "quote_id", "not-bookable", "`%s` is an answer, but not a quote".formatted(quote.id()));
    }
    Instant until = quote.validUntil().get();
    if (asked.at().isAfter(until)) {
      return notNow(
          "quote_id",
          "quote-expired",
          "`%s` could be booked until %s, and it is %s".formatted(quote.id(), until, asked.at()));
    }
    return switch (rule.get()) {
      case LOCK -> new Verdict.Given<>(booked(quote, booking, quote, asked));
      case RE_RATE ->
          Quoting.read(asked.live(), quote.service(), node(quote.request()))
              .then(request ->
                  Quoting.price(asked.live(), quote.service(), request, asked.at())
                      .then(outcome -> priced(quote, booking, request, outcome, asked)));
    };
  }

  private static Verdict<Booked> priced(
      Quoted quote, String booking, Request request, Answer.Outcome outcome, Asked asked) {
    return outcome instanceof Answer.Quote
        ? new Verdict.Given<>(
            booked(
                quote,
                booking,
                answered(
                    asked, asked.live(), quote.service(), request, AsOf.at(asked.at()), outcome),
                asked))
        : notNow(
            "quote_id",
            "quote-refused",
            "the release that is live now refuses what `%s` priced".formatted(quote.id()));
  }

  /// @param price what holds from now on
  private static Booked booked(Quoted quote, String booking, Quoted price, Asked asked) {
    Quoted answer =
        answered(
            asked,
            price.release(),
            price.service(),
            price.request(),
            price.asOf(),
            price.outcome());
    return new Booked(booking, quote.id(), List.of(new Step(Step.Kind.BOOK, answer)));
  }

  private static Quoted answered(
      Asked asked,
      Release release,
      String service,
      Request request,
      AsOf asOf,
      Answer.Outcome outcome) {
    return new Quoted(
        asked.id(), release, service, request, asked.at(), asOf, Optional.empty(), outcome);
  }

  /// Asks for an extension, settlement or cancellation. The result is the booking with one more step, of which the last says
  /// what was answered.
  ///
  /// @param sent the inputs that come with the event
  public static Verdict<Booked> happen(Booked booked, Step.Kind kind, Node sent, Asked asked) {
    if (booked.state() != Booked.State.BOOKED) {
      return notNow(
          "booking_id",
          "booking-closed",
          "booking `%s` is %s already"
              .formatted(
                  booked.id(), booked.state() == Booked.State.SETTLED ? "settled" : "cancelled"));
    }
    return event(booked, kind, asked)
        .then(event ->
            request(booked, event, sent, asked)
                .then(request ->
                    Quoting.price(event.release(), event.rule().service(), request, event.asOf())
                        .map(outcome ->
                            booked.with(
                                new Step(
                                    kind,
                                    answered(
                                        asked,
                                        event.release(),
                                        event.rule().service(),
                                        request,
                                        event.asOf(),
                                        outcome))))));
  }

  /// The service that prices an event of a booking.
  public static Verdict<String> service(Booked booked, Step.Kind kind, Asked asked) {
    return event(booked, kind, asked).map(event -> event.rule().service());
  }

  /// An event as the release that prices it knows it.
  ///
  /// @param asOf of now; the levers of a booking that locks its price are those of that price
  private record Event(Release release, Bookable.Event rule, AsOf asOf) {}

  private static Verdict<Event> event(Booked booked, Step.Kind kind, Asked asked) {
    Release own = booked.booking().release();
    Optional<Bookable.Event> declared = event(own, booked, kind);
    boolean isLocked =
        declared.filter(event -> event.release() == Bookable.Release.LOCK).isPresent();
    Release release = isLocked ? own : asked.live();
    AsOf asOf = new AsOf(asked.at(), isLocked ? booked.booking().asOf().levers() : asked.at());
    return declared
        .flatMap(_ -> event(release, booked, kind))
        .<Verdict<Event>>map(rule -> new Verdict.Given<>(new Event(release, rule, asOf)))
        .orElseGet(() ->
            notNow(
                "booking_id",
                "not-bookable",
                "bookings of `%s` have no event `%s` in ratebook `%s`"
                    .formatted(
                        booked.booking().service(), event(kind).text(), own.ratebook().id())));
  }

  private static Optional<Bookable.Event> event(Release release, Booked booked, Step.Kind kind) {
    return bookable(release, booked.booking()).flatMap(bookable -> bookable.event(event(kind)));
  }

  private static Bookable.Event.Kind event(Step.Kind kind) {
    return switch (kind) {
      case EXTEND -> Bookable.Event.Kind.EXTEND;
      case SETTLE -> Bookable.Event.Kind.SETTLE;
      case CANCEL -> Bookable.Event.Kind.CANCEL;
      case BOOK -> throw new IllegalArgumentException("a booking is booked once");
    };
  }

  private static Optional<Bookable> bookable(Release release, Quoted quote) {
    return Optional.ofNullable(release.ratebook().bookings().get(quote.service()));
  }

  private static Verdict<Request> request(Booked booked, Event event, Node sent, Asked asked) {
    Ratebook ratebook = event.release().ratebook();
    Booking known =
        new Booking(
            node(booked.booking().request()),
            booked.extension().map(extension -> node(extension.request())),
            booked.total(),
            booked.booking().at());
    Problems problems = new Problems();
    return known
        .request(ratebook, event.rule(), sent, asked.at(), problems)
        .<Verdict<Request>>map(Verdict.Given::new)
        .orElseGet(() -> {
          List<Flaw> flaws = new Fields(sent).flaws(problems.sorted());
          List<Flaw> unmet = Fields.unmet(ratebook, event.rule().requirements(), problems.sorted());
          return new Verdict.Rejected<>(
              new Rejection(Rejection.Kind.WRONG, unmet.isEmpty() ? flaws : unmet));
        });
  }

  private static Node.Mapping node(Request request) {
    return (Node.Mapping)
        Json.read(new Place("booking", 1, 1), KeptJson.of(request), new Problems()).orElseThrow();
  }

  private static <T> Verdict<T> notNow(String field, String code, String sentence) {
    return Verdict.rejected(Rejection.Kind.NOT_NOW, field, code, sentence);
  }
}
