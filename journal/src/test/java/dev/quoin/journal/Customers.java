package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// People who ask one after the other, some of them twice, and remember what they were answered.
final class Customers implements AutoCloseable {
  private final Journal journal;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Entry> quotes = new ConcurrentLinkedQueue<>();
  private final Queue<Entry> bookings = new ConcurrentLinkedQueue<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicLong longestNanos = new AtomicLong();
  private volatile boolean going = true;

  Customers(Journal journal, int people, String name) {
    this.journal = journal;
    for (int i = 0; i < people; i++) {
      String person = name + " " + i;
      threads.add(Thread.ofPlatform().name(person).start(() -> ask(person)));
    }
  }

  private void ask(String person) {
    for (int i = 0; going; i++) {
      try {
        quote(person + " asks " + i, i % 5 == 0);
        if (i % 10 == 0) {
          book(person + " books " + i);
        }
      } catch (RuntimeException e) {
        complaints.add(person + " " + i + ": " + e);
      }
    }
  }

  private void quote(String request, boolean twice) {
    Entry entry = Entries.quote(request);
    long start = System.nanoTime();
    Kept kept = journal.append(entry).join();
    longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
    if (!kept.equals(new Kept.Stored(entry))) {
      complaints.add(request + ": " + kept);
    }
    quotes.add(entry);
    if (twice) {
      Kept again = journal.append(Entries.quote(request)).join();
      if (!again.equals(new Kept.Repeated(entry))) {
        complaints.add(request + " again: " + again);
      }
    }
  }

  private void book(String booking) {
    Entry entry = Entries.of(Kind.BOOKING, booking, booking);
    try {
      Outcome outcome =
          journal.append(entry, BookingChange.make(booking, "quote of " + booking)).join();
      if (outcome.equals(new Kept.Stored(entry))) {
        bookings.add(entry);
      } else {
        complaints.add(booking + ": " + outcome);
      }
    } catch (CompletionException e) {
      if (e.getCause() instanceof Unavailable) {
        unavailable.incrementAndGet();
      } else {
        throw e;
      }
    }
  }

  /// How long the one waited for a quote who waited longest.
  Duration longest() {
    return Duration.ofNanos(longestNanos.get());
  }

  int answered() {
    return quotes.size();
  }

  @Override
  public void close() {
    leave();
  }

  /// They stop asking; then each answer has to be there, once.
  void leave() {
    going = false;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void areContent(Connection connection) throws SQLException {
    assertThat(complaints.stream().limit(5)).isEmpty();
    Set<UUID> missing = ids(quotes);
    missing.addAll(ids(bookings));
    missing.removeAll(idsIn(connection));
    assertThat(missing).isEmpty();
    assertThat(countIn(connection, "select count(*) - count(distinct id) from journal.entry"))
        .isZero();
    assertThat(
            countIn(
                connection,
                "select count(*) from journal.booking b where not exists"
                    + " (select from journal.entry e where e.booking = b.id and e.booking_version = b.version)"))
        .isZero();
    assertThat(
            countIn(
                connection,
                "select count(*) from journal.request r where not exists"
                    + " (select from journal.entry e where e.id = r.entry)"))
        .isZero();
    for (Entry booked : bookings) {
      Optional<Booking> booking = Store.booking(connection, booked.booking().orElseThrow());
      assertThat(booking.orElseThrow().entries()).containsExactly(booked);
    }
  }

  private static Set<UUID> ids(Queue<Entry> entries) {
    Set<UUID> ids = new HashSet<>();
    entries.forEach(entry -> ids.add(entry.id()));
    return ids;
  }

  static Set<UUID> idsIn(Connection connection) throws SQLException {
    Set<UUID> ids = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id from journal.entry")) {
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  static long countIn(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public String toString() {
    return quotes.size()
        + " quotes, "
        + bookings.size()
        + " bookings, "
        + unavailable
        + " bookings refused for want of a database";
  }
}
