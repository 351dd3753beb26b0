package dev.quoin.compiler.emit;

/// The shapes of one program.
public enum Form {
  /// Answers.
  ROW,
  /// Answers the same, and tells a tracer how.
  TRACED
}
