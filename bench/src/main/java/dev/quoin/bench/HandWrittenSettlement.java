package dev.quoin.bench;

import dev.quoin.bench.HandWrittenRental.TimePrice;
import dev.quoin.bench.SeoulTables.Rates;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/// The settlement service of `ratebooks/seoul-carshare` by hand.
public final class HandWrittenSettlement {
  private static final long EARLY_MINUTES = 10;
  private static final long EARLY_HOURS_AT_MOST = 10;
  private static final long LATE_MINUTES = 30;
  private static final long SHORTEST_MINUTES = 30;

  private final HandWrittenRental rental;

  private HandWrittenSettlement(SeoulTables tables) {
    rental = new HandWrittenRental(tables);
  }

  /// Reads the rate tables of a ratebook folder.
  public static HandWrittenSettlement load(Path ratebook) {
    return new HandWrittenSettlement(new SeoulTables(ratebook));
  }

  /// The final price.
  public Answer.Price settle(SettlementRequest request) {
    RentalRequest booking = request.booking();
    Rates rates = rental.rates(booking);
    LocalDateTime extended = request.extendedEnd();
    LocalDateTime scheduledEnd = extended == null ? booking.end() : extended;
    TimePrice booked = rental.timePrice(booking, rates, booking.end());
    long scheduled = rental.timePrice(booking, rates, scheduledEnd).total();
    LocalDateTime returned = request.returnedAt();
    List<Answer.Line> lines = new ArrayList<>(12);
    booked.addTo(lines);
    HandWrittenRental.add(lines, "extension", scheduled - booked.total());
    HandWrittenRental.add(
        lines, "early-return-credit", -credit(booking, rates, scheduledEnd, scheduled, returned));
    HandWrittenRental.add(lines, "late-fee", lateFee(rates, scheduledEnd, returned));
    HandWrittenRental.add(lines, "one-way-fee", rental.oneWayFee(booking));
    lines.add(new Answer.Line("mileage-fee", rental.mileageFee(request.drivenMetres(), rates)));
    return Answer.Price.of(lines);
  }

  private long credit(
      RentalRequest booking,
      Rates rates,
      LocalDateTime scheduledEnd,
      long scheduled,
      LocalDateTime returned) {
    if (returned.isAfter(scheduledEnd.minusMinutes(EARLY_MINUTES))) {
      return 0;
    }
    LocalDateTime from =
        latest(
            returned,
            scheduledEnd.minusHours(EARLY_HOURS_AT_MOST),
            booking.start().plusMinutes(SHORTEST_MINUTES));
    long unused = scheduled - rental.timePrice(booking, rates, from).total();
    return Won.roundToTen(unused * SeoulTables.EARLY_RETURN_PERCENT, 100);
  }

  private long lateFee(Rates rates, LocalDateTime scheduledEnd, LocalDateTime returned) {
    if (returned.isBefore(scheduledEnd.plusMinutes(LATE_MINUTES))) {
      return 0;
    }
    long overrun = rental.rentalFee(scheduledEnd, returned, rates);
    return Won.roundToTen(
        SeoulTables.LATE_RETURN_CHARGE * 100 + overrun * SeoulTables.LATE_RETURN_HUNDREDTHS, 100);
  }

  private static LocalDateTime latest(LocalDateTime a, LocalDateTime b, LocalDateTime c) {
    LocalDateTime later = a.isAfter(b) ? a : b;
    return later.isAfter(c) ? later : c;
  }
}
