package dev.quoin.server.release;

import java.time.InstantSource;

/// Where a folder that may price asks to be served.
public interface Offers {
  /// Serves what the folder holds from now on, unless it is not for folders to decide.
  ///
  /// @throws dev.quoin.database.DatabaseAway when that cannot be known now
  void offer(Proof.Fit fit);

  /// Every folder is served as it is.
  static Offers taken(Releases releases, InstantSource clock) {
    return fit -> {
      releases.keep(fit.release());
      releases.takeOver(fit.release(), clock.instant());
    };
  }
}
