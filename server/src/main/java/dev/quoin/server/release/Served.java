package dev.quoin.server.release;

import dev.quoin.feel.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a folder and what is live of it stand to each other.
///
/// @param folder as it was named when the server was started
/// @param release the digest that is live; none where nothing is
/// @param since since when it is so
/// @param refused what is in the folder now and may not price, with the reasons
/// @param waiting the digest in the folder that may price and is taken over as soon as the database is back
/// @param overruled the digest in the folder that may price and is not live: somebody has decided by hand which release is
public record Served(
    Path folder,
    String ratebook,
    Optional<String> release,
    Instant since,
    Optional<Refused> refused,
    Optional<String> waiting,
    Optional<String> overruled) {

  /// A takeover that did not happen.
  ///
  /// @param release the digest, if the folder could be read as a ratebook at all
  public record Refused(Instant at, Optional<String> release, List<Problem> problems) {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /// The same with what is live now, which may come from elsewhere.
  Served as(Optional<String> live, Instant at) {
    boolean isOther = refused.isEmpty() && waiting.isEmpty() && !live.equals(release);
    return new Served(
        folder, ratebook, live, at, refused, waiting, isOther ? release : Optional.empty());
  }
}
