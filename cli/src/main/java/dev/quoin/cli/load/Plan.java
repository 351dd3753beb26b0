package dev.quoin.cli.load;

import java.time.Duration;

/// How much load, and for how long.
///
/// @param rate calls per second on each target, whatever its answers take
/// @param warmUp the time at the same rate before anything is measured
/// @param timeout after which a call counts as failed
/// @param inFlight how many calls may be under way on one target; what is due beyond is not sent, and counted
/// @param requestIds whether each call has a request id of its own
/// @param run names this run in the request ids
public record Plan(
    int rate,
    Duration warmUp,
    Duration duration,
    Duration timeout,
    int inFlight,
    boolean requestIds,
    String run) {

  /// The calls on each target, warm-up included.
  long calls() {
    return rate * warmUp.plus(duration).toMillis() / 1_000;
  }
}
