package dev.quoin.registry;

import dev.quoin.ratebook.Approvals;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

// Were it the proposed release alone that says how many must approve it, an edit could bring its
// own permission. Were it that and the active one, a rollback or a deactivation would do. So the
// release that was activated last has a say, too, until another one is.

/// What releases say about approvals. A release never changes, so it is read once.
final class Rules {
  private final Map<String, Optional<Approvals>> read = new ConcurrentHashMap<>();

  boolean knows(String release) {
    return read.containsKey(release);
  }

  /// Reads what a release says whose files are at hand.
  void know(String release, Map<String, byte[]> files) {
    read.computeIfAbsent(release, _ -> Approvals.of(files));
  }

  /// What holds for a release that is to be active: all that the releases say that have a say.
  ///
  /// @param active the release that is active
  /// @param decisions all that was decided on its ratebook
  List<Approvals> of(
      Rows rows, String release, Optional<String> active, List<Decision> decisions, Instant now)
      throws SQLException {
    Set<String> releases = new LinkedHashSet<>();
    releases.add(release);
    active.ifPresent(releases::add);
    activatedLast(decisions, now).ifPresent(releases::add);
    List<Approvals> rules = new ArrayList<>();
    for (String each : releases) {
      of(rows, each).ifPresent(rules::add);
    }
    return rules;
  }

  private Optional<Approvals> of(Rows rows, String release) throws SQLException {
    if (!knows(release)) {
      know(release, rows.files(release));
    }
    return read.getOrDefault(release, Optional.empty());
  }

  private static Optional<String> activatedLast(List<Decision> decisions, Instant now) {
    for (int i = decisions.size() - 1; i >= 0; i--) {
      Decision decision = decisions.get(i);
      boolean isActivation =
          decision.kind() == Decision.Kind.ACTIVATE || decision.kind() == Decision.Kind.FOLDER;
      if (isActivation && cameIntoForce(decisions, i, now)) {
        return decision.release();
      }
    }
    return Optional.empty();
  }

  /// Whether a decision was not dropped before it held, and holds by now.
  static boolean cameIntoForce(List<Decision> decisions, int index, Instant now) {
    Instant end = index + 1 < decisions.size() ? decisions.get(index + 1).at() : now;
    return decisions.get(index).isInForce(end);
  }
}
