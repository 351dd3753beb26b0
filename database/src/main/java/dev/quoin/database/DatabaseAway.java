package dev.quoin.database;

/// The database cannot be used now, and may be there again later: it is not reached, is starting or stopping, lets nobody in, or
/// has no room.
public final class DatabaseAway extends DatabaseException {
  private static final long serialVersionUID = 1;

  public DatabaseAway(String sentence) {
    super(sentence);
  }

  public DatabaseAway(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
