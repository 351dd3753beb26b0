package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.journal.Search.Filter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Searches over three days of quotes, of which the last one goes on.
class SearchTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final String ANNA = "a".repeat(32);
  private static final String RELEASE = "1".repeat(64);
  private static final String LATER_RELEASE = "12".repeat(32);

  @TempDir static Path data;

  private static Database database;
  private static Journal journal;
  private static Instant now = NOON;

  private static final Entry FIRST = quote(NOON, 48_310, "K8", List.of("rental-fee"));
  private static final Entry DEAR =
      quote(NOON.plusMillis(1), 300_770, "K8", List.of("rental-fee", "demand"));
  private static final Entry ANNAS =
      with(quote(NOON.plus(DAY), 48_310, "RAY", List.of("rental-fee")), Optional.of(ANNA), RELEASE);
  private static final Entry REFUSED =
      refusal(NOON.plus(DAY).plusMillis(1), "RAY", "driver-too-young");
  private static final Entry BATCH =
      batch(NOON.plus(DAY).plusMillis(2), 30_000, 90_000, "K8", "RAY");
  private static final Entry LAST =
      with(
          quote(NOON.plus(DAY.multipliedBy(2)), 50_000, "K8", List.of("rental-fee")),
          Optional.empty(),
          LATER_RELEASE);

  private static final List<Entry> ALL = List.of(FIRST, DEAR, ANNAS, REFUSED, BATCH, LAST);

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    database = Database.embedded(data);
    InstantSource clock = () -> now;
    journal =
        Journal.open(
            database, data.resolve("spool"), Entries.KEY, clock, new SimpleMeterRegistry());
    for (Entry entry : ALL) {
      journal.append(entry).join();
    }
    now = NOON.plus(DAY.multipliedBy(2));
    journal.lookAfterDays();
  }

  @AfterAll
  static void stop() {
    if (database != null) {
      journal.close();
      database.close();
    }
  }

  private static UUID id(Instant at) {
    return new UUID(at.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE);
  }

  private static Entry quote(Instant at, long total, String model, List<String> lines) {
    return entry(
        Kind.QUOTE,
        at,
        new Card(
            Optional.empty(),
            Optional.of(Card.Answered.PRICE),
            Optional.of(BigDecimal.valueOf(total)),
            Optional.empty(),
            Optional.of("KRW"),
            lines,
            List.of(),
            List.of(Card.searched("model", model)),
            Optional.of("1"),
            Optional.of("2026a"),
            Optional.empty()));
  }

  private static Entry refusal(Instant at, String model, String code) {
    return entry(
        Kind.QUOTE,
        at,
        new Card(
            Optional.empty(),
            Optional.of(Card.Answered.REFUSAL),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(code),
            List.of(Card.searched("model", model)),
            Optional.of("1"),
            Optional.of("2026a"),
            Optional.empty()));
  }

  private static Entry batch(Instant at, long lowest, long highest, String... models) {
    List<String> searched = new ArrayList<>();
    for (String model : models) {
      searched.add(Card.searched("model", model));
    }
    return entry(
        Kind.BATCH,
        at,
        new Card(
            Optional.empty(),
            Optional.of(Card.Answered.PRICE),
            Optional.of(BigDecimal.valueOf(lowest)),
            Optional.of(BigDecimal.valueOf(highest)),
            Optional.of("KRW"),
            List.of("rental-fee"),
            List.of(),
            searched,
            Optional.of("1"),
            Optional.of("2026a"),
            Optional.empty()));
  }

  private static Entry entry(Kind kind, Instant at, Card card) {
    return new Entry(
        id(at),
        kind,
        "rental",
        "seoul-carshare",
        RELEASE,
        at,
        Optional.empty(),
        "the app",
        Optional.empty(),
        Fingerprint.of(new byte[0]),
        Optional.empty(),
        "{}",
        "{}",
        card);
  }

  private static Entry with(Entry entry, Optional<String> customer, String release) {
    Card card = entry.card();
    return new Entry(
        entry.id(),
        entry.kind(),
        entry.service(),
        entry.ratebook(),
        release,
        entry.at(),
        entry.validUntil(),
        entry.caller(),
        entry.requestId(),
        entry.fingerprint(),
        entry.booking(),
        entry.inputs(),
        entry.answer(),
        new Card(
            customer,
            card.outcome(),
            card.total(),
            card.highestTotal(),
            card.currency(),
            card.lines(),
            card.refusals(),
            card.searched(),
            card.engine(),
            card.zoneData(),
            card.leversAt()));
  }

  private static Filter total(long lowest, long highest) {
    return new Filter.Total(
        Optional.of(BigDecimal.valueOf(lowest)), Optional.of(BigDecimal.valueOf(highest)));
  }

  @Test
  void all_are_found_newest_first() {
    assertThat(found()).containsExactly(LAST, BATCH, REFUSED, ANNAS, DEAR, FIRST);
  }

  @Test
  void what_is_found_says_all_but_the_question_and_the_answer() {
    Listed listed =
        journal
            .search(new Search(List.of(new Filter.Id(ANNAS.id())), Optional.empty(), 1))
            .join()
            .getFirst();
    assertThat(listed)
        .isEqualTo(
            new Listed(
                ANNAS.id(),
                ANNAS.kind(),
                ANNAS.service(),
                ANNAS.ratebook(),
                ANNAS.digest(),
                ANNAS.at(),
                ANNAS.validUntil(),
                ANNAS.caller(),
                ANNAS.requestId(),
                ANNAS.booking(),
                ANNAS.card()));
  }

  @Test
  void a_page_goes_on_where_the_one_before_ended() {
    assertThat(found(new Search(List.of(), Optional.empty(), 2))).containsExactly(LAST, BATCH);
    assertThat(found(new Search(List.of(), Optional.of(BATCH.id()), 2)))
        .containsExactly(REFUSED, ANNAS);
  }

  @Test
  void by_customer() {
    assertThat(found(new Filter.Customer(ANNA))).containsExactly(ANNAS);
  }

  @Test
  void by_time_to_the_microsecond_and_without_the_end() {
    assertThat(found(new Filter.From(ANNAS.at()), new Filter.To(BATCH.at())))
        .containsExactly(REFUSED, ANNAS);
    assertThat(found(new Filter.From(ANNAS.at().plusNanos(1000)), new Filter.To(LAST.at())))
        .containsExactly(BATCH, REFUSED);
  }

  @Test
  void by_the_beginning_of_a_release() {
    assertThat(found(new Filter.Release("12"))).containsExactly(LAST);
    assertThat(found(new Filter.Release("1"))).hasSize(6);
    assertThat(found(new Filter.Release("111"))).hasSize(5);
  }

  @Test
  void by_total_and_a_batch_by_those_of_its_cars() {
    assertThat(found(total(48_310, 48_310))).containsExactly(BATCH, ANNAS, FIRST);
    assertThat(found(total(100_000, 400_000))).containsExactly(DEAR);
    assertThat(found(total(90_001, 90_002))).isEmpty();
  }

  @Test
  void by_the_codes_of_lines_and_refusals() {
    assertThat(found(new Filter.Line("demand"))).containsExactly(DEAR);
    assertThat(found(new Filter.Refusal("driver-too-young"))).containsExactly(REFUSED);
  }

  @Test
  void by_an_input() {
    assertThat(found(new Filter.Input("model=RAY"))).containsExactly(BATCH, REFUSED, ANNAS);
  }

  @Test
  void the_days_that_are_over_are_indexed_and_those_to_come_are_there() throws Exception {
    try (Connection connection = database.connect()) {
      assertThat(Days.all(connection))
          .containsExactly(
              LocalDate.parse("2026-11-26"),
              LocalDate.parse("2026-11-27"),
              LocalDate.parse("2026-11-28"),
              LocalDate.parse("2026-11-29"),
              LocalDate.parse("2026-11-30"),
              LocalDate.parse("2026-12-01"));
      assertThat(
              Customers.countIn(
                  connection,
                  "select count(*) from pg_indexes where schemaname = 'journal' and indexname like 'entry_2026_11_27_of_%'"))
          .isEqualTo(3);
      assertThat(
              Customers.countIn(
                  connection,
                  "select count(*) from pg_indexes where schemaname = 'journal' and indexname like 'entry_2026_11_28_of_%'"))
          .isZero();
      assertThat(Customers.countIn(connection, "select count(*) from journal.entry_other"))
          .isZero();
      assertThat(Customers.countIn(connection, "select count(*) from journal.entry_2026_11_27"))
          .isEqualTo(3);
    }
  }

  private static List<Entry> found(Filter... filters) {
    return found(new Search(List.of(filters), Optional.empty(), 100));
  }

  private static List<Entry> found(Search search) {
    List<UUID> ids = journal.search(search).join().stream().map(Listed::id).toList();
    return ids.stream().flatMap(id -> ALL.stream().filter(entry -> entry.id().equals(id))).toList();
  }
}
