package dev.quoin.server.follow;

import dev.quoin.pricing.Release;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Releases that are ready to take over: read, compiled and warm. Each is made once, however many ask for it.
final class Prepared {
  private final Function<String, Release> make;
  private final Map<String, CompletableFuture<Release>> releases = new HashMap<>();

  /// @param make makes the release of a digest, and may take its time
  Prepared(Function<String, Release> make) {
    this.make = make;
  }

  /// One that somebody has made.
  void put(Release release) {
    synchronized (releases) {
      releases.put(release.digest(), CompletableFuture.completedFuture(release));
    }
  }

  /// One that is ready now.
  Optional<Release> now(String digest) {
    synchronized (releases) {
      CompletableFuture<Release> known = releases.get(digest);
      return known != null && known.state() == Future.State.SUCCESS
          ? Optional.of(known.resultNow())
          : Optional.empty();
    }
  }

  /// One that is made now, unless it is ready. What cannot be made is tried anew the next time.
  Release get(String digest) {
    CompletableFuture<Release> mine = new CompletableFuture<>();
    CompletableFuture<Release> known;
    synchronized (releases) {
      known = releases.putIfAbsent(digest, mine);
    }
    return known == null ? made(digest, mine) : joined(known);
  }

  private Release made(String digest, CompletableFuture<Release> mine) {
    try {
      Release release = make.apply(digest);
      mine.complete(release);
      return release;
    } catch (RuntimeException | Error e) {
      synchronized (releases) {
        releases.remove(digest, mine);
      }
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static Release joined(CompletableFuture<Release> known) {
    try {
      return known.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /// Lets go of all others.
  void keep(Set<String> digests) {
    synchronized (releases) {
      releases.keySet().retainAll(digests);
    }
  }
}
