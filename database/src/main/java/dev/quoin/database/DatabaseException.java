package dev.quoin.database;

/// The database cannot be used, and why, in one sentence for the one who operates it.
public sealed class DatabaseException extends RuntimeException permits DatabaseAway {
  private static final long serialVersionUID = 1;

  public DatabaseException(String sentence) {
    super(sentence);
  }

  public DatabaseException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
