package dev.quoin.cli.load;

/// Why there can be no load: one sentence for the user.
public final class LoadProblem extends Exception {
  private static final long serialVersionUID = 1L;

  public LoadProblem(String sentence) {
    super(sentence);
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
