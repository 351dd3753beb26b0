package dev.quoin.journal.replay;

import java.util.Comparator;

/// What computed an answer; texts are empty where nothing was kept of it.
///
/// @param version of the engine
/// @param zoneData the version of the rules of time zones
public record Engine(String version, String zoneData) implements Comparable<Engine> {
  private static final Comparator<Engine> ORDER =
      Comparator.comparing(Engine::version).thenComparing(Engine::zoneData);

  @Override
  public int compareTo(Engine other) {
    return ORDER.compare(this, other);
  }
}
