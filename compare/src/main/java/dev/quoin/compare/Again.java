package dev.quoin.compare;

import dev.quoin.ratebook.source.Node;
import org.jspecify.annotations.Nullable;

/// Makes single requests once more: the few that are shown.
public interface Again {
  /// What one of them asks.
  ///
  /// @param position where it stands among all
  /// @param written as it stands in a file; Java's null where it stands in none
  Asked.Both inputs(long position, @Nullable Node written);
}
