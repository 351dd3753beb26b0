package dev.quoin.feel;

/// What becomes of an error in an evaluation.
public enum Mode {
  /// FEEL's own way: an error is null, and the null carries its reason.
  PLAIN,
  /// A ratebook's way: an error ends the evaluation with its problem. So an operation's result is never null; null is
  /// only what was sent or written as null.
  STRICT
}
