package dev.quoin.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--explain`, in brief or in full.
final class ExplainOption {
  private enum Depth {
    BRIEF,
    FULL
  }

  @Option(
      names = "--explain",
      arity = "0..1",
      paramLabel = "full",
      fallbackValue = "brief",
      description = "How the answer came to be; =full folds nothing.")
  private @Nullable Depth depth;

  boolean asked() {
    return depth != null;
  }

  boolean full() {
    return depth == Depth.FULL;
  }
}
