package dev.quoin.journal.export;

import com.jerolba.carpet.annotation.NotNull;
import com.jerolba.carpet.annotation.PrecisionScale;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
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
    long xid,
    @Nullable Instant leversAt) {
  static final int SCHEMA = 2;

  /// The widest decimals that BigQuery takes as NUMERIC, and DuckDB and Spark as DECIMAL.
  private static final int PRECISION = 38;

  private static final int SCALE = 9;

  /// In the order of the parts.
  static final String COLUMNS =
      "id, kind, service, ratebook, digest, at, valid_until, caller, request_id, booking,"
          + " booking_version, customer, outcome, total, highest_total, currency, lines, refusals,"
          + " searched, inputs, answer, engine, zone_data, xid::text::bigint, levers_at";

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
        row.getLong(24),
        instant(row.getObject(25, OffsetDateTime.class)));
  }

  /// A row as a file has it: written again, it is the same.
  static Exported of(Group row) {
    return new Exported(
        text(row, "id"),
        text(row, "kind"),
        text(row, "service"),
        text(row, "ratebook"),
        text(row, "release"),
        instant(row, "priced_at"),
        has(row, "valid_until") ? instant(row, "valid_until") : null,
        text(row, "caller"),
        nullableText(row, "request_id"),
        nullableText(row, "booking_id"),
        has(row, "booking_version") ? row.getInteger("booking_version", 0) : null,
        nullableText(row, "customer"),
        nullableText(row, "outcome"),
        decimal(row, "total"),
        decimal(row, "highest_total"),
        nullableText(row, "currency"),
        texts(row, "line_items"),
        texts(row, "reasons"),
        texts(row, "searched"),
        text(row, "inputs"),
        text(row, "answer"),
        nullableText(row, "engine"),
        nullableText(row, "zone_data"),
        row.getLong("xid", 0),
        row.getType().containsField("levers_at") && has(row, "levers_at")
            ? instant(row, "levers_at")
            : null);
  }

  private static Instant instant(Group row, String column) {
    return Instant.EPOCH.plus(row.getLong(column, 0), ChronoUnit.MICROS);
  }

  private static boolean has(Group row, String column) {
    return row.getFieldRepetitionCount(column) > 0;
  }

  private static String text(Group row, String column) {
    return row.getBinary(column, 0).toStringUsingUTF8();
  }

  private static @Nullable String nullableText(Group row, String column) {
    return has(row, column) ? text(row, column) : null;
  }

  private static @Nullable BigDecimal decimal(Group row, String column) {
    return has(row, column)
        ? new BigDecimal(new BigInteger(row.getBinary(column, 0).getBytes()), SCALE)
        : null;
  }

  /// A list is a group that repeats another one, of one value.
  private static List<String> texts(Group row, String column) {
    List<String> texts = new ArrayList<>();
    Group list = row.getGroup(column, 0);
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      texts.add(list.getGroup(0, i).getBinary(0, 0).toStringUsingUTF8());
    }
    return texts;
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
