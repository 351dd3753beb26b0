package dev.quoin.bench.race;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// [Rating] as one writes it by hand when it must be fast: a hash of the zone, the class, and a scan of the few rules that
/// are left.
final class HandWrittenRating {
  private static final RatingRow[] NO_ROWS = {};

  private final Map<String, Integer> classes = new HashMap<>();
  private final Map<String, RatingRow[][]> byZone = new HashMap<>();

  HandWrittenRating(List<RatingRow> rows) {
    rows.forEach(row -> classes.putIfAbsent(row.carClass(), classes.size()));
    Map<String, List<List<RatingRow>>> grouped = new HashMap<>();
    for (RatingRow row : rows) {
      grouped
          .computeIfAbsent(row.zone(), _ -> empty(classes.size()))
          .get(classes.getOrDefault(row.carClass(), 0))
          .add(row);
    }
    grouped.forEach((zone, ofClasses) ->
        byZone.put(
            zone,
            ofClasses.stream().map(ofOne -> ofOne.toArray(NO_ROWS)).toArray(RatingRow[][]::new)));
  }

  private static List<List<RatingRow>> empty(int size) {
    List<List<RatingRow>> lists = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  /// The first rule that matches.
  RatingRow first(Rating.Request request) {
    RatingRow[][] ofZone = byZone.get(request.zone());
    Integer carClass = classes.get(request.carClass());
    if (ofZone != null && carClass != null) {
      for (RatingRow row : ofZone[carClass]) {
        if (matches(row, request)) {
          return row;
        }
      }
    }
    throw new IllegalArgumentException("no rule for " + request);
  }

  private static boolean matches(RatingRow row, Rating.Request request) {
    return request.days() >= row.fromDay()
        && request.days() <= row.toDay()
        && request.age() >= row.fromAge()
        && request.age() <= row.toAge()
        && (row.grade() == null || row.grade().equals(request.grade()))
        && (row.channel() == null || row.channel().equals(request.channel()));
  }
}
