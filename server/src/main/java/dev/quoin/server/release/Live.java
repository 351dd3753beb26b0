package dev.quoin.server.release;

import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Mapping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which release is live for which ratebook, at one moment.
///
/// A request takes this once and asks nothing else, so that one release answers it, whatever is taken over meanwhile.
public final class Live {
  static final Live NONE = new Live(new TreeMap<>(), Map.of());

  private final SortedMap<String, Release> byRatebook;
  private final Map<String, Instant> since;
  private final Map<String, List<Release>> byService = new HashMap<>();
  private final Map<String, Mapped> byPath = new HashMap<>();

  /// A mapping of a release that is live.
  public record Mapped(Release release, Mapping mapping) {}

  private Live(SortedMap<String, Release> byRatebook, Map<String, Instant> since) {
    this.byRatebook = byRatebook;
    this.since = since;
    for (Release release : byRatebook.values()) {
      for (String service : release.ratebook().services().keySet()) {
        byService.computeIfAbsent(service, _ -> new ArrayList<>()).add(release);
      }
      for (Mapping mapping : release.ratebook().mappings()) {
        byPath.put(mapping.path(), new Mapped(release, mapping));
      }
    }
  }

  /// The release that is live for the ratebook of that id.
  public Optional<Release> ratebook(String id) {
    return Optional.ofNullable(byRatebook.get(id));
  }

  /// The releases that are live and have a service of that name, in the order of their ratebooks' ids.
  public List<Release> withService(String service) {
    return Collections.unmodifiableList(byService.getOrDefault(service, List.of()));
  }

  /// The mapping under a path, which is one's alone.
  public Optional<Mapped> mapped(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /// All that are live, in the order of their ratebooks' ids.
  public Collection<Release> all() {
    return Collections.unmodifiableCollection(byRatebook.values());
  }

  /// The release of that digest, if it is live.
  public Optional<Release> byDigest(String digest) {
    return byRatebook.values().stream()
        .filter(release -> release.digest().equals(digest))
        .findFirst();
  }

  /// Since when the release of a ratebook is live.
  public Optional<Instant> since(String ratebook) {
    return Optional.ofNullable(since.get(ratebook));
  }

  Live with(Release release, Instant at) {
    SortedMap<String, Release> next = new TreeMap<>(byRatebook);
    next.put(release.ratebook().id(), release);
    Map<String, Instant> times = new HashMap<>(since);
    times.put(release.ratebook().id(), at);
    return new Live(next, times);
  }

  Live without(String ratebook) {
    SortedMap<String, Release> next = new TreeMap<>(byRatebook);
    next.remove(ratebook);
    Map<String, Instant> times = new HashMap<>(since);
    times.remove(ratebook);
    return new Live(next, times);
  }
}
