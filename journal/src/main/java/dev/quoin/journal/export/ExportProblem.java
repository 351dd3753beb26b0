package dev.quoin.journal.export;

/// An export cannot go on until somebody has looked at it.
public final class ExportProblem extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean isInUse;

  ExportProblem(String sentence) {
    super(sentence);
    this.isInUse = false;
  }

  private ExportProblem(String sentence, boolean isInUse) {
    super(sentence);
    this.isInUse = isInUse;
  }

  static ExportProblem inUse(String sentence) {
    return new ExportProblem(sentence, true);
  }

  /// Whether nothing is wrong with the folder but that another one has it.
  public boolean isInUse() {
    return isInUse;
  }

  ExportProblem(String sentence, Throwable cause) {
    super(sentence, cause);
    this.isInUse = false;
  }
}
