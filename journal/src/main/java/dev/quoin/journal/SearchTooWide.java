package dev.quoin.journal;

/// A search looks at more than PostgreSQL can look at while somebody waits.
public final class SearchTooWide extends RuntimeException {
  private static final long serialVersionUID = 1;

  SearchTooWide(Throwable cause) {
    super("the search looks at too much", cause);
  }
}
