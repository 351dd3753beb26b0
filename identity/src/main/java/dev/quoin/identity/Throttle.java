package dev.quoin.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets those wait who guess: after some failures in a row each further attempt has to wait, for twice as long as the one before.
///
/// An attempt counts as failed until it is said that it went well, so that many at once are no way around it. What is known of a name
/// is forgotten an hour after the last attempt, and where there are very many names, of the one that was longest not seen.
final class Throttle {
  static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Duration MEMORY = Duration.ofHours(1);
  private static final int MOST_NAMES = 10_000;
  private static final int MOST_DOUBLINGS = 20;

  private final int free;
  private final Map<String, Attempts> names =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Attempts> eldest) {
          return size() > MOST_NAMES;
        }
      };

  private record Attempts(int failed, Instant last, Instant until) {}

  /// @param free how many failures cost nothing
  Throttle(int free) {
    this.free = free;
  }

  /// Begins an attempt.
  ///
  /// @return for how long it has to wait; empty where it may go on
  synchronized Optional<Duration> begin(String name, Instant now) {
    Attempts before = names.get(name);
    if (before == null || before.last.plus(MEMORY).isBefore(now)) {
      before = new Attempts(0, now, now);
    }
    if (before.until.isAfter(now)) {
      return Optional.of(Duration.between(now, before.until));
    }
    int failed = before.failed + 1;
    names.put(name, new Attempts(failed, now, now.plus(delay(failed))));
    return Optional.empty();
  }

  private Duration delay(int failed) {
    if (failed < free) {
      return Duration.ZERO;
    }
    Duration delay = Duration.ofSeconds(1L << Math.min(failed - free, MOST_DOUBLINGS));
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }

  /// The attempt went well: it was no guess, and those before were none.
  synchronized void forget(String name) {
    names.remove(name);
  }

  /// The attempt went well, but those before it may have been guesses.
  synchronized void takeBack(String name, Instant now) {
    @Nullable Attempts before = names.get(name);
    if (before != null) {
      names.put(name, new Attempts(Math.max(0, before.failed - 1), before.last, now));
    }
  }
}
