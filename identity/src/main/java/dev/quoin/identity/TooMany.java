package dev.quoin.identity;

/// So many tokens that were never seen here are looked up that one more has no place; those who are known go on.
public final class TooMany extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooMany() {
    super("too many unknown tokens at once", null, false, false);
  }
}
