package dev.quoin.compare;

import java.io.IOException;

/// Requests of which others can count parts: those that come of an [Origin].
public interface Parted extends Requests {
  /// Those of a part, to be counted by themselves.
  ///
  /// @throws IOException where the file cannot be read, or is another one than that which was parted
  Requests part(Part part) throws IOException;
}
