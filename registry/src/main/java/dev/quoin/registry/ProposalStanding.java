package dev.quoin.registry;

import java.util.List;
import java.util.Optional;

/// How a proposal stands, as all that is known of it says together.
///
/// @param publishedBy who published the release, and does not approve it either
/// @param evidence the last that was made; what was made before counts no more
/// @param reviews all that was said, in its order
/// @param needed how many approvals it takes, as far as its evidence tells
/// @param approvedBy those whose approvals count: of this evidence, by others than its authors
/// @param rejectedBy whoever has rejected it, and has not taken that back
/// @param open the guards that are broken and that nobody waives whose approval counts
/// @param sentence why the release cannot be activated; that it can, otherwise
public record ProposalStanding(
    Proposal proposal,
    String publishedBy,
    Optional<ProposalEvidence> evidence,
    List<Review> reviews,
    Stage stage,
    int needed,
    List<String> approvedBy,
    List<String> rejectedBy,
    List<String> open,
    String sentence) {
  public ProposalStanding {
    reviews = List.copyOf(reviews);
    approvedBy = List.copyOf(approvedBy);
    rejectedBy = List.copyOf(rejectedBy);
    open = List.copyOf(open);
  }

  /// How far it has come.
  public enum Stage {
    /// A server makes its evidence.
    AWAITED,
    /// Its evidence could not be made.
    FAILED,
    /// Its evidence compares with a release that is not active any more.
    STALE,
    /// People have to say something.
    OPEN,
    REJECTED,
    APPROVED,
    ACTIVATED,
    CLOSED;

    /// Whether nothing comes of it any more.
    public boolean isOver() {
      return this == ACTIVATED || this == CLOSED;
    }
  }
}
