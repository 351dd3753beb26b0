package dev.quoin.server.release;

import dev.quoin.database.DatabaseAway;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.pricing.Release;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One folder, looked at again and again, and what was made of it.
///
/// What is in the folder is read when two looks in a row have seen the same and it is not what was read before; it is
/// believed when the folder looks the same after the reading, too. So a copy that is under way is left alone, unless it
/// pauses, and then its mixture has to pass check and cases like everything else.
///
/// One thread looks; the state can be read from any.
final class WatchedFolder {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);
  private static final Duration MOST_WARM_UP = Duration.ofSeconds(3);

  private static final String NONE = "none";

  /// Problems in a line of the log; all are in `/health`.
  private static final int MOST_LOGGED = 5;

  private final Path folder;
  private final Releases releases;
  private final Offers offers;
  private final InstantSource clock;
  private final Counter taken;
  private final Counter refused;

  private Stamp last;
  private Stamp read;
  private Proof.@Nullable Fit waiting;

  /// What may not be live beside other ratebooks; they may change.
  private Proof.@Nullable Fit crossed;

  private volatile Served state;

  private WatchedFolder(
      Path folder,
      Stamp read,
      String ratebook,
      Optional<String> first,
      Releases releases,
      Offers offers,
      MeterRegistry meters,
      InstantSource clock) {
    this.folder = folder;
    this.last = read;
    this.read = read;
    this.releases = releases;
    this.offers = offers;
    this.clock = clock;
    this.state =
        new Served(
            folder,
            ratebook,
            first,
            clock.instant(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    this.taken = takeovers(ratebook, "taken", meters);
    this.refused = takeovers(ratebook, "refused", meters);
  }

  private static Counter takeovers(String ratebook, String outcome, MeterRegistry meters) {
    return Counter.builder("quoin.takeovers")
        .description("Changed ratebook folders that were taken over, or refused")
        .tag("ratebook", ratebook)
        .tag("outcome", outcome)
        .register(meters);
  }

  /// Serves a folder from its first release on, which is kept when this returns, and live unless it is not for folders to decide.
  static WatchedFolder serve(
      Proven.Folder folder,
      Releases releases,
      Offers offers,
      MeterRegistry meters,
      InstantSource clock) {
    offers.show(folder.fit());
    Release first = folder.fit().release();
    return new WatchedFolder(
        folder.path(),
        folder.seen(),
        first.ratebook().id(),
        Optional.of(first.digest()),
        releases,
        offers,
        meters,
        clock);
  }

  /// Watches a folder that may not price, and need not, for it is not for folders to decide.
  static WatchedFolder refused(
      Proven.Overruled folder,
      Releases releases,
      Offers offers,
      MeterRegistry meters,
      InstantSource clock) {
    WatchedFolder watched =
        new WatchedFolder(
            folder.path(),
            folder.seen(),
            folder.ratebook(),
            Optional.empty(),
            releases,
            offers,
            meters,
            clock);
    watched.refuse(new Proof.Unfit(Optional.empty(), folder.problems()));
    return watched;
  }

  /// How it stands: what is live may come from elsewhere.
  Served state() {
    Served seen = state;
    Live live = releases.live();
    return seen.as(
        live.ratebook(seen.ratebook()).map(Release::digest),
        live.since(seen.ratebook()).orElse(seen.since()));
  }

  private boolean isLive(String release) {
    return releases.live().byDigest(release).isPresent();
  }

  /// Looks at the folder, and takes over what is new in it.
  void look() {
    Stamp now = Stamp.of(folder);
    boolean isCalm = now.equals(last);
    last = now;
    if (now.equals(read)) {
      tryAgain();
    } else if (isCalm) {
      read(now);
    }
  }

  private void tryAgain() {
    if (waiting != null) {
      if (isAlone(waiting)) {
        takeOver(waiting);
      } else {
        cross(waiting);
      }
    } else if (crossed != null && isAlone(crossed)) {
      warmUp(crossed);
      takeOver(crossed);
    }
  }

  private boolean isAlone(Proof.Fit fit) {
    return claimed(fit).isEmpty();
  }

  private List<Problem> claimed(Proof.Fit fit) {
    return Claims.problems(fit.release(), releases.live().all());
  }

  private void cross(Proof.Fit fit) {
    waiting = null;
    crossed = fit;
    refuse(new Proof.Unfit(Optional.of(fit.release().digest()), claimed(fit)));
  }

  private void read(Stamp now) {
    Stamp before = read;
    read = now; // Even if the reading throws: once is enough.
    Proof proof = Proof.of(folder);
    if (!Stamp.of(folder).equals(now)) {
      read = before;
      return;
    }
    waiting = null;
    crossed = null;
    switch (proof) {
      case Proof.Unfit unfit -> refuse(unfit);
      case Proof.Fit fit -> {
        Release release = fit.release();
        String id = release.ratebook().id();
        if (!id.equals(state.ratebook())) {
          refuse(new Proof.Unfit(Optional.of(release.digest()), List.of(otherRatebook(id))));
        } else if (isLive(release.digest())) {
          state = settled(release.digest());
        } else if (isAlone(fit)) {
          warmUp(fit);
          takeOver(fit);
        } else {
          cross(fit);
        }
      }
    }
  }

  private Problem otherRatebook(String id) {
    return new Problem(
        new Place("ratebook.yaml", 0, 0),
        "other-ratebook",
        "the folder has become ratebook `%s` (expected: `%s`, which it was when the server started)"
            .formatted(id, state.ratebook()));
  }

  private static void warmUp(Proof.Fit fit) {
    fit.warmUp(MOST_WARM_UP, System::nanoTime);
  }

  private void takeOver(Proof.Fit fit) {
    Release release = fit.release();
    Optional<String> before = state().release();
    try {
      offers.offer(fit);
    } catch (DatabaseAway e) {
      if (waiting == null) {
        waiting = fit;
        state =
            new Served(
                folder,
                state.ratebook(),
                state.release(),
                state.since(),
                Optional.empty(),
                Optional.of(release.digest()),
                Optional.empty());
        LOG.atWarn()
            .addKeyValue("ratebook", state.ratebook())
            .addKeyValue("release", release.digest())
            .addKeyValue("why", e.getMessage())
            .log("takeover waits for the database");
      }
      return;
    }
    waiting = null;
    crossed = null;
    state = settled(release.digest());
    if (state().overruled().isPresent()) {
      LOG.atInfo()
          .addKeyValue("ratebook", state.ratebook())
          .addKeyValue("release", release.digest())
          .addKeyValue("live", state().release().orElse(NONE))
          .log("folder not taken over: the registry decides");
      return;
    }
    taken.increment();
    LOG.atInfo()
        .addKeyValue("ratebook", state.ratebook())
        .addKeyValue("release", release.digest())
        .addKeyValue("before", before.orElse(NONE))
        .addKeyValue("cases", fit.cases().size())
        .log("release taken over");
  }

  /// What is in the folder may price, and either does or is not asked.
  private Served settled(String release) {
    return new Served(
        folder,
        state.ratebook(),
        Optional.of(release),
        clock.instant(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private void refuse(Proof.Unfit unfit) {
    state =
        new Served(
            folder,
            state.ratebook(),
            state.release(),
            state.since(),
            Optional.of(new Served.Refused(clock.instant(), unfit.digest(), unfit.problems())),
            Optional.empty(),
            Optional.empty());
    refused.increment();
    LOG.atWarn()
        .addKeyValue("ratebook", state.ratebook())
        .addKeyValue("folder", folder)
        .addKeyValue("live", state().release().orElse(NONE))
        .addKeyValue("problem count", unfit.problems().size())
        .addKeyValue("problems", unfit.problems().stream().limit(MOST_LOGGED).toList())
        .log("takeover refused");
  }
}
