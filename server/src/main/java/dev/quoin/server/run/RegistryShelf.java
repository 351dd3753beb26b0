package dev.quoin.server.run;

import dev.quoin.database.Database;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.registry.Releases;
import dev.quoin.server.release.Shelf;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The registry as the shelf of the server's releases.
public record RegistryShelf(Releases registry, InstantSource clock) implements Shelf {
  /// The releases that a server has kept, for whoever reads beside it. The tables stay as they are.
  public static Shelf reading(Database database) {
    return new RegistryShelf(Releases.of(database), InstantSource.system());
  }

  @Override
  public void keep(Ratebook ratebook) {
    registry.put(ratebook, clock.instant());
  }

  @Override
  public Optional<Map<String, byte[]>> files(String digest) {
    return registry.get(digest).map(Function.identity());
  }
}
