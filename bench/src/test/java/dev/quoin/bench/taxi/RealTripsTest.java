package dev.quoin.bench.taxi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.testkit.Checkout;
import dev.quoin.testkit.QuoinData;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// `ratebooks/nyc-green-taxi` prices real trips as they were charged, and docs/guide/real-trips.md says how many.
class RealTripsTest {
  private static final Path CHECKOUT = Checkout.folder();
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final Ratebook ratebook = ratebook();
  private final Pricer pricer = new Pricer(ratebook, Compiler::compile);

  @Test
  void real_trips_cost_what_the_cards_say() throws IOException, SQLException {
    List<Trip> march = trips("2022-03");
    List<Trip> february = trips("2023-02");

    Share fareOfMarch = share(march, RealTripsTest::isStandard, RealTripsTest::isFareWithinBounds);
    Share fareOfFebruary =
        share(february, RealTripsTest::isStandard, RealTripsTest::isFareWithinBounds);
    Share laterCard =
        share(
            march.stream().map(trip -> trip.weeksLater(52)).toList(),
            RealTripsTest::isStandard,
            RealTripsTest::isFareWithinBounds);
    Share notConverted =
        share(
            february.stream()
                .filter(trip -> isStandard(trip) && !isCharged(trip))
                .map(trip -> trip.weeksLater(-52))
                .toList(),
            RealTripsTest::isStandard,
            (trip, quote) -> isFareWithinBounds(trip, quote) && isFareOfEarlierCard(trip));
    Share extraOfMarch =
        share(march, RealTripsTest::isStandardOfVendor2, RealTripsTest::isExtraRight);
    Share extraOfFebruary =
        share(february, RealTripsTest::isStandardOfVendor2, RealTripsTest::isExtraRight);
    Share flatOfMarch = share(march, RealTripsTest::isFlat, RealTripsTest::isFareWithinBounds);
    Share flatOfFebruary =
        share(february, RealTripsTest::isFlat, RealTripsTest::isFareWithinBounds);

    assertThat(fareOfMarch.percent()).isGreaterThanOrEqualTo(percent("99"));
    assertThat(fareOfFebruary.percent()).isGreaterThanOrEqualTo(percent("95"));
    assertThat(laterCard.percent()).isLessThan(percent("5"));
    assertThat(notConverted.percent()).isGreaterThanOrEqualTo(percent("75"));
    assertThat(extraOfMarch.percent()).isGreaterThanOrEqualTo(percent("98"));
    assertThat(extraOfFebruary.percent()).isGreaterThanOrEqualTo(percent("98"));
    assertThat(flatOfMarch.percent()).isGreaterThanOrEqualTo(percent("97"));
    assertThat(flatOfFebruary.percent()).isGreaterThanOrEqualTo(percent("97"));

    assertThat(Files.readAllLines(CHECKOUT.resolve("docs/guide/real-trips.md")))
        .contains(
            fareOfMarch.row("fare within its bounds, March 2022"),
            fareOfFebruary.row("fare within its bounds, February 2023"),
            notConverted.row("those outside of them in February 2023, under the earlier card"),
            laterCard.row("the trips of March 2022 under the later card"),
            extraOfMarch.row("`extra` of vendor 2, March 2022"),
            extraOfFebruary.row("`extra` of vendor 2, February 2023"),
            flatOfMarch.row("flat fare from and to Kennedy airport, March 2022"),
            flatOfFebruary.row("flat fare from and to Kennedy airport, February 2023"));
  }

  /// How many of the trips are as the ratebook says.
  private record Share(int right, int trips) {
    /// In percent with two decimals, rounded down, so that nothing looks better than it is.
    BigDecimal percent() {
      return BigDecimal.valueOf(right)
          .multiply(BigDecimal.valueOf(100))
          .divide(BigDecimal.valueOf(trips), 2, RoundingMode.DOWN);
    }

    String row(String what) {
      return "| %s | %,d | %,d | %s %% |".formatted(what, trips, right, percent().toPlainString());
    }
  }

  /// A trip that gets no price counts as wrong.
  private Share share(
      List<Trip> trips, Predicate<Trip> counted, BiPredicate<Trip, Answer.Quote> right) {
    int all = 0;
    int asCharged = 0;
    for (Trip trip : trips) {
      if (counted.test(trip)) {
        all++;
        asCharged += estimate(trip).filter(quote -> right.test(trip, quote)).isPresent() ? 1 : 0;
      }
    }
    return new Share(asCharged, all);
  }

  private Optional<Answer.Quote> estimate(Trip trip) {
    return Request.read(ratebook, "estimate", "trip", trip.request(), new Problems())
        .map(request -> pricer.quote("estimate", request, AT))
        .filter(Answer.Quote.class::isInstance)
        .map(Answer.Quote.class::cast);
  }

  private boolean isCharged(Trip trip) {
    return estimate(trip).filter(quote -> isFareWithinBounds(trip, quote)).isPresent();
  }

  private static boolean isFareWithinBounds(Trip trip, Answer.Quote quote) {
    return trip.fare().compareTo(shown(quote, "lowest fare")) >= 0
        && trip.fare().compareTo(shown(quote, "highest fare")) <= 0;
  }

  /// The earlier card knows no other amounts: 2.50 and units of 0.50.
  private static boolean isFareOfEarlierCard(Trip trip) {
    return trip.fare().remainder(new BigDecimal("0.50")).signum() == 0;
  }

  private static boolean isExtraRight(Trip trip, Answer.Quote quote) {
    return trip.extra().compareTo(shown(quote, "extra")) == 0;
  }

  private static BigDecimal shown(Answer.Quote quote, String decision) {
    return quote.shown().get(decision) instanceof Value.Num(Decimal number)
        ? number.toBigDecimal()
        : fail(decision);
  }

  private static BigDecimal fail(String decision) {
    throw new AssertionError("`" + decision + "` is no number");
  }

  private static boolean isStandard(Trip trip) {
    return trip.rateCode() == Trip.STANDARD && trip.isPlausible();
  }

  private static boolean isStandardOfVendor2(Trip trip) {
    return isStandard(trip) && trip.vendor() == 2;
  }

  private static boolean isFlat(Trip trip) {
    return trip.rateCode() == Trip.JFK;
  }

  private static BigDecimal percent(String percent) {
    return new BigDecimal(percent);
  }

  private static List<Trip> trips(String month) throws SQLException {
    return Trip.read(QuoinData.orSkip("nyc-green-taxi/green_tripdata_" + month + ".parquet"));
  }

  private static Ratebook ratebook() {
    Problems problems = new Problems();
    return Ratebook.load(CHECKOUT.resolve("ratebooks/nyc-green-taxi"), problems)
        .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
  }
}
