package dev.quoin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The policy by hand answers the golden cases, which were worked out without it.
class HandWrittenTest {
  @TestFactory
  Stream<DynamicTest> rental_cases() {
    HandWrittenRental rental = HandWrittenRental.load(GoldenCases.RATEBOOK);
    return Stream.of("rental.csv", "rate-sheet.csv", "eligibility.csv")
        .flatMap(file -> GoldenCases.answered(file).stream())
        .map(row ->
            DynamicTest.dynamicTest(
                row.name(),
                () -> assertThat(rental.quote(row.booking(false))).isEqualTo(row.expected("vat"))));
  }

  @TestFactory
  Stream<DynamicTest> waiver_cases() {
    HandWrittenWaiver waiver = HandWrittenWaiver.load(GoldenCases.RATEBOOK);
    return GoldenCases.answered("waiver.csv").stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.name(),
                () -> {
                  RentalRequest request =
                      new RentalRequest(
                          row.time("in start"),
                          row.time("in end"),
                          row.text("in model"),
                          0,
                          RentalRequest.RETURNS,
                          0,
                          "none",
                          0,
                          0,
                          row.date("in birth date"),
                          row.date("in licence date"));
                  assertThat(waiver.quote(request, row.whole("in deductible")))
                      .isEqualTo(row.expected("waiver vat"));
                }));
  }

  @TestFactory
  Stream<DynamicTest> settlement_cases() {
    HandWrittenSettlement settlement = HandWrittenSettlement.load(GoldenCases.RATEBOOK);
    return GoldenCases.answered("settlement.csv").stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.name(),
                () ->
                    assertThat(
                            settlement.settle(
                                new SettlementRequest(
                                    row.booking(true),
                                    row.optionalTime("in extended end"),
                                    row.time("in returned at"),
                                    row.metres("in driven distance"))))
                        .isEqualTo(row.expected("settlement vat"))));
  }

  @TestFactory
  Stream<DynamicTest> cancellation_cases() {
    HandWrittenCancellation cancellation = HandWrittenCancellation.load(GoldenCases.RATEBOOK);
    return GoldenCases.answered("cancellation.csv").stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.name(),
                () ->
                    assertThat(
                            cancellation.fee(
                                new CancellationRequest(
                                    row.whole("in paid amount"),
                                    row.time("in paid at"),
                                    row.time("in start"),
                                    row.time("in end"),
                                    row.time("in cancelled at"))))
                        .isEqualTo(row.whole("out total"))));
  }

  @Test
  void at_least_thirty_cases_are_worked_out_by_hand() {
    assertThat(
            Stream.of("rental.csv", "waiver.csv", "settlement.csv", "cancellation.csv")
                .flatMap(file -> GoldenCases.all(file).stream())
                .filter(row -> row.cells().getOrDefault("note", "").startsWith("By hand:")))
        .hasSizeGreaterThanOrEqualTo(30);
  }

  @Test
  void a_model_has_rates_exactly_on_the_days_on_which_it_is_offered() {
    SeoulTables tables = new SeoulTables(GoldenCases.RATEBOOK);
    List<String> models =
        CsvRows.read(GoldenCases.RATEBOOK.resolve("tables/fleet.csv")).stream()
            .map(row -> row.getOrDefault("in model", ""))
            .distinct()
            .toList();
    assertThat(models).hasSize(24);
    for (String model : models) {
      for (LocalDate day = LocalDate.of(2024, 6, 1);
          day.isBefore(LocalDate.of(2024, 6, 15));
          day = day.plusDays(1)) {
        assertThat(tables.rates(model, day) != null)
            .as("%s on %s", model, day)
            .isEqualTo(tables.offers(model, day));
      }
    }
  }

  @Test
  void rounding_goes_away_from_zero_at_the_half() {
    assertThat(
            Map.of(
                "5 won", Won.roundToTen(5, 1),
                "4.99 won", Won.roundToTen(499, 100),
                "-5 won", Won.roundToTen(-5, 1),
                "-15 won", Won.roundToTen(-15, 1)))
        .isEqualTo(Map.of("5 won", 10L, "4.99 won", 0L, "-5 won", -10L, "-15 won", -20L));
  }
}
