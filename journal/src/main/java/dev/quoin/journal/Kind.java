package dev.quoin.journal;

/// What an answer answered.
public enum Kind {
  QUOTE(false),
  /// A trip priced over many cars: one entry.
  BATCH(false),
  BOOKING(true),
  EXTENSION(true),
  SETTLEMENT(true),
  CANCELLATION(true);

  private final boolean changesBooking;

  Kind(boolean changesBooking) {
    this.changesBooking = changesBooking;
  }

  /// Whether such an answer makes or changes a booking.
  public boolean changesBooking() {
    return changesBooking;
  }
}
