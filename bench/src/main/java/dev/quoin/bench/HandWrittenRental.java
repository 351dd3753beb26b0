package dev.quoin.bench;

import dev.quoin.bench.SeoulTables.Band;
import dev.quoin.bench.SeoulTables.ClassTerms;
import dev.quoin.bench.SeoulTables.Membership;
import dev.quoin.bench.SeoulTables.Rates;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The rental service of `ratebooks/seoul-carshare` as a Java programmer writes it who has no ratebook: the benchmark's
/// denominator and the tests' oracle. It knows nothing of the engine; it reads the same rate tables.
///
/// Money stays exact in longs until each line is rounded: a block is counted in hundredths of hundredths of a percent of
/// a 144th of a won, 30 of which stay below 10^16.
public final class HandWrittenRental {
  private static final long MINIMUM_MINUTES = 30;
  private static final long MAXIMUM_DAYS = 30;

  /// What one won of a block is counted in: 144 slots, percent, late night and short trip factor in hundredths.
  private static final long UNITS_PER_WON = 144L * 100 * 100 * 100;

  private final SeoulTables tables;

  HandWrittenRental(SeoulTables tables) {
    this.tables = tables;
  }

  /// Reads the rate tables of a ratebook folder.
  public static HandWrittenRental load(Path ratebook) {
    return new HandWrittenRental(new SeoulTables(ratebook));
  }

  /// The price of a rental, or why it is refused.
  public Answer quote(RentalRequest request) {
    List<String> refusals = refusals(request);
    if (request.oneWayMetres() > SeoulTables.ONE_WAY_LIMIT_METRES) {
      refusals.add("one-way-too-far");
    }
    if (!refusals.isEmpty()) {
      return new Answer.Refused(refusals);
    }
    Rates rates = rates(request);
    List<Answer.Line> lines = new ArrayList<>(8);
    timePrice(request, rates, request.end()).addTo(lines);
    add(lines, "one-way-fee", oneWayFee(request));
    lines.add(new Answer.Line("mileage-fee", mileageFee(request.metres(), rates)));
    return Answer.Price.of(lines);
  }

  /// The price of a time, step by step, each from what the steps before it left.
  record TimePrice(
      long rentalFee, long demand, long membership, long percentCoupon, long amountCoupon) {
    long total() {
      return rentalFee + demand + membership + percentCoupon + amountCoupon;
    }

    void addTo(List<Answer.Line> lines) {
      lines.add(new Answer.Line("rental-fee", rentalFee));
      add(lines, "demand", demand);
      add(lines, "membership-discount", membership);
      add(lines, "percent-coupon", percentCoupon);
      add(lines, "amount-coupon", amountCoupon);
    }
  }

  static void add(List<Answer.Line> lines, String code, long amount) {
    if (amount != 0) {
      lines.add(new Answer.Line(code, amount));
    }
  }

  List<String> refusals(RentalRequest request) {
    List<String> codes = new ArrayList<>(2);
    LocalDate day = request.start().toLocalDate();
    if (!tables.offers(request.model(), day)) {
      codes.add("model-not-offered");
    }
    String rentalClass = tables.classOf(request.model());
    ClassTerms terms = SeoulTables.known(tables.classTerms.get(rentalClass), rentalClass);
    if (years(request.birthDate(), day) < terms.minimumAge()) {
      codes.add("driver-too-young");
    }
    if (years(request.licenceDate(), day) < terms.minimumLicenceYears()) {
      codes.add("licence-too-young");
    }
    if (request.end().isBefore(request.start().plusMinutes(MINIMUM_MINUTES))) {
      codes.add("rental-too-short");
    }
    if (request.end().isAfter(request.start().plusDays(MAXIMUM_DAYS))) {
      codes.add("rental-too-long");
    }
    return codes;
  }

  static long years(LocalDate since, LocalDate day) {
    return ChronoUnit.YEARS.between(since, day);
  }

  Rates rates(RentalRequest booking) {
    return SeoulTables.known(
        tables.rates(booking.model(), booking.start().toLocalDate()), booking.model());
  }

  TimePrice timePrice(RentalRequest booking, Rates rates, LocalDateTime until) {
    long rentalFee = rentalFee(booking.start(), until, rates);
    long left = rentalFee;
    long demand = Won.roundToTen(left * (demandHundredths(booking.utilisation()) - 100), 100);
    left += demand;
    long membership = -Won.roundToTen(left * membership(booking).rentalPercent(), 100);
    left += membership;
    long percentCoupon = -Won.roundToTen(left * booking.couponPercent(), 100);
    left += percentCoupon;
    long amountCoupon = -Math.min(Won.roundToTen(booking.couponAmount(), 1), left);
    return new TimePrice(rentalFee, demand, membership, percentCoupon, amountCoupon);
  }

  /// The sum of the 24-hour blocks: in each the used slots, at most the mean day rate of all, less its discount.
  long rentalFee(LocalDateTime from, LocalDateTime until, Rates rates) {
    long start = RentalCalendar.seconds(from);
    long end = RentalCalendar.seconds(until);
    int[] used = new int[4];
    int[] all = new int[4];
    long units = 0;
    int block = 1;
    for (long blockStart = start; blockStart < end; blockStart += 86_400) {
      tables.calendar.count(blockStart, end, used, all);
      long cap = (all[0] + all[2]) * rates.weekday() + (all[1] + all[3]) * rates.weekend();
      long price =
          (used[0] * 100L + used[2] * SeoulTables.LATE_NIGHT_HUNDREDTHS) * rates.weekday()
              + (used[1] * 100L + used[3] * SeoulTables.LATE_NIGHT_HUNDREDTHS) * rates.weekend();
      units +=
          Math.min(price * SeoulTables.SHORT_TRIP_HUNDREDTHS, cap * 100 * 100)
              * (100 - tables.lengthDiscount(block));
      block++;
    }
    return Won.roundToTen(units, UNITS_PER_WON);
  }

  private static long demandHundredths(int utilisation) {
    if (utilisation < 30) {
      return SeoulTables.DEMAND_QUIET_HUNDREDTHS;
    }
    if (utilisation < 60) {
      return SeoulTables.DEMAND_NORMAL_HUNDREDTHS;
    }
    return utilisation < 85
        ? SeoulTables.DEMAND_BUSY_HUNDREDTHS
        : SeoulTables.DEMAND_FULL_HUNDREDTHS;
  }

  private Membership membership(RentalRequest booking) {
    return SeoulTables.known(tables.memberships.get(booking.membership()), booking.membership());
  }

  long oneWayFee(RentalRequest booking) {
    if (booking.oneWayMetres() == RentalRequest.RETURNS) {
      return 0;
    }
    long fee = tables.oneWayFee(booking.oneWayMetres());
    return Won.roundToTen(fee * (100 - membership(booking).oneWayPercent()), 100);
  }

  long mileageFee(long metres, Rates rates) {
    long percentMetres = 0;
    for (Band band : tables.bands) {
      long within = Math.min(metres, band.toMetres()) - band.fromMetres();
      percentMetres += Math.max(0, within) * band.percent();
    }
    return Won.roundToTen(percentMetres * rates.kilometre(), 100 * 1000);
  }
}
