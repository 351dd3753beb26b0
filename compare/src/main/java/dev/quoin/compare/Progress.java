package dev.quoin.compare;

import java.util.Optional;
import java.util.function.Supplier;

/// Looks on while requests are counted.
public interface Progress {
  /// So much more is done. Any thread tells.
  ///
  /// @param length as a part of the length of the requests
  /// @param soFar what the requests come to that are counted, for whoever asks at once; nothing where something is wrong with one
  void done(long length, Supplier<Optional<Figures>> soFar);
}
