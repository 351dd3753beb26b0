package dev.quoin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the policy promises, over 100,000 random trips. `EngineAgreesTest` holds the engine to the same prices.
class RentalPropertiesTest {
  private static final int TRIPS = 100_000;
  private static final long SEED = 20_260_612;

  private final HandWrittenRental rental = HandWrittenRental.load(GoldenCases.RATEBOOK);
  private final HandWrittenWaiver waiver = HandWrittenWaiver.load(GoldenCases.RATEBOOK);

  @Test
  void a_longer_rental_with_the_same_start_is_never_cheaper() {
    SplittableRandom random = new SplittableRandom(SEED);
    int compared = 0;
    for (RentalRequest request : requests()) {
      RentalRequest longer =
          request.until(request.end().plusMinutes(random.nextInt(1, random.nextInt(2, 5000))));
      if (rental.quote(request) instanceof Answer.Price price
          && rental.quote(longer) instanceof Answer.Price longerPrice) {
        assertThat(longerPrice.total())
            .as("%s%n%s", request, longer)
            .isGreaterThanOrEqualTo(price.total());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(TRIPS / 3);
  }

  @Test
  void a_longer_distance_is_never_cheaper() {
    SplittableRandom random = new SplittableRandom(SEED);
    int compared = 0;
    for (RentalRequest request : requests()) {
      long oneWay =
          request.oneWayMetres() == RentalRequest.RETURNS
              ? RentalRequest.RETURNS
              : request.oneWayMetres() + random.nextInt(0, 20_000);
      RentalRequest farther = request.over(request.metres() + random.nextInt(1, 50_000), oneWay);
      if (rental.quote(request) instanceof Answer.Price price
          && rental.quote(farther) instanceof Answer.Price fartherPrice) {
        assertThat(fartherPrice.total())
            .as("%s%n%s", request, farther)
            .isGreaterThanOrEqualTo(price.total());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(TRIPS / 3);
  }

  @Test
  void a_lower_deductible_and_a_longer_rental_never_have_a_cheaper_waiver() {
    SplittableRandom random = new SplittableRandom(SEED);
    int compared = 0;
    for (RentalRequest request : requests()) {
      RentalRequest longer = request.until(request.end().plusMinutes(random.nextInt(1, 3000)));
      long before = 0;
      for (long deductible : List.of(700_000L, 300_000L, 50_000L, 0L)) {
        if (waiver.quote(request, deductible) instanceof Answer.Price price) {
          assertThat(price.total())
              .as("%s at %s", request, deductible)
              .isGreaterThanOrEqualTo(before);
          before = price.total();
          compared++;
          if (waiver.quote(longer, deductible) instanceof Answer.Price longerPrice) {
            assertThat(longerPrice.total())
                .as("%s%n%s", request, longer)
                .isGreaterThanOrEqualTo(before);
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(TRIPS);
  }

  @Test
  void a_later_return_is_never_cheaper() {
    HandWrittenSettlement settlement = HandWrittenSettlement.load(GoldenCases.RATEBOOK);
    SplittableRandom random = new SplittableRandom(SEED);
    for (SettlementRequest request : RentalRequests.settlements(TRIPS, SEED)) {
      SettlementRequest later =
          new SettlementRequest(
              request.booking(),
              request.extendedEnd(),
              request.returnedAt().plusMinutes(random.nextInt(1, random.nextInt(2, 2000))),
              request.drivenMetres());
      assertThat(settlement.settle(later).total())
          .as("%s%n%s", request, later)
          .isGreaterThanOrEqualTo(settlement.settle(request).total());
    }
  }

  @Test
  void a_later_cancellation_is_never_cheaper() {
    HandWrittenCancellation cancellation = HandWrittenCancellation.load(GoldenCases.RATEBOOK);
    SplittableRandom random = new SplittableRandom(SEED);
    for (CancellationRequest request : RentalRequests.cancellations(TRIPS, SEED)) {
      CancellationRequest later =
          new CancellationRequest(
              request.paidAmount(),
              request.paidAt(),
              request.start(),
              request.end(),
              request.cancelledAt().plusSeconds(random.nextInt(1, 10_000)));
      assertThat(cancellation.fee(later))
          .as("%s%n%s", request, later)
          .isGreaterThanOrEqualTo(cancellation.fee(request));
    }
  }

  @Test
  void the_time_price_is_never_negative_and_each_line_is_whole_tens() {
    for (RentalRequest request : requests()) {
      if (rental.quote(request) instanceof Answer.Price price) {
        long mileage = price.lines().getLast().amount();
        assertThat(price.total()).as("%s", request).isGreaterThanOrEqualTo(mileage);
        assertThat(price.lines()).as("%s", request).allMatch(line -> line.amount() % 10 == 0);
      }
    }
  }

  @Test
  void a_block_is_counted_as_if_slot_by_slot() {
    Set<LocalDate> special =
        Stream.of("holidays.csv", "peak-days.csv")
            .flatMap(
                file -> CsvRows.read(GoldenCases.RATEBOOK.resolve("tables").resolve(file)).stream())
            .map(row -> LocalDate.parse(row.getOrDefault("date", "")))
            .collect(Collectors.toSet());
    RentalCalendar calendar = new RentalCalendar(special);
    SplittableRandom random = new SplittableRandom(SEED);
    int[] used = new int[4];
    int[] all = new int[4];
    for (int i = 0; i < TRIPS; i++) {
      LocalDateTime start =
          LocalDateTime.of(2018, 1, 1, 0, 0).plusMinutes(random.nextInt(0, 3650 * 1440));
      LocalDateTime until = start.plusMinutes(random.nextInt(1, 2000));
      int[] usedSlots = new int[4];
      int[] allSlots = new int[4];
      for (int slot = 0; slot < 144; slot++) {
        LocalDateTime time = start.plusMinutes(10L * slot);
        int kind =
            (isWeekend(time, special) ? RentalCalendar.WEEKEND : 0)
                + (time.getHour() >= 2 && time.getHour() < 6 ? RentalCalendar.LATE_NIGHT : 0);
        allSlots[kind]++;
        usedSlots[kind] += time.isBefore(until) ? 1 : 0;
      }
      calendar.count(RentalCalendar.seconds(start), RentalCalendar.seconds(until), used, all);
      assertThat(used).as("used from %s until %s", start, until).isEqualTo(usedSlots);
      assertThat(all).as("all from %s", start).isEqualTo(allSlots);
    }
  }

  private static boolean isWeekend(LocalDateTime time, Set<LocalDate> special) {
    DayOfWeek day = time.getDayOfWeek();
    return special.contains(time.toLocalDate())
        || day == DayOfWeek.SATURDAY
        || (day == DayOfWeek.FRIDAY && time.getHour() >= 19)
        || (day == DayOfWeek.SUNDAY && time.getHour() < 19);
  }

  private static List<RentalRequest> requests() {
    return Stream.concat(
            RentalRequests.realistic(TRIPS / 2, SEED).stream(),
            RentalRequests.edges(TRIPS / 2, SEED).stream())
        .toList();
  }
}
