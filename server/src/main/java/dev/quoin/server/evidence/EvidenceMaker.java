package dev.quoin.server.evidence;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.registry.Findings;
import dev.quoin.registry.Proposal;
import dev.quoin.registry.Proposals;
import dev.quoin.registry.Publication;
import dev.quoin.registry.Registry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

// Evidence takes some seconds of one processor. Whichever server has the time makes it: it claims
// the proposal by a lock that goes with its connection, finds out everything, and keeps that in one
// transaction. So a server that is killed leaves nothing half made, and another one begins anew.

/// Makes the evidence of proposals, one after another, on a thread of its own.
public final class EvidenceMaker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceMaker.class);

  /// How soon one is found that was proposed at another server, which has not made its evidence itself.
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_CHARACTERS = 500;

  private final Registry registry;
  private final Proposals proposals;
  private final Inquiry inquiry;
  private final InstantSource clock;
  private final Semaphore woken = new Semaphore(0);
  private final Thread thread =
      Thread.ofPlatform().name("quoin-evidence").daemon().unstarted(this::run);
  private volatile boolean isClosed;

  public EvidenceMaker(Database database, Registry registry, InstantSource clock) {
    this.registry = registry;
    this.proposals = registry.proposals();
    this.inquiry = new Inquiry(database);
    this.clock = clock;
  }

  /// Begins to look for proposals without evidence.
  public void start() {
    thread.start();
  }

  /// Lets it look now: something was proposed.
  public void wake() {
    woken.release();
  }

  private void run() {
    while (!isClosed) {
      try {
        int _ = makeAll();
        boolean _ = woken.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        int _ = woken.drainPermits();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /// Makes what is awaited, and is not being made by others.
  ///
  /// @return how much was made
  int makeAll() {
    int made = 0;
    try {
      for (Proposal proposal : proposals.awaited()) {
        made += make(proposal) ? 1 : 0;
      }
    } catch (DatabaseException e) {
      LOG.debug("evidence is not made while the database is away", e); // others say that it is
    } catch (RuntimeException e) {
      if (!isClosed) {
        LOG.atError().setCause(e).log("evidence cannot be made");
      }
    }
    return made;
  }

  private boolean make(Proposal proposal) {
    Optional<Proposals.Claim> claim = proposals.claim(proposal);
    if (claim.isEmpty()) {
      return false;
    }
    try (Proposals.Claim _ = claim.get()) {
      // Another server may have made it just before.
      return proposals.awaited().contains(proposal) && makeClaimed(proposal);
    }
  }

  private boolean makeClaimed(Proposal proposal) {
    Instant now = clock.instant();
    Optional<String> active =
        registry.standing(proposal.ratebook()).flatMap(standing -> standing.release(now));
    Findings findings = findings(proposal, active, now);
    boolean isKept = proposals.keep(proposal, findings, clock.instant());
    LOG.atInfo()
        .addKeyValue("proposal", proposal.number())
        .addKeyValue("release", proposal.release())
        .addKeyValue("kept", isKept)
        .addKeyValue("millis", Duration.between(now, clock.instant()).toMillis())
        .log("evidence made");
    return isKept;
  }

  /// What cannot be found out is a finding, too: somebody has to know why nothing comes.
  private Findings findings(Proposal proposal, Optional<String> active, Instant now) {
    try {
      Publication publication = registry.publication(proposal.release()).orElseThrow();
      return inquiry.of(proposal, publication, active, now);
    } catch (DatabaseException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      LOG.atWarn().setCause(e).addKeyValue("proposal", proposal.number()).log("evidence failed");
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return Inquiry.failed(
          proposal, active, why.substring(0, Math.min(why.length(), MOST_CHARACTERS)), now);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    try {
      boolean _ = !thread.isAlive() || thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
