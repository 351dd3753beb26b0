package dev.quoin.bench.race;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

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

  /// How many answers a second one contender gives.
  record Rates(double one, double two) {
    double factor() {
      return two / one;
    }
  }

  /// Lets each contender answer on one thread and on two by turns until the time is over: the best of the second half.
  static List<Rates> onTwoThreads(Collection<Contender> contenders, int requests, Duration time) {
    List<Rates> best = new ArrayList<>(contenders.stream().map(_ -> new Rates(0, 0)).toList());
    long begin = System.nanoTime();
    for (long passed = 0; passed < time.toNanos(); passed = System.nanoTime() - begin) {
      int next = 0;
      for (Contender contender : contenders) {
        Rates rates = new Rates(rate(contender, requests, 1), rate(contender, requests, 2));
        if (passed > time.toNanos() / 2) {
          Rates known = best.get(next);
          best.set(next, new Rates(Math.max(known.one, rates.one), Math.max(known.two, rates.two)));
        }
        next++;
      }
    }
    return best;
  }

  /// How many answers a second the threads give together in some turns.
  private static double rate(Contender contender, int requests, int threads) {
    LongAdder answered = new LongAdder();
    long start = System.nanoTime();
    long until = start + 2 * TURN_NANOS;
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(
          Thread.ofPlatform()
              .start(() -> {
                Object[] answers = new Object[requests];
                while (System.nanoTime() < until) {
                  answered.add(contender.answer(answers, requests, until));
                }
              }));
    }
    try {
      for (Thread thread : running) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody ends a race", e);
    }
    return answered.sum() * 1e9 / (System.nanoTime() - start);
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
      int answered = contender.answer(answers, asked, start + TURN_NANOS);
      asked = answered;
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
