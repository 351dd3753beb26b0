package dev.quoin.server.run;

/// Why a server did not start, in one sentence for the one who started it. Nothing is left running.
public final class CouldNotStart extends Exception {
  private static final long serialVersionUID = 1L;

  CouldNotStart(String sentence) {
    super(sentence);
  }

  CouldNotStart(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
