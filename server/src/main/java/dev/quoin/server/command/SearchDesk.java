package dev.quoin.server.command;

import dev.quoin.journal.Journal;
import dev.quoin.journal.Search;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.server.metrics.Requests;
import dev.quoin.server.release.Releases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Where answers are looked for that were given.
public final class SearchDesk {
  private final Releases releases;
  private final Journal journal;
  private final Requests requests;

  public SearchDesk(Releases releases, Journal journal, Requests requests) {
    this.releases = releases;
    this.journal = journal;
    this.requests = requests;
  }

  /// A page of the answers to which all applies that is asked.
  ///
  /// @param asked texts by the names that [Wanted] knows
  /// @param customer whose they are, by the customer's own name; empty where that is not asked
  public CompletableFuture<Verdict<Found>> find(Map<String, List<String>> asked, String customer) {
    return requests.measure(
        Requests.ANY,
        "find",
        found -> found.answers().isEmpty() ? "none" : "found",
        () ->
            switch (new Wanted(releases.live(), journal::pseudonym).read(asked, customer)) {
              case Verdict.Given<Search>(Search search) -> Outages.told(found(search));
              case Verdict.Rejected<Search>(Rejection rejection) ->
                  CompletableFuture.completedFuture(new Verdict.Rejected<>(rejection));
            });
  }

  /// One more than a page has tells whether there is another one.
  private CompletableFuture<Verdict<Found>> found(Search search) {
    int limit = search.limit();
    return journal
        .search(new Search(search.filters(), search.before(), limit + 1))
        .thenApply(all ->
            all.size() <= limit
                ? new Found(all, Optional.empty())
                : new Found(all.subList(0, limit), Optional.of(all.get(limit - 1).id())))
        .thenApply(Verdict.Given::new);
  }
}
