package dev.quoin.server.command;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.journal.Entry;
import dev.quoin.journal.Fingerprint;
import dev.quoin.journal.Journal;
import dev.quoin.journal.Kept;
import dev.quoin.journal.Kind;
import dev.quoin.pricing.AnswerId;
import dev.quoin.pricing.Batch;
import dev.quoin.pricing.Batching;
import dev.quoin.pricing.Decided;
import dev.quoin.pricing.Explained;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Quoted;
import dev.quoin.pricing.Quoting;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Release;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.AsOf;
import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.source.Node;
import dev.quoin.server.metrics.Requests;
import dev.quoin.server.release.Live;
import dev.quoin.server.release.Releases;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Where prices are asked for. Each answer is in the journal before it is given.
public final class PriceDesk {
  /// Nobody compares it: it stands where there is no request id.
  static final Fingerprint NO_REQUEST = Fingerprint.of(new byte[0]);

  private static final Place BODY = new Place("body", 1, 1);

  private final Releases releases;
  private final Journal journal;
  private final Archive archive;
  private final Moments moments;
  private final Executor blocking;
  private final Requests requests;

  /// @param blocking where the journal is read, releases of the past are compiled, and batches are priced
  public PriceDesk(
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

  /// What is live now.
  public Live live() {
    return releases.live();
  }

  /// The price of a service.
  ///
  /// @param ratebook its id; may be empty where only one has the service
  public CompletableFuture<Verdict<Quoted>> quote(
      Call call, String service, String ratebook, Node inputs) {
    return requests.measure(
        known(service),
        "quote",
        Requests::outcome,
        () -> pricedQuote(call, service, ratebook, inputs));
  }

  /// The service, unless the caller made it up.
  private String known(String service) {
    return releases.live().withService(service).isEmpty() ? Requests.UNKNOWN : service;
  }

  private CompletableFuture<Verdict<Quoted>> pricedQuote(
      Call call, String service, String ratebook, Node inputs) {
    Fingerprint fingerprint =
        call.requestId().isEmpty()
            ? NO_REQUEST
            : new Canonical("quote")
                .add(ratebook)
                .add(inputs)
                .customer(customer(call))
                .fingerprint();
    Verdict<Quoted> quoted =
        Names.of(call)
            .then(_ -> release(service, ratebook))
            .then(release -> priced(release, service, inputs));
    return keptOrFirst(quoted, call, service, fingerprint);
  }

  private CompletableFuture<Verdict<Quoted>> keptOrFirst(
      Verdict<Quoted> quoted, Call call, String service, Fingerprint fingerprint) {
    return switch (quoted) {
      case Verdict.Given<Quoted>(Quoted fresh) ->
          keep(
              fresh,
              Archive.entry(fresh, Kind.QUOTE, Optional.empty(), call, fingerprint, customer(call)),
              call,
              archive::quoted);
      case Verdict.Rejected<Quoted> rejected ->
          firstOr(rejected, call, service, fingerprint, archive::quoted);
    };
  }

  /// The price that a call of an older system asks for, told as it expects. It is a quote like every other: only what is wrong
  /// with the names that come beside the call is told in our words.
  public CompletableFuture<Verdict<Mapping.Reply>> reply(
      Call call, Live.Mapped mapped, byte[] body) {
    Release release = mapped.release();
    Mapping mapping = mapped.mapping();
    String service = mapping.service();
    Mapping.Call legacy = mapping.call("body", body);
    Instant now = moments.now();
    Answer answer =
        legacy
            .request()
            .map(request -> release.pricer().quote(service, request, now))
            .orElseGet(() -> new Answer.Failure(legacy.problems()));
    Mapping.About failed =
        Mapping.About.offline(release.ratebook(), service, now); // what is not kept has no id
    return requests
        .measure(
            service, "quote", Requests::outcome, () -> keptReply(call, mapped, legacy, answer, now))
        .thenApply(verdict ->
            switch (verdict) {
              case Verdict.Given<Quoted>(Quoted quoted) ->
                  new Verdict.Given<>(mapping.reply(legacy, quoted.outcome(), about(quoted)));
              case Verdict.Rejected<Quoted>(Rejection rejection)
                  when answer instanceof Answer.Failure failure
                      && !(Names.of(call) instanceof Verdict.Rejected<Call>) ->
                  failure(failure, rejection)
                      .map(told -> {
                        requests.told(rejection); // in the words of the mapping
                        return mapping.reply(legacy, told, failed);
                      });
              case Verdict.Rejected<Quoted>(Rejection rejection) ->
                  new Verdict.Rejected<>(rejection);
            });
  }

  private CompletableFuture<Verdict<Quoted>> keptReply(
      Call call, Live.Mapped mapped, Mapping.Call legacy, Answer answer, Instant now) {
    Release release = mapped.release();
    String service = mapped.mapping().service();
    Fingerprint fingerprint =
        call.requestId()
            .flatMap(_ -> legacy.tree())
            .map(tree ->
                new Canonical("mapping")
                    .add(release.ratebook().id())
                    .add(mapped.mapping().id())
                    .add(tree)
                    .customer(customer(call))
                    .fingerprint())
            .orElse(NO_REQUEST);
    Verdict<Quoted> quoted =
        Names.of(call)
            .then(_ -> outcome(mapped, legacy, answer))
            .map(outcome -> quoted(release, service, legacy.request().orElseThrow(), now, outcome));
    return keptOrFirst(quoted, call, service, fingerprint);
  }

  private static Verdict<Answer.Outcome> outcome(
      Live.Mapped mapped, Mapping.Call legacy, Answer answer) {
    return legacy.request().isPresent()
        ? Quoting.verdict(
            mapped.release(), mapped.mapping().service(), legacy.request().orElseThrow(), answer)
        : new Verdict.Rejected<>(
            new Rejection(
                Rejection.Kind.WRONG,
                legacy.problems().stream()
                    .map(problem ->
                        new Flaw(
                            legacy.field(problem).orElse(""), problem.code(), problem.sentence()))
                    .toList()));
  }

  /// The failure as the caller may see it: what the ratebook did wrong is for its owners.
  private static Verdict<Answer> failure(Answer.Failure failure, Rejection rejection) {
    return switch (rejection.kind()) {
      case WRONG -> new Verdict.Given<>(failure);
      case BROKEN ->
          new Verdict.Given<>(
              new Answer.Failure(
                  Bugs.broken(rejection).flaws().stream()
                      .map(flaw -> new Problem(BODY, flaw.code(), flaw.sentence()))
                      .toList()));
      case FORBIDDEN, UNKNOWN, TAKEN, NOT_NOW, TOO_MUCH, AWAY -> new Verdict.Rejected<>(rejection);
    };
  }

  private static Mapping.About about(Quoted quoted) {
    return new Mapping.About(
        Optional.of(quoted.id().toString()),
        quoted.release().ratebook().id(),
        quoted.release().digest(),
        quoted.at(),
        quoted
            .validUntil()
            .orElseGet(
                () -> quoted.at().plus(quoted.release().ratebook().validity(quoted.service()))));
  }

  private Verdict<Quoted> priced(Release release, String service, Node inputs) {
    Instant now = moments.now();
    return Quoting.read(release, service, inputs)
        .then(request ->
            Quoting.price(release, service, request, now)
                .map(outcome -> quoted(release, service, request, now, outcome)));
  }

  private Quoted quoted(
      Release release, String service, Request request, Instant now, Answer.Outcome outcome) {
    Optional<Instant> until =
        outcome instanceof Answer.Quote
            ? Optional.of(now.plus(release.ratebook().validity(service)))
            : Optional.empty();
    return new Quoted(
        AnswerId.of(moments.id(now)), release, service, request, now, AsOf.at(now), until, outcome);
  }

  /// The prices of one trip with many cars.
  ///
  /// @param trip the inputs that all cars share
  /// @param cars the inputs that each adds
  public CompletableFuture<Verdict<Batch>> batch(
      Call call, String service, String ratebook, Node trip, List<Node> cars) {
    return requests.measure(
        known(service),
        "batch",
        _ -> "prices",
        () -> asked(() -> pricedBatch(call, service, ratebook, trip, cars).join()));
  }

  private CompletableFuture<Verdict<Batch>> pricedBatch(
      Call call, String service, String ratebook, Node trip, List<Node> cars) {
    Fingerprint fingerprint =
        call.requestId().isEmpty() || cars.size() > Batching.MAX_CARS
            ? NO_REQUEST
            : new Canonical("batch")
                .add(ratebook)
                .add(trip)
                .add(new Node.Listing(cars, trip.place()))
                .customer(customer(call))
                .fingerprint();
    Instant now = moments.now();
    Verdict<Batch> batch =
        Names.of(call)
            .then(_ -> release(service, ratebook))
            .then(release -> Batching.price(release, service, trip, cars, now, moments.id(now)));
    return switch (batch) {
      case Verdict.Given<Batch>(Batch fresh) ->
          keep(
              fresh, Archive.entry(fresh, call, fingerprint, customer(call)), call, archive::batch);
      case Verdict.Rejected<Batch> rejected ->
          firstOr(rejected, call, service, fingerprint, archive::batch);
    };
  }

  /// The value of a decision of a ratebook.
  public Verdict<Decided> decide(String ratebook, String decision, Node inputs) {
    return named(ratebook)
        .then(release -> Quoting.decide(release, decision, inputs, moments.now()));
  }

  private Verdict<Release> release(String service, String ratebook) {
    Live live = releases.live();
    if (!ratebook.isEmpty()) {
      return named(ratebook);
    }
    List<Release> able = live.withService(service);
    if (able.size() == 1) {
      return new Verdict.Given<>(able.getFirst());
    }
    return able.isEmpty()
        ? Verdict.rejected(
            Rejection.Kind.UNKNOWN,
            "service",
            "unknown-service",
            "no ratebook has a service `%s`".formatted(Names.cut(service)))
        : Verdict.rejected(
            Rejection.Kind.WRONG,
            "ratebook",
            "which-ratebook",
            "`ratebook` is missing, and several have the service `%s` (expected: %s)"
                .formatted(service, ids(able)));
  }

  private Verdict<Release> named(String ratebook) {
    Live live = releases.live();
    return live.ratebook(ratebook)
        .<Verdict<Release>>map(Verdict.Given::new)
        .orElseGet(() ->
            Verdict.rejected(
                Rejection.Kind.UNKNOWN,
                "ratebook",
                "unknown-ratebook",
                "unknown ratebook `%s` (expected: %s)"
                    .formatted(Names.cut(ratebook), ids(live.all()))));
  }

  private static String ids(Collection<Release> releases) {
    return releases.stream()
        .map(release -> "`" + release.ratebook().id() + "`")
        .collect(Collectors.joining(", "));
  }

  private Optional<String> customer(Call call) {
    return call.customer().map(journal::pseudonym);
  }

  /// Keeps an answer and gives it, or gives the one that came first under the same request id.
  ///
  /// @param read reads an answer from its entry
  private <T> CompletableFuture<Verdict<T>> keep(
      T fresh, Entry entry, Call call, Function<Entry, T> read) {
    return Outages.told(
        journal
            .append(entry)
            .thenCompose(kept ->
                switch (kept) {
                  case Kept.Stored _ ->
                      CompletableFuture.completedFuture(new Verdict.Given<>(fresh));
                  case Kept.Repeated(Entry first) ->
                      CompletableFuture.supplyAsync(
                          () -> new Verdict.Given<>(read.apply(first)), blocking);
                  case Kept.Conflicting _ -> CompletableFuture.completedFuture(Archive.taken(call));
                }));
  }

  /// The rejection, unless the same request was answered before.
  private <T> CompletableFuture<Verdict<T>> firstOr(
      Verdict.Rejected<T> rejected,
      Call call,
      String service,
      Fingerprint fingerprint,
      Function<Entry, T> read) {
    if (call.requestId().isEmpty() || Names.of(call) instanceof Verdict.Rejected<Call>) {
      return CompletableFuture.completedFuture(rejected);
    }
    return asked(() ->
            archive
                .first(call, service, fingerprint)
                .<Verdict<T>>map(first -> first.map(read))
                .orElse(rejected))
        .exceptionally(_ -> rejected);
  }

  /// An answer that was given: a quote, the price of a car in a batch, or what became of a booking.
  public CompletableFuture<Verdict<Quoted>> answer(String id) {
    return requests.measure(
        Requests.ANY,
        "get",
        Requests::outcome,
        () ->
            Outages.told(
                asked(() ->
                    AnswerId.read(id)
                        .map(read -> archive.find("id", read).map(Archive.Found::answer))
                        .orElseGet(() -> Archive.unknownAnswer("id", Names.cut(id))))));
  }

  /// Why an answer is what it is: the recorded request under the recorded release, traced.
  public CompletableFuture<Verdict<Explained>> explain(String id) {
    return requests.measure(
        Requests.ANY,
        "explain",
        explained -> explained.isProven() ? "proven" : "differs",
        () ->
            Outages.told(
                asked(() ->
                    AnswerId.read(id)
                        .map(read -> archive.explained("id", read))
                        .orElseGet(() -> Archive.unknownAnswer("id", Names.cut(id))))));
  }

  private <T> CompletableFuture<T> asked(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, blocking);
  }
}
