package dev.quoin.journal.export;

/// An export cannot go on until somebody has looked at it.
public final class ExportProblem extends Exception {
  private static final long serialVersionUID = 1;

  ExportProblem(String sentence) {
    super(sentence);
  }

  ExportProblem(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
