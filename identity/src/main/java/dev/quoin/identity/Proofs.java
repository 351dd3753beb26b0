package dev.quoin.identity;

import dev.quoin.database.DatabaseAway;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// Remembers for a second what the database said of a token, so that a caller with a thousand requests a second costs one look: what is
/// revoked is refused on all servers a second later at the latest.
///
/// Tokens that were never good here are looked up two at once, and a few more wait: whoever sends made-up ones by the thousand takes neither
/// the database nor its connections from those who are known. A token that was nobody's is that for a second, too.
///
/// While the database is away, a key that was good before goes on for as long as prices do. Logins do not: what they change needs the
/// database, too.
final class Proofs {
  static final Duration FRESH = Duration.ofSeconds(1);

  /// For how long prices go on without the database.
  static final Duration WITHOUT_DATABASE = Duration.ofMinutes(10);

  private static final int MOST_REMEMBERED = 10_000;

  /// What whoever guesses fills, at most.
  private static final int MOST_NOBODYS = 1_000;

  /// Of eight connections that a server has.
  static final int MOST_STRANGERS_AT_ONCE = 2;

  /// Each of them for some milliseconds.
  static final int MOST_STRANGERS_WAITING = 100;

  /// How long nobody asks a database that was away, and how long one is given who does.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration PROBE = Duration.ofSeconds(10);

  private final Function<String, Optional<Principal>> database;
  private final InstantSource clock;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /// When a token was nobody's.
  private final Map<String, Instant> nobodys = latest(MOST_NOBODYS);

  /// Tokens that were good when they were last looked at. They are no strangers, whatever was forgotten.
  private final Map<String, Boolean> known = latest(MOST_REMEMBERED);

  private final Turns strangers = new Turns(MOST_STRANGERS_AT_ONCE, MOST_STRANGERS_WAITING);

  /// Until when the database is not asked, for it was away; nothing where it answers.
  private volatile Optional<Instant> awayUntil = Optional.empty();

  private record Seen(Optional<Principal> principal, Instant at) {}

  private static <V> Map<String, V> latest(int most) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
          }
        });
  }

  /// @param database says whose token it is, by SHA-256 of it, whether it is over or not
  Proofs(Function<String, Optional<Principal>> database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// What is known of a token without a look into the database; nothing, if that is too long ago.
  Optional<Optional<Principal>> remembered(String sha256) {
    Instant now = clock.instant();
    Seen last = seen.get(sha256);
    if (last == null) {
      Instant nobodysAt = nobodys.get(sha256);
      return nobodysAt != null && isFresh(nobodysAt, now)
          ? Optional.of(Optional.empty())
          : Optional.empty();
    }
    if (last.at.isAfter(now)) {
      return Optional.empty();
    }
    boolean isKnown = isFresh(last.at, now) || (isAway(now) && isGoodWithoutDatabase(last, now));
    return isKnown ? Optional.of(unlessOver(last.principal, now)) : Optional.empty();
  }

  private static boolean isFresh(Instant at, Instant now) {
    return !at.isAfter(now) && at.plus(FRESH).isAfter(now);
  }

  /// Looks for whose token it is.
  ///
  /// @throws DatabaseAway where nobody can tell
  /// @throws TooMany where it is a stranger's, and too many others are looked at
  Optional<Principal> look(String sha256) {
    return known.containsKey(sha256)
        ? look(sha256, () -> database.apply(sha256))
        : strangers
            .take(() -> look(sha256, () -> database.apply(sha256)))
            .orElseThrow(TooMany::new);
  }

  /// The same where somebody else says it.
  Optional<Principal> look(String sha256, Supplier<Optional<Principal>> source) {
    Instant now = clock.instant();
    if (isAway(now)) {
      return withoutDatabase(sha256, now, new DatabaseAway("the database was away just now"));
    }
    if (awayUntil.isPresent()) {
      awayUntil =
          Optional.of(now.plus(PROBE)); // one asks, and the others go on with what they know
    }
    try {
      Optional<Principal> found = source.get();
      awayUntil = Optional.empty();
      remember(sha256, new Seen(found, now));
      return unlessOver(found, now);
    } catch (DatabaseAway away) {
      awayUntil = Optional.of(clock.instant().plus(PAUSE));
      return withoutDatabase(sha256, now, away);
    }
  }

  private boolean isAway(Instant now) {
    return awayUntil.filter(now::isBefore).isPresent();
  }

  private Optional<Principal> withoutDatabase(String sha256, Instant now, DatabaseAway away) {
    Seen last = seen.get(sha256);
    if (last != null && isGoodWithoutDatabase(last, now)) {
      return unlessOver(last.principal, now);
    }
    throw away;
  }

  private static boolean isGoodWithoutDatabase(Seen last, Instant now) {
    return last.principal.filter(Principal::isKey).isPresent()
        && last.at.plus(WITHOUT_DATABASE).isAfter(now);
  }

  private void remember(String sha256, Seen found) {
    if (found.principal.isEmpty()) {
      seen.remove(sha256);
      known.remove(sha256);
      nobodys.put(sha256, found.at);
      return;
    }
    known.put(sha256, true);
    if (seen.size() >= MOST_REMEMBERED) {
      seen.clear();
    }
    seen.put(sha256, found);
  }

  void forget() {
    seen.clear();
    nobodys.clear();
  }

  private static Optional<Principal> unlessOver(Optional<Principal> found, Instant now) {
    return found.filter(
        principal -> principal.expiresAt().filter(over -> !over.isAfter(now)).isEmpty());
  }
}
