package dev.quoin.cli;

/// What the exit status of every `quoin` command means.
final class ExitCode {
  static final int FINE = 0;

  /// All that the command line names was there, and something was found in it: a problem, a case that differs, a refusal.
  static final int FINDINGS = 1;

  /// Something that the command line names is not there, be it an option, a file, a folder, a service or a decision; or the
  /// command could not run.
  static final int COULD_NOT_RUN = 2;

  private ExitCode() {}
}
