package dev.quoin.cli;

import dev.quoin.ratebook.json.JsonTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who changes something, and why.
final class AuthorOption {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who does it; nobody proves that yet. Default: the account on this machine.")
  private @Nullable String by;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log.")
  private String reason = "";

  static String by(@Nullable String typed) {
    return typed == null ? System.getProperty("user.name", "") : typed;
  }

  /// The members of a request that say it.
  Map<String, Object> members() {
    return JsonTree.object("by", by(by), "reason", reason);
  }
}
