package dev.quoin.server.release;

import dev.quoin.ratebook.Ratebook;
import java.util.Map;
import java.util.Optional;

/// Where the files of releases stay, by their digests.
public interface Shelf {
  /// Keeps the files of a ratebook; nothing happens where they are kept already.
  void keep(Ratebook ratebook);

  /// The files that were kept under a digest.
  Optional<Map<String, byte[]>> files(String digest);
}
