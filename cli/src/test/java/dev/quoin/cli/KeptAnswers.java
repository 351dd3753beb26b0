package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.journal.Card;
import dev.quoin.journal.CustomerKey;
import dev.quoin.journal.Entry;
import dev.quoin.journal.Fingerprint;
import dev.quoin.journal.Journal;
import dev.quoin.journal.Kind;
import dev.quoin.pricing.Batch;
import dev.quoin.pricing.Ids;
import dev.quoin.pricing.KeptBatch;
import dev.quoin.pricing.KeptJson;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.registry.Releases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A real PostgreSQL with answers of a release, as a server keeps them.
final class KeptAnswers implements AutoCloseable {
  private final Release release;
  private final Path data;
  private final Database database;
  private final SplittableRandom random = new SplittableRandom(7);
  private final List<Entry> entries = new ArrayList<>();

  private KeptAnswers(Release release, Path data, Database database) {
    this.release = release;
    this.data = data;
    this.database = database;
  }

  /// Starts the database of a data folder. A test is skipped where there is no PostgreSQL.
  static KeptAnswers in(Path data, Path ratebook) {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    Problems problems = new Problems();
    Release release =
        Release.of(
            Ratebook.load(ratebook, problems)
                .orElseThrow(() -> new IllegalStateException(problems.sorted().toString())));
    return new KeptAnswers(release, data, Database.embedded(data));
  }

  /// What the generator of the ratebook draws.
  Map<String, Value> drawn(String service, long number) {
    return release.ratebook().generator(service, new Problems()).orElseThrow().inputs(7, number);
  }

  Request request(String service, Map<String, Value> inputs) {
    return Request.of(
            release.ratebook(),
            Objects.requireNonNull(release.ratebook().services().get(service)),
            inputs,
            _ -> new Place("drawn", 0, 0),
            new Problems())
        .orElseThrow();
  }

  Request request(String service, String json) {
    Problems problems = new Problems();
    return Request.read(release.ratebook(), service, "request", json.getBytes(UTF_8), problems)
        .orElseThrow(() -> new IllegalStateException(problems.sorted().toString()));
  }

  /// Answers a request.
  UUID quote(String service, Request request, Instant at) {
    return quote(service, request, at, Optional.empty());
  }

  /// Answers a request of a customer.
  UUID quote(String service, Request request, Instant at, Optional<String> customer) {
    return add(
        Kind.QUOTE,
        service,
        at,
        KeptJson.of(request),
        KeptJson.of(answer(service, request, at)),
        customer);
  }

  /// Answers several requests together.
  UUID batch(String service, List<Request> requests, Instant at) {
    List<Batch.Item> items = new ArrayList<>();
    for (Request request : requests) {
      items.add(new Batch.Item.Answered(request, answer(service, request, at)));
    }
    Batch batch = new Batch(new UUID(0, 0), release, service, at, Optional.empty(), items);
    return add(
        Kind.BATCH,
        service,
        at,
        KeptBatch.inputs(batch),
        KeptBatch.outcomes(batch),
        Optional.empty());
  }

  private Answer.Outcome answer(String service, Request request, Instant at) {
    return (Answer.Outcome) release.pricer().quote(service, request, at);
  }

  private UUID add(
      Kind kind,
      String service,
      Instant at,
      String inputs,
      String answer,
      Optional<String> customer) {
    UUID id = Ids.next(at, random);
    entries.add(
        new Entry(
            id,
            kind,
            service,
            release.ratebook().id(),
            release.digest(),
            at,
            Optional.empty(),
            "the app",
            Optional.empty(),
            Fingerprint.of(new byte[0]),
            Optional.empty(),
            inputs,
            answer,
            customer.map(this::card).orElse(Card.NONE)));
    return id;
  }

  private Card card(String customer) {
    return new Card(
        Optional.of(key().pseudonym(customer)),
        Optional.of(Card.Answered.PRICE),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private CustomerKey key() {
    return CustomerKey.inOrMade(data.resolve("customer.key"), database);
  }

  /// Keeps the release, and all that was answered.
  void keep() throws IOException {
    Instant now = Instant.parse("2026-06-01T12:00:00Z");
    Releases.open(database).put(release.ratebook(), now);
    try (Journal journal =
        Journal.open(
            database,
            data.resolve("spool"),
            key(),
            InstantSource.fixed(now),
            new SimpleMeterRegistry())) {
      CompletableFuture.allOf(
              entries.stream().map(journal::append).toArray(CompletableFuture[]::new))
          .join();
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
