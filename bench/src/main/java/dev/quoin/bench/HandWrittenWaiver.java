package dev.quoin.bench;

import dev.quoin.bench.SeoulTables.ClassTerms;
import dev.quoin.bench.SeoulTables.Risk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/// The waiver service of `ratebooks/seoul-carshare` by hand.
public final class HandWrittenWaiver {
  private final SeoulTables tables;
  private final HandWrittenRental rental;

  private HandWrittenWaiver(SeoulTables tables) {
    this.tables = tables;
    rental = new HandWrittenRental(tables);
  }

  /// Reads the rate tables of a ratebook folder.
  public static HandWrittenWaiver load(Path ratebook) {
    return new HandWrittenWaiver(new SeoulTables(ratebook));
  }

  /// The price of a deductible for a rental, or why it is refused; of the request only times, model and driver count.
  public Answer quote(RentalRequest request, long deductible) {
    LocalDate day = request.start().toLocalDate();
    long age = HandWrittenRental.years(request.birthDate(), day);
    long licenceYears = HandWrittenRental.years(request.licenceDate(), day);
    List<String> refusals = rental.refusals(request);
    ClassTerms terms = SeoulTables.known(tables.deductibleTerms.get(deductible), deductible);
    if (age < terms.minimumAge()) {
      refusals.add("deductible-needs-age");
    }
    if (licenceYears < terms.minimumLicenceYears()) {
      refusals.add("deductible-needs-licence");
    }
    if (!refusals.isEmpty()) {
      return new Answer.Refused(refusals);
    }
    long dayFee = tables.waiverDayFee(tables.classOf(request.model()), deductible);
    long fee =
        Won.roundToTen(
            dayFee * daysInPercent(request) * riskInPercent(age, licenceYears), 100 * 100);
    return Answer.Price.of(List.of(new Answer.Line("waiver-fee", fee)));
  }

  private long daysInPercent(RentalRequest request) {
    long seconds = Duration.between(request.start(), request.end()).toSeconds();
    long slots = Math.ceilDiv(seconds, (long) RentalCalendar.SLOT_SECONDS);
    long days = slots / RentalCalendar.SLOTS_PER_BLOCK;
    return days * 100
        + tables.waiverLength(Math.toIntExact(slots % RentalCalendar.SLOTS_PER_BLOCK));
  }

  private long riskInPercent(long age, long licenceYears) {
    for (Risk risk : tables.risks) {
      if (risk.age().holds(age) && risk.licenceYears().holds(licenceYears)) {
        return risk.percent();
      }
    }
    throw new IllegalArgumentException("unknown risk: " + age + ", " + licenceYears);
  }
}
