package dev.quoin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.api.rental.v1.BookRequest;
import dev.quoin.api.rental.v1.ExtendRequest;
import dev.quoin.api.rental.v1.GetRequest;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.SettleRequest;
import dev.quoin.api.v1.Answer;
import dev.quoin.database.Database;
import dev.quoin.journal.Period;
import dev.quoin.journal.Settings;
import dev.quoin.journal.replay.Engine;
import dev.quoin.journal.replay.Replay;
import dev.quoin.journal.replay.Replayed;
import dev.quoin.server.release.SeoulFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bookings of a ratebook that locks their price and has a lever that changes by itself.
class LockedLeversTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant TURN = NOW.plusSeconds(600);
  private static final Instant NEXT_DAY = NOW.plusSeconds(86_400);

  @TempDir static Path folder;
  static Running running;
  static Client client;

  @BeforeAll
  static void start() {
    SeoulFolder ratebook = SeoulFolder.in(folder, "ratebook");
    ratebook.change(
        "ratebook.yaml",
        "    value: 1.10\n    minimum: 0.85\n",
        "    value: 1.10\n    schedule: [{at: %s, value: 1.20}]\n    minimum: 0.85\n"
            .formatted(TURN));
    running =
        new Running(
            Database.embedded(folder.resolve("database")),
            folder,
            Settings.DEFAULT,
            Options.local(),
            ratebook.path());
    client = new Client(running.server);
  }

  @AfterAll
  static void stop() {
    client.close();
    running.close();
  }

  @Test
  void what_becomes_of_them_has_the_levers_of_the_locked_price() throws Exception {
    running.clock.set(NOW);
    String later = quote().getId();
    List<Answer> before = happened("before", quote().getId(), NOW, NOW);
    List<Answer> across = happened("across", quote().getId(), NOW, NEXT_DAY);
    List<Answer> bookedLater = happened("booked later", later, TURN.plusSeconds(1), NEXT_DAY);
    for (int i = 0; i < before.size(); i++) {
      assertThat(across.get(i).getPrice()).isEqualTo(before.get(i).getPrice());
      assertThat(bookedLater.get(i).getPrice()).isEqualTo(before.get(i).getPrice());
    }
    running.clock.set(NEXT_DAY);
    Answer fresh = quote();
    assertThat(fresh.getPrice()).isNotEqualTo(before.getFirst().getPrice());
    List<Answer> after = happened("after", fresh.getId(), NEXT_DAY, NEXT_DAY);
    assertThat(after.getFirst().getPrice()).isEqualTo(fresh.getPrice());
    for (int i = 0; i < after.size(); i++) {
      assertThat(after.get(i).getPrice()).isNotEqualTo(before.get(i).getPrice());
    }
    across.forEach(answer -> explained(answer, "\"name\":\"demand busy\",\"value\":\"1.1\""));
    bookedLater.forEach(answer -> explained(answer, "\"name\":\"demand busy\",\"value\":\"1.1\""));
    after.forEach(answer -> explained(answer, "\"name\":\"demand busy\",\"value\":\"1.2\""));
    Replayed replayed = replayed();
    assertThat(replayed.withoutQuote()).isZero();
    assertThat(replayed.differing()).isZero();
    assertThat(replayed.answers()).isEqualTo(16);
  }

  private static Answer quote() {
    return client
        .rental
        .quote(QuoteRequest.newBuilder().setInputs(Samples.weekend()).build())
        .getAnswer();
  }

  /// A booking, its extension and its settlement.
  private static List<Answer> happened(String id, String quote, Instant booked, Instant then) {
    running.clock.set(booked);
    var _ = client.rental.book(BookRequest.newBuilder().setQuoteId(quote).setBookingId(id).build());
    running.clock.set(then);
    var _ =
        client.rental.extend(
            ExtendRequest.newBuilder().setBookingId(id).setEnd("2026-06-14T22:00:00").build());
    var _ =
        client.rental.settle(
            SettleRequest.newBuilder()
                .setBookingId(id)
                .setReturnedAt("2026-06-14T22:40:00")
                .setDrivenDistance("205.4")
                .build());
    running.clock.set(NOW);
    return client.rental.get(GetRequest.newBuilder().setBookingId(id).build()).getAnswersList();
  }

  private static void explained(Answer answer, String lever) {
    Client.Reply reply = client.get("/v1/quotes/" + answer.getId() + "/explanation");
    assertThat(reply.at("proven")).isEqualTo("true");
    assertThat(reply.body()).contains(lever);
  }

  private static Replayed replayed() throws Exception {
    try (Period period =
        Period.of(running.database, NOW.minusSeconds(1), NEXT_DAY.plusSeconds(1))) {
      return new Replay(running.releases::byDigest, new Engine("now", "2026a"))
          .run(period, 2, _ -> {});
    }
  }
}
