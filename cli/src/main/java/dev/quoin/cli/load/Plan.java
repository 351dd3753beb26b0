package dev.quoin.cli.load;

import java.time.Duration;

/// How much load, and for how long.
///
/// @param rate calls per second on each target, whatever its answers take
/// @param warmUp the time before anything is measured, in which the rate rises from nothing
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
    return warmUpCalls() + rate * duration.toMillis() / 1_000;
  }

  /// Those before anything is measured: their rate rises evenly, so they are half of what the time would hold.
  long warmUpCalls() {
    return rate * warmUp.toMillis() / 2_000;
  }
}
