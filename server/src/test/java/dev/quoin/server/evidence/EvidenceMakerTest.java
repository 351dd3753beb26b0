package dev.quoin.server.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
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
import dev.quoin.pricing.Ids;
import dev.quoin.pricing.KeptJson;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.registry.Author;
import dev.quoin.registry.Evidence;
import dev.quoin.registry.Proposal;
import dev.quoin.registry.ProposalStanding;
import dev.quoin.registry.Proposals;
import dev.quoin.registry.Registry;
import dev.quoin.registry.Releases;
import dev.quoin.server.follow.Life;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server finds out about a proposal, from the real files of the releases and from a real journal.
class EvidenceMakerTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);

  /// More than the least of which there is a mean.
  private static final int ASKED = 150;

  @TempDir static Path data;

  private static Database database;
  private static Registry registry;
  private static Proposals proposals;
  private static Journal journal;

  @BeforeAll
  static void open() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    database = Database.embedded(data.resolve("database"));
    Releases.open(database);
    registry = Registry.of(database);
    proposals = registry.proposals();
    journal =
        Journal.open(
            database,
            data.resolve("spool"),
            CustomerKey.inOrMade(data.resolve("customer.key"), database),
            CLOCK,
            new SimpleMeterRegistry());
  }

  @AfterAll
  static void close() {
    if (database != null) {
      journal.close();
      database.close();
    }
  }

  private static void publish(Ratebook ratebook) {
    var _ =
        registry.publish(
            ratebook,
            new Evidence("0.1.0", "2026a", 46, 15, List.of()),
            new Registry.Provenance("kim", "", ""),
            NOON.minusSeconds(60));
  }

  private static void activate(Ratebook ratebook) {
    publish(ratebook);
    var _ =
        Life.given(
            registry.activate(
                ratebook.digest(),
                Optional.empty(),
                Optional.empty(),
                new Author("kim", ""),
                NOON.minusSeconds(30)));
  }

  private static Proposal propose(Ratebook ratebook) {
    publish(ratebook);
    return Life.given(
            proposals.propose(ratebook.digest(), new Author("kim", ""), NOON.minusSeconds(10)))
        .standing()
        .proposal();
  }

  private static ProposalStanding standing(Proposal proposal) {
    return Life.given(proposals.standing(proposal.number(), NOON));
  }

  private static Node.Mapping body(Proposal proposal) {
    String text =
        proposals.body(standing(proposal).evidence().orElseThrow().number()).orElseThrow();
    return (Node.Mapping) Json.read("evidence", text.getBytes(UTF_8), new Problems()).orElseThrow();
  }

  private static String text(Node node, String... path) {
    Node at = node;
    for (String name : path) {
      at =
          at instanceof Node.Listing list
              ? list.items().get(Integer.parseInt(name))
              : ((Node.Mapping) at).get(name).orElseThrow();
    }
    return ((Node.Scalar) at).text();
  }

  private static Node.Mapping comparison(Node.Mapping body, String service) {
    return ((Node.Listing) body.get("comparisons").orElseThrow())
        .items().stream()
            .map(Node.Mapping.class::cast)
            .filter(of -> text(of, "service").equals(service))
            .findFirst()
            .orElseThrow();
  }

  /// A slip in the rate cards that makes the meter dearer.
  private static Ratebook dearer(String id) {
    return Life.changed(id, "dearer", ",3.00,0.70,", ",3.00,0.90,");
  }

  @Test
  void where_hardly_anything_was_asked_the_generator_asks() {
    Ratebook active = Life.ratebook("generated", "active");
    activate(active);
    Proposal proposal = propose(dearer("generated"));
    assertThat(new EvidenceMaker(database, registry, CLOCK).makeAll()).isEqualTo(1);
    ProposalStanding standing = standing(proposal);
    assertThat(standing.evidence().orElseThrow().failure()).isEmpty();
    assertThat(standing.evidence().orElseThrow().against()).contains(active.digest());
    assertThat(standing.evidence().orElseThrow().size().orElseThrow().mean()).isPositive();
    Node.Mapping body = body(proposal);
    assertThat(text(body, "changes_shown", "0")).contains("rate cards");
    Node.Mapping meter = comparison(body, "meter");
    assertThat(text(meter, "source", "kind")).isEqualTo("generated");
    assertThat(text(meter, "requests")).isEqualTo("10000");
    assertThat(Long.parseLong(text(meter, "losers", "requests"))).isPositive();
    assertThat(meter.get("movers")).isEmpty();
  }

  @Test
  void what_customers_asked_last_is_priced_under_both() throws Exception {
    Ratebook active = Life.ratebook("recorded", "active");
    activate(active);
    Release release = Release.of(active);
    SplittableRandom random = new SplittableRandom(7);
    CompletableFuture.allOf(
            IntStream.range(0, ASKED)
                .mapToObj(i -> journal.append(asked(release, i, random)))
                .toArray(CompletableFuture[]::new))
        .join();
    Proposal proposal = propose(dearer("recorded"));
    assertThat(new EvidenceMaker(database, registry, CLOCK).makeAll()).isEqualTo(1);
    Node.Mapping meter = comparison(body(proposal), "meter");
    assertThat(text(meter, "source", "kind")).isEqualTo("recorded");
    assertThat(text(meter, "requests")).isEqualTo(Integer.toString(ASKED));
    assertThat(Long.parseLong(text(meter, "losers", "requests"))).isPositive();
    assertThat(text(comparison(body(proposal), "estimate"), "source", "kind"))
        .isEqualTo("generated");
  }

  private static Entry asked(Release release, int number, SplittableRandom random) {
    Instant at = NOON.minus(Duration.ofHours(1)).plusMillis(number);
    Map<String, Value> inputs =
        release.ratebook().generator("meter", new Problems()).orElseThrow().inputs(7, number);
    Request request =
        Request.of(
                release.ratebook(),
                Objects.requireNonNull(release.ratebook().services().get("meter")),
                inputs,
                _ -> new Place("drawn", 0, 0),
                new Problems())
            .orElseThrow();
    return new Entry(
        Ids.next(at, random),
        Kind.QUOTE,
        "meter",
        release.ratebook().id(),
        release.digest(),
        at,
        Optional.empty(),
        "the app",
        Optional.empty(),
        Fingerprint.of(new byte[0]),
        Optional.empty(),
        KeptJson.of(request),
        KeptJson.of((Answer.Outcome) release.pricer().quote("meter", request, at)),
        Card.NONE);
  }

  @Test
  void two_servers_make_it_once() {
    activate(Life.ratebook("twice", "active"));
    Proposal proposal = propose(dearer("twice"));
    List<CompletableFuture<Integer>> made =
        IntStream.range(0, 2)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(
                    () -> new EvidenceMaker(database, registry, CLOCK).makeAll()))
            .toList();
    assertThat(made.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(1);
    assertThat(standing(proposal).stage()).isEqualTo(ProposalStanding.Stage.APPROVED);
    assertThat(standing(proposal).needed()).isZero();
  }

  @Test
  void where_nothing_is_active_there_is_nothing_to_compare_with() {
    Proposal proposal = propose(Life.ratebook("alone", "first"));
    assertThat(new EvidenceMaker(database, registry, CLOCK).makeAll()).isEqualTo(1);
    assertThat(standing(proposal).evidence().orElseThrow().size()).isEmpty();
    assertThat(body(proposal).get("comparisons")).isEmpty();
    assertThat(text(body(proposal), "publication", "cases")).isEqualTo("46");
  }
}
