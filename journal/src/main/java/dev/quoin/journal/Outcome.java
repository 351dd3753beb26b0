package dev.quoin.journal;

import java.util.Optional;

/// What became of an entry that makes or changes a booking: kept, or refused because the booking is not what the caller
/// took it for. Of what is refused nothing is kept, and its request id is free again.
public sealed interface Outcome permits Kept, Outcome.Stale, Outcome.QuoteTaken {
  /// Another change came first, or there is no such booking.
  ///
  /// @param current the booking as it is
  record Stale(Optional<Booking> current) implements Outcome {}

  /// The quote is booked already, under another booking id.
  record QuoteTaken(Booking by) implements Outcome {}
}
