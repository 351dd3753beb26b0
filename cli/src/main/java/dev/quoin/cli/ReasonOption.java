package dev.quoin.cli;

import dev.quoin.ratebook.json.JsonTree;
import java.util.Map;
import picocli.CommandLine.Option;

/// Why somebody changes something. Who it is, the server knows by their login.
final class ReasonOption {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log.")
  private String reason = "";

  /// The members of a request that say it.
  Map<String, Object> members() {
    return JsonTree.object("reason", reason);
  }
}
