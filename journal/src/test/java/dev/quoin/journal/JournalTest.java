package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir static Path data;

  private static Database database;

  private final AtomicReference<Instant> now = new AtomicReference<>(Entries.NOON);
  private Journal journal;
  private Journal other;

  @BeforeAll
  static void start() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    database = Database.embedded(data);
  }

  @AfterAll
  static void stop() {
    if (database != null) {
      database.close();
    }
  }

  @BeforeEach
  void open(@TempDir Path spool) {
    InstantSource clock = now::get;
    journal =
        Journal.open(database, spool.resolve("one"), Entries.KEY, clock, new SimpleMeterRegistry());
    other =
        Journal.open(
            database, spool.resolve("other"), Entries.KEY, clock, new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    journal.close();
    other.close();
  }

  @Test
  void an_entry_is_found_as_it_was_appended() {
    Entry entry = Entries.quote("as it was");
    assertThat(journal.append(entry).join()).isEqualTo(new Kept.Stored(entry));
    assertThat(journal.find(entry.id()).join()).contains(entry);
    assertThat(other.find(entry.id()).join()).contains(entry);
    assertThat(journal.find(Entries.id()).join()).isEmpty();
  }

  @Nested
  class UnderOneRequestId {
    @Test
    void the_same_request_gets_the_first_answer_from_every_server() {
      Entry first = Entries.quote("again");
      assertThat(journal.append(first).join()).isEqualTo(new Kept.Stored(first));
      assertThat(journal.append(Entries.quote("again")).join()).isEqualTo(new Kept.Repeated(first));
      assertThat(other.append(Entries.quote("again")).join()).isEqualTo(new Kept.Repeated(first));
      assertThat(other.findRequest("rental", "the app", "again").join()).contains(first);
    }

    @Test
    void another_request_conflicts() {
      Entry first = Entries.quote("reused");
      journal.append(first).join();
      Entry different = Entries.withFingerprint(Entries.quote("reused"), "another request");
      assertThat(journal.append(different).join()).isEqualTo(new Kept.Conflicting(first));
      assertThat(other.append(different).join()).isEqualTo(new Kept.Conflicting(first));
      assertThat(journal.find(different.id()).join()).isEmpty();
    }

    @Test
    void it_is_free_again_after_24_hours() {
      Entry first = Entries.quote("tomorrow");
      journal.append(first).join();
      now.set(Entries.NOON.plus(Duration.ofHours(24)).minusMillis(1));
      assertThat(journal.append(Entries.quoteAt(now.get(), "tomorrow")).join())
          .isEqualTo(new Kept.Repeated(first));
      now.set(Entries.NOON.plus(Duration.ofHours(24)));
      Entry second = Entries.quoteAt(now.get(), "tomorrow");
      assertThat(journal.append(second).join()).isEqualTo(new Kept.Stored(second));
      assertThat(other.append(Entries.quoteAt(now.get(), "tomorrow")).join())
          .isEqualTo(new Kept.Repeated(second));
      assertThat(journal.find(first.id()).join()).contains(first);
    }

    @Test
    void it_is_swept_an_hour_after_that() throws SQLException {
      Entry entry = Entries.quote("swept");
      journal.append(entry).join();
      now.set(Entries.NOON.plus(Duration.ofHours(25)));
      journal.sweepOnce();
      assertThat(requests("swept")).isEqualTo(1);
      now.set(Entries.NOON.plus(Duration.ofHours(25)).plusMillis(1));
      journal.sweepOnce();
      assertThat(requests("swept")).isZero();
      assertThat(journal.find(entry.id()).join()).contains(entry);
    }

    private long requests(String requestId) throws SQLException {
      try (Connection connection = database.connect()) {
        return Customers.countIn(
            connection,
            "select count(*) from journal.request where request_id = '" + requestId + "'");
      }
    }

    @Test
    void of_many_at_once_on_two_servers_one_is_stored() {
      for (int round = 0; round < 50; round++) {
        List<CompletableFuture<Kept>> kept = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          kept.add((i % 2 == 0 ? journal : other).append(Entries.quote("race " + round)));
        }
        List<Kept> outcomes = kept.stream().map(CompletableFuture::join).toList();
        List<Entry> stored =
            outcomes.stream()
                .filter(Kept.Stored.class::isInstance)
                .map(outcome -> ((Kept.Stored) outcome).entry())
                .toList();
        assertThat(stored).hasSize(1);
        assertThat(outcomes)
            .filteredOn(outcome -> !(outcome instanceof Kept.Stored))
            .hasSize(9)
            .containsOnly(new Kept.Repeated(stored.getFirst()));
      }
    }
  }

  @Nested
  class WithBookings {
    @Test
    void a_booking_is_made_changed_and_found_with_its_entries_in_order() {
      Entry booked = Entries.of(Kind.BOOKING, "B1");
      Entry extended = Entries.of(Kind.EXTENSION, "B1");
      Entry settled = Entries.of(Kind.SETTLEMENT, "B1");
      assertThat(journal.append(booked, BookingChange.make("B1", "Q1")).join())
          .isEqualTo(new Kept.Stored(booked));
      Booking one = journal.booking("B1").join().orElseThrow();
      assertThat(one).isEqualTo(new Booking("B1", "Q1", 1, Booking.State.BOOKED, List.of(booked)));
      journal.append(extended, BookingChange.change(one, Booking.State.BOOKED)).join();
      Booking two = other.booking("B1").join().orElseThrow();
      other.append(settled, BookingChange.change(two, Booking.State.SETTLED)).join();
      assertThat(journal.booking("B1").join())
          .contains(
              new Booking(
                  "B1", "Q1", 3, Booking.State.SETTLED, List.of(booked, extended, settled)));
      assertThat(journal.booking("B0").join()).isEmpty();
    }

    @Test
    void what_the_caller_saw_has_to_be_so_still() {
      journal.append(Entries.of(Kind.BOOKING, "B2"), BookingChange.make("B2", "Q2")).join();
      Booking seen = journal.booking("B2").join().orElseThrow();
      journal
          .append(
              Entries.of(Kind.CANCELLATION, "B2"),
              BookingChange.change(seen, Booking.State.CANCELLED))
          .join();
      Booking current = journal.booking("B2").join().orElseThrow();
      Entry late = Entries.of(Kind.SETTLEMENT, "B2", "late settlement");
      assertThat(journal.append(late, BookingChange.change(seen, Booking.State.SETTLED)).join())
          .isEqualTo(new Outcome.Stale(Optional.of(current)));
      assertThat(journal.find(late.id()).join()).isEmpty();
      assertThat(journal.findRequest("rental", "the app", "late settlement").join()).isEmpty();
    }

    @Test
    void a_quote_is_booked_once_and_a_booking_made_once() {
      journal.append(Entries.of(Kind.BOOKING, "B3"), BookingChange.make("B3", "Q3.7")).join();
      Booking by = journal.booking("B3").join().orElseThrow();
      assertThat(
              other.append(Entries.of(Kind.BOOKING, "B4"), BookingChange.make("B4", "Q3.7")).join())
          .isEqualTo(new Outcome.QuoteTaken(by));
      assertThat(
              other.append(Entries.of(Kind.BOOKING, "B3"), BookingChange.make("B3", "Q4")).join())
          .isEqualTo(new Outcome.Stale(Optional.of(by)));
      assertThat(
              journal
                  .append(
                      Entries.of(Kind.EXTENSION, "B5"),
                      new BookingChange("B5", "Q5", 1, Booking.State.BOOKED))
                  .join())
          .isEqualTo(new Outcome.Stale(Optional.empty()));
    }

    @Test
    void the_same_request_to_book_gets_the_first_answer_though_the_booking_went_on() {
      Entry booked = Entries.of(Kind.BOOKING, "B6", "book B6");
      journal.append(booked, BookingChange.make("B6", "Q6")).join();
      Booking seen = journal.booking("B6").join().orElseThrow();
      journal
          .append(
              Entries.of(Kind.CANCELLATION, "B6"),
              BookingChange.change(seen, Booking.State.CANCELLED))
          .join();
      assertThat(
              other
                  .append(Entries.of(Kind.BOOKING, "B6", "book B6"), BookingChange.make("B6", "Q6"))
                  .join())
          .isEqualTo(new Kept.Repeated(booked));
    }

    @Test
    void of_many_who_want_a_quote_on_two_servers_one_gets_it() {
      for (int round = 0; round < 20; round++) {
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String booking = "race " + round + " of " + i;
          outcomes.add(
              (i % 2 == 0 ? journal : other)
                  .append(
                      Entries.of(Kind.BOOKING, booking),
                      BookingChange.make(booking, "quote " + round)));
        }
        List<Outcome> ended = outcomes.stream().map(CompletableFuture::join).toList();
        assertThat(ended).filteredOn(Kept.Stored.class::isInstance).hasSize(1);
        assertThat(ended).filteredOn(Outcome.QuoteTaken.class::isInstance).hasSize(7);
      }
    }
  }

  @Test
  void an_entry_says_what_is_wrong_with_it() {
    assertThatThrownBy(() -> Entries.of(Kind.BOOKING, ""))
        .hasMessage("booking: 0 characters (expected: 1 to 500)");
    assertThatThrownBy(() -> Entries.quote("a\0b"))
        .hasMessage("requestId: holds the character U+0000");
    assertThatThrownBy(() -> Entries.quote("a\ud800"))
        .hasMessage("requestId: half a surrogate pair at 1");
    assertThatThrownBy(() -> journal.append(Entries.of(Kind.BOOKING, "B")))
        .hasMessage("BOOKING changes a booking: say how");
  }
}
