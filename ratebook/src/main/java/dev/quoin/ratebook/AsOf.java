package dev.quoin.ratebook;

import java.time.Instant;

/// As of when something is priced.
///
/// They are two instants since what becomes of a booking that locks its price is asked for later, and has the levers of the
/// price that was locked.
///
/// @param now the pricing instant, which `now()` and `today()` read
/// @param levers of when the levers' values are
public record AsOf(Instant now, Instant levers) {
  /// With the levers of the same instant.
  public static AsOf at(Instant at) {
    return new AsOf(at, at);
  }
}
