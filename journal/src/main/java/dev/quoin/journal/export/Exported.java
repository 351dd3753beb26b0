package dev.quoin.journal.export;

import com.jerolba.carpet.annotation.NotNull;
import com.jerolba.carpet.annotation.PrecisionScale;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry as a row of Parquet: the names of its parts, with underscores, are the columns. What they mean is in
/// `docs/reference/journal-schema.md`.
///
/// INVARIANT: columns are added, at the end and nullable, and [#SCHEMA] is raised; none is taken away, or means something else.
record Exported(
    @NotNull String id,
    @NotNull String kind,
    @NotNull String service,
    @NotNull String ratebook,
    @NotNull String release,
    @NotNull Instant pricedAt,
    @Nullable Instant validUntil,
    @NotNull String caller,
    @Nullable String requestId,
    @Nullable String bookingId,
    @Nullable Integer bookingVersion,
    @Nullable String customer,
    @Nullable String outcome,
    @PrecisionScale(precision = PRECISION, scale = SCALE) @Nullable BigDecimal total,
    @PrecisionScale(precision = PRECISION, scale = SCALE) @Nullable BigDecimal highestTotal,
    @Nullable String currency,
    @NotNull List<String> lineItems,
    @NotNull List<String> reasons,
    @NotNull List<String> searched,
    @NotNull String inputs,
    @NotNull String answer,
    @Nullable String engine,
    @Nullable String zoneData,
    long xid) {
  static final int SCHEMA = 1;

  /// The widest decimals that BigQuery takes as NUMERIC, and DuckDB and Spark as DECIMAL.
  private static final int PRECISION = 38;

  private static final int SCALE = 9;

  /// In the order of the parts.
  static final String COLUMNS =
      "id, kind, service, ratebook, digest, at, valid_until, caller, request_id, booking,"
          + " booking_version, customer, outcome, total, highest_total, currency, lines, refusals,"
          + " searched, inputs, answer, engine, zone_data, xid::text::bigint";

  static Exported of(ResultSet row) throws SQLException {
    return new Exported(
        row.getObject(1, UUID.class).toString(),
        word(row.getString(2)),
        row.getString(3),
        row.getString(4),
        HexFormat.of().formatHex(row.getBytes(5)),
        row.getObject(6, OffsetDateTime.class).toInstant(),
        instant(row.getObject(7, OffsetDateTime.class)),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getObject(11, Integer.class),
        hex(row.getBytes(12)),
        nullableWord(row.getString(13)),
        fitting(row.getBigDecimal(14)),
        fitting(row.getBigDecimal(15)),
        row.getString(16),
        texts(row.getArray(17)),
        texts(row.getArray(18)),
        texts(row.getArray(19)),
        row.getString(20),
        row.getString(21),
        row.getString(22),
        row.getString(23),
        row.getLong(24));
  }

  /// A constant as it stands in JSON.
  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT);
  }

  private static @Nullable String nullableWord(@Nullable String constant) {
    return constant == null ? null : word(constant);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }

  /// The amount, unless it has more digits than the column; `answer` has them all.
  private static @Nullable BigDecimal fitting(@Nullable BigDecimal amount) {
    if (amount == null || amount.stripTrailingZeros().scale() > SCALE) {
      return null;
    }
    BigDecimal scaled = amount.setScale(SCALE, RoundingMode.UNNECESSARY);
    return scaled.precision() > PRECISION ? null : scaled;
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
