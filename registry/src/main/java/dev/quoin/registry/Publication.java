package dev.quoin.registry;

import dev.quoin.ratebook.json.JsonTree;
import java.time.Instant;

/// That a release was published.
///
/// @param message what the one who published it says of it; may be empty
/// @param commit where its files come from; may be empty
/// @param warnings as JSON
public record Publication(
    String release,
    String ratebook,
    Instant at,
    String by,
    String message,
    String commit,
    String engine,
    String zoneData,
    int cases,
    int guards,
    String warnings) {

  /// Everything that it says, as the audit log has it.
  String text() {
    return JsonTree.compact(
        JsonTree.object(
            "release", release,
            "at", at.toString(),
            "by", by,
            "message", message,
            "commit", commit,
            "engine", engine,
            "zone_data", zoneData,
            "cases", cases,
            "guards", guards,
            "warnings", warnings));
  }
}
