package dev.quoin.registry;

import dev.quoin.ratebook.json.JsonTree;
import java.time.Instant;

/// That somebody wants a release to be active.
///
/// @param by who proposes it, and does not approve it
/// @param message what they say of it; may be empty
public record Proposal(
    long number, String release, String ratebook, Instant at, String by, String message) {

  /// Everything that it says, as the audit log has it.
  String text() {
    return JsonTree.compact(
        JsonTree.object(
            "proposal",
            number,
            "release",
            release,
            "at",
            at.toString(),
            "by",
            by,
            "message",
            message));
  }
}
