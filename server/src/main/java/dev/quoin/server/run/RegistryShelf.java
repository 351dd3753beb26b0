package dev.quoin.server.run;

import dev.quoin.ratebook.Ratebook;
import dev.quoin.registry.Releases;
import dev.quoin.server.release.Shelf;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The registry as the shelf of the server's releases.
record RegistryShelf(Releases registry, InstantSource clock) implements Shelf {
  @Override
  public void keep(Ratebook ratebook) {
    registry.put(ratebook, clock.instant());
  }

  @Override
  public Optional<Map<String, byte[]>> files(String digest) {
    return registry.get(digest).map(Function.identity());
  }
}
