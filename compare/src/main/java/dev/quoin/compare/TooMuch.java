package dev.quoin.compare;

import dev.quoin.feel.Problem;

/// A comparison that would not fit into the memory that it may have: told rather than told wrongly.
public final class TooMuch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  TooMuch(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
