package dev.quoin.registry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// When a release was active last.
record Times(Optional<Instant> since, Optional<Instant> until, Optional<Instant> scheduledFor) {
  static final Times NONE = new Times(Optional.empty(), Optional.empty(), Optional.empty());

  /// Those of all releases of a ratebook.
  static Map<String, Times> of(List<Decision> decisions, Instant at) {
    Map<String, Times> times = new LinkedHashMap<>();
    Optional<String> active = Optional.empty();
    for (int i = 0; i < decisions.size(); i++) {
      Decision decision = decisions.get(i);
      Instant from = decision.scheduledFor().orElse(decision.at());
      boolean isDropped = i + 1 < decisions.size() && decisions.get(i + 1).at().isBefore(from);
      if (isDropped) {
        continue;
      }
      if (at.isBefore(from)) {
        decision
            .release()
            .ifPresent(release ->
                times.merge(
                    release,
                    new Times(Optional.empty(), Optional.empty(), Optional.of(from)),
                    (before, _) -> new Times(before.since(), before.until(), Optional.of(from))));
      } else if (!active.equals(decision.release())) {
        active.ifPresent(before -> times.computeIfPresent(before, (_, of) -> of.endedAt(from)));
        decision
            .release()
            .ifPresent(release ->
                times.put(
                    release, new Times(Optional.of(from), Optional.empty(), Optional.empty())));
        active = decision.release();
      }
    }
    return times;
  }

  private Times endedAt(Instant end) {
    return new Times(since, Optional.of(end), scheduledFor);
  }
}
