package dev.quoin.feel.builtin;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/// Whether a zone has an offset at a moment.
///
/// Many zones no longer change their clocks, Seoul since 1988: from then on the answer is known. The last such zone that
/// was asked for is remembered, since a program that prices asks about one; every other question goes to the zone's rules.
///
/// @param since the second from which on the offset holds for ever
record Offsets(ZoneId zone, ZoneOffset offset, long since) {

  /// INVARIANT: what is remembered is true whichever thread remembered it; a race costs a look at the rules.
  private static Offsets settled = new Offsets(ZoneOffset.UTC, ZoneOffset.UTC, Long.MIN_VALUE);

  /// @param second in seconds since 1970 in UTC
  @SuppressWarnings("ReferenceEquality") // a first try: zones of one id are mostly one object
  static boolean holds(ZoneId zone, ZoneOffset offset, long second) {
    Offsets known = settled;
    if (known.zone == zone && second >= known.since) {
      return known.offset.equals(offset);
    }
    ZoneRules rules = zone.getRules();
    if (known.zone != zone && rules.getTransitionRules().isEmpty()) {
      settled = settled(zone, rules);
    }
    return rules.getOffset(Instant.ofEpochSecond(second)).equals(offset);
  }

  private static Offsets settled(ZoneId zone, ZoneRules rules) {
    List<ZoneOffsetTransition> transitions = rules.getTransitions();
    return transitions.isEmpty()
        ? new Offsets(zone, rules.getOffset(Instant.EPOCH), Long.MIN_VALUE)
        : new Offsets(
            zone, transitions.getLast().getOffsetAfter(), transitions.getLast().toEpochSecond());
  }
}
