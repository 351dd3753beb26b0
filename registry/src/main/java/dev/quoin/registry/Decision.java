package dev.quoin.registry;

import dev.quoin.ratebook.json.JsonTree;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A decision on which release of a ratebook is active. The last one of a ratebook holds alone: it drops what was scheduled
/// and has not come yet.
///
/// @param number greater than that of each decision before
/// @param release the one that is active by it; none where nothing is
/// @param scheduledFor from when on its release is active; from the decision on, if empty
/// @param base the decision whose release was active when this one was made
/// @param backTo the decision to whose release a rollback goes back
/// @param frozen whether nobody may activate anything until that is lifted
/// @param proposal the number of the proposal by which it was activated, where there was one
/// @param byHand whether this or one before it was made by somebody, not by a folder that a server serves
public record Decision(
    long number,
    String ratebook,
    Kind kind,
    Optional<String> release,
    Instant at,
    Optional<Instant> scheduledFor,
    Optional<Long> base,
    Optional<Long> backTo,
    boolean frozen,
    boolean byHand,
    String by,
    String reason,
    Optional<Long> proposal) {

  /// What was decided.
  public enum Kind {
    ACTIVATE,
    ROLLBACK,
    /// Nothing is active.
    DEACTIVATE,
    FREEZE,
    UNFREEZE,
    /// A server was started with a folder, or its folder has changed, and nobody had decided anything by hand.
    FOLDER;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  boolean isInForce(Instant at) {
    return scheduledFor.filter(at::isBefore).isEmpty();
  }

  /// Everything that it says, as the audit log has it.
  String text() {
    Map<String, Object> tree = JsonTree.object("decision", number, "kind", kind.text());
    release.ifPresent(digest -> tree.put("release", digest));
    tree.put("at", at.toString());
    scheduledFor.ifPresent(from -> tree.put("scheduled_for", from.toString()));
    base.ifPresent(before -> tree.put("base", before));
    backTo.ifPresent(before -> tree.put("back_to", before));
    tree.put("frozen", frozen);
    tree.put("by_hand", byHand);
    tree.put("by", by);
    tree.put("reason", reason);
    proposal.ifPresent(by -> tree.put("proposal", by));
    return JsonTree.compact(tree);
  }
}
