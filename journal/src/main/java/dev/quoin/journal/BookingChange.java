package dev.quoin.journal;

/// What an entry does to a booking, provided that the booking is still what the caller saw.
///
/// @param quote the quote that the booking is of
/// @param expectedVersion the version that the caller saw; 0 when the booking is to be made
/// @param newState the booking's state afterwards
public record BookingChange(
    String booking, String quote, int expectedVersion, Booking.State newState) {

  public BookingChange {
    Entry.name("booking", booking);
    Entry.name("quote", quote);
    if (expectedVersion < 0) {
      throw new IllegalArgumentException(
          "expectedVersion: " + expectedVersion + " (expected: >= 0)");
    }
    if (expectedVersion == 0 && newState != Booking.State.BOOKED) {
      throw new IllegalArgumentException("a booking begins as BOOKED, not as " + newState);
    }
  }

  /// Makes a booking of a quote.
  public static BookingChange make(String booking, String quote) {
    return new BookingChange(booking, quote, 0, Booking.State.BOOKED);
  }

  /// Changes a booking that the caller has seen.
  public static BookingChange change(Booking seen, Booking.State newState) {
    return new BookingChange(seen.id(), seen.quote(), seen.version(), newState);
  }

  boolean makes() {
    return expectedVersion == 0;
  }

  int newVersion() {
    return expectedVersion + 1;
  }
}
