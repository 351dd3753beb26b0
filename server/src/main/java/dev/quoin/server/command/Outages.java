package dev.quoin.server.command;

import dev.quoin.database.DatabaseAway;
import dev.quoin.journal.Overloaded;
import dev.quoin.journal.SearchTooWide;
import dev.quoin.journal.Unavailable;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Tells callers of outages that pass, as a rejection. What else fails is a bug, and stays an exception.
final class Outages {
  private Outages() {}

  static <T> CompletableFuture<Verdict<T>> told(CompletableFuture<Verdict<T>> verdict) {
    return verdict.exceptionally(failure -> {
      Throwable cause = failure;
      while (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      return switch (cause) {
        case Overloaded _ ->
            Verdict.rejected(
                Rejection.Kind.TOO_MUCH,
                "",
                "too-busy",
                "more is asked than can be kept; ask again later");
        // To ask again as it is would not help.
        case SearchTooWide _ ->
            Verdict.rejected(
                Rejection.Kind.WRONG,
                "",
                "search-too-wide",
                "more answers would have to be looked at than there is time for (expected: a shorter time, by `from` and `to`)");
        case Unavailable _, DatabaseAway _ ->
            Verdict.rejected(
                Rejection.Kind.AWAY,
                "",
                "database-away",
                "the database is away, and this cannot be answered without it");
        default -> throw new CompletionException(cause);
      };
    });
  }
}
