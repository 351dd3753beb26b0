package dev.quoin.server.evidence;

import dev.quoin.compare.KeptRequests;
import dev.quoin.database.Database;
import dev.quoin.journal.Kind;
import dev.quoin.journal.Period;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What servers were asked last. Batches are left out: one of them may be a hundred thousand requests.
final class RecentAnswers implements KeptRequests.Source {
  /// Some seconds of work, and enough for a mean.
  static final int MOST = 20_000;

  /// What was asked before says little of what will be.
  private static final Duration PAST = Duration.ofDays(90);

  private final Period period;

  private RecentAnswers(Period period) {
    this.period = period;
  }

  static RecentAnswers open(Database database, Instant now) throws IOException {
    try {
      return new RecentAnswers(Period.last(database, MOST, now.minus(PAST), now));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /// A page without a quote is no end.
  @Override
  public List<KeptRequests.Kept> next() throws IOException {
    try {
      List<Period.Recorded> page = period.next();
      List<KeptRequests.Kept> kept = kept(page);
      while (kept.isEmpty() && !page.isEmpty()) {
        page = period.next();
        kept = kept(page);
      }
      return kept;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static List<KeptRequests.Kept> kept(List<Period.Recorded> page) {
    return page.stream()
        .filter(recorded -> recorded.kind() != Kind.BATCH)
        .map(recorded ->
            new KeptRequests.Kept(
                recorded.id(),
                recorded.kind().name().toLowerCase(Locale.ROOT),
                recorded.service(),
                recorded.ratebook(),
                recorded.inputs(),
                recorded.answer()))
        .toList();
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.empty();
  }

  @Override
  public void close() throws IOException {
    try {
      period.close();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static IOException unreadable(SQLException e) {
    return new IOException("the journal: " + e.getMessage(), e);
  }
}
