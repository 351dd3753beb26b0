package dev.quoin.compiler.emit;

/// The shapes of one program.
public enum Form {
  /// Answers.
  ROW,
  /// Answers for many inputs at once.
  COLUMNS,
  /// Answers the same, and tells a tracer how.
  TRACED
}
