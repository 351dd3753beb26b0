package dev.quoin.journal;

import java.util.List;

/// A quote that was taken, and what became of it.
///
/// @param quote the id of the quote: that of its entry, followed by `.N` for the Nth car of a batch
/// @param version 1 when it was made, and one more with each change
/// @param entries the answers that made and changed it, in order: as many as its version says
public record Booking(String id, String quote, int version, State state, List<Entry> entries) {

  public Booking {
    entries = List.copyOf(entries);
  }

  /// How far a booking is.
  public enum State {
    BOOKED,
    SETTLED,
    CANCELLED
  }
}
