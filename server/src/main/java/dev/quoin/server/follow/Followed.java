package dev.quoin.server.follow;

import dev.quoin.registry.Standing;
import java.time.Instant;
import java.util.Optional;

/// How the registry has a ratebook, and how this server does.
///
/// @param at when this was so
/// @param live the digest that is live here
/// @param trouble why that is not the one that is active
public record Followed(
    Standing standing, Instant at, Optional<String> live, Optional<String> trouble) {

  /// Whether something else than the active release is live, or nothing.
  public boolean isBehind() {
    return !live.equals(standing.release(at));
  }
}
