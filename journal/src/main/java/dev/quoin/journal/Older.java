package dev.quoin.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/// Where answers are that PostgreSQL has let go of.
@FunctionalInterface
public interface Older {
  /// An answer as it was kept, but for the lists on its card and its fingerprint, by which nobody finds it any more.
  Optional<Entry> find(UUID id) throws IOException;
}
