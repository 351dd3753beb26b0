package dev.quoin.server.release;

import java.time.InstantSource;

/// Where a folder that may price asks to be served.
public interface Offers {
  /// Serves what a folder holds while a server starts, unless it is not for folders to decide. Nothing is decided by that: a server
  /// that does not come to answer has changed nothing for others.
  ///
  /// @throws dev.quoin.database.DatabaseAway when it cannot be kept now
  void show(Proof.Fit fit);

  /// Serves what the folder holds from now on, unless it is not for folders to decide.
  ///
  /// @throws dev.quoin.database.DatabaseAway when that cannot be known now
  void offer(Proof.Fit fit);

  /// Every folder is served as it is.
  static Offers taken(Releases releases, InstantSource clock) {
    return new Offers() {
      @Override
      public void show(Proof.Fit fit) {
        offer(fit);
      }

      @Override
      public void offer(Proof.Fit fit) {
        releases.keep(fit.release());
        releases.takeOver(fit.release(), clock.instant());
      }
    };
  }
}
