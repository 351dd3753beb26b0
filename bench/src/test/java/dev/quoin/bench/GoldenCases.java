package dev.quoin.bench;

import dev.quoin.testkit.Checkout;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The golden cases of `ratebooks/seoul-carshare` as the hand-written policy takes them.
final class GoldenCases {
  static final Path RATEBOOK = Checkout.folder().resolve("ratebooks/seoul-carshare");

  /// One row of a case file; an empty cell is null.
  record Row(Map<String, String> cells) {
    String name() {
      return text("case");
    }

    String text(String column) {
      return Objects.requireNonNull(optional(column), () -> column + " of " + cells);
    }

    @Nullable String optional(String column) {
      String cell = cells.get(column);
      return cell == null || cell.isEmpty() ? null : cell;
    }

    long whole(String column) {
      return Long.parseLong(text(column));
    }

    LocalDateTime time(String column) {
      return parse(text(column));
    }

    @Nullable LocalDateTime optionalTime(String column) {
      String cell = optional(column);
      return cell == null ? null : parse(cell);
    }

    private static LocalDateTime parse(String cell) {
      return cell.endsWith("Z")
          ? OffsetDateTime.parse(cell)
              .withOffsetSameInstant(ZoneOffset.ofHours(9))
              .toLocalDateTime()
          : LocalDateTime.parse(cell);
    }

    LocalDate date(String column) {
      return LocalDate.parse(text(column));
    }

    long metres(String column) {
      return new BigDecimal(text(column)).movePointRight(3).longValueExact();
    }

    List<Answer.Line> lines() {
      return cells.keySet().stream()
          .filter(column -> column.startsWith("line ") && optional(column) != null)
          .map(column -> new Answer.Line(column.substring("line ".length()), whole(column)))
          .toList();
    }

    /// What the case expects; the VAT is looked up under its decision's name.
    Answer expected(String vat) {
      String refusals = optional("refusals");
      return refusals != null
          ? new Answer.Refused(Stream.of(refusals.split(";")).map(String::strip).toList())
          : new Answer.Price(lines(), whole("out total"), whole("out " + vat));
    }

    /// The booking in a rental or settlement case.
    RentalRequest booking(boolean settlement) {
      return new RentalRequest(
          time("in start"),
          time("in end"),
          text("in model"),
          settlement ? 0 : metres("in distance"),
          optional("in one way distance") == null
              ? RentalRequest.RETURNS
              : metres("in one way distance"),
          new BigDecimal(text("in utilisation")).intValue(),
          text("in membership"),
          Math.toIntExact(whole("in coupon percent")),
          whole("in coupon amount"),
          settlement ? LocalDate.EPOCH : date("in birth date"),
          settlement ? LocalDate.EPOCH : date("in licence date"));
    }
  }

  /// The rows of a case file that end with a price or a refusal.
  static List<Row> answered(String file) {
    return all(file).stream().filter(row -> row.optional("problem") == null).toList();
  }

  static List<Row> all(String file) {
    return CsvRows.read(RATEBOOK.resolve("cases").resolve(file)).stream().map(Row::new).toList();
  }

  private GoldenCases() {}
}
