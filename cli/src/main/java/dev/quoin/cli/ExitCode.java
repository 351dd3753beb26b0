package dev.quoin.cli;

/// What the exit status of every `quoin` command means.
final class ExitCode {
  static final int FINE = 0;

  /// A check failed, a case differs, a guard broke: the command did its work and found something.
  static final int FINDINGS = 1;

  /// Used wrongly, or could not run.
  static final int COULD_NOT_RUN = 2;

  private ExitCode() {}
}
