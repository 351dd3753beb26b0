package dev.quoin.server.follow;

import dev.quoin.database.DatabaseAway;
import dev.quoin.database.DatabaseException;
import dev.quoin.feel.Problem;
import dev.quoin.pricing.Release;
import dev.quoin.registry.Author;
import dev.quoin.registry.Changes;
import dev.quoin.registry.Decision;
import dev.quoin.registry.Registry;
import dev.quoin.registry.Standing;
import dev.quoin.server.release.Claims;
import dev.quoin.server.release.Offers;
import dev.quoin.server.release.Proof;
import dev.quoin.server.release.Releases;
import dev.quoin.server.release.WarmUp;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets what is live on this server follow what is active in the registry.
///
/// One thread listens: it is told of each decision at once, asks each second in case it was not, and lets a release take over that
/// is ready, as soon as it is active. Another one prepares: it reads, compiles and warms what is active, what is scheduled, what a
/// rollback would bring back and what was published last, so that mostly nothing is left to do when somebody decides. What has to be
/// read first for a rollback takes over cold: a withdrawn price is worse than a slow one.
///
/// A release that cannot be prepared changes nothing: what is live stays live. So it does while the registry is not reached; what
/// was scheduled before then comes all the same.
///
/// A ratebook is followed when somebody has decided on it by hand, or when this server has its folder.
public final class Following implements Offers, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  private static final Duration POLL = Duration.ofSeconds(1);

  /// Servers follow within two seconds.
  private static final Duration MOST_WARM_UP = Duration.ofMillis(800);

  private static final Duration TRY_AGAIN = Duration.ofSeconds(10);
  private static final int MOST_TOLD = 3;

  private final Registry registry;
  private final Changes changes;
  private final Releases releases;
  private final InstantSource clock;
  private final Prepared prepared;

  private final Set<String> folders = new HashSet<>();
  private final SortedMap<String, Standing> standings = new TreeMap<>();
  private final Map<String, Failure> failures = new HashMap<>();
  private volatile @Nullable Loss loss;

  private final Semaphore work = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Thread> threads;

  /// Why a release could not be prepared, or may not be live beside others.
  private record Failure(Instant at, String why) {}

  public Following(
      Registry registry,
      Changes changes,
      Releases releases,
      InstantSource clock,
      MeterRegistry meters) {
    this.registry = registry;
    this.changes = changes;
    this.releases = releases;
    this.clock = clock;
    this.prepared = new Prepared(this::made);
    this.threads =
        List.of(
            Thread.ofPlatform().name("quoin-registry").daemon().unstarted(this::listen),
            Thread.ofPlatform().name("quoin-prepare").daemon().unstarted(this::prepare));
    Gauge.builder("quoin.registry.up", () -> loss == null ? 1 : 0)
        .description("1 while this server hears what is active")
        .register(meters);
    Gauge.builder(
            "quoin.release.behind", () -> followed().stream().filter(Followed::isBehind).count())
        .description("Ratebooks whose active release is not live on this server")
        .register(meters);
  }

  /// Takes over what is active, before the first request.
  ///
  /// @throws DatabaseException when it cannot be known
  public void open() {
    List<Standing> all = registry.standings();
    heard(all);
    for (Standing standing : all) {
      if (standing.isByHand()) {
        standing.active(clock.instant()).map(Decision::release).ifPresent(this::prepare);
      }
    }
    bring();
  }

  /// Whether somebody has ever decided by hand which release of some ratebook is active.
  public synchronized boolean isByHand() {
    return standings.values().stream().anyMatch(Standing::isByHand);
  }

  /// Begins to follow.
  public void follow() {
    threads.forEach(Thread::start);
  }

  /// What a folder holds is active, unless somebody has decided by hand.
  @Override
  public void offer(Proof.Fit fit) {
    Release release = fit.release();
    synchronized (this) {
      folders.add(release.ratebook().id());
    }
    Standing standing =
        registry.offer(
            release.ratebook(),
            new Author("quoin up", "the folder that a server serves"),
            clock.instant());
    heard(List.of(standing));
    prepared.put(release);
    bring();
  }

  /// Makes a release ready, so that it can be decided on.
  ///
  /// @throws RuntimeException where that is not possible here; its message says why
  public Release ready(String digest) {
    return prepared.get(digest);
  }

  /// One that somebody has made ready.
  public void know(Release release) {
    prepared.put(release);
  }

  /// What was just decided takes effect here at once.
  public void decided(Standing standing) {
    heard(List.of(standing));
    bring();
    work.release();
  }

  private void listen() {
    while (closed.getCount() > 0) {
      try {
        look();
        bring();
        changes.await(untilNext());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        LOG.atError().setCause(e).log("following the registry failed: this is a bug");
        pause();
      }
    }
  }

  private void look() {
    try {
      changes
          .news()
          .ifPresent(all -> {
            heard(all);
            work.release();
          });
      Loss over = loss;
      if (over != null) {
        loss = null;
        LOG.info("the registry is back");
      }
    } catch (DatabaseException e) {
      if (loss == null) {
        loss = lossBy(e);
        LOG.warn("the registry is away, what is live stays live: {}", e.getMessage());
      }
    } catch (RuntimeException e) { // such as a decision of a newer version
      if (loss == null) {
        loss = lossBy(e);
        LOG.error("the registry cannot be read, what is live stays live", e);
      }
    }
  }

  private Loss lossBy(RuntimeException why) {
    String message = String.valueOf(why.getMessage());
    return new Loss(clock.instant(), message.lines().findFirst().orElse(message));
  }

  /// Until the next look, or until what is scheduled is active.
  private synchronized Duration untilNext() {
    Instant now = clock.instant();
    return standings.values().stream()
        .flatMap(standing -> standing.scheduled(now).stream())
        .flatMap(decision -> decision.scheduledFor().stream())
        .map(from -> Duration.between(now, from))
        .min(Comparator.naturalOrder())
        .filter(wait -> wait.compareTo(POLL) < 0)
        .orElse(POLL);
  }

  private synchronized void heard(List<Standing> all) {
    for (Standing standing : all) {
      standings.merge(
          standing.ratebook(),
          standing,
          (before, after) -> after.last().number() >= before.last().number() ? after : before);
    }
    Set<String> wanted = new HashSet<>();
    mine().flatMap(standing -> wanted(standing).stream()).forEach(wanted::add);
    prepared.keep(wanted);
    failures.keySet().retainAll(wanted);
  }

  private Stream<Standing> mine() {
    return standings.values().stream()
        .filter(standing -> standing.isByHand() || folders.contains(standing.ratebook()));
  }

  /// The releases of a ratebook that should be ready, the most urgent first.
  private List<String> wanted(Standing standing) {
    Instant now = clock.instant();
    List<String> wanted = new ArrayList<>();
    standing.active(now).map(Decision::release).ifPresent(wanted::add);
    standing.scheduled(now).map(Decision::release).ifPresent(wanted::add);
    standing.back(now).ifPresent(wanted::add);
    standing.newest().ifPresent(wanted::add);
    return wanted;
  }

  /// Lets what is active and ready take over.
  private synchronized void bring() {
    Instant now = clock.instant();
    mine()
        .flatMap(standing -> standing.active(now).stream())
        .filter(active -> !isLive(active.ratebook(), active.release()))
        .forEach(active ->
            prepared.now(active.release()).ifPresent(release -> bring(active, release, now)));
  }

  private void bring(Decision active, Release release, Instant now) {
    List<Problem> claimed = Claims.problems(release, releases.live().all());
    if (!claimed.isEmpty()) {
      fail(active.release(), told(claimed));
      return;
    }
    failures.remove(active.release());
    String before = releases.live().ratebook(active.ratebook()).map(Release::digest).orElse("none");
    releases.takeOver(release, now);
    LOG.atInfo()
        .addKeyValue("ratebook", active.ratebook())
        .addKeyValue("release", active.release())
        .addKeyValue("before", before)
        .addKeyValue("decision", active.kind().text())
        .addKeyValue("by", active.by())
        .log("release followed");
  }

  private boolean isLive(String ratebook, String release) {
    return releases
        .live()
        .ratebook(ratebook)
        .filter(live -> live.digest().equals(release))
        .isPresent();
  }

  private static String told(List<Problem> problems) {
    return problems.stream()
        .limit(MOST_TOLD)
        .map(Problem::toString)
        .reduce((one, other) -> one + "; " + other)
        .orElse("");
  }

  private void prepare() {
    while (closed.getCount() > 0) {
      try {
        Optional<String> next = next();
        if (next.isPresent()) {
          prepare(next.get());
          bring();
        } else if (work.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
          work.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        LOG.atError().setCause(e).log("preparing a release failed: this is a bug");
        pause();
      }
    }
  }

  /// What is to be made ready next: what is active anywhere, before what may become so.
  private synchronized Optional<String> next() {
    Instant now = clock.instant();
    Stream<String> active =
        mine().flatMap(standing -> standing.active(now).stream()).map(Decision::release);
    return Stream.concat(active, mine().flatMap(standing -> wanted(standing).stream()))
        .filter(digest -> prepared.now(digest).isEmpty())
        .filter(digest -> !isTriedLately(digest, now))
        .findFirst();
  }

  private boolean isTriedLately(String digest, Instant now) {
    Failure failure = failures.get(digest);
    return failure != null && now.isBefore(failure.at().plus(TRY_AGAIN));
  }

  private void prepare(String digest) {
    try {
      prepared.get(digest);
      clear(digest);
    } catch (DatabaseAway e) {
      pause();
    } catch (RuntimeException e) {
      fail(digest, String.valueOf(e.getMessage()));
    }
  }

  private synchronized void clear(String digest) {
    failures.remove(digest);
  }

  private synchronized void fail(String digest, String why) {
    Failure before = failures.put(digest, new Failure(clock.instant(), why));
    if (before == null || !before.why().equals(why)) {
      LOG.atWarn()
          .addKeyValue("release", digest)
          .addKeyValue("why", why)
          .log("release cannot be live here");
    }
  }

  private Release made(String digest) {
    Release release =
        releases
            .byDigest(digest)
            .orElseThrow(
                () -> new IllegalStateException("release " + digest + " is not in the registry"));
    if (!isUrgent(digest)) {
      WarmUp.of(List.of(release), MOST_WARM_UP, System::nanoTime);
    }
    return release;
  }

  /// Whether something that was withdrawn is live until this one is ready.
  private synchronized boolean isUrgent(String digest) {
    Instant now = clock.instant();
    return mine()
        .flatMap(standing -> standing.active(now).stream())
        .anyMatch(
            active -> active.kind() != Decision.Kind.ACTIVATE && active.release().equals(digest));
  }

  private void pause() {
    try {
      var _ = closed.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// How all ratebooks stand that are followed here.
  public synchronized List<Followed> followed() {
    Instant now = clock.instant();
    return mine()
        .map(standing -> {
          Optional<String> active = standing.active(now).map(Decision::release);
          Optional<String> live =
              releases.live().ratebook(standing.ratebook()).map(Release::digest);
          return new Followed(
              standing,
              now,
              live,
              active.equals(live)
                  ? Optional.empty()
                  : active
                      .flatMap(digest -> Optional.ofNullable(failures.get(digest)))
                      .map(Failure::why));
        })
        .toList();
  }

  /// Since when the registry is not reached.
  public Optional<Loss> loss() {
    return Optional.ofNullable(loss);
  }

  @Override
  public void close() {
    closed.countDown();
    work.release();
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        if (thread.isAlive()) { // none is where the server did not come to start them
          thread.join(Duration.ofSeconds(10));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    changes.close();
  }
}
