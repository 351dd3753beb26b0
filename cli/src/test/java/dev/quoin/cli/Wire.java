package dev.quoin.cli;

import dev.quoin.feel.Value;
import java.util.List;
import java.util.Map;

/// A caller's line to a server: what can be asked over it, with inputs by their names in the ratebook.
interface Wire extends AutoCloseable {
  enum Event {
    EXTEND,
    SETTLE,
    CANCEL
  }

  /// A quote of `rental` or `waiver`.
  Told quote(String service, Map<String, Value> inputs);

  /// The prices of one trip with many cars.
  List<Told> batch(Map<String, Value> trip, List<Map<String, Value>> cars);

  Told book(String quote, String booking);

  /// Extends, settles or cancels a booking.
  ///
  /// @param sent what the caller knows and the booking does not
  Told event(Event event, String booking, Map<String, Value> sent);

  @Override
  void close();
}
