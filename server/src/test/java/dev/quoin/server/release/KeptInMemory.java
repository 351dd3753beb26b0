package dev.quoin.server.release;

import dev.quoin.database.DatabaseAway;
import dev.quoin.ratebook.Ratebook;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A shelf that can be away, and counts how often it was read.
final class KeptInMemory implements Shelf {
  final Map<String, Map<String, byte[]>> files = new ConcurrentHashMap<>();
  final AtomicInteger readings = new AtomicInteger();
  volatile boolean isAway;

  @Override
  public void keep(Ratebook ratebook) {
    refuseWhereAway();
    files.put(ratebook.digest(), ratebook.files());
  }

  @Override
  public Optional<Map<String, byte[]>> files(String digest) {
    refuseWhereAway();
    readings.incrementAndGet();
    return Optional.ofNullable(files.get(digest));
  }

  private void refuseWhereAway() {
    if (isAway) {
      throw new DatabaseAway("no PostgreSQL answers");
    }
  }
}
