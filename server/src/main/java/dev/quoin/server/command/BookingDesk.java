package dev.quoin.server.command;

import dev.quoin.journal.Booking;
import dev.quoin.journal.BookingChange;
import dev.quoin.journal.Entry;
import dev.quoin.journal.Fingerprint;
import dev.quoin.journal.Journal;
import dev.quoin.journal.Kept;
import dev.quoin.journal.Outcome;
import dev.quoin.pricing.AnswerId;
import dev.quoin.pricing.Booked;
import dev.quoin.pricing.Bookings;
import dev.quoin.pricing.Quoted;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Release;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.source.Node;
import dev.quoin.server.metrics.Requests;
import dev.quoin.server.release.Releases;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Where quotes are booked, and bookings extended, settled and cancelled. What is given is the booking as it was after the step that
/// was asked for, which is its last.
///
/// Each call looks at the booking, lets the domain decide, and keeps the answer on the condition that the booking is still what it
/// was; where somebody was faster, it looks again.
public final class BookingDesk {
  /// Each time somebody else got on.
  private static final int MAX_TRIES = 16;

  private final Releases releases;
  private final Journal journal;
  private final Archive archive;
  private final Moments moments;
  private final Executor blocking;
  private final Requests requests;

  /// @param blocking where the calls wait
  public BookingDesk(
      Releases releases,
      Journal journal,
      InstantSource clock,
      RandomGenerator random,
      Executor blocking,
      Requests requests) {
    this.releases = releases;
    this.journal = journal;
    this.archive = new Archive(releases, journal);
    this.moments = new Moments(clock, random);
    this.blocking = blocking;
    this.requests = requests;
  }

  /// Takes a quote.
  public CompletableFuture<Verdict<Booked>> book(Call call, String quote, String booking) {
    return answered(
        "book",
        () ->
            new Names()
                .check(call)
                .checkAnswer("quote_id", quote)
                .checkInPath("booking_id", booking)
                .unless(call)
                .then(_ -> book(call, AnswerId.read(quote).orElseThrow(), booking)));
  }

  private Verdict<Booked> book(Call call, AnswerId id, String booking) {
    return archive
        .find("quote_id", id)
        .then(found ->
            permitted(call, found.entry().service())
                .then(_ -> customer(call, found.entry().card().customer()))
                .then(customer -> book(call, found.answer(), booking, customer)));
  }

  /// A key may be for some services: what counts is the one of what is booked, wherever it is booked.
  private static Verdict<Call> permitted(Call call, String service) {
    return call.isFor(service)
        ? new Verdict.Given<>(call)
        : Verdict.rejected(
            Rejection.Kind.FORBIDDEN,
            "",
            "not-permitted",
            "`%s` may not book, extend, settle and cancel for `%s`"
                .formatted(call.caller(), service));
  }

  /// Whose a booking is: the quote's customer. A call may name them, and does where the quote is nobody's yet.
  private Verdict<Optional<String>> customer(Call call, Optional<String> known) {
    Optional<String> named = call.customer().map(journal::pseudonym);
    return named.isPresent() && known.isPresent() && !named.equals(known)
        ? Verdict.rejected(
            Rejection.Kind.WRONG,
            "customer",
            "another-customer",
            "the call names another customer than the one who was quoted (expected: the same one, or none)")
        : new Verdict.Given<>(named.or(() -> known));
  }

  private Verdict<Booked> book(Call call, Quoted quote, String booking, Optional<String> customer) {
    String id = quote.id().toString();
    Fingerprint fingerprint = new Canonical("book").add(id).add(booking).fingerprint();
    return switch (Bookings.book(quote, booking, asked(quote))) {
      case Verdict.Given<Booked>(Booked booked) ->
          kept(
              booked,
              journal
                  .append(
                      entry(booked, call, fingerprint, customer), BookingChange.make(booking, id))
                  .join(),
              call);
      case Verdict.Rejected<Booked> rejected ->
          firstOr(call, quote.service(), fingerprint, () -> takenOr(rejected, id));
    };
  }

  /// A quote that was booked says so for ever: it has not expired for the one who booked it.
  private Verdict<Booked> takenOr(Verdict.Rejected<Booked> rejected, String quote) {
    return journal
        .bookingOf(quote)
        .join()
        .<Verdict<Booked>>map(by -> quoteTaken(quote, by))
        .orElse(rejected);
  }

  private static Verdict<Booked> quoteTaken(String quote, Booking by) {
    return alreadyBooked("quote_id", "quote `%s` is booked as `%s`".formatted(quote, by.id()));
  }

  private Verdict<Booked> kept(Booked booked, Outcome outcome, Call call) {
    return switch (outcome) {
      case Kept.Stored _ -> new Verdict.Given<>(booked);
      case Kept.Repeated(Entry first) -> asItWas(first);
      case Kept.Conflicting _ -> Archive.taken(call);
      case Outcome.Stale(Optional<Booking> current) ->
          alreadyBooked(
              "booking_id",
              "booking `%s` is of quote `%s` already"
                  .formatted(booked.id(), current.map(Booking::quote).orElse("")));
      case Outcome.QuoteTaken(Booking by) -> quoteTaken(booked.quote().toString(), by);
    };
  }

  private static <T> Verdict<T> alreadyBooked(String field, String sentence) {
    return Verdict.rejected(Rejection.Kind.TAKEN, field, "already-booked", sentence);
  }

  /// Extends, settles or cancels a booking.
  ///
  /// @param sent the inputs that come with it
  public CompletableFuture<Verdict<Booked>> happen(
      Call call, Booked.Step.Kind kind, String booking, Node sent) {
    return answered(
        kind.name().toLowerCase(Locale.ROOT),
        () ->
            new Names()
                .check(call)
                .check("booking_id", booking)
                .unless(call)
                .then(_ -> happened(call, kind, booking, sent)));
  }

  private Verdict<Booked> happened(Call call, Booked.Step.Kind kind, String id, Node sent) {
    Fingerprint fingerprint = new Canonical(kind.name()).add(id).add(sent).fingerprint();
    for (int i = 0; i < MAX_TRIES; i++) {
      Optional<Booking> seen = journal.booking(id).join();
      if (seen.isEmpty()) {
        return unknownBooking(id);
      }
      if (permitted(call, seen.get().entries().getFirst().service())
          instanceof Verdict.Rejected<Call>(Rejection rejection)) {
        return new Verdict.Rejected<>(rejection);
      }
      Optional<String> known =
          seen.get().entries().stream()
              .flatMap(entry -> entry.card().customer().stream())
              .findFirst();
      Optional<String> customer;
      switch (customer(call, known)) {
        case Verdict.Rejected<Optional<String>>(Rejection rejection) -> {
          return new Verdict.Rejected<>(rejection);
        }
        case Verdict.Given<Optional<String>>(Optional<String> given) -> customer = given;
      }
      Booked booked = archive.booked(seen.get());
      Bookings.Asked asked = asked(booked.booking());
      switch (Bookings.happen(booked, kind, sent, asked)) {
        case Verdict.Rejected<Booked> rejected -> {
          return Bookings.service(booked, kind, asked)
              .then(service -> firstOr(call, service, fingerprint, () -> rejected));
        }
        case Verdict.Given<Booked>(Booked next) -> {
          Outcome outcome =
              journal
                  .append(
                      entry(next, call, fingerprint, customer),
                      BookingChange.change(seen.get(), state(next.state())))
                  .join();
          if (!(outcome instanceof Outcome.Stale)) {
            return kept(next, outcome, call);
          }
        }
      }
    }
    return Verdict.rejected(
        Rejection.Kind.TOO_MUCH,
        "booking_id",
        "too-busy",
        "booking `%s` is changed by many at the same time; ask again later".formatted(id));
  }

  private static Booking.State state(Booked.State state) {
    return switch (state) {
      case BOOKED -> Booking.State.BOOKED;
      case SETTLED -> Booking.State.SETTLED;
      case CANCELLED -> Booking.State.CANCELLED;
    };
  }

  private static Entry entry(
      Booked booked, Call call, Fingerprint fingerprint, Optional<String> customer) {
    Booked.Step last = booked.steps().getLast();
    return Archive.entry(
        last.answer(),
        Archive.kind(last.kind()),
        Optional.of(booked.id()),
        call,
        fingerprint,
        customer);
  }

  private Bookings.Asked asked(Quoted quote) {
    Instant now = moments.now();
    Release live =
        releases.live().ratebook(quote.release().ratebook().id()).orElse(quote.release());
    return new Bookings.Asked(AnswerId.of(moments.id(now)), now, live);
  }

  private Verdict<Booked> firstOr(
      Call call, String service, Fingerprint fingerprint, Supplier<Verdict<Booked>> otherwise) {
    return archive
        .first(call, service, fingerprint)
        .map(first -> first.then(this::asItWas))
        .orElseGet(otherwise);
  }

  /// The booking as it was after a step of it.
  private Verdict<Booked> asItWas(Entry step) {
    return step.booking()
        .flatMap(id -> journal.booking(id).join())
        .flatMap(booking -> archive.booked(booking).until(AnswerId.of(step.id())))
        .<Verdict<Booked>>map(Verdict.Given::new)
        .orElseThrow(() -> new IllegalStateException("entry " + step.id() + " has no booking"));
  }

  /// A booking with all that became of it.
  public CompletableFuture<Verdict<Booked>> booking(String id) {
    return answered(
        "get-booking",
        () ->
            new Names()
                .check("booking_id", id)
                .unless(id)
                .then(_ ->
                    journal
                        .booking(id)
                        .join()
                        .<Verdict<Booked>>map(
                            booking -> new Verdict.Given<>(archive.booked(booking)))
                        .orElseGet(() -> unknownBooking(id))));
  }

  private static <T> Verdict<T> unknownBooking(String id) {
    return Verdict.rejected(
        Rejection.Kind.UNKNOWN,
        "booking_id",
        "unknown-booking",
        "there is no booking `%s`".formatted(id));
  }

  private CompletableFuture<Verdict<Booked>> answered(
      String kind, Supplier<Verdict<Booked>> question) {
    return requests.measure(
        Requests.ANY,
        kind,
        booked -> Requests.outcome(booked.answer()),
        () -> Outages.told(CompletableFuture.supplyAsync(question, blocking)));
  }
}
