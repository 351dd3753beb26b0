package dev.quoin.registry;

import dev.quoin.ratebook.json.JsonTree;
import java.time.Instant;

/// That a release may not be activated any more.
public record Retirement(String release, Instant at, String by, String reason) {

  /// Everything that it says, as the audit log has it.
  String text() {
    return JsonTree.compact(
        JsonTree.object(
            "release", release, "retired", true, "at", at.toString(), "by", by, "reason", reason));
  }
}
