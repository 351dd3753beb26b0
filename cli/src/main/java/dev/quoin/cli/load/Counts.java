package dev.quoin.cli.load;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// What became of some calls.
///
/// @param notSent calls that were due while too many were under way
/// @param priced calls that got a price, or a batch of them
/// @param prices the prices: more than the calls where batches are among them
/// @param failed by code
/// @param messages what the server said with the first failure of each code
/// @param latencies in microseconds: of answers, and of calls that ran out of time
public record Counts(
    long sent,
    long notSent,
    long priced,
    long prices,
    long refused,
    Map<String, Long> failed,
    Map<String, String> messages,
    Histogram latencies) {

  public Counts {
    failed = Collections.unmodifiableMap(new TreeMap<>(failed));
    messages = Map.copyOf(messages);
  }

  static Counts none() {
    return new Counts(0, 0, 0, 0, 0, Map.of(), Map.of(), Meter.histogram());
  }

  Counts plus(Counts other) {
    Map<String, Long> allFailed = new TreeMap<>(failed);
    other.failed.forEach((code, count) -> allFailed.merge(code, count, Long::sum));
    Map<String, String> allMessages = new HashMap<>(other.messages);
    allMessages.putAll(messages);
    Histogram all = latencies.copy();
    all.add(other.latencies);
    return new Counts(
        sent + other.sent,
        notSent + other.notSent,
        priced + other.priced,
        prices + other.prices,
        refused + other.refused,
        allFailed,
        allMessages,
        all);
  }

  public long answered() {
    return priced + refused;
  }

  public long failures() {
    return failed.values().stream().mapToLong(Long::longValue).sum();
  }

  /// The latency in microseconds within which so many of a hundred calls were answered.
  public long within(double percent) {
    return latencies.getValueAtPercentile(percent);
  }

  public long longest() {
    return latencies.getMaxValue();
  }
}
