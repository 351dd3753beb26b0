package dev.quoin.registry;

import dev.quoin.feel.Problem;
import java.util.List;

/// What a release was found to be when it was published.
///
/// @param engine what checked and priced it
/// @param zoneData the version of the time zones' rules
/// @param cases how many golden cases it passed
/// @param guards how many guards hold
/// @param warnings what `check` has to say of it
public record Evidence(
    String engine, String zoneData, int cases, int guards, List<Problem> warnings) {
  public Evidence {
    warnings = List.copyOf(warnings);
  }
}
