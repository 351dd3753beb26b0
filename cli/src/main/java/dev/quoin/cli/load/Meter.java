package dev.quoin.cli.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// Counts what becomes of the calls of one service on one target. Any thread may tell it.
final class Meter {
  /// Latencies are kept in microseconds, to three digits, up to an hour.
  private static final long LONGEST = 3_600_000_000L;

  private static final int DIGITS = 3;

  private static final String UNANSWERED = "UNANSWERED";

  private final LongAdder sent = new LongAdder();
  private final LongAdder notSent = new LongAdder();
  private final LongAdder priced = new LongAdder();
  private final LongAdder prices = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
  private final Map<String, String> messages = new ConcurrentHashMap<>();
  private final Recorder recorder = new Recorder(1, LONGEST, DIGITS);
  private final Histogram latencies = histogram();

  static Histogram histogram() {
    return new Histogram(1, LONGEST, DIGITS);
  }

  void sent() {
    sent.increment();
  }

  void notSent() {
    notSent.increment();
  }

  void priced(int count, long nanos) {
    priced.increment();
    prices.add(count);
    record(nanos);
  }

  void refused(long nanos) {
    refused.increment();
    record(nanos);
  }

  /// @param ranOut whether the call ran out of time, so that its latency is at least this long
  void failed(String code, String message, boolean ranOut, long nanos) {
    failed.computeIfAbsent(code, _ -> new LongAdder()).increment();
    messages.putIfAbsent(code, message);
    if (ranOut) {
      record(nanos);
    }
  }

  private void record(long nanos) {
    recorder.recordValue(Math.clamp(nanos / 1_000, 1, LONGEST));
  }

  /// The latencies since the last time, which are added to those of the whole. One thread asks.
  Histogram interval() {
    Histogram interval = recorder.getIntervalHistogram();
    latencies.add(interval);
    return interval;
  }

  long sentSoFar() {
    return sent.sum();
  }

  long answeredSoFar() {
    return priced.sum() + refused.sum();
  }

  long failedSoFar() {
    return failed.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /// What became of all calls at the end: one of which nothing was heard has failed, too.
  ///
  /// @param timeout how long such a call was waited for at least
  Counts counts(Duration timeout) {
    Map<String, Long> failures = new TreeMap<>();
    failed.forEach((code, count) -> failures.put(code, count.sum()));
    long toldPriced = priced.sum();
    long toldRefused = refused.sum();
    long told =
        toldPriced + toldRefused + failures.values().stream().mapToLong(Long::longValue).sum();
    long unanswered = sent.sum() - told;
    Map<String, String> said = new TreeMap<>(messages);
    Histogram all = latencies.copy();
    if (unanswered > 0) {
      failures.put(UNANSWERED, unanswered);
      said.put(UNANSWERED, "nothing was heard of the call when the run had ended");
      all.recordValueWithCount(
          Math.clamp(TimeUnit.NANOSECONDS.toMicros(timeout.toNanos()), 1, LONGEST), unanswered);
    }
    return new Counts(
        sent.sum(),
        notSent.sum(),
        toldPriced,
        prices.sum(),
        toldRefused,
        failures,
        Map.copyOf(said),
        all);
  }
}
