package dev.quoin.server.release;

import dev.quoin.pricing.Release;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// The releases that were used last, by their digests. Who asks for one that is just being made waits for it.
final class Recent {
  private final Map<String, CompletableFuture<Optional<Release>>> releases;

  Recent(int most) {
    releases =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(
              Map.Entry<String, CompletableFuture<Optional<Release>>> eldest) {
            return size() > most;
          }
        };
  }

  void put(Release release) {
    synchronized (releases) {
      releases.put(release.digest(), CompletableFuture.completedFuture(Optional.of(release)));
    }
  }

  /// The release of that digest, made by the first who asks. What there is none of, or cannot be made, is asked for anew
  /// the next time.
  Optional<Release> get(String digest, Function<String, Optional<Release>> make) {
    CompletableFuture<Optional<Release>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Release>> known;
    synchronized (releases) {
      known = releases.putIfAbsent(digest, mine);
    }
    return known == null ? made(digest, make, mine) : joined(known);
  }

  private Optional<Release> made(
      String digest,
      Function<String, Optional<Release>> make,
      CompletableFuture<Optional<Release>> mine) {
    try {
      Optional<Release> release = make.apply(digest);
      if (release.isEmpty()) {
        forget(digest, mine);
      }
      mine.complete(release);
      return release;
    } catch (RuntimeException | Error e) {
      forget(digest, mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private void forget(String digest, CompletableFuture<Optional<Release>> mine) {
    synchronized (releases) {
      releases.remove(digest, mine);
    }
  }

  private static Optional<Release> joined(CompletableFuture<Optional<Release>> known) {
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
