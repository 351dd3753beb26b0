package dev.quoin.bench.race;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Lets contenders answer by turns in one process: on a shared machine the least of many rounds is what noise touches
/// least, and all meet the same noise.
///
/// In a round each answers all requests; one that is so slow that this takes longer than a turn may take answers the
/// first of them, as many as fit. Beside such ones, all may be given a turn's full time: who is through with the requests
/// begins anew, and the best time through them counts.
final class Race {
  static final Duration TURN = Duration.ofMillis(100);

  private static final long TURN_NANOS = TURN.toNanos();

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<Runner> runners = new ArrayList<>();
  private final long shortest;

  private Race(Duration shortest) {
    this.shortest = shortest.toNanos();
  }

  /// What one contender needed for one answer.
  ///
  /// @param nanos the mean of its best round
  /// @param bytes the fewest that it allocated in a round, for each answer
  public record Result(double nanos, long bytes) {}

  /// Runs rounds until the time is over, the first half of it to warm up.
  ///
  /// @param contenders the results stand in their order
  /// @param requests how many there are
  public static List<Result> run(Collection<Contender> contenders, int requests, Duration time) {
    return run(contenders, requests, time, Duration.ZERO);
  }

  /// The same, where a turn takes some time at least. Beside an engine that needs seconds for an answer there are only a
  /// few rounds, and what it allocates pushes the requests of the others out of the cache; so they repeat theirs.
  static List<Result> run(
      Collection<Contender> contenders, int requests, Duration time, Duration shortest) {
    Race race = new Race(shortest);
    contenders.forEach(contender -> race.runners.add(new Runner(contender, requests)));
    race.rounds(time.dividedBy(2));
    race.runners.forEach(Runner::forget);
    race.rounds(time.dividedBy(2));
    return race.runners.stream().map(Runner::result).toList();
  }

  private void rounds(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    do {
      runners.forEach(this::turn);
    } while (System.nanoTime() < end);
  }

  private void turn(Runner runner) {
    long end = System.nanoTime() + shortest;
    do {
      runner.run();
    } while (System.nanoTime() < end);
  }

  private static final class Runner {
    private final Contender contender;

    /// Answers are kept for a turn, so that the JIT compiler leaves none of them out.
    private final Object[] answers;

    private int asked;
    private double nanos;
    private long bytes;

    Runner(Contender contender, int requests) {
      this.contender = contender;
      this.answers = new Object[requests];
      forget();
    }

    void forget() {
      asked = answers.length;
      nanos = Double.MAX_VALUE;
      bytes = Long.MAX_VALUE;
    }

    /// Once through the requests.
    void run() {
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      int answered = 0;
      while (answered < asked) {
        answers[answered] = contender.answer(answered);
        answered++;
        if ((answered & (answered - 1)) == 0 && System.nanoTime() - start > TURN_NANOS) {
          asked = answered;
        }
      }
      long taken = System.nanoTime() - start;
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      nanos = Math.min(nanos, taken / (double) answered);
      bytes = Math.min(bytes, allocated / answered);
    }

    Result result() {
      return new Result(nanos, bytes);
    }
  }
}
