package dev.quoin.server.command;

import dev.quoin.compiler.Compiler;
import dev.quoin.database.DatabaseException;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Release;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.guard.Broken;
import dev.quoin.ratebook.guard.GuardCheck;
import dev.quoin.registry.Author;
import dev.quoin.registry.Changed;
import dev.quoin.registry.Decision;
import dev.quoin.registry.Evidence;
import dev.quoin.registry.Listed;
import dev.quoin.registry.Publication;
import dev.quoin.registry.Registry;
import dev.quoin.registry.Retirement;
import dev.quoin.registry.Standing;
import dev.quoin.server.follow.Following;
import dev.quoin.server.release.Claims;
import dev.quoin.server.release.Engine;
import dev.quoin.server.release.Live;
import dev.quoin.server.release.Proof;
import dev.quoin.server.release.Releases;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where releases are published, and where it is decided which of them is active.
///
/// What is asked here takes seconds of a processor, so each question has a thread of its own: those that answer callers are few.
public final class ReleaseDesk {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseDesk.class);

  /// How `quoin check` tries guards.
  private static final long SEED = 1;

  private static final int TRIED = 1_000;

  /// Nobody mends more at once.
  private static final int MOST_FINDINGS = 1_000;

  private static final Executor THREADS =
      work -> Thread.ofPlatform().name("quoin-release-desk").daemon().start(work);

  private final Registry registry;
  private final Following following;
  private final Releases releases;
  private final InstantSource clock;
  private final Object proving = new Object();

  /// What was published under another engine, and passed here. Guarded by `proving`.
  private final Set<String> provenHere = new HashSet<>();

  public ReleaseDesk(
      Registry registry, Following following, Releases releases, InstantSource clock) {
    this.registry = registry;
    this.following = following;
    this.releases = releases;
    this.clock = clock;
  }

  /// Publishes a ratebook that passes check, guards and cases; of one that does not, everything that is wrong is told, by its
  /// place.
  ///
  /// @param files reads their contents by their paths in the folder
  public CompletableFuture<Verdict<Registry.Published>> publish(
      Supplier<Verdict<Map<String, byte[]>>> files, Registry.Provenance provenance) {
    return asked(() -> {
      synchronized (proving) {
        return files.get().then(read -> published(read, provenance));
      }
    });
  }

  private Verdict<Registry.Published> published(
      Map<String, byte[]> files, Registry.Provenance provenance) {
    Problems problems = new Problems();
    Optional<Ratebook> ratebook = Ratebook.load(files, problems);
    if (ratebook.isEmpty()) {
      return unfit(problems.sorted());
    }
    Optional<Publication> before = registry.publication(ratebook.get().digest());
    if (before.isPresent()) {
      return new Verdict.Given<>(new Registry.Published(before.get(), false));
    }
    return switch (Proof.of(files)) {
      case Proof.Unfit unfit -> unfit(unfit.problems());
      case Proof.Fit fit -> published(fit, provenance);
    };
  }

  private Verdict<Registry.Published> published(Proof.Fit fit, Registry.Provenance provenance) {
    Release release = fit.release();
    Instant now = clock.instant();
    GuardCheck.Report guards = guards(release, now);
    if (!guards.broken().isEmpty()) {
      return unfit(guards.broken().stream().map(Broken::problem).toList());
    }
    Engine engine = Engine.current();
    List<Problem> warnings =
        Stream.concat(fit.warnings().stream(), guards.untried().stream()).sorted().toList();
    following.know(release);
    return new Verdict.Given<>(
        registry.publish(
            release.ratebook(),
            new Evidence(
                engine.version(), engine.zoneData(), fit.cases().size(), guards.kept(), warnings),
            provenance,
            now));
  }

  private static GuardCheck.Report guards(Release release, Instant now) {
    return new GuardCheck(
            release.ratebook(), Compiler::compile, new GuardCheck.Options(SEED, TRIED, now))
        .run();
  }

  private static <T> Verdict<T> unfit(List<Problem> problems) {
    return unfit(List.of(), problems);
  }

  private static <T> Verdict<T> unfit(List<Flaw> before, List<Problem> problems) {
    List<Flaw> flaws = new ArrayList<>(before);
    for (Problem problem : problems.subList(0, Math.min(problems.size(), MOST_FINDINGS))) {
      flaws.add(new Flaw(problem.place().toString(), problem.code(), problem.sentence()));
    }
    return new Verdict.Rejected<>(new Rejection(Rejection.Kind.WRONG, flaws));
  }

  /// Releases with what became of them, in the order in which they came.
  ///
  /// @param ratebook those of one alone; of all, if empty
  public CompletableFuture<Verdict<List<Listed>>> releases(String ratebook) {
    return asked(() ->
        new Verdict.Given<>(
            registry.releases(Optional.of(ratebook).filter(id -> !id.isEmpty()), clock.instant())));
  }

  /// A release with what became of it.
  ///
  /// @param beginning of its digest
  public CompletableFuture<Verdict<Listed>> release(String beginning) {
    return asked(() ->
        registry
            .find(beginning)
            .map(found ->
                registry.releases(Optional.of(found.ratebook()), clock.instant()).stream()
                    .filter(listed -> listed.release().equals(found.digest()))
                    .findFirst()
                    .orElseThrow()));
  }

  /// How a ratebook stands, and all that was decided on it.
  ///
  /// @param at when this was so
  public record Life(Standing standing, List<Decision> decisions, Instant at) {}

  /// How a ratebook stands.
  public CompletableFuture<Verdict<Life>> life(String ratebook) {
    return asked(() ->
        registry
            .standing(ratebook)
            .<Verdict<Life>>map(standing ->
                new Verdict.Given<>(
                    new Life(standing, registry.history(ratebook), clock.instant())))
            .orElseGet(() ->
                Verdict.rejected(
                    Rejection.Kind.UNKNOWN,
                    "ratebook",
                    "unknown-ratebook",
                    "nothing was decided on a ratebook `%s`".formatted(Names.cut(ratebook)))));
  }

  /// What came of a decision, as things stand at an instant.
  public record Decided(Changed changed, Instant at) {}

  /// What is to be active.
  ///
  /// @param release the beginning of its digest
  /// @param expected the beginning of the digest that is active now; empty where none is
  /// @param from from when on; at once, if empty
  /// @param isNamed whether all callers name the ratebook: then it may have services that another one has
  public record Activation(
      String release, Optional<String> expected, Optional<Instant> from, boolean isNamed) {}

  /// Lets a release be active. It is made ready here first: what this server cannot serve is not activated by it.
  public CompletableFuture<Verdict<Decided>> activate(Activation asked, Author author) {
    return asked(() ->
        registry
            .find(asked.release())
            .then(found -> servable(found.digest(), isWarm(found, asked)))
            .then(this::proven)
            .then(release -> asked.isNamed() ? new Verdict.Given<>(release) : unambiguous(release))
            .then(release ->
                whole(asked.expected())
                    .then(whole ->
                        registry.activate(
                            release.digest(), whole, asked.from(), author, clock.instant())))
            .map(this::told));
  }

  /// Whether it shall be quick from its first answer on. Whoever activates what is not the last that was published takes something
  /// back, and does not want to wait for that.
  private boolean isWarm(dev.quoin.registry.Releases.Release found, Activation asked) {
    return asked.from().isPresent()
        || registry
            .standing(found.ratebook())
            .flatMap(Standing::newest)
            .filter(newest -> !newest.equals(found.digest()))
            .isEmpty();
  }

  private Verdict<Optional<String>> whole(Optional<String> expected) {
    return expected.isEmpty()
        ? new Verdict.Given<>(expected)
        : registry.find(expected.get()).map(found -> Optional.of(found.digest()));
  }

  private Verdict<Release> servable(String digest, boolean warm) {
    Release release;
    try {
      release = following.ready(digest, warm);
    } catch (DatabaseException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).addKeyValue("release", digest).log("release cannot be served");
      return Verdict.rejected(
          Rejection.Kind.NOT_NOW,
          "release",
          "cannot-serve",
          "this server cannot serve release %s: %s"
              .formatted(shortened(digest), Names.cut(String.valueOf(e.getMessage()))));
    }
    List<Problem> claimed = Claims.problems(release, releases.live().all());
    return claimed.isEmpty() ? new Verdict.Given<>(release) : unfit(claimed);
  }

  /// What another engine has passed, or other rules of the time zones, is proved again by these: they are what will price.
  private Verdict<Release> proven(Release release) {
    Optional<Publication> published = registry.publication(release.digest());
    if (published.isEmpty() || isOfThisEngine(published.get())) {
      return new Verdict.Given<>(release);
    }
    synchronized (proving) {
      if (provenHere.contains(release.digest())) {
        return new Verdict.Given<>(release);
      }
      List<Problem> found =
          switch (Proof.of(release.ratebook().files())) {
            case Proof.Unfit unfit -> unfit.problems();
            case Proof.Fit fit ->
                guards(fit.release(), clock.instant()).broken().stream()
                    .map(Broken::problem)
                    .toList();
          };
      if (!found.isEmpty()) {
        return unfit(List.of(outdated(published.get())), found);
      }
      provenHere.add(release.digest());
      LOG.atInfo()
          .addKeyValue("release", release.digest())
          .addKeyValue("engine", Engine.current().version())
          .log("release proved again");
      return new Verdict.Given<>(release);
    }
  }

  private static boolean isOfThisEngine(Publication published) {
    Engine engine = Engine.current();
    return published.engine().equals(engine.version())
        && published.zoneData().equals(engine.zoneData());
  }

  private static Flaw outdated(Publication published) {
    Engine engine = Engine.current();
    return new Flaw(
        "release",
        "outdated-proof",
        "release %s passed under engine %s with time zones %s, and does not under %s with %s"
            .formatted(
                shortened(published.release()),
                published.engine(),
                published.zoneData(),
                engine.version(),
                engine.zoneData()));
  }

  /// A call that names no ratebook goes to the only one that has its service. A second one would end that.
  private Verdict<Release> unambiguous(Release release) {
    Live live = releases.live();
    String ratebook = release.ratebook().id();
    Set<String> before =
        live.ratebook(ratebook)
            .map(active -> active.ratebook().services().keySet())
            .orElse(Set.of());
    List<Flaw> shared = new ArrayList<>();
    for (String service : release.ratebook().services().keySet()) {
      List<String> others =
          live.withService(service).stream()
              .map(other -> other.ratebook().id())
              .filter(id -> !id.equals(ratebook))
              .toList();
      if (others.size() == 1 && !before.contains(service)) {
        shared.add(
            new Flaw(
                "callers_name_ratebook",
                "shared-service",
                "`%s` has the service `%s`, too: calls that name no ratebook would get no price any more (expected: `callers_name_ratebook`, where all do)"
                    .formatted(others.getFirst(), service)));
      }
    }
    return shared.isEmpty()
        ? new Verdict.Given<>(release)
        : new Verdict.Rejected<>(new Rejection(Rejection.Kind.NOT_NOW, shared));
  }

  private static String shortened(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }

  private Decided told(Changed changed) {
    following.decided(changed.standing());
    return new Decided(changed, clock.instant());
  }

  /// Goes back to the release that was active before.
  ///
  /// @param expected the beginning of the digest that is taken back
  public CompletableFuture<Verdict<Decided>> rollback(
      String ratebook, String expected, Author author) {
    return asked(() ->
        registry
            .find(expected)
            .then(found ->
                target(ratebook, found.digest())
                    .then(
                        _ -> registry.rollback(ratebook, found.digest(), author, clock.instant())))
            .map(this::told));
  }

  /// What a rollback would bring back is made ready first: what cannot be served here is not gone back to.
  private Verdict<Optional<Release>> target(String ratebook, String expected) {
    Instant now = clock.instant();
    return registry
        .standing(ratebook)
        .filter(standing -> standing.release(now).equals(Optional.of(expected)))
        .flatMap(standing -> standing.back(now))
        .map(target -> servable(target, false).map(Optional::of))
        .orElse(new Verdict.Given<>(Optional.empty()));
  }

  /// Lets nothing of a ratebook be active.
  ///
  /// @param expected the beginning of the digest that is active
  public CompletableFuture<Verdict<Decided>> deactivate(
      String ratebook, String expected, Author author) {
    return asked(() ->
        registry
            .find(expected)
            .then(found -> registry.deactivate(ratebook, found.digest(), author, clock.instant()))
            .map(this::told));
  }

  /// Freezes a ratebook, or lifts that.
  public CompletableFuture<Verdict<Decided>> freeze(
      String ratebook, boolean frozen, Author author) {
    return asked(() -> registry.freeze(ratebook, frozen, author, clock.instant()).map(this::told));
  }

  /// Says that a release is not to be activated any more.
  ///
  /// @param beginning of its digest
  public CompletableFuture<Verdict<Retirement>> retire(String beginning, Author author) {
    return asked(() ->
        registry
            .find(beginning)
            .then(found -> registry.retire(found.digest(), author, clock.instant())));
  }

  private static <T> CompletableFuture<Verdict<T>> asked(Supplier<Verdict<T>> question) {
    return Outages.told(CompletableFuture.supplyAsync(question, THREADS));
  }
}
