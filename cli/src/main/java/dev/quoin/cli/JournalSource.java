package dev.quoin.cli;

import dev.quoin.compare.KeptRequests;
import dev.quoin.database.Database;
import dev.quoin.journal.Period;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// The answers of a period, as the journal of a database holds them.
final class JournalSource implements KeptRequests.Source {
  private final Database database;
  private final Period period;
  private final OptionalLong length;

  private JournalSource(Database database, Period period, OptionalLong length) {
    this.database = database;
    this.period = period;
    this.length = length;
  }

  /// Opens the period. The database is closed with it, and is closed where there is none.
  static JournalSource open(Database database, Interval interval) throws IOException {
    try {
      Period period = Period.of(database, interval.from(), interval.to());
      return new JournalSource(database, period, OptionalLong.of(period.estimate()));
    } catch (SQLException e) {
      database.close();
      throw unreadable(e);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  @Override
  public List<KeptRequests.Kept> next() throws IOException {
    try {
      return period.next().stream().map(JournalSource::kept).toList();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  static KeptRequests.Kept kept(Period.Recorded recorded) {
    return new KeptRequests.Kept(
        recorded.id(),
        recorded.kind().name().toLowerCase(Locale.ROOT),
        recorded.service(),
        recorded.ratebook(),
        recorded.inputs(),
        recorded.answer());
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    try (database) {
      period.close();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static IOException unreadable(SQLException e) {
    return new IOException("the journal: " + e.getMessage(), e);
  }
}
