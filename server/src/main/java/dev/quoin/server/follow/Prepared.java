package dev.quoin.server.follow;

import dev.quoin.pricing.Release;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Releases that are ready to take over: read, compiled and warm. Each is made once, however many ask for it. Those that are wanted
/// stay; of the others, which somebody has asked for and then decided otherwise, the last few.
final class Prepared {
  private static final int MOST_OTHERS = 2;

  private final Map<String, CompletableFuture<Release>> releases = new LinkedHashMap<>();
  private Set<String> wanted = Set.of();

  /// One that somebody has made.
  void put(Release release) {
    synchronized (releases) {
      releases.remove(release.digest());
      releases.put(release.digest(), CompletableFuture.completedFuture(release));
      trim();
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
  ///
  /// @param make makes the release of a digest, and may take its time
  Release get(String digest, Function<String, Release> make) {
    CompletableFuture<Release> mine = new CompletableFuture<>();
    CompletableFuture<Release> known;
    synchronized (releases) {
      known = releases.putIfAbsent(digest, mine);
      trim();
    }
    return known == null ? made(digest, make, mine) : joined(known);
  }

  /// Lets go of all others but the last.
  void keep(Set<String> digests) {
    synchronized (releases) {
      wanted = Set.copyOf(digests);
      trim();
    }
  }

  /// The oldest go first.
  private void trim() {
    List<String> others =
        releases.keySet().stream().filter(digest -> !wanted.contains(digest)).toList();
    others.subList(0, Math.max(0, others.size() - MOST_OTHERS)).forEach(releases::remove);
  }

  private Release made(
      String digest, Function<String, Release> make, CompletableFuture<Release> mine) {
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
}
