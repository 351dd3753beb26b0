package dev.quoin.ratebook.diff;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What differs in one file.
interface Part {
  List<Change> changes();

  /// The file's content with some of the changes; nothing where it is not there then.
  ///
  /// @param taken those that are taken over; others are of other files
  Optional<byte[]> with(Set<Change> taken);

  /// A file that is taken over whole or not at all.
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Whole(Change change, Optional<byte[]> before, Optional<byte[]> after) implements Part {
    @Override
    public List<Change> changes() {
      return List.of(change);
    }

    @Override
    public Optional<byte[]> with(Set<Change> taken) {
      return taken.contains(change) ? after : before;
    }
  }
}
