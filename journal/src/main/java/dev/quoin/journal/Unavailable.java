package dev.quoin.journal;

/// The database is away, and this cannot be done without it, or not any longer. Nothing is known to be kept: an entry that
/// failed so may be there nevertheless, and asking again under the same request id tells.
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unavailable(String sentence) {
    super(sentence);
  }

  Unavailable(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
