package dev.quoin.bench;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rate tables of `ratebooks/seoul-carshare` as arrays and hash maps.
///
/// The levers' values stand here as constants: who tunes a lever changes them, or the tests tell.
final class SeoulTables {
  static final long LATE_NIGHT_HUNDREDTHS = 70;
  static final long SHORT_TRIP_HUNDREDTHS = 200;
  static final long DEMAND_QUIET_HUNDREDTHS = 90;
  static final long DEMAND_NORMAL_HUNDREDTHS = 100;
  static final long DEMAND_BUSY_HUNDREDTHS = 110;
  static final long DEMAND_FULL_HUNDREDTHS = 125;
  static final long ONE_WAY_LIMIT_METRES = 70_000;
  static final long EARLY_RETURN_PERCENT = 50;
  static final long LATE_RETURN_CHARGE = 10_000;
  static final long LATE_RETURN_HUNDREDTHS = 200;

  private static final int BLOCKS = 31;

  /// What a model costs, in won.
  record Rates(long weekday, long weekend, long kilometre) {}

  record ClassTerms(int minimumAge, int minimumLicenceYears) {}

  record Membership(int rentalPercent, int oneWayPercent) {}

  record Band(long fromMetres, long toMetres, int percent) {}

  record Spanned<T>(Span span, T value) {}

  record Risk(Span age, Span licenceYears, int percent) {}

  record CancellationRate(Span sincePayment, Span length, Span toStart, int percent) {}

  final RentalCalendar calendar;
  final Map<String, ClassTerms> classTerms = new HashMap<>();
  final Map<String, Membership> memberships = new HashMap<>();
  final List<Band> bands = new ArrayList<>();
  final List<Risk> risks = new ArrayList<>();
  final List<CancellationRate> cancellationRates = new ArrayList<>();
  final Map<Long, ClassTerms> deductibleTerms = new HashMap<>();

  private final Map<String, List<Spanned<Rates>>> rates = new HashMap<>();
  private final Map<String, List<Spanned<Boolean>>> offered = new HashMap<>();
  private final Map<String, String> classes = new HashMap<>();
  private final int[] lengthDiscounts = new int[BLOCKS + 1];
  private final List<Spanned<Long>> oneWayFees = new ArrayList<>();
  private final Map<String, Map<Long, Long>> waiverFees = new HashMap<>();
  private final int[] waiverLengths = new int[RentalCalendar.SLOTS_PER_BLOCK];

  SeoulTables(Path ratebook) {
    Path tables = ratebook.resolve("tables");
    Set<LocalDate> specialDays = new HashSet<>();
    Stream.of("holidays.csv", "peak-days.csv")
        .flatMap(file -> CsvRows.read(tables.resolve(file)).stream())
        .forEach(row -> specialDays.add(LocalDate.parse(cell(row, "date"))));
    calendar = new RentalCalendar(specialDays);
    for (var row : CsvRows.read(tables.resolve("rate-sheet.csv"))) {
      rates
          .computeIfAbsent(cell(row, "in model"), _ -> new ArrayList<>())
          .add(
              new Spanned<>(
                  days(row),
                  new Rates(
                      whole(row, "out weekday rate"),
                      whole(row, "out weekend rate"),
                      whole(row, "out kilometre rate"))));
    }
    for (var row : CsvRows.read(tables.resolve("fleet.csv"))) {
      offered
          .computeIfAbsent(cell(row, "in model"), _ -> new ArrayList<>())
          .add(new Spanned<>(days(row), Boolean.valueOf(cell(row, "out offered"))));
      classes.put(cell(row, "in model"), cell(row, "out class"));
    }
    for (var row : CsvRows.read(tables.resolve("class-terms.csv"))) {
      classTerms.put(cell(row, "in class"), terms(row));
    }
    for (var row : CsvRows.read(tables.resolve("length-discounts.csv"))) {
      fill(lengthDiscounts, row, "in block");
    }
    for (var row : CsvRows.read(tables.resolve("memberships.csv"))) {
      memberships.put(
          cell(row, "in membership"),
          new Membership(number(row, "out rental percent"), number(row, "out one way percent")));
    }
    for (var row : CsvRows.read(tables.resolve("one-way-fees.csv"))) {
      oneWayFees.add(
          new Spanned<>(
              Span.parse(cell(row, "in straight kilometres"), SeoulTables::metres),
              whole(row, "out fee")));
    }
    for (var row : CsvRows.read(tables.resolve("mileage-bands.csv"))) {
      bands.add(
          new Band(
              metres(cell(row, "out from km")),
              metres(cell(row, "out to km")),
              number(row, "out percent")));
    }
    for (var row : CsvRows.read(tables.resolve("waiver-fees.csv"))) {
      waiverFees
          .computeIfAbsent(cell(row, "in class"), _ -> new HashMap<>())
          .put(whole(row, "in deductible"), whole(row, "out day fee"));
    }
    for (var row : CsvRows.read(tables.resolve("waiver-lengths.csv"))) {
      fill(waiverLengths, row, "in slots");
    }
    for (var row : CsvRows.read(tables.resolve("waiver-risks.csv"))) {
      risks.add(
          new Risk(
              Span.parse(cell(row, "in age"), Long::parseLong),
              Span.parse(cell(row, "in licence years"), Long::parseLong),
              number(row, "out percent")));
    }
    for (var row : CsvRows.read(tables.resolve("waiver-terms.csv"))) {
      deductibleTerms.put(whole(row, "in deductible"), terms(row));
    }
    for (var row : CsvRows.read(tables.resolve("cancellation-rates.csv"))) {
      cancellationRates.add(
          new CancellationRate(
              Span.parse(cell(row, "in minutes since payment"), SeoulTables::seconds),
              Span.parse(cell(row, "in rental minutes"), SeoulTables::seconds),
              Span.parse(cell(row, "in minutes to start"), SeoulTables::seconds),
              number(row, "out percent")));
    }
  }

  /// The rates of a model on a day; null where it is not offered.
  @Nullable Rates rates(String model, LocalDate day) {
    return find(rates.getOrDefault(model, List.of()), day.toEpochDay());
  }

  boolean offers(String model, LocalDate day) {
    return Boolean.TRUE.equals(find(offered.getOrDefault(model, List.of()), day.toEpochDay()));
  }

  String classOf(String model) {
    return known(classes.get(model), model);
  }

  /// Percent off the 24-hour block of that number, from 1.
  int lengthDiscount(int block) {
    return lengthDiscounts[Math.min(block, BLOCKS)];
  }

  long oneWayFee(long metres) {
    return known(find(oneWayFees, metres), metres);
  }

  long waiverDayFee(String rentalClass, long deductible) {
    return known(known(waiverFees.get(rentalClass), rentalClass).get(deductible), deductible);
  }

  /// Percent of the day fee for so many slots beyond whole days.
  int waiverLength(int slots) {
    return waiverLengths[slots];
  }

  static <T> T known(@Nullable T value, Object key) {
    if (value == null) {
      throw new IllegalArgumentException("unknown: " + key);
    }
    return value;
  }

  private static <T> @Nullable T find(List<Spanned<T>> rows, long key) {
    for (Spanned<T> row : rows) {
      if (row.span.holds(key)) {
        return row.value;
      }
    }
    return null;
  }

  private static void fill(int[] percents, Map<String, String> row, String column) {
    Span span = Span.parse(cell(row, column), Long::parseLong);
    for (int i = 0; i < percents.length; i++) {
      if (span.holds(i)) {
        percents[i] = number(row, "out percent");
      }
    }
  }

  private static ClassTerms terms(Map<String, String> row) {
    return new ClassTerms(number(row, "out minimum age"), number(row, "out minimum licence years"));
  }

  private static Span days(Map<String, String> row) {
    return Span.parse(cell(row, "in day"), day -> LocalDate.parse(day).toEpochDay());
  }

  private static long metres(String kilometres) {
    return new BigDecimal(kilometres).movePointRight(3).longValueExact();
  }

  private static long seconds(String minutes) {
    return Long.parseLong(minutes) * 60;
  }

  private static String cell(Map<String, String> row, String column) {
    return known(row.get(column), column);
  }

  private static int number(Map<String, String> row, String column) {
    return Integer.parseInt(cell(row, column));
  }

  private static long whole(Map<String, String> row, String column) {
    return Long.parseLong(cell(row, column));
  }
}
