package dev.quoin.registry;

import dev.quoin.ratebook.json.JsonTree;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What somebody says to a proposal.
///
/// @param evidence the number of what they have seen; none where there was none yet
/// @param comment may be empty
/// @param waives the ids of broken guards that shall not stop this release
public record Review(
    long number,
    long proposal,
    Kind kind,
    Optional<Long> evidence,
    Instant at,
    String by,
    String comment,
    List<String> waives) {
  public Review {
    waives = List.copyOf(waives);
  }

  /// What is said. Of a person the last approval, rejection or withdrawal holds.
  public enum Kind {
    COMMENT,
    APPROVE,
    REJECT,
    /// Takes the own approval or rejection back.
    WITHDRAW,
    /// Asks for new evidence.
    RENEW,
    /// Ends the proposal.
    CLOSE;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /// Everything that it says, as the audit log has it.
  String text() {
    Map<String, Object> tree =
        JsonTree.object("review", number, "proposal", proposal, "kind", kind.text());
    evidence.ifPresent(seen -> tree.put("evidence", seen));
    tree.put("at", at.toString());
    tree.put("by", by);
    tree.put("comment", comment);
    tree.put("waives", waives);
    return JsonTree.compact(tree);
  }
}
