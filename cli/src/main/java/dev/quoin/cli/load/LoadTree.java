package dev.quoin.cli.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run of load has measured, as a tree for JSON: maps, lists, texts, whole numbers and truths. Latencies are in
/// microseconds.
public final class LoadTree {
  private LoadTree() {}

  public static Map<String, Object> of(Measured measured, Instant began) {
    Plan plan = measured.plan();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("began", began.toString());
    tree.put("rate", plan.rate());
    tree.put("mix", new LinkedHashMap<>(measured.mix().weights()));
    tree.put("warmUpMillis", plan.warmUp().toMillis());
    tree.put("durationMillis", plan.duration().toMillis());
    tree.put("tookMillis", measured.took().toMillis());
    tree.put("stopped", measured.stopped());
    tree.put("requestIds", plan.requestIds());
    tree.put("keptSchedule", measured.keptSchedule());
    tree.put(
        "lateness", latencies(new Counts(0, 0, 0, 0, 0, Map.of(), Map.of(), measured.lateness())));
    tree.put("targets", measured.lanes().stream().map(lane -> lane(measured, lane)).toList());
    return tree;
  }

  private static Map<String, Object> lane(Measured measured, Measured.Lane lane) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("target", lane.target());
    tree.put("all", counts(measured, lane.all()));
    Map<String, Object> services = new LinkedHashMap<>();
    lane.services().forEach((name, counts) -> services.put(name, counts(measured, counts)));
    tree.put("services", services);
    List<Map<String, Object>> seconds = new ArrayList<>();
    for (Measured.Second second : lane.seconds()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("second", second.second());
      one.put("sent", second.sent());
      one.put("answered", second.answered());
      one.put("failed", second.failed());
      one.put("p50", second.p50());
      one.put("p99", second.p99());
      one.put("max", second.longest());
      seconds.add(one);
    }
    tree.put("seconds", seconds);
    return tree;
  }

  private static Map<String, Object> counts(Measured measured, Counts counts) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sent", counts.sent());
    tree.put("notSent", counts.notSent());
    tree.put("priced", counts.priced());
    tree.put("prices", counts.prices());
    tree.put("refused", counts.refused());
    tree.put("failed", counts.failures());
    tree.put("failedByCode", new LinkedHashMap<>(counts.failed()));
    tree.put("answersPerSecond", plain(measured.tenthsPerSecond(counts.answered())));
    tree.put("pricesPerSecond", plain(measured.tenthsPerSecond(counts.prices())));
    tree.put("latency", latencies(counts));
    return tree;
  }

  private static String plain(long tenths) {
    return tenths / 10 + "." + tenths % 10;
  }

  private static Map<String, Object> latencies(Counts counts) {
    Map<String, Object> tree = new LinkedHashMap<>();
    LoadTable.PERCENTILES.forEach((name, percent) -> tree.put(name, counts.within(percent)));
    return tree;
  }
}
