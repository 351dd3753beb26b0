package dev.quoin.bench.race;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A rule of [Rating]: whom it is for, and what it answers.
///
/// @param grade null for all
/// @param channel null for all
record RatingRow(
    String zone,
    String carClass,
    int fromDay,
    int toDay,
    int fromAge,
    int toAge,
    @Nullable String grade,
    @Nullable String channel,
    String rate,
    String discount,
    String code) {

  /// Its cells in a DMN table.
  List<String> dmnCells() {
    return List.of(
        quoted(zone),
        quoted(carClass),
        days(),
        ages(),
        grade == null ? "-" : quoted(grade),
        channel == null ? "-" : quoted(channel),
        rate,
        discount,
        quoted(code));
  }

  /// Its line in the CSV of a rate table.
  String csv() {
    return String.join(
        ",",
        zone,
        carClass,
        days(),
        ages(),
        grade == null ? "-" : grade,
        channel == null ? "-" : channel,
        rate,
        discount,
        code);
  }

  Map<String, Object> answer() {
    return Map.of("rate", new BigDecimal(rate), "discount", new BigDecimal(discount), "code", code);
  }

  private String days() {
    return "[" + fromDay + ".." + toDay + "]";
  }

  private String ages() {
    return "[" + fromAge + ".." + toAge + "]";
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
