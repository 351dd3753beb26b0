package dev.quoin.server.command;

import dev.quoin.pricing.Verdict;
import dev.quoin.registry.Author;
import dev.quoin.registry.ProposalEvidence;
import dev.quoin.registry.ProposalStanding;
import dev.quoin.registry.Proposals;
import dev.quoin.registry.Registry;
import dev.quoin.registry.Review;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Where releases are proposed, and where people say what they think of that. What it takes for a release to be activated, the
/// registry knows.
public final class ProposalDesk {
  /// Nobody reads more.
  private static final int MOST = 200;

  private static final int MOST_DIGITS = 9;

  /// They wait for the database.
  private static final Executor THREADS =
      work -> Thread.ofVirtual().name("quoin-proposal-desk").start(work);

  private final Registry registry;
  private final Proposals proposals;
  private final Runnable proposed;
  private final InstantSource clock;

  /// @param proposed is run when evidence has to be made
  public ProposalDesk(Registry registry, Runnable proposed, InstantSource clock) {
    this.registry = registry;
    this.proposals = registry.proposals();
    this.proposed = proposed;
    this.clock = clock;
  }

  /// Proposes a release; its evidence is made by a server that has the time.
  ///
  /// @param beginning of its digest
  public CompletableFuture<Verdict<Proposals.Told>> propose(String beginning, Author author) {
    return asked(() ->
        registry
            .find(beginning)
            .then(found -> proposals.propose(found.digest(), author, clock.instant()))
            .map(told -> {
              proposed.run();
              return told;
            }));
  }

  /// How proposals stand, the last one first.
  ///
  /// @param ratebook those of one alone; of all, if empty
  public CompletableFuture<Verdict<List<ProposalStanding>>> proposals(String ratebook) {
    return asked(() ->
        new Verdict.Given<>(
            proposals.all(
                Optional.of(ratebook).filter(id -> !id.isEmpty()), MOST, clock.instant())));
  }

  /// A proposal with its evidence.
  ///
  /// @param evidence as JSON; absent where it is not made yet
  public record Shown(ProposalStanding standing, Optional<String> evidence) {}

  /// How a proposal stands, with its evidence.
  public CompletableFuture<Verdict<Shown>> proposal(String number) {
    return asked(() ->
        number(number)
            .then(found -> proposals.standing(found, clock.instant()))
            .map(standing ->
                new Shown(
                    standing,
                    standing.evidence().map(ProposalEvidence::number).flatMap(proposals::body))));
  }

  /// Says something to a proposal.
  ///
  /// @param waives the broken guards that shall not stop it: of an approval
  public CompletableFuture<Verdict<Proposals.Told>> review(
      String number, Review.Kind kind, Author author, List<String> waives) {
    return asked(() ->
        number(number)
            .then(found -> proposals.review(found, kind, author, waives, clock.instant())));
  }

  private static Verdict<Long> number(String written) {
    return written.matches("[0-9]{1," + MOST_DIGITS + "}")
        ? new Verdict.Given<>(Long.parseLong(written))
        : Proposals.unknown(Names.cut(written));
  }

  private <T> CompletableFuture<Verdict<T>> asked(Supplier<Verdict<T>> question) {
    return Outages.told(CompletableFuture.supplyAsync(question, THREADS));
  }
}
