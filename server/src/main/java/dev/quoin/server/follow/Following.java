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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets what is live on this server follow what is active in the registry.
///
/// One thread listens: it is told of each decision at once, and asks each second in case it was not. One lets a release take over that is
/// ready, as soon as it is active; it waits for no network, so what was scheduled comes on time. One prepares what is active: it reads,
/// compiles and warms it. One prepares ahead what is scheduled, what a rollback would bring back and what was published last, so
/// that mostly nothing is left to do when somebody decides, and however long that takes, what is active does not wait for it. What
/// has to be read first, because somebody takes something back, takes over cold: a withdrawn price is worse than a slow one.
///
/// What the database says is so. What was decided through this server is believed until the next question, for it may be of a
/// database that has lost it when another one took its place.
///
/// A release that cannot be prepared changes nothing: what is live stays live. So it does while the registry is not reached; what
/// was scheduled before then comes all the same. Of a server that starts nothing is live that could stay: it is not ready until
/// what is active is.
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
  private final Prepared prepared = new Prepared();

  private final Set<String> folders = new HashSet<>();
  private final SortedMap<String, Standing> standings = new TreeMap<>();
  private final Map<String, Failure> failures = new HashMap<>();
  private volatile @Nullable Loss loss;

  /// How often something was decided through this server.
  private long told;

  private boolean hasLooked;
  private final CountDownLatch current = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Thread> threads;

  /// Why a release could not be prepared, or may not be live beside others.
  ///
  /// @param again when it is tried again
  private record Failure(Instant again, String why) {}

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
    this.threads =
        List.of(
            thread("quoin-registry", this::listen),
            thread("quoin-swap", this::swap),
            thread("quoin-prepare", () -> prepare(this::nextActive)),
            thread("quoin-prepare-ahead", () -> prepare(this::nextAhead)));
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
    heard(registry.standings(), 0);
    for (String active : activeByHand()) {
      prepare(active);
    }
    bring();
  }

  private synchronized List<String> activeByHand() {
    Instant now = clock.instant();
    return standings.values().stream()
        .filter(Standing::isByHand)
        .flatMap(standing -> standing.release(now).stream())
        .toList();
  }

  /// Whether somebody has ever decided by hand which release of some ratebook is active.
  public synchronized boolean isByHand() {
    return standings.values().stream().anyMatch(Standing::isByHand);
  }

  /// Whether somebody has ever decided by hand which release of a ratebook is active.
  public synchronized boolean isByHand(String ratebook) {
    return Optional.ofNullable(standings.get(ratebook)).filter(Standing::isByHand).isPresent();
  }

  /// Begins to follow.
  public void follow() {
    threads.forEach(Thread::start);
  }

  /// Waits until all that is active is live here, for the first time; or until this is closed.
  public void awaitCurrent() {
    try {
      current.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void show(Proof.Fit fit) {
    Release release = fit.release();
    String ratebook = release.ratebook().id();
    releases.keep(release);
    synchronized (this) {
      folders.add(ratebook);
      prepared.put(release);
      if (!isByHand(ratebook) && Claims.problems(release, releases.live().all()).isEmpty()) {
        releases.takeOver(release, clock.instant());
      }
    }
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
    prepared.put(release);
    decided(standing);
  }

  /// Makes a release ready, so that it can be decided on.
  ///
  /// @param warm whether it may take the time to be quick from its first answer on
  /// @throws RuntimeException where that is not possible here; its message says why
  public Release ready(String digest, boolean warm) {
    return prepared.get(digest, warm ? this::warm : this::read);
  }

  /// One that somebody has made ready.
  public void know(Release release) {
    prepared.put(release);
  }

  /// What was just decided takes effect here at once.
  public void decided(Standing standing) {
    synchronized (this) {
      told++;
      merge(standing);
      settle();
    }
    bring();
  }

  private static Thread thread(String name, Runnable work) {
    return Thread.ofPlatform().name(name).daemon().unstarted(work);
  }

  private void listen() {
    long settled = 0;
    while (closed.getCount() > 0) {
      try {
        settled = look(settled);
        bring();
        changes.await(POLL);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        LOG.atError().setCause(e).log("following the registry failed: this is a bug");
        pause();
      }
    }
  }

  /// @param settled how often something had been decided here when all of it was asked for last
  private long look(long settled) {
    long asked = told();
    try {
      if (asked != settled) {
        changes.forget();
      }
      changes.news().ifPresent(all -> heard(all, asked));
      Loss over = loss;
      if (over != null) {
        loss = null;
        LOG.info("the registry is back");
      }
      return asked;
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
    } finally {
      looked();
    }
    return settled;
  }

  private synchronized long told() {
    return told;
  }

  private synchronized void looked() {
    hasLooked = true;
  }

  private Loss lossBy(RuntimeException why) {
    String message = String.valueOf(why.getMessage());
    return new Loss(clock.instant(), message.lines().findFirst().orElse(message));
  }

  /// All that the database says.
  ///
  /// @param asked how often something had been decided here when it was asked
  private synchronized void heard(List<Standing> all, long asked) {
    if (asked == told) {
      standings.clear(); // what it does not say is not so
    }
    all.forEach(this::merge);
    settle();
  }

  private void merge(Standing standing) {
    standings.merge(
        standing.ratebook(),
        standing,
        (before, after) -> after.last().number() >= before.last().number() ? after : before);
  }

  private void settle() {
    Set<String> wanted = new HashSet<>();
    mine().flatMap(standing -> wanted(standing).stream()).forEach(wanted::add);
    prepared.keep(wanted);
    failures.keySet().retainAll(wanted);
    notifyAll();
  }

  private Stream<Standing> mine() {
    return standings.values().stream()
        .filter(standing -> standing.isByHand() || folders.contains(standing.ratebook()));
  }

  /// The releases of a ratebook that should be ready, the most urgent first.
  private List<String> wanted(Standing standing) {
    Instant now = clock.instant();
    List<String> wanted = new ArrayList<>();
    standing.release(now).ifPresent(wanted::add);
    standing.scheduled(now).flatMap(Decision::release).ifPresent(wanted::add);
    standing.back(now).ifPresent(wanted::add);
    standing.newest().ifPresent(wanted::add);
    return wanted;
  }

  /// It holds the monitor but for the time that it waits.
  private synchronized void swap() {
    try {
      while (closed.getCount() > 0) {
        bringOrSay();
        wait(Math.max(1, untilNext().toMillis()));
      }
    } catch (InterruptedException e) {
      // It is closed.
    }
  }

  private void bringOrSay() {
    try {
      bring();
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).log("letting a release take over failed: this is a bug");
    }
  }

  /// Until what is scheduled is active.
  private Duration untilNext() {
    Instant now = clock.instant();
    return standings.values().stream()
        .flatMap(standing -> standing.scheduled(now).stream())
        .flatMap(decision -> decision.scheduledFor().stream())
        .map(from -> Duration.between(now, from))
        .min(Comparator.naturalOrder())
        .filter(wait -> wait.compareTo(POLL) < 0)
        .orElse(POLL);
  }

  /// Lets what is active and ready take over, and what nothing of is active any more go.
  private synchronized void bring() {
    Instant now = clock.instant();
    releases.live().all().stream()
        .map(release -> release.ratebook().id())
        .filter(ratebook -> isOver(ratebook, now))
        .toList()
        .forEach(this::drop);
    for (Standing standing : mine().toList()) {
      standing
          .active(now)
          .filter(_ -> !isCurrent(standing, now))
          .flatMap(active -> active.release().flatMap(prepared::now))
          .ifPresent(release -> bring(standing.active(now).orElseThrow(), release, now));
    }
    if (hasLooked && mine().allMatch(standing -> isCurrent(standing, now))) {
      current.countDown();
    }
  }

  /// Whether nothing of a ratebook is active that should be live here.
  private boolean isOver(String ratebook, Instant now) {
    Standing standing = standings.get(ratebook);
    if (folders.contains(ratebook)) {
      return standing != null && standing.active(now).isEmpty();
    }
    return standing == null || !standing.isByHand() || standing.active(now).isEmpty();
  }

  private void drop(String ratebook) {
    releases.drop(ratebook);
    LOG.atInfo().addKeyValue("ratebook", ratebook).log("nothing is active any more");
  }

  /// Whether just that is live which is active.
  private boolean isCurrent(Standing standing, Instant now) {
    return standing
        .release(now)
        .equals(releases.live().ratebook(standing.ratebook()).map(Release::digest));
  }

  private void bring(Decision active, Release release, Instant now) {
    List<Problem> claimed = Claims.problems(release, releases.live().all());
    if (!claimed.isEmpty()) {
      fail(release.digest(), TRY_AGAIN, told(claimed));
      return;
    }
    failures.remove(release.digest());
    String before = releases.live().ratebook(active.ratebook()).map(Release::digest).orElse("none");
    releases.takeOver(release, now);
    LOG.atInfo()
        .addKeyValue("ratebook", active.ratebook())
        .addKeyValue("release", release.digest())
        .addKeyValue("before", before)
        .addKeyValue("decision", active.kind().text())
        .addKeyValue("by", active.by())
        .log("release followed");
  }

  private static String told(List<Problem> problems) {
    return problems.stream()
        .limit(MOST_TOLD)
        .map(Problem::toString)
        .reduce((one, other) -> one + "; " + other)
        .orElse("");
  }

  private void prepare(Supplier<Optional<String>> next) {
    while (closed.getCount() > 0) {
      try {
        prepare(awaited(next));
        bring();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        LOG.atError().setCause(e).log("preparing a release failed: this is a bug");
        pause();
      }
    }
  }

  private synchronized String awaited(Supplier<Optional<String>> next) throws InterruptedException {
    Optional<String> found = next.get();
    while (found.isEmpty()) {
      wait(POLL.toMillis());
      found = next.get();
    }
    return found.get();
  }

  private Optional<String> nextActive() {
    Instant now = clock.instant();
    return next(mine().flatMap(standing -> standing.release(now).stream()));
  }

  private Optional<String> nextAhead() {
    Instant now = clock.instant();
    Set<String> active =
        mine().flatMap(standing -> standing.release(now).stream()).collect(Collectors.toSet());
    return next(
        mine()
            .flatMap(standing -> wanted(standing).stream())
            .filter(digest -> !active.contains(digest)));
  }

  private Optional<String> next(Stream<String> digests) {
    Instant now = clock.instant();
    return digests
        .filter(digest -> prepared.now(digest).isEmpty())
        .filter(digest -> !isTriedLately(digest, now))
        .findFirst();
  }

  private boolean isTriedLately(String digest, Instant now) {
    Failure failure = failures.get(digest);
    return failure != null && now.isBefore(failure.again());
  }

  private void prepare(String digest) {
    try {
      prepared.get(digest, isUrgent(digest) ? this::read : this::warm);
      clear(digest);
    } catch (DatabaseAway e) {
      fail(digest, POLL, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      fail(digest, TRY_AGAIN, String.valueOf(e.getMessage()));
    }
  }

  private synchronized void clear(String digest) {
    failures.remove(digest);
  }

  private synchronized void fail(String digest, Duration again, String why) {
    Failure before = failures.put(digest, new Failure(clock.instant().plus(again), why));
    if (before == null || !before.why().equals(why)) {
      LOG.atWarn()
          .addKeyValue("release", digest)
          .addKeyValue("why", why)
          .log("release cannot be live here");
    }
  }

  private Release read(String digest) {
    return releases
        .byDigest(digest)
        .orElseThrow(
            () -> new IllegalStateException("release " + digest + " is not in the registry"));
  }

  private Release warm(String digest) {
    Release release = read(digest);
    WarmUp.of(List.of(release), MOST_WARM_UP, System::nanoTime);
    return release;
  }

  /// Whether something that was withdrawn is live until this one is ready: whoever activates what is not the last that was published
  /// takes back, too.
  private synchronized boolean isUrgent(String digest) {
    Instant now = clock.instant();
    return mine()
        .filter(standing -> standing.release(now).equals(Optional.of(digest)))
        .anyMatch(standing ->
            !standing.newest().equals(Optional.of(digest))
                || standing.active(now).orElseThrow().kind() == Decision.Kind.ROLLBACK);
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
          Optional<String> active = standing.release(now);
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
    current.countDown();
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
