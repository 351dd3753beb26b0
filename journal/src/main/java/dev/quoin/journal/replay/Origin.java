package dev.quoin.journal.replay;

import dev.quoin.journal.Kind;
import dev.quoin.journal.Period;
import java.util.Comparator;

/// What answers have in common that were made in one way.
///
/// @param release its digest
/// @param engine what computed them
public record Origin(String ratebook, String release, String service, Kind kind, Engine engine)
    implements Comparable<Origin> {
  private static final Comparator<Origin> ORDER =
      Comparator.comparing(Origin::ratebook)
          .thenComparing(Origin::service)
          .thenComparing(Origin::kind)
          .thenComparing(Origin::release)
          .thenComparing(Origin::engine);

  static Origin of(Period.Recorded recorded) {
    return new Origin(
        recorded.ratebook(),
        recorded.digest(),
        recorded.service(),
        recorded.kind(),
        new Engine(recorded.engine().orElse(""), recorded.zoneData().orElse("")));
  }

  @Override
  public int compareTo(Origin other) {
    return ORDER.compare(this, other);
  }
}
