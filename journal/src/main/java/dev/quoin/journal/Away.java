package dev.quoin.journal;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done with a group while the database is away: quotes go to the spool, for a while; what changes a booking
/// fails, since only the database knows the booking. A repeated request id is known from the spool and from memory.
final class Away {
  private static final Logger LOG = LoggerFactory.getLogger(Away.class);

  private final Spool spool;
  private final Recent recent;
  private final Link link;
  private final InstantSource clock;
  private final Meters meters;

  Away(Spool spool, Recent recent, Link link, InstantSource clock, Meters meters) {
    this.spool = spool;
    this.recent = recent;
    this.link = link;
    this.clock = clock;
    this.meters = meters;
  }

  /// Decides about every entry of a group, or fails its future.
  void write(List<Append> group) {
    List<Append> kept = new ArrayList<>(group.size());
    for (Append append : group) {
      if (!repeats(append)) {
        if (append.change != null) {
          append.fail(new Unavailable("the database is away: bookings wait until it is back"));
        } else if (link.isPastLimit()) {
          append.fail(new Unavailable("the database is away for too long"));
        } else {
          kept.add(append);
        }
      }
    }
    if (!kept.isEmpty()) {
      spool(kept);
    }
  }

  private void spool(List<Append> kept) {
    try {
      spool.add(kept.stream().map(append -> append.tuple).toList());
      kept.forEach(append -> append.becomes(new Kept.Stored(append.entry)));
      meters.spooled(kept.size());
    } catch (IOException e) {
      LOG.error("the spool cannot be written: {}", e.toString());
      kept.forEach(append ->
          append.fail(new Unavailable("the database is away, and the spool cannot be written", e)));
    }
  }

  private boolean repeats(Append append) {
    if (append.key == null) {
      return false;
    }
    Optional<Recent.First> known = recent.find(append.key, lifeStart());
    if (known.isEmpty()) {
      return repeatsSpooled(append);
    }
    known
        .get()
        .entry()
        .ifPresentOrElse(
            first -> append.becomes(Kept.beside(first, append.entry.fingerprint())),
            () ->
                append.fail(
                    new Unavailable(
                        "the database is away, and it has the first answer to this request")));
    return true;
  }

  /// Whether an entry repeats one that is still in the spool; then it is decided.
  boolean repeatsSpooled(Append append) {
    if (append.key == null || spool.isEmpty()) {
      return false;
    }
    Optional<Entry> first = spool.findRequest(append.key, lifeStart());
    first.ifPresent(entry -> append.becomes(Kept.beside(entry, append.entry.fingerprint())));
    return first.isPresent();
  }

  private Instant lifeStart() {
    return clock.instant().minus(Entry.REQUEST_ID_LIFE);
  }
}
