package dev.quoin.server.release;

import dev.quoin.feel.Problems;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Ratebook;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The releases that price: for each ratebook the one that is live, and every other one by its digest, for what was
/// quoted and booked under it.
public final class Releases {
  /// Compiled releases that are not live; a booking's is asked for a few times within hours, then never again.
  private static final int KEPT = 16;

  private final Shelf shelf;
  private final Recent recent = new Recent(KEPT);
  private volatile Live live = Live.NONE;

  public Releases(Shelf shelf) {
    this.shelf = shelf;
  }

  /// What is live now.
  public Live live() {
    return live;
  }

  /// The release of that digest: at once where it is live or was used lately, else read and compiled, once even where many
  /// ask for it at the same time. Blocks meanwhile.
  ///
  /// @throws dev.quoin.database.DatabaseAway when it has to be read and the database is away
  public Optional<Release> byDigest(String digest) {
    Optional<Release> here = live.byDigest(digest);
    return here.isPresent() ? here : recent.get(digest, this::read);
  }

  private Optional<Release> read(String digest) {
    return shelf.files(digest).map(files -> compiled(digest, files));
  }

  private static Release compiled(String digest, Map<String, byte[]> files) {
    Problems problems = new Problems();
    Ratebook ratebook =
        Ratebook.load(files, problems)
            .orElseThrow(() ->
                new IllegalStateException(
                    "release %s was proved and no longer loads: %s"
                        .formatted(digest, problems.sorted())));
    if (!ratebook.digest().equals(digest)) {
      throw new IllegalStateException(
          "release %s reads as %s".formatted(digest, ratebook.digest()));
    }
    return Release.of(ratebook);
  }

  /// Keeps a release for ever.
  ///
  /// @throws dev.quoin.database.DatabaseAway when the database is away
  public void keep(Release release) {
    shelf.keep(release.ratebook());
  }

  /// Lets a release answer from now on. The one before stays at hand for the bookings under it.
  ///
  /// @param at now
  public synchronized void takeOver(Release release, Instant at) {
    live.ratebook(release.ratebook().id()).ifPresent(recent::put);
    live = live.with(release, at);
  }

  /// Lets nothing of a ratebook answer any more. What was live stays at hand for the bookings under it.
  public synchronized void drop(String ratebook) {
    live.ratebook(ratebook).ifPresent(recent::put);
    live = live.without(ratebook);
  }
}
