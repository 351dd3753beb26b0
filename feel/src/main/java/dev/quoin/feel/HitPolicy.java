package dev.quoin.feel;

/// What a decision table answers where several rules match (DMN 1.5, 8.2.10).
public enum HitPolicy {
  UNIQUE,
  FIRST,
  ANY,
  PRIORITY,
  RULE_ORDER,
  OUTPUT_ORDER,
  COLLECT,
  COLLECT_SUM,
  COLLECT_COUNT,
  COLLECT_MIN,
  COLLECT_MAX;

  /// Whether at most one rule's outputs are the answer.
  public boolean isSingle() {
    return this == UNIQUE || this == FIRST || this == ANY || this == PRIORITY;
  }
}
