package dev.quoin.bench;

import dev.quoin.bench.SeoulTables.CancellationRate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;

/// The cancellation service of `ratebooks/seoul-carshare` by hand.
public final class HandWrittenCancellation {
  private final SeoulTables tables;

  private HandWrittenCancellation(SeoulTables tables) {
    this.tables = tables;
  }

  /// Reads the rate tables of a ratebook folder.
  public static HandWrittenCancellation load(Path ratebook) {
    return new HandWrittenCancellation(new SeoulTables(ratebook));
  }

  /// The cancellation fee in won.
  public long fee(CancellationRequest request) {
    long sincePayment = seconds(request.paidAt(), request.cancelledAt());
    long length = seconds(request.start(), request.end());
    long toStart = seconds(request.cancelledAt(), request.start());
    for (CancellationRate rate : tables.cancellationRates) {
      if (rate.sincePayment().holds(sincePayment)
          && rate.length().holds(length)
          && rate.toStart().holds(toStart)) {
        return Won.roundToTen(request.paidAmount() * rate.percent(), 100);
      }
    }
    throw new IllegalArgumentException("no rate: " + request);
  }

  private static long seconds(LocalDateTime from, LocalDateTime to) {
    return Duration.between(from, to).toSeconds();
  }
}
