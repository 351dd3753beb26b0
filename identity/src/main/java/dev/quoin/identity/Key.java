package dev.quoin.identity;

import dev.quoin.ratebook.json.JsonTree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A key of a program, as it was last changed.
///
/// @param sha256 of its text, which is nowhere
/// @param services for which it prices and books; all, if empty
/// @param active whether it was not revoked
/// @param change what was changed last
/// @param usedAt about when it was used last, to a minute
public record Key(
    String name,
    String sha256,
    List<Operation> operations,
    List<String> services,
    Optional<Instant> expiresAt,
    boolean active,
    String change,
    Instant at,
    String by,
    Optional<Instant> usedAt) {
  public Key {
    operations = List.copyOf(operations);
    services = List.copyOf(services);
  }

  /// What the row says, as the audit log has it.
  String text() {
    return JsonTree.compact(
        JsonTree.object(
            "key",
            name,
            "sha256",
            sha256,
            "operations",
            operations.stream().map(Operation::text).toList(),
            "services",
            services,
            "expires_at",
            expiresAt.map(Instant::toString).orElse(""),
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
