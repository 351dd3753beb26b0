package dev.quoin.identity;

import dev.quoin.ratebook.json.JsonTree;
import java.time.Instant;

/// An account as it was last changed.
///
/// @param active whether it may log in
/// @param change what was changed last
/// @param by who changed it
public record Account(
    String name, Role role, boolean active, String change, Instant at, String by) {
  /// What the row says, as the audit log has it.
  String text() {
    return JsonTree.compact(
        JsonTree.object(
            "account",
            name,
            "role",
            role.text(),
            "active",
            active,
            "change",
            change,
            "at",
            at.toString(),
            "by",
            by));
  }
}
