package dev.quoin.registry.audit;

/// What a look at all of the log told.
public sealed interface Verified {
  /// Nothing was changed, left out or put in.
  ///
  /// @param entries how many there are
  record Intact(long entries, Head head) implements Verified {}

  /// Something was.
  ///
  /// @param number of the first entry that is not as it was written, or is not there
  record Broken(long number, String sentence) implements Verified {}
}
