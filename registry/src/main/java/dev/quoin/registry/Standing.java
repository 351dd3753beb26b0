package dev.quoin.registry;

import java.time.Instant;
import java.util.Optional;

/// How a ratebook stands by its last decision: which release is active, which is to come, which a rollback brings back.
///
/// @param base the decision before whose release is active until that of the last one is
/// @param lastBack the release to which a rollback of the last one goes
/// @param baseBack the release to which a rollback of the base goes
/// @param newest the release that was published last, which may well be the next one
public record Standing(
    Decision last,
    Optional<Decision> base,
    Optional<String> lastBack,
    Optional<String> baseBack,
    Optional<String> newest) {

  public String ratebook() {
    return last.ratebook();
  }

  /// The decision whose release is active at an instant; none where nothing is.
  public Optional<Decision> active(Instant at) {
    Optional<Decision> inForce = last.isInForce(at) ? Optional.of(last) : base;
    return inForce.filter(decision -> decision.release().isPresent());
  }

  /// The release that is active at an instant.
  public Optional<String> release(Instant at) {
    return active(at).flatMap(Decision::release);
  }

  /// The decision whose release is to become active later.
  public Optional<Decision> scheduled(Instant at) {
    return last.isInForce(at) ? Optional.empty() : Optional.of(last);
  }

  /// The release to which a rollback goes.
  public Optional<String> back(Instant at) {
    return last.isInForce(at) ? lastBack : baseBack;
  }

  public boolean isFrozen() {
    return last.frozen();
  }

  /// Whether somebody has ever decided by hand: then no folder decides any more.
  public boolean isByHand() {
    return last.byHand();
  }
}
