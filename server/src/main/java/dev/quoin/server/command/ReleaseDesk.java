package dev.quoin.server.command;

import dev.quoin.compiler.Compiler;
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
import dev.quoin.server.release.Proof;
import dev.quoin.server.release.Releases;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Where releases are published, and where it is decided which of them is active.
///
/// What is asked here takes seconds of a processor, so each question has a thread of its own: those that answer callers are few.
public final class ReleaseDesk {
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
  /// @param files their contents by their paths in the folder
  public CompletableFuture<Verdict<Registry.Published>> publish(
      Map<String, byte[]> files, Registry.Provenance provenance) {
    return asked(() -> {
      synchronized (proving) {
        return published(files, provenance);
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
    GuardCheck.Report guards =
        new GuardCheck(
                release.ratebook(), Compiler::compile, new GuardCheck.Options(SEED, TRIED, now))
            .run();
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

  private static <T> Verdict<T> unfit(List<Problem> problems) {
    List<Flaw> flaws = new ArrayList<>();
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

  /// Lets a release be active. It is made ready here first: what this server cannot serve is not activated by it.
  ///
  /// @param beginning of its digest
  /// @param expected the beginning of the digest that is active now; empty where none is
  /// @param from from when on; at once, if empty
  public CompletableFuture<Verdict<Decided>> activate(
      String beginning, Optional<String> expected, Optional<Instant> from, Author author) {
    return asked(() ->
        registry
            .find(beginning)
            .then(found -> servable(found.digest()))
            .then(release ->
                whole(expected)
                    .then(
                        whole -> registry.activate(release, whole, from, author, clock.instant())))
            .map(this::told));
  }

  private Verdict<Optional<String>> whole(Optional<String> expected) {
    return expected.isEmpty()
        ? new Verdict.Given<>(expected)
        : registry.find(expected.get()).map(found -> Optional.of(found.digest()));
  }

  private Verdict<String> servable(String digest) {
    Release release = following.ready(digest);
    List<Problem> claimed = Claims.problems(release, releases.live().all());
    return claimed.isEmpty() ? new Verdict.Given<>(digest) : unfit(claimed);
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
            .then(found -> registry.rollback(ratebook, found.digest(), author, clock.instant()))
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
