package dev.quoin.registry;

import dev.quoin.ratebook.Approvals;
import java.util.List;
import java.util.Optional;

/// What a server found out about a proposal: its evidence, before it is kept.
///
/// @param against the release that is active, with which it is compared; none where none is
/// @param engine what priced
/// @param zoneData the version of the time zones' rules
/// @param size how much the release changes; absent where nobody can tell
/// @param broken the ids of the guards that do not hold
/// @param failure why nothing could be found out; else empty
/// @param body all of it, as JSON
public record Findings(
    Optional<String> against,
    String engine,
    String zoneData,
    Optional<Approvals.Size> size,
    List<String> broken,
    String failure,
    String body) {
  public Findings {
    broken = List.copyOf(broken);
  }
}
