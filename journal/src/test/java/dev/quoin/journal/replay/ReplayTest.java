package dev.quoin.journal.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.feel.Problems;
import dev.quoin.journal.BookingChange;
import dev.quoin.journal.Card;
import dev.quoin.journal.CustomerKey;
import dev.quoin.journal.Entry;
import dev.quoin.journal.Fingerprint;
import dev.quoin.journal.Journal;
import dev.quoin.journal.Kind;
import dev.quoin.journal.Outcome;
import dev.quoin.journal.Period;
import dev.quoin.pricing.Explained.Difference;
import dev.quoin.pricing.Ids;
import dev.quoin.pricing.KeptJson;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.testkit.Checkout;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Replays over a real PostgreSQL. How many quotes: `-Dquoin.replay=1000000`.
class ReplayTest {
  private static final int QUOTES = Integer.getInteger("quoin.replay", 600);
  private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-06-04T00:00:00Z");
  private static final Optional<String> NO_BOOKING = Optional.empty();
  private static final Engine ENGINE = new Engine("now", "2026a");

  @TempDir static Path data;

  private static final Map<String, Release> RELEASES = new HashMap<>();
  private static Database database;
  private static UUID first = new UUID(0, 0);

  @BeforeAll
  static void keep_quotes_of_three_releases_over_a_restart() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    List<Release> releases = List.of(release("1.18"), release("1.2"), release("1.25"));
    releases.forEach(release -> RELEASES.put(release.digest(), release));
    SplittableRandom random = new SplittableRandom(7);
    database = Database.embedded(data);
    for (int i = 0; i < 3; i++) {
      if (i > 0) {
        database.close();
        database = Database.embedded(data);
      }
      keep(releases.get(i), BEGIN.plusSeconds(86_400L * i), QUOTES / 3, random);
    }
  }

  private static void keep(Release release, Instant from, int quotes, SplittableRandom random) {
    try (Journal journal = journal(from)) {
      for (int done = 0; done < quotes; done += 500) {
        CompletableFuture.allOf(
                IntStream.range(done, Math.min(quotes, done + 500))
                    .mapToObj(i ->
                        journal.append(entry(release, from.plusMillis(i * 7L), random, NO_BOOKING)))
                    .toArray(CompletableFuture[]::new))
            .join();
      }
    }
  }

  private static Journal journal(Instant at) {
    return Journal.open(
        database,
        data.resolve("spool"),
        CustomerKey.inOrMade(data.resolve("customer.key"), database),
        InstantSource.fixed(at),
        new SimpleMeterRegistry());
  }

  private static Entry entry(
      Release release, Instant at, SplittableRandom random, Optional<String> booking) {
    String json =
        """
        {"start": "2026-06-12T18:00:00", "end": "2026-06-14T21:00:00", "model": "K8", "distance": %d, "utilisation": %d,
         "membership": "business", "coupon percent": 10, "coupon amount": 5000, "birth date": "%d-05-20",
         "licence date": "2015-03-02"}\
        """
            .formatted(random.nextInt(1, 400), random.nextInt(0, 101), random.nextInt(1970, 2009));
    Problems problems = new Problems();
    Request request =
        Request.read(release.ratebook(), "rental", "request", json.getBytes(UTF_8), problems)
            .orElseThrow(() -> new IllegalStateException(problems.sorted().toString()));
    Answer.Outcome outcome = (Answer.Outcome) release.pricer().quote("rental", request, at);
    UUID id = Ids.next(at, random);
    first = first.equals(new UUID(0, 0)) ? id : first;
    return new Entry(
        id,
        booking.isPresent() ? Kind.BOOKING : Kind.QUOTE,
        "rental",
        release.ratebook().id(),
        release.digest(),
        at,
        Optional.empty(),
        "the app",
        Optional.empty(),
        Fingerprint.of(new byte[0]),
        booking,
        KeptJson.of(request),
        KeptJson.of(outcome),
        Card.NONE);
  }

  /// The ratebook of Seoul as another release: its prices are the same.
  private static Release release(String note) {
    return altered("ratebook.yaml", text -> text + "# release " + note + "\n");
  }

  private static Release altered(String file, UnaryOperator<String> change) {
    Problems problems = new Problems();
    Ratebook seoul =
        Ratebook.load(Checkout.folder().resolve("ratebooks/seoul-carshare"), problems)
            .orElseThrow();
    SortedMap<String, byte[]> files = new TreeMap<>(seoul.files());
    files.computeIfPresent(
        file, (_, content) -> change.apply(new String(content, UTF_8)).getBytes(UTF_8));
    return Release.of(
        Ratebook.load(files, problems)
            .orElseThrow(() -> new IllegalStateException(problems.sorted().toString())));
  }

  @AfterAll
  static void stop() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void all_comes_out_as_it_was_answered() throws Exception {
    Replayed replayed = replay(RELEASES);
    assertThat(replayed.answers()).isEqualTo(QUOTES / 3 * 3L);
    assertThat(replayed.releases()).isEqualTo(3);
    assertThat(replayed.differing()).isZero();
  }

  @Test
  void one_flipped_bit_in_a_stored_result_is_found() throws Exception {
    flip();
    try {
      Replayed replayed = replay(RELEASES);
      assertThat(replayed.differing()).isEqualTo(1);
      Replayed.Example example = examples(replayed).getFirst();
      assertThat(example.id().id()).isEqualTo(first);
      assertThat(example.differences()).isNotEmpty();
    } finally {
      flip();
    }
  }

  /// The lowest bit of the last digit or letter of an answer.
  private static void flip() throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement update =
            connection.prepareStatement(
                """
                update journal.entry set answer = left(answer, -3) || chr(ascii(left(right(answer, 3), 1)) # 1) || right(answer, 2)
                where id = ?\
                """)) {
      update.setObject(1, first);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void an_engine_that_prices_a_kilometre_one_won_higher_is_found() throws Exception {
    Map<String, Release> moved = new HashMap<>(RELEASES);
    String digest = RELEASES.keySet().iterator().next();
    moved.put(
        digest,
        altered(
            "tables/rate-sheet.csv",
            text -> text.replace(",250,\"sheet B, 준대형\"", ",251,\"sheet B, 준대형\"")));
    Replayed replayed = replay(moved);
    assertThat(replayed.differing()).isPositive();
    List<String> parts =
        examples(replayed).stream()
            .flatMap(example -> example.differences().stream())
            .map(Difference::part)
            .toList();
    assertThat(parts).contains("mileage-fee", "total");
    assertThat(
            replayed.origins().entrySet().stream()
                .filter(entry -> entry.getValue().differing() > 0)
                .map(entry -> entry.getKey().release()))
        .containsExactly(digest);
  }

  @Test
  void a_release_that_is_gone_is_told() throws Exception {
    Replayed replayed = replay(Map.of());
    assertThat(replayed.differing()).isEqualTo(QUOTES / 3 * 3L);
    assertThat(examples(replayed).getFirst().differences().getFirst().part()).isEqualTo("release");
  }

  @Test
  void a_booking_whose_quote_is_no_longer_kept_is_left_out_and_told() throws Exception {
    Instant later = END.plusSeconds(86_400);
    Release release = RELEASES.values().iterator().next();
    SplittableRandom random = new SplittableRandom(8);
    try (Journal journal = journal(later)) {
      String quote = Ids.next(BEGIN, random).toString(); // of a day that retention has dropped
      Outcome _ =
          journal
              .append(
                  entry(release, later, random, Optional.of("b-1")),
                  BookingChange.make("b-1", quote))
              .join();
    }
    Replayed replayed = replay(RELEASES, later, later.plusSeconds(60));
    assertThat(replayed.entries()).isEqualTo(1);
    assertThat(replayed.withoutQuote()).isEqualTo(1);
    assertThat(replayed.answers()).isZero();
    assertThat(replayed.differing()).isZero();
  }

  private static List<Replayed.Example> examples(Replayed replayed) {
    return replayed.origins().values().stream()
        .flatMap(count -> count.groups().stream())
        .flatMap(group -> group.examples().stream())
        .toList();
  }

  private static Replayed replay(Map<String, Release> releases)
      throws SQLException, InterruptedException {
    return replay(releases, BEGIN, END);
  }

  private static Replayed replay(Map<String, Release> releases, Instant from, Instant to)
      throws SQLException, InterruptedException {
    try (Period period = Period.of(database, from, to)) {
      return new Replay(digest -> Optional.ofNullable(releases.get(digest)), ENGINE)
          .run(period, 2, _ -> {});
    }
  }
}
