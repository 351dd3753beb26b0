package dev.quoin.cli.load;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What a run of load has measured, warm-up left out.
///
/// @param took how long calls were sent and measured: less than planned where somebody stopped it
/// @param lateness in microseconds: how long after its time each call was sent, which is the generator's own fault
public record Measured(
    Plan plan, Mix mix, Duration took, boolean stopped, List<Lane> lanes, Histogram lateness) {

  /// Up to here a send that is late is the system's timer, not a generator that is too slow.
  private static final long LATE = 5_000;

  public Measured {
    lanes = List.copyOf(lanes);
  }

  /// What one target did.
  public record Lane(String target, Map<String, Counts> services, List<Second> seconds) {
    public Lane {
      services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
      seconds = List.copyOf(seconds);
    }

    /// All services together.
    public Counts all() {
      return services.values().stream().reduce(Counts.none(), Counts::plus);
    }
  }

  /// What happened within one second of the run: latencies in microseconds of the calls that were answered in it.
  public record Second(
      int second, long sent, long answered, long failed, long p50, long p99, long longest) {}

  /// Answers per second of a target, times ten: one digit behind the point.
  public long tenthsPerSecond(long count) {
    return took.isZero() ? 0 : count * 10_000 / Math.max(1, took.toMillis());
  }

  /// Whether every call went out, and nearly all of them at their time. If not, the numbers are those of a generator at
  /// its end, not of the server.
  public boolean keptSchedule() {
    return notSent() == 0 && lateness.getValueAtPercentile(99) <= LATE;
  }

  public long notSent() {
    return lanes.stream().mapToLong(lane -> lane.all().notSent()).sum();
  }

  public long failures() {
    return lanes.stream().mapToLong(lane -> lane.all().failures()).sum();
  }
}
