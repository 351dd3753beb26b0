package dev.quoin.journal;

import dev.quoin.journal.Search.Filter;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The SQL of a [Search]: one condition for each filter and none for what is not asked, so that PostgreSQL sees which days and which
/// index serve.
final class Searching {
  private static final String LISTED =
      "select id, kind, service, ratebook, digest, at, valid_until, caller, request_id, booking, "
          + Store.CARD
          + " from journal.entry where true";

  private static final int DIGEST_DIGITS = 64;

  private final StringBuilder sql = new StringBuilder(LISTED);
  private final List<Object> values = new ArrayList<>();

  private Searching() {}

  static List<Listed> find(Connection connection, Search search) throws SQLException {
    return new Searching().of(search).run(connection, search.limit());
  }

  private Searching of(Search search) {
    search.filters().forEach(this::and);
    search.before().ifPresent(before -> and("id < ?", before));
    return this;
  }

  private void and(Search.Filter filter) {
    switch (filter) {
      case Filter.Id(UUID id) -> and("id = ?", id);
      case Filter.Customer(String pseudonym) ->
          and("customer = ?", HexFormat.of().parseHex(pseudonym));
      // The day is in the id, which tells the time to the millisecond.
      case Filter.From(Instant from) ->
          and("id >= ? and at >= ?", Days.firstId(from), Store.utc(from));
      case Filter.To(Instant to) ->
          and("id < ? and at < ?", Days.firstId(to.plusMillis(1)), Store.utc(to));
      case Filter.Service(String service) -> and("service = ?", service);
      case Filter.Ratebook(String ratebook) -> and("ratebook = ?", ratebook);
      case Filter.Release(String begin) ->
          and("digest between ? and ?", digest(begin, '0'), digest(begin, 'f'));
      case Filter.Booking(String booking) -> and("booking = ?", booking);
      case Filter.OfKind(Kind kind) -> and("kind = ?", kind.name());
      case Filter.Outcome(Card.Answered outcome) -> and("outcome = ?", outcome.name());
      case Filter.Total(Optional<BigDecimal> lowest, Optional<BigDecimal> highest) ->
          total(lowest, highest);
      case Filter.Line(String code) -> and("lines @> array[?]::text[]", code);
      case Filter.Refusal(String code) -> and("refusals @> array[?]::text[]", code);
      case Filter.Input(String searched) -> and("searched @> array[?]::text[]", searched);
    }
  }

  /// One index serves quotes, which have a total, and another one the few that have two.
  private void total(Optional<BigDecimal> lowest, Optional<BigDecimal> highest) {
    if (lowest.isPresent() && highest.isPresent()) {
      BigDecimal least = lowest.get();
      BigDecimal most = highest.get();
      and("(total between ? and ? or highest_total >= ? and total <= ?)", least, most, least, most);
    } else {
      lowest.ifPresent(least -> and("(total >= ? or highest_total >= ?)", least, least));
      highest.ifPresent(most -> and("total <= ?", most));
    }
  }

  private void and(String condition, Object... of) {
    sql.append(" and ").append(condition);
    values.addAll(List.of(of));
  }

  private static byte[] digest(String begin, char rest) {
    String filled = begin + String.valueOf(rest).repeat(DIGEST_DIGITS - begin.length());
    return HexFormat.of().parseHex(filled);
  }

  private List<Listed> run(Connection connection, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(sql + " order by id desc limit " + limit)) {
      for (int i = 0; i < values.size(); i++) {
        select.setObject(i + 1, values.get(i));
      }
      return listed(select);
    }
  }

  private static List<Listed> listed(PreparedStatement select) throws SQLException {
    List<Listed> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(listed(rows));
      }
    }
    return found;
  }

  private static Listed listed(ResultSet row) throws SQLException {
    return new Listed(
        row.getObject(1, UUID.class),
        Kind.valueOf(row.getString(2)),
        row.getString(3),
        row.getString(4),
        HexFormat.of().formatHex(row.getBytes(5)),
        instant(row, 6).orElseThrow(),
        instant(row, 7),
        row.getString(8),
        Store.optional(row.getString(9)),
        Store.optional(row.getString(10)),
        Store.card(row, 11));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
