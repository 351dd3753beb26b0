package dev.quoin.server.health;

/// Where a server is in its life.
public enum Phase {
  /// It answers, but its first answers would be slow, or not all that is active is live.
  WARMING_UP("warming up"),
  READY("ready"),
  /// It answers what still comes, and asks callers to go elsewhere.
  DRAINING("draining");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
