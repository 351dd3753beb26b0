package dev.quoin.registry;

import dev.quoin.ratebook.Approvals;
import dev.quoin.ratebook.json.JsonTree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The evidence of a proposal as it is kept, without its body, which may be large.
///
/// @param against the release with which it compares; none where none was active
/// @param size how much the release changes; absent where nobody can tell
/// @param broken the ids of the guards that do not hold
/// @param failure why there is none; else empty
/// @param body SHA-256 of its body
public record ProposalEvidence(
    long number,
    long proposal,
    Optional<String> against,
    Instant at,
    String engine,
    String zoneData,
    Optional<Approvals.Size> size,
    List<String> broken,
    String failure,
    String body) {
  public ProposalEvidence {
    broken = List.copyOf(broken);
  }

  /// Everything that it says, as the audit log has it.
  String text() {
    Map<String, Object> tree = JsonTree.object("evidence", number, "proposal", proposal);
    against.ifPresent(release -> tree.put("against", release));
    tree.put("at", at.toString());
    tree.put("engine", engine);
    tree.put("zone_data", zoneData);
    size.ifPresent(percent -> {
      tree.put("changed", percent.changed().toPlainString());
      tree.put("mean", percent.mean().toPlainString());
    });
    tree.put("broken", broken);
    tree.put("failure", failure);
    tree.put("body", body);
    return JsonTree.compact(tree);
  }
}
