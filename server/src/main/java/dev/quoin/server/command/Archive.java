package dev.quoin.server.command;

import dev.quoin.journal.Booking;
import dev.quoin.journal.Entry;
import dev.quoin.journal.Fingerprint;
import dev.quoin.journal.Journal;
import dev.quoin.journal.Kind;
import dev.quoin.journal.PricedAsOf;
import dev.quoin.pricing.AnswerId;
import dev.quoin.pricing.Batch;
import dev.quoin.pricing.Booked;
import dev.quoin.pricing.Explained;
import dev.quoin.pricing.KeptBatch;
import dev.quoin.pricing.KeptJson;
import dev.quoin.pricing.Quoted;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Release;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.AsOf;
import dev.quoin.server.release.Engine;
import dev.quoin.server.release.Releases;
import java.util.Optional;

/// Answers as the journal has them, and back. What reads blocks: releases of the past are compiled for it.
final class Archive {
  private final Releases releases;
  private final Journal journal;

  Archive(Releases releases, Journal journal) {
    this.releases = releases;
    this.journal = journal;
  }

  /// @param customer the customer's pseudonym
  static Entry entry(
      Quoted quoted,
      Kind kind,
      Optional<String> booking,
      Call call,
      Fingerprint fingerprint,
      Optional<String> customer) {
    return new Entry(
        quoted.id().id(),
        kind,
        quoted.service(),
        quoted.release().ratebook().id(),
        quoted.release().digest(),
        quoted.at(),
        quoted.validUntil(),
        call.caller(),
        call.requestId(),
        fingerprint,
        booking,
        KeptJson.of(quoted.request()),
        KeptJson.of(quoted.outcome()),
        Cards.of(
            quoted,
            customer,
            kind.changesBooking() ? Optional.of(quoted.asOf().levers()) : Optional.empty()));
  }

  /// @param customer the customer's pseudonym
  static Entry entry(Batch batch, Call call, Fingerprint fingerprint, Optional<String> customer) {
    return new Entry(
        batch.id(),
        Kind.BATCH,
        batch.service(),
        batch.release().ratebook().id(),
        batch.release().digest(),
        batch.at(),
        batch.validUntil(),
        call.caller(),
        call.requestId(),
        fingerprint,
        Optional.empty(),
        KeptBatch.inputs(batch),
        KeptBatch.outcomes(batch),
        Cards.of(batch, customer));
  }

  Release release(Entry entry) {
    return releases
        .byDigest(entry.digest())
        .orElseThrow(
            () -> new IllegalStateException("release " + entry.digest() + " was not kept"));
  }

  /// The answer of an entry that is no batch.
  Quoted quoted(Entry entry) {
    Release release = release(entry);
    return new Quoted(
        AnswerId.of(entry.id()),
        release,
        entry.service(),
        KeptJson.request(release, entry.service(), entry.inputs()),
        entry.at(),
        PricedAsOf.of(release, entry).orElse(AsOf.at(entry.at())),
        entry.validUntil(),
        KeptJson.outcome(release, entry.service(), entry.answer()));
  }

  Batch batch(Entry entry) {
    Release release = release(entry);
    return new Batch(
        entry.id(),
        release,
        entry.service(),
        entry.at(),
        entry.validUntil(),
        KeptBatch.items(release, entry.service(), entry.inputs(), entry.answer()));
  }

  /// An answer with its entry, which is that of its batch where it is the price of a car.
  record Found(Quoted answer, Entry entry) {}

  /// An answer, or the price of one car of a batch.
  ///
  /// @param field where the id came
  Verdict<Found> find(String field, AnswerId id) {
    Optional<Entry> found = journal.find(id.id()).join();
    if (found.isPresent() && found.get().kind() == Kind.BATCH) {
      Batch batch = batch(found.get());
      return batch
          .item(id.item())
          .<Verdict<Found>>map(item -> new Verdict.Given<>(new Found(item, found.get())))
          .orElseGet(() -> unknownItem(field, id, batch));
    }
    return found
        .filter(_ -> id.item() == AnswerId.ALONE)
        .<Verdict<Found>>map(entry -> new Verdict.Given<>(new Found(quoted(entry), entry)))
        .orElseGet(() -> unknownAnswer(field, id.toString()));
  }

  /// Why an answer is what it is.
  ///
  /// @param field where the id came
  Verdict<Explained> explained(String field, AnswerId id) {
    return find(field, id)
        .then(found ->
            isKnownAsOfWhen(found)
                ? new Verdict.Given<>(explained(found))
                : unknown(
                    field,
                    "`%s` was priced when its quote was, and that one is no longer kept"
                        .formatted(id)));
  }

  private static boolean isKnownAsOfWhen(Found found) {
    return PricedAsOf.of(found.answer().release(), found.entry()).isPresent();
  }

  private static Explained explained(Found found) {
    return Explained.of(
        found.answer(),
        new Explained.Engines(found.entry().card().engine(), Engine.current().version()));
  }

  private static <T> Verdict<T> unknownItem(String field, AnswerId id, Batch batch) {
    int last = batch.items().size() - 1;
    return unknown(
        field,
        "`%s` is %s (expected: one of `%s` to `%s`)"
            .formatted(id, what(id.item(), last), batch.idOf(0), batch.idOf(last)));
  }

  private static String what(int item, int last) {
    if (item == AnswerId.ALONE) {
      return "a batch of %,d".formatted(last + 1);
    }
    return item > last ? "beyond the end of its batch" : "a car of a batch that got no answer";
  }

  Booked booked(Booking booking) {
    return new Booked(
        booking.id(),
        AnswerId.read(booking.quote()).orElseThrow(),
        booking.entries().stream()
            .map(entry -> new Booked.Step(kind(entry.kind()), quoted(entry)))
            .toList());
  }

  static Kind kind(Booked.Step.Kind kind) {
    return switch (kind) {
      case BOOK -> Kind.BOOKING;
      case EXTEND -> Kind.EXTENSION;
      case SETTLE -> Kind.SETTLEMENT;
      case CANCEL -> Kind.CANCELLATION;
    };
  }

  private static Booked.Step.Kind kind(Kind kind) {
    return switch (kind) {
      case BOOKING -> Booked.Step.Kind.BOOK;
      case EXTENSION -> Booked.Step.Kind.EXTEND;
      case SETTLEMENT -> Booked.Step.Kind.SETTLE;
      case CANCELLATION -> Booked.Step.Kind.CANCEL;
      case QUOTE, BATCH -> throw new IllegalStateException("a booking with a " + kind);
    };
  }

  /// What was answered first under the request id of a call that is rejected now: a repeated call is answered as it was, even if
  /// it would no longer pass. Absent where there was none.
  Optional<Verdict<Entry>> first(Call call, String service, Fingerprint fingerprint) {
    return call.requestId()
        .filter(_ -> isName(service))
        .flatMap(requestId -> journal.findRequest(service, call.caller(), requestId).join())
        .map(entry ->
            entry.fingerprint().equals(fingerprint) ? new Verdict.Given<>(entry) : taken(call));
  }

  private static boolean isName(String service) {
    return !service.isEmpty() && service.length() <= Entry.MAX_NAME;
  }

  static <T> Verdict<T> taken(Call call) {
    return Verdict.rejected(
        Rejection.Kind.TAKEN,
        "request_id",
        "request-id-taken",
        "`%s` stands for another request of the last 24 hours"
            .formatted(call.requestId().orElse("")));
  }

  static <T> Verdict<T> unknownAnswer(String field, String id) {
    return unknown(field, "there is no answer `%s`".formatted(id));
  }

  private static <T> Verdict<T> unknown(String field, String sentence) {
    return Verdict.rejected(Rejection.Kind.UNKNOWN, field, "unknown-answer", sentence);
  }
}
