package dev.quoin.registry;

import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Approvals;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Tells how proposals stand at an instant, and whether a release may be activated as far as approvals go.
final class Weighing {
  private static final int SHORT = 12;

  private final Rows rows;
  private final ProposalRows proposals;
  private final Rules rules;
  private final Instant now;

  /// Of each ratebook: many proposals are of the same one.
  private final Map<String, Known> known = new HashMap<>();

  Weighing(Rows rows, Rules rules, Instant now) {
    this.rows = rows;
    this.proposals = new ProposalRows(rows);
    this.rules = rules;
    this.now = now;
  }

  /// What was decided on a ratebook, and the release that is active by that.
  private record Known(List<Decision> decisions, Optional<String> active) {}

  private Known known(String ratebook) throws SQLException {
    Known before = known.get(ratebook);
    if (before != null) {
      return before;
    }
    Known read =
        new Known(
            rows.decisions(ratebook),
            rows.standing(ratebook).flatMap(standing -> standing.release(now)));
    known.put(ratebook, read);
    return read;
  }

  private List<Approvals> rule(String ratebook, String release) throws SQLException {
    Known of = known(ratebook);
    return rules.of(rows, release, of.active(), of.decisions(), now);
  }

  /// Whether enough people have approved a release. Where no release asks for that, it is so.
  ///
  /// @return the number of the proposal by which it is activated, where there is one
  Verdict<Optional<Long>> approved(Publication publication, Optional<Standing> standing)
      throws SQLException {
    String release = publication.release();
    if (standing.filter(before -> isBack(before, release)).isPresent()) {
      return new Verdict.Given<>(Optional.empty());
    }
    Optional<ProposalStanding> proposed = open(release);
    List<Approvals> rule = rule(publication.ratebook(), release);
    if (rule.isEmpty()) {
      return new Verdict.Given<>(proposed.map(of -> of.proposal().number()));
    }
    if (proposed.isEmpty()) {
      return notApproved(
          "release %s was not proposed, and takes %s (expected: `quoin propose %s`)"
              .formatted(
                  shortened(release),
                  approvals(needed(rule, Optional.empty()), "at most "),
                  shortened(release)));
    }
    return switch (proposed.get().stage()) {
      case APPROVED -> new Verdict.Given<>(Optional.of(proposed.get().proposal().number()));
      case STALE ->
          Verdict.rejected(
              Rejection.Kind.NOT_NOW, "release", "stale-evidence", proposed.get().sentence());
      case AWAITED, FAILED, OPEN, REJECTED, ACTIVATED, CLOSED ->
          notApproved(proposed.get().sentence());
    };
  }

  private static Verdict<Optional<Long>> notApproved(String sentence) {
    return Verdict.rejected(Rejection.Kind.NOT_NOW, "release", "not-approved", sentence);
  }

  /// What is active needs no approval to stay so, nor what was active just before nothing was.
  private boolean isBack(Standing standing, String release) {
    Optional<String> active = standing.release(now);
    Optional<String> before =
        standing.last().kind() == Decision.Kind.DEACTIVATE
            ? standing.base().flatMap(Decision::release)
            : Optional.empty();
    return active.or(() -> before).equals(Optional.of(release));
  }

  /// The proposal of a release of which something may still come.
  Optional<ProposalStanding> open(String release) throws SQLException {
    for (Proposal proposal : proposals.of(release)) {
      ProposalStanding standing = standing(proposal);
      if (!standing.stage().isOver()) {
        return Optional.of(standing);
      }
    }
    return Optional.empty();
  }

  ProposalStanding standing(Proposal proposal) throws SQLException {
    Publication publication = rows.publication(proposal.release()).orElseThrow();
    List<ProposalEvidence> evidence = proposals.evidence(proposal.number());
    List<Review> reviews = proposals.reviews(proposal.number());
    Optional<ProposalEvidence> last = evidence.reversed().stream().findFirst();
    List<Approvals> rule = rule(proposal.ratebook(), proposal.release());
    int needed = needed(rule, last.filter(of -> of.failure().isEmpty()));
    Map<String, Review> voices = voices(reviews);
    List<String> rejectedBy = by(voices, Review.Kind.REJECT);
    List<Review> approvals =
        voices.values().stream()
            .filter(review -> review.kind() == Review.Kind.APPROVE)
            .filter(review -> review.evidence().equals(last.map(ProposalEvidence::number)))
            .filter(review -> isOther(review.by(), proposal, publication))
            .toList();
    TreeSet<String> open = new TreeSet<>(last.map(ProposalEvidence::broken).orElse(List.of()));
    approvals.forEach(review -> review.waives().forEach(open::remove));
    Stage stage =
        new Stage(
            proposal,
            last,
            isAwaited(evidence, reviews),
            needed,
            approvals.size(),
            rejectedBy,
            List.copyOf(open));
    ProposalStanding.Stage at = stage(stage, reviews);
    return new ProposalStanding(
        proposal,
        publication.by(),
        last,
        reviews,
        at,
        needed,
        approvals.stream().map(Review::by).toList(),
        rejectedBy,
        List.copyOf(open),
        sentence(stage, at));
  }

  /// By what the stage of a proposal is told.
  private record Stage(
      Proposal proposal,
      Optional<ProposalEvidence> evidence,
      boolean isAwaited,
      int needed,
      int approvals,
      List<String> rejectedBy,
      List<String> open) {}

  /// Whether somebody may approve a proposal: neither who proposed it nor who published its release.
  static boolean isOther(String name, Proposal proposal, Publication publication) {
    return !name.equals(proposal.by()) && !name.equals(publication.by());
  }

  static boolean isAwaited(List<ProposalEvidence> evidence, List<Review> reviews) {
    long asked = 1 + reviews.stream().filter(review -> review.kind() == Review.Kind.RENEW).count();
    return evidence.size() < asked;
  }

  /// What holds of what each person has said: the last approval, rejection or withdrawal.
  static Map<String, Review> voices(List<Review> reviews) {
    Map<String, Review> voices = new LinkedHashMap<>();
    for (Review review : reviews) {
      switch (review.kind()) {
        case APPROVE, REJECT -> voices.put(review.by(), review);
        case WITHDRAW -> voices.remove(review.by());
        case COMMENT, RENEW, CLOSE -> {}
      }
    }
    return voices;
  }

  private static List<String> by(Map<String, Review> voices, Review.Kind kind) {
    return voices.values().stream()
        .filter(review -> review.kind() == kind)
        .map(Review::by)
        .toList();
  }

  /// The strictest rule holds.
  private static int needed(List<Approvals> rule, Optional<ProposalEvidence> evidence) {
    return rule.stream()
        .mapToInt(of -> of.needed(evidence.flatMap(ProposalEvidence::size)))
        .max()
        .orElse(0);
  }

  private ProposalStanding.Stage stage(Stage of, List<Review> reviews) throws SQLException {
    if (reviews.stream().anyMatch(review -> review.kind() == Review.Kind.CLOSE)) {
      return ProposalStanding.Stage.CLOSED;
    }
    if (isActivated(of.proposal())) {
      return ProposalStanding.Stage.ACTIVATED;
    }
    if (of.isAwaited()) {
      return ProposalStanding.Stage.AWAITED;
    }
    if (of.evidence().filter(last -> !last.failure().isEmpty()).isPresent()) {
      return ProposalStanding.Stage.FAILED;
    }
    if (!of.evidence().flatMap(ProposalEvidence::against).equals(active(of.proposal()))) {
      return ProposalStanding.Stage.STALE;
    }
    if (!of.rejectedBy().isEmpty()) {
      return ProposalStanding.Stage.REJECTED;
    }
    return of.approvals() < of.needed() || !of.open().isEmpty()
        ? ProposalStanding.Stage.OPEN
        : ProposalStanding.Stage.APPROVED;
  }

  /// An approval is good for one activation. One that was dropped before it held was none.
  private boolean isActivated(Proposal proposal) throws SQLException {
    List<Decision> decisions = known(proposal.ratebook()).decisions();
    for (int i = 0; i < decisions.size(); i++) {
      if (decisions.get(i).proposal().equals(Optional.of(proposal.number()))
          && Rules.cameIntoForce(decisions, i, now)) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> active(Proposal proposal) throws SQLException {
    return known(proposal.ratebook()).active();
  }

  private String sentence(Stage of, ProposalStanding.Stage stage) throws SQLException {
    String proposal =
        "proposal %d of release %s"
            .formatted(of.proposal().number(), shortened(of.proposal().release()));
    String again =
        " (expected: `quoin propose %s`, which has new evidence made)"
            .formatted(shortened(of.proposal().release()));
    return switch (stage) {
      case AWAITED -> proposal + " has no evidence yet: a server is making it";
      case FAILED ->
          "%s has no evidence: %s%s"
              .formatted(proposal, of.evidence().map(ProposalEvidence::failure).orElse(""), again);
      case STALE ->
          "the evidence of %s compares with %s, and %s is active now%s"
              .formatted(
                  proposal,
                  named(of.evidence().flatMap(ProposalEvidence::against)),
                  named(active(of.proposal())),
                  again);
      case OPEN -> proposal + " " + lacks(of);
      case REJECTED ->
          "%s is rejected by %s (expected: they approve it, or withdraw that)"
              .formatted(proposal, String.join(", ", of.rejectedBy()));
      case APPROVED ->
          "%s has %s, and may be activated".formatted(proposal, have(of.approvals(), of.needed()));
      case ACTIVATED -> proposal + " was activated";
      case CLOSED -> proposal + " is closed";
    };
  }

  private static String lacks(Stage of) {
    List<String> lacks = new ArrayList<>();
    if (of.approvals() < of.needed()) {
      lacks.add("has " + have(of.approvals(), of.needed()));
    }
    if (!of.open().isEmpty()) {
      lacks.add(
          "breaks `%s`, which nobody waives who approves it"
              .formatted(String.join("`, `", of.open())));
    }
    return String.join("; it ", lacks);
  }

  private static String have(int approvals, int needed) {
    return "%d of %s".formatted(approvals, approvals(needed, ""));
  }

  private static String approvals(int count, String before) {
    return before + count + (count == 1 ? " approval" : " approvals");
  }

  private static String named(Optional<String> release) {
    return release.map(digest -> "release " + shortened(digest)).orElse("none");
  }

  private static String shortened(String release) {
    return release.length() > SHORT ? release.substring(0, SHORT) : release;
  }
}
